"""What goes into a gazetteer: layers of named places and known addresses, each with its licence, and their readers."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite, sqrt
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from geo.match import MatchPrecision
from geo.point import Point, PointError
from geo.spelling import key


class GazetteerError(Exception):
    """A gazetteer that cannot be read or built: the sentence says which file or line, and why."""


class Kind(NamedTuple):
    """What is common to all places of one kind."""

    precision: MatchPrecision
    #: how far the true place may lie from the point, where its layer does not say
    radius_m: float
    #: how many people to assume where nobody has counted, to tell a big namesake from a small one
    population: int
    #: its kind in an answer
    shown: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "city": Kind("place", 6_000, 100_000, "city"),
        "town": Kind("place", 3_000, 10_000, "city"),
        "village": Kind("place", 2_000, 1_000, "city"),
        "borough": Kind("district", 4_000, 50_000, "district"),
        "district": Kind("district", 1_500, 10_000, "district"),
        "alias": Kind("district", 1_500, 10_000, "district"),
        "place": Kind("district", 1_500, 3_000, "district"),
        "quarter": Kind("district", 1_500, 2_000, "district"),
        "locality": Kind("place", 2_000, 1, "city"),
        "postcode": Kind("postcode", 2_500, 10_000, "postcode"),
        "stop": Kind("place", 150, 0, "stop"),
        "station": Kind("place", 300, 500, "station"),
        "townhall": Kind("place", 100, 400, "townhall"),
        "library": Kind("place", 100, 300, "library"),
        "school": Kind("place", 150, 200, "school"),
        "university": Kind("place", 300, 300, "university"),
        "office": Kind("place", 100, 200, "office"),
        "centre": Kind("place", 100, 100, "centre"),
    }
)
"""The kinds of places, those that are preferred first where one name means several in the same city.

A locality is a town, a quarter a part of one, that is known only because addresses name it.
"""

STATES: Mapping[str, str] = MappingProxyType(
    {
        "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen",
        "05": "Nordrhein-Westfalen", "06": "Hessen", "07": "Rheinland-Pfalz", "08": "Baden-Württemberg",
        "09": "Bayern", "10": "Saarland", "11": "Berlin", "12": "Brandenburg", "13": "Mecklenburg-Vorpommern",
        "14": "Sachsen", "15": "Sachsen-Anhalt", "16": "Thüringen",
    }
)  # fmt: skip
"""The German states by the first two digits of the official key."""

MUNICIPALITIES = frozenset({"city", "town", "village", "locality"})
SPOTS = frozenset({"stop", "station", "townhall", "library", "school", "university", "office", "centre"})
"""Kinds that are one spot with a name people use, not an area."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One named place of a layer."""

    name: str
    kind: str
    point: Point
    radius_m: float = 0.0
    #: the municipality it lies in; for a municipality its own name
    city: str = ""
    population: int | None = None
    #: official key of the municipality or, with five digits, of its district
    ags: str = ""
    aliases: tuple[str, ...] = ()
    precision: MatchPrecision | None = None


class KnownAddress(NamedTuple):
    """One known address; `point` and `precision` say how exactly it is located, which may be not at all."""

    street: str
    number: str = ""
    postcode: str = ""
    city: str = ""
    district: str = ""
    point: Point | None = None
    precision: str = "unknown"
    #: the source has no postcode for it; the one given was taken from what is known nearby
    postcode_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """Places and addresses of one source, with what its licence asks us to say."""

    name: str
    title: str
    licence: str
    attribution: str
    #: the state of the data, as an ISO date, month or year
    date: str
    entries: Iterable[Entry] = ()
    addresses: Iterable[KnownAddress] = ()
    #: both kinds mixed, as a file yields them
    records: Iterable[Entry | KnownAddress] = ()


def city_radius_m(population: int | None) -> float:
    """How far a municipality reaches from its centre, judged by how many people live there."""
    return min(20_000.0, max(1_000.0, 12 * sqrt(population or 0)))


def germany_layer(path: Path) -> Layer:
    """The towns and villages of Germany with their larger parts."""
    return Layer(
        "germany",
        "Orte in Deutschland",
        "CC BY 4.0 (GeoNames), GeoNutzV (BKG)",
        "GeoNames (geonames.org), CC BY 4.0; © GeoBasis-DE / BKG 2017, Daten verändert",
        "2017",
        entries=read_places(path),
    )


def places_layer(path: Path) -> Layer:
    """The districts, postcodes and everyday names of one city; the file names its sources row by row."""
    sources = dict.fromkeys(row.get("source", "") for _, row in _rows(path, ("name", "kind", "lat", "lon")))
    return Layer(
        path.stem,
        f"Stadtteile, Postleitzahlen und Orte ({path.stem})",
        "ODbL 1.0, CC BY 4.0, dl-de/by-2-0, gemeinfrei (je Zeile)",
        "; ".join(filter(None, sources)),
        "2025",
        entries=read_districts(path),
    )


def address_layer(addresses: Iterable[KnownAddress], spots: Iterable[Entry] = ()) -> Layer:
    """The addresses of known offers, and the places among them that have a name."""
    return Layer(
        "offers", "Adressen der eingetragenen Angebote", "wie die Angebote", "eigene Einträge", "laufend",
        entries=spots, addresses=addresses,
    )  # fmt: skip


def read_places(path: Path) -> Iterator[Entry]:
    """The towns of a table `name,lat,lon,population,ags,kind,aliases`.

    A part of a town is told which town it belongs to where its district has only one municipality.
    """
    entries = [_place(row, where) for where, row in _rows(path, ("name", "lat", "lon", "population", "ags", "kind"))]
    towns = defaultdict(list)
    for entry in entries:
        if entry.kind in MUNICIPALITIES:
            towns[entry.ags].append(entry.name)
    for entry in entries:
        only = towns[entry.ags] if len(entry.ags) == 5 else []
        yield replace(entry, city=only[0]) if entry.kind == "place" and len(only) == 1 else entry


def read_districts(path: Path) -> Iterator[Entry]:
    """The boroughs, districts, postcodes and everyday names of a city: `name,kind,lat,lon,radius_m,parent`.

    `parent` names the borough or the city. The one name that others have above them and that has none itself is
    the city.
    """
    rows = list(_rows(path, ("name", "kind", "lat", "lon")))
    parents = {row["name"]: row.get("parent", "") for _, row in rows}
    for where, row in rows:
        entry = _entry(row, where)
        city = _topmost(entry.name, parents)
        is_city = not city and entry.name in parents.values()
        yield replace(entry, kind="city", city=entry.name) if is_city else replace(entry, city=city)


def _topmost(name: str, parents: Mapping[str, str]) -> str:
    """The last of a chain of parents; nothing where a place has none."""
    seen = {name}
    parent = parents.get(name, "")
    while parents.get(parent) and parents[parent] not in seen:
        seen.add(parent)
        parent = parents[parent]
    return parent


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table, each with words on where it stands."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            absent = [column for column in columns if column not in (reader.fieldnames or ())]
            if absent:
                raise GazetteerError(f"{path.name} has no column {', '.join(absent)}.")
            for row in reader:
                where = f"{path.name}, line {reader.line_num}"
                yield where, {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
    except FileNotFoundError as error:
        raise GazetteerError(f"{path.name} is missing in {path.parent.name}/.") from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path.name} is not UTF-8.") from error


def _place(row: dict[str, str], where: str) -> Entry:
    entry = _entry(row, where)
    people = int(row["population"]) if row["population"].isdecimal() else None
    aliases = tuple(alias for alias in row.get("aliases", "").split("|") if alias)
    city = entry.name if entry.kind in MUNICIPALITIES else ""
    radius = entry.radius_m or max(city_radius_m(people), 0 if city else KINDS[entry.kind].radius_m)
    return replace(entry, population=people, aliases=aliases, ags=row["ags"], city=city, radius_m=radius)


def _entry(row: dict[str, str], where: str) -> Entry:
    """The columns that every table of places has."""
    try:
        point = Point(_number(row["lat"]), _number(row["lon"]))
        radius = _number(row.get("radius_m") or "0")
    except (ValueError, PointError) as error:
        raise GazetteerError(f"{where}: {error}") from error
    if row["kind"] not in KINDS:
        raise GazetteerError(f"{where}: the kind {row['kind']!r} is none of {', '.join(KINDS)}.")
    if not key(row["name"]):
        raise GazetteerError(f"{where}: the place has no name.")
    return Entry(row["name"], row["kind"], point, radius)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is no number.") from None
    if not isfinite(number):
        raise ValueError(f"{text!r} is no number.")
    return number
