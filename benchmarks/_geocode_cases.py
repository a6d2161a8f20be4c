"""The public German test cases of geocoders, one by one: place names and five streets."""

import csv
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from _geocode_addresses import load
from _geocode_contestants import write_table
from _geocode_ours import PLACES, ours
from _geocode_report import head, line
from _geocode_score import away_m

from geo.gazetteer import open_gazetteers
from geo.geocoder import LocalGeocoder
from geo.layers import read_places
from geo.match import Match
from geo.point import Point

FILES = ("test_cities.csv", "test_towns.csv", "test_villages.csv", "test_streets.csv")
RESULTS = ("passed", "wrong place", "other name", "no answer", "unknown name, no answer", "unknown name, wrong place")
"""The last two are cases whose name is not in our data at all."""


class Case(NamedTuple):
    """One case and what became of it."""

    file: str
    query: str
    result: str
    away_m: float
    answer: str


def cases(shared: Path, out: TextIO) -> int:
    """Ask every case of the places of Germany, Essen and the extracts of OpenStreetMap; always 0, as no goal is set."""
    with tempfile.TemporaryDirectory(prefix="geocode-") as name:
        folder = Path(name)
        addresses = load(shared)
        tables = {layer: folder / f"{layer}.csv" for layer in addresses.layers}
        for layer, table in tables.items():
            write_table(table, addresses.layers[layer])
        _, files = ours(tables, folder)
        gazetteer, _ = open_gazetteers([folder / "places.sqlite", *(file.path for file in files)])
        streets = {one.street for layer in addresses.layers.values() for one in layer}
        known = {_plain(text) for text in streets}
        known |= {_plain(name) for entry in read_places(PLACES) for name in (entry.name, *entry.aliases)}
        told = [
            case for file in FILES for case in _asked(shared / "geocoder-cases" / file, LocalGeocoder(gazetteer), known)
        ]
    _tables(told, out)
    return 0


def _asked(path: Path, geocoder: LocalGeocoder, known: set[str]) -> list[Case]:
    told = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            lat, lon, tolerance_m = map(float, row["expected_coordinate"].split(","))
            answers = first_answers(geocoder.find(row["query"]), int(row.get("limit") or 1))
            away = [(away_m(point, [Point(lat, lon)]), label) for point, label in answers]
            near = [(metres, label) for metres, label in away if metres <= tolerance_m]
            named = [one for one in near if _plain(row["expected_name"]) == _plain(one[1])]
            result = "passed" if named else "other name" if near else "wrong place" if away else "no answer"
            if _plain(row["expected_name"]) not in known and not near:
                result = f"unknown name, {result}"
            metres, label = min(named or near or away, default=(float("nan"), ""))
            told.append(Case(path.stem, row["query"], result, metres, label))
    return told


def first_answers(match: Match, limit: int) -> list[tuple[Point, str]]:
    """What a match offers: its point, or its first candidates where it is ambiguous."""
    if match.point:
        return [(match.point, match.label)]
    return [(one.point, one.label) for one in match.candidates[:limit]]


def _plain(name: str) -> str:
    """A name as it is compared: what stands before a comma, without case and punctuation."""
    return re.sub(r"\W+", " ", name.partition(",")[0].casefold()).strip()


def _tables(told: Sequence[Case], out: TextIO) -> None:
    head(out, "public test cases", "n", *RESULTS)
    for file in dict.fromkeys(case.file for case in told):
        some = [case.result for case in told if case.file == file]
        line(out, file, len(some), *(some.count(result) for result in RESULTS))
    head(out, "case", "asked", "result", "metres", "first answer")
    for case in told:
        metres = "–" if case.away_m != case.away_m else f"{case.away_m:,.0f}"
        line(out, case.file, case.query, case.result, metres, case.answer or "–")
