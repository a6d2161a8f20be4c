"""Andere Karte (deren offene Daten als GeoJSON)

The offers of another installation of this map, from the GeoJSON that it gives away on its page of open data. They are
kept there: here they can be seen and found, with their licence and the day of the file, and not be edited. Read the
file again (`--every`, `--complete`) to follow what changes there. What the other map says of neutrality is quoted,
never taken for checked here; the same goes for what it has verified.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importers.base import ImportRefused, Options, Piece, Record, Reject, Sample
from importers.clean.text import known
from importers.json_file import dict_of, list_of, read_json, text_of
from model.draft import Draft, DraftFact, DraftPlace
from model.source import Source

SOURCE = Source(
    name="installation",
    title="Andere Karte (deren offene Daten als GeoJSON)",
    key_from="the key that the offer has on the other map",
    elsewhere=True,
)
_MARKS = ("FeatureCollection", "sources", "neutrality_grade")
#: what is told in the same words
_SAME = ("summary", "hours", "phone", "email", "website")


def recognise(sample: Sample) -> bool:
    """Whether this is the open data of another installation."""
    text = sample.text.lstrip("\ufeff \r\n\t")
    return text.startswith("{") and all(f'"{mark}"' in text for mark in _MARKS)


def read(path: Path, options: Options) -> Iterator[Piece]:
    """The offers of the file, each with the title and the day of the whole."""
    told = dict_of(read_json(path))
    features = list_of(told, "features")
    if not features:
        raise ImportRefused(f"The file {path.name} holds no offers.")
    title, day = known(text_of(told.get("title"))), known(text_of(told.get("date")))
    for number, feature in enumerate(map(dict_of, features), 1):
        values = {**dict_of(feature, "properties"), "point": list_of(feature, "geometry", "coordinates"),
                  "map": title, "day": day}  # fmt: skip
        yield Record(number, values, ref=known(text_of(feature.get("id"))).replace(":", "/"))


def draft(record: Record) -> Draft | Reject:
    """What the other map says of an offer."""
    told = record.values
    name = known(text_of(told.get("name")))
    if not name or not record.ref:
        return Reject(record.line, record.ref, "The offer has no name or no key.")
    title, day = told["map"] or "Andere Karte", told["day"]
    attribution = text_of(told.get("attribution")) or text_of(told.get("source"))
    kept = f"Gepflegt von: {title}{f', Stand {day}' if day else ''}"
    return Draft(
        ref=record.ref, line=record.line, name=name, kind=text_of(told.get("kind")),
        provider=text_of(told.get("provider")), topics=_texts(told, "topics"), formats=_texts(told, "formats"),
        languages=_texts(told, "languages"), cost=text_of(told.get("cost")).replace("unknown", ""),
        wheelchair=text_of(told.get("wheelchair")).replace("unknown", ""), place=_place(told),
        facts=tuple(_facts(told, title)), origins=_texts(told, "source_urls"),
        as_of=text_of(told.get("verified_on")) or text_of(told.get("source_as_of")),
        licence=text_of(told.get("licence")), attribution="; ".join(filter(None, (kept, attribution))),
        **{field: text_of(told.get(field)) for field in _SAME},
    )  # fmt: skip


def _place(told: Any) -> DraftPlace:
    point = [text_of(one) for one in told["point"]] or ["", ""]
    precision = text_of(told.get("precision")).replace("unknown", "")
    return DraftPlace(address=text_of(told.get("address")), lon=point[0], lat=point[1], precision=precision,
                      point_source=f"Karte „{told['map']}“" if point[0] else "")  # fmt: skip


def _facts(told: Any, title: str) -> Iterator[DraftFact]:
    """The grade of the other map as its word."""
    grade, evidence = text_of(told.get("neutrality_grade")), text_of(told.get("neutrality_evidence"))
    if grade in ("A", "B", "C"):
        quote = ", ".join(filter(None, (f"Stufe {grade}", evidence)))
        yield DraftFact("statement", "no" if grade == "C" else "yes", source=title,
                        as_of=text_of(told.get("neutrality_as_of")), quote=quote)  # fmt: skip


def _texts(told: Any, field: str) -> tuple[str, ...]:
    return tuple(filter(None, map(text_of, list_of(dict(told), field))))
