"""OpenStreetMap

Places of counselling and learning out of OpenStreetMap, as candidates for review: saved answers of an Overpass server
(JSON or XML) and extracts (.osm, .osm.gz, .osm.bz2, .osm.pbf). There is no tag that all German education counselling
has; taken are employment agencies, guidance counselling and other counselling that is not about health, schools,
universities, nurseries, language and music schools, training centres, libraries, community centres and the like, and
social facilities only where they go out to people who look for work, are young, have moved here or fled. What lies
outside the region is left out. Who mapped an object is never read.

An answer in which the server says that it gave up is refused. The number given as line is that of the object in the
answer, or in an extract that among the objects which were taken.
"""

import bz2
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from geo.sources import osm
from geo.sources.base import Sample as OsmSample
from importers import osm_file, overpass
from importers.base import Note, Options, Piece, Record, Reject, Sample
from importers.osm_tags import (
    EMAIL,
    PHONE,
    TEXT,
    WEBSITE,
    audiences_of,
    first,
    former,
    languages_of,
    name_of,
    place_of,
    sort_of,
    values_of,
    what,
    wheelchair_note,
)
from importers.osm_thing import Thing
from model.draft import Draft
from model.source import Source

SOURCE = Source(
    name="openstreetmap",
    title="OpenStreetMap",
    homepage="https://www.openstreetmap.org",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap contributors (openstreetmap.org/copyright)",
    key_from="kind and number of the object, as in node/123",
    key_stable=False,
    candidates=True,
)

_HEAD = 4_096
_COST = {"yes": "paid", "no": "free"}


def recognise(sample: Sample) -> bool:
    """Whether this is an answer of an Overpass server or a file of OpenStreetMap."""
    text = sample.text.lstrip("\ufeff \r\n\t") if sample.head.lstrip()[:1] != b"\x1f" else ""
    if text.startswith("{"):
        return '"elements"' in text and ('"osm3s"' in text or '"Overpass API' in text)
    return osm.recognise(OsmSample(Path(sample.name), sample.name.lower(), _unpacked(sample.head)))


def _unpacked(head: bytes) -> bytes:
    """The beginning of a file, unpacked where it is compressed."""
    with suppress(zlib.error, OSError):
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(head, _HEAD)
        if head.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(head, _HEAD)
    return head


def read(path: Path, options: Options) -> Iterator[Piece]:
    """The objects of the file that are places of counselling or learning, within the region where one is told."""
    taken = elsewhere = 0
    for thing in _things(path):
        if not isinstance(thing, Thing):
            yield thing
            continue
        if options.box and thing.spot and not _lies_in(thing, options):
            elsewhere += 1
            continue
        taken += 1
        yield Record(thing.number or taken, _values(thing), ref=thing.ref)
    if elsewhere:
        yield Note(0, f"{elsewhere} objects lie outside the region; they were left out.")
    elif not taken:
        yield Note(0, "None of the objects in the file is a place of counselling or learning.")


def _things(path: Path) -> Iterator[Thing | Reject | Note]:
    head = Sample.of(path).head[:_HEAD]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_xml = start.startswith(b"<")
    if start[:1] in (b"{", b"[") or (is_xml and b"Overpass" in head):
        return overpass.things(path, is_xml=is_xml)
    return osm_file.things(path)


def _lies_in(thing: Thing, options: Options) -> bool:
    box, spot = options.box, thing.spot
    return not box or not spot or (box.south <= spot[0] <= box.north and box.west <= spot[1] <= box.east)


def _values(thing: Thing) -> dict[str, str]:
    """The tags of an object, and beside them what it is and where."""
    lat, lon = (f"{degrees:.7f}" for degrees in thing.spot) if thing.spot else ("", "")
    own = {"@lat": lat, "@lon": lon, "@version": thing.version, "@timestamp": thing.changed}
    return {**thing.tags, **{name: value for name, value in own.items() if value}}


def draft(record: Record) -> Draft | Reject:
    """What the tags of an object claim."""
    told: Mapping[str, Any] = record.values
    tags = former(told) or told
    sort, name = sort_of(tags), name_of(tags)
    spoken = f"{record.ref.replace('/', ' ')} ({what(told)})"
    if sort is None:
        return Reject(record.line, record.ref, f"The {spoken} is no place of counselling or learning.")
    if not name:
        return Reject(record.line, record.ref, f"The {spoken} has no name.")
    lat, lon = told.get("@lat", ""), told.get("@lon", "")
    teaches = "language_school" in values_of(f"{tags.get('amenity', '')};{tags.get('education', '')}")
    languages, fee = tuple(languages_of(tags)), tags.get("fee", "")
    notes = [] if lat else [f"The file does not say where the {spoken} lies."]
    if languages and teaches:
        notes.append(f"The languages that the {spoken} teaches ({', '.join(languages)}) were left out.")
    return Draft(
        ref=record.ref,
        line=record.line,
        withdrawn=tags is not told,
        name=name,
        kind=sort.kind,
        provider=tags.get("operator", ""),
        description=first(tags, TEXT),
        topics=sort.topics,
        phases=sort.phases,
        audiences=audiences_of(tags),
        languages=() if teaches else languages,
        cost=_COST.get(fee, ""),
        cost_note="" if fee in _COST else fee,
        place=place_of(tags, lat, lon, is_exact=record.ref.startswith("node/")),
        phone=first(tags, PHONE),
        email=first(tags, EMAIL),
        website=first(tags, WEBSITE),
        hours=tags.get("opening_hours", ""),
        wheelchair=tags.get("wheelchair", ""),
        wheelchair_note=wheelchair_note(tags),
        origins=(f"https://www.openstreetmap.org/{record.ref}",),
        as_of=tags.get("check_date") or told.get("@timestamp", "")[:10],
        notes=tuple(notes),
    )
