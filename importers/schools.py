"""Schulen (Schuldaten NRW, jedeschule)

Two public tables of schools: the Schulgrunddaten of North Rhine-Westphalia, with UTM coordinates of the house, and the
export of jedeschule for all Länder. Every school becomes a learning offer at its address. What lies outside the region
is left out, so that the table of a whole Land can be read for one town; so are the authorities for schools that stand
among them. The name is the one people use, made of the long and the short one. Heads of schools are persons and are
never read. What a code of the state means is told where it is known; other codes are not guessed.

Schuldaten NRW: Ministerium für Schule und Bildung des Landes NRW, Schulgrunddaten, dl-de/by-2-0.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from math import isnan
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geo.point import Point, PointError
from geo.sources.projection import by_system
from geo.sources.schools import names_of
from importers.base import Note, Options, Piece, Record, Reject, Sample
from importers.clean.text import fold
from importers.table import open_table, records
from model.draft import Draft, DraftPlace
from model.source import Source

SOURCE = Source(
    name="schools",
    title="Schulen (Schuldaten NRW, jedeschule)",
    homepage="https://open.nrw",
    licence="dl-de/by-2-0",
    attribution="Ministerium für Schule und Bildung des Landes NRW, Schulgrunddaten, dl-de/by-2-0, Daten verändert",
    key_from="the number of the school; of jedeschule its id",
    key_stable=True,
)

#: by which headings the two tables are known
_STATE = frozenset({"schulnummer", "schulform", "plz", "ort", "strasse", "utmrechtswert", "utmhochwert"})
_EVERY = frozenset({"id", "name", "address", "zip", "city", "school type", "legal status", "latitude", "longitude"})
#: what is kept of each; all else, persons among it, is not taken into memory
_STATE_KEPT = ("Schulnummer", "Schulform", "Schulbezeichnung_1", "Schulbezeichnung_2", "Schulbezeichnung_3",
               "Kurzbezeichnung", "PLZ", "Ort", "Strasse", "Telefonvorwahl", "Telefon", "E-Mail", "Homepage",
               "Rechtsform", "Schulbetriebsschluessel", "EPSG", "UTMRechtswert", "UTMHochwert")  # fmt: skip
_EVERY_KEPT = ("id", "name", "address", "address2", "zip", "city", "website", "email", "school_type", "legal_status",
               "provider", "phone", "latitude", "longitude", "update_timestamp")  # fmt: skip
#: what the coordinates are in where a line does not say it; so it is in all others
USUAL_CRS = "EPSG:25832"
#: the code of what stands in the table but is no school, the authority of a district
AUTHORITY = "0A"
#: the codes whose meaning is known; others are not guessed
FORMS: Mapping[str, str] = MappingProxyType({
    "02": "Grundschule", "04": "Hauptschule", "08": "Förderschule", "10": "Realschule", "14": "Sekundarschule",
    "15": "Gesamtschule", "17": "Waldorfschule", "20": "Gymnasium", "25": "Weiterbildungskolleg", "30": "Berufskolleg",
})  # fmt: skip
_TOPICS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "25": ("schulabschluss",), "30": ("ausbildung", "schulabschluss"),
})  # fmt: skip
_RUNNING = "1"
#: a long name that was divided in the middle of a word, or before the word that belongs to its last one
_GOES_ON = re.compile(r"-$|\b(?:a[mn]|d(?:er|es|ie|\.)|i[mn]|z(?:um|ur)|vo[mn]|für|und|u\.)$")
CHUNK = 2_000


def recognise(sample: Sample) -> bool:
    """By the headings of the table, which stand in its first or second line."""
    first = sample.text[:4_000].split("\n")[:2]
    return any(_is_state(line) or _is_every(line) for line in first)


def _is_state(line: str) -> bool:
    return {fold(cell) for cell in line.split(";")} >= _STATE


def _is_every(line: str) -> bool:
    return {fold(cell) for cell in line.split(",")} >= _EVERY


def read(path: Path, options: Options) -> Iterator[Piece]:
    """The schools of a table, each with its place in degrees, and without what is no school or lies elsewhere."""
    known = _STATE | _EVERY
    table = open_table(path, Options(), lambda heading: fold(heading) in known)
    kept = _STATE_KEPT if "Schulnummer" in table.headings else _EVERY_KEPT
    pieces = records(table, {}, [heading for heading in table.headings if heading not in kept])
    elsewhere = authorities = 0
    while chunk := list(islice(pieces, CHUNK)):
        for piece in _located(chunk):
            if isinstance(piece, Record) and piece.values.get("Schulform") == AUTHORITY:
                authorities += 1
            elif isinstance(piece, Record) and _lies_elsewhere(piece, options):
                elsewhere += 1
            else:
                yield piece
    if elsewhere:
        yield Note(0, f"Schools outside the region were left out: {elsewhere}.")
    if authorities:
        yield Note(0, f"Authorities for schools are no schools; left out: {authorities}.")


def _located(chunk: list[Piece]) -> list[Piece]:
    """The records with latitude and longitude beside what the grid says."""
    rows = [piece for piece in chunk if isinstance(piece, Record)]
    if not any("EPSG" in row.values for row in rows):
        return [Record(piece.line, piece.values) if isinstance(piece, Record) else piece for piece in chunk]
    systems = [crs if (crs := str(row.values.get("EPSG", ""))).startswith("EPSG:") else USUAL_CRS for row in rows]
    easts, norths = ([_number(row.values.get(name)) for row in rows] for name in ("UTMRechtswert", "UTMHochwert"))
    lats, lons = by_system(systems, easts, norths)
    places = {id(row): place for row, *place in zip(rows, lats, lons, strict=True)}
    return [_with(piece, *places[id(piece)]) if isinstance(piece, Record) else piece for piece in chunk]


def _with(record: Record, lat: float, lon: float) -> Record:
    """A record with its place; a place that cannot be is left out and the address has to do."""
    try:
        point = Point(round(lat, 7), round(lon, 7))
    except PointError:
        return Record(record.line, record.values)
    values = {**record.values, "latitude": str(point.lat), "longitude": str(point.lon)}
    return Record(record.line, values)


def _number(text: Any) -> float:
    try:
        return float(str(text).replace(",", "."))
    except ValueError:
        return float("nan")


def _lies_elsewhere(record: Record, options: Options) -> bool:
    """Whether a school with a place lies outside the region; one without may lie in it."""
    lat, lon = (_number(record.values.get(name)) for name in ("latitude", "longitude"))
    if options.box is None or isnan(lat) or isnan(lon):
        return False
    return not (options.box.south <= lat <= options.box.north and options.box.west <= lon <= options.box.east)


def draft(record: Record) -> Draft | Reject:
    """What a line claims."""
    one: Callable[[str], str] = lambda name: str(record.values.get(name, "")).strip()  # noqa: E731 - short and local
    return _of_state(record, one) if "Schulnummer" in record.values else _of_every(record, one)


def _of_state(record: Record, one: Callable[[str], str]) -> Draft | Reject:
    ref, form, title = one("Schulnummer"), one("Schulform"), _title(one)
    first, second = one("Schulbezeichnung_1"), one("Schulbezeichnung_2")
    if _GOES_ON.search(first):
        first, second = title, ""
    names = names_of(first, second, one("Kurzbezeichnung"))
    if not ref.isdecimal():
        return Reject(record.line, "", "The line has no number of a school.")
    if not (names or title):
        return Reject(record.line, ref, "The school has no name.")
    running, notes = one("Schulbetriebsschluessel"), ()
    if running not in ("", _RUNNING):
        notes = (f"The source gives the school the operating code {running}, and does not say here what that means.",)
    sort = FORMS.get(form, "")
    carrier = {"1": "öffentlich", "2": "privat"}.get(one("Rechtsform"), "")
    return Draft(
        ref=ref,
        line=record.line,
        name=names[0] if names else title,
        kind="learning",
        provider=title,
        summary=f"{sort}, {carrier}" if sort and carrier else sort,
        topics=_TOPICS.get(form, ("schule",)),
        place=_place(one, one("Strasse"), one("PLZ"), one("Ort"), "Schulgrunddaten NRW"),
        phone=f"{one('Telefonvorwahl')} {one('Telefon')}".strip() if one("Telefon") else "",
        email=one("E-Mail"),
        website=one("Homepage"),
        notes=notes,
    )


def _title(one: Callable[[str], str]) -> str:
    """The long name out of its three parts, of which a word may have been divided."""
    whole = ""
    for part in (one(f"Schulbezeichnung_{number}") for number in (1, 2, 3)):
        divided = whole.endswith("-") and part[:1].islower()
        whole = whole[:-1] + part if divided else f"{whole} {part}".strip()
    return whole


def _of_every(record: Record, one: Callable[[str], str]) -> Draft | Reject:
    ref = one("id")
    if not ref:
        return Reject(record.line, "", "The line has no id.")
    if not one("name"):
        return Reject(record.line, ref, "The school has no name.")
    sort = one("school_type")
    return Draft(
        ref=ref,
        line=record.line,
        name=one("name"),
        kind="learning",
        provider=one("provider"),
        summary=sort if len(sort) < 100 else "",
        topics=("schule",),
        place=_place(one, one("address"), one("zip"), one("city"), "jedeschule"),
        phone=one("phone"),
        email=one("email"),
        website=one("website"),
        as_of=one("update_timestamp")[:10],
        licence="je nach Land verschieden",
        attribution=f"jedeschule.codefor.de, {ref[:2]}",
    )


def _place(one: Callable[[str], str], street: str, postcode: str, city: str, source: str) -> DraftPlace:
    """The address, and the point of the house where there is one."""
    lat, lon = one("latitude"), one("longitude")
    has_point = bool(lat and lon)
    fine = "house" if has_point and any(char.isdigit() for char in street) else ""
    return DraftPlace(
        street=street, postcode=postcode, city=city, lat=lat if has_point else "", lon=lon if has_point else "",
        precision=fine or ("street" if has_point else ""), point_source=source if has_point else "",
    )  # fmt: skip
