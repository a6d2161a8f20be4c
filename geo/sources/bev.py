"""The Austrian register of addresses (BEV): its tables, in an archive or a folder, or one table made of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from geo.layers import GazetteerError
from geo.sources.base import Format, Options, Record, Sample
from geo.sources.located import Columns, addresses, or_else, unless_same
from geo.sources.projection import by_system
from geo.sources.tables import Sheet, has_headings, read_columns
from geo.sources.unpack import ZIP, members, sample_of
from geo.sources.values import floats, house_number, street_name

FORMAT = Format(
    "bev", "Austria: BEV Adressregister (archive, ADRESSE.csv with its neighbours, or one table)", "CC BY 4.0",
    "© Österreichisches Adressregister, BEV",
)  # fmt: skip
IN_ONE = {
    "number": "hnr_adr_zusammen", "street": "strassenname", "city": "zustellort", "postcode": "plz",
    "municipality": "gemeindename", "lat": "lat", "lon": "lon",
}  # fmt: skip
APART = {"gkz": "gkz", "postcode": "plz", "skz": "skz", "east": "rw", "north": "hw", "system": "epsg"}
APART_WELCOME = {
    "okz": "okz", "number": "hnr_adr_zusammen", "first": "hausnrzahl1", "letter": "hausnrbuchstabe1",
    "joint": "hausnrverbindung1", "second": "hausnrzahl2", "second_letter": "hausnrbuchstabe2",
}  # fmt: skip
SYSTEMS = frozenset(("31254", "31255", "31256"))
"""The three strips of the Austrian grid; a record says in which of them its numbers are."""


class Table(NamedTuple):
    """One table of the register: a file, or a member of an archive."""

    path: Path
    member: str = ""


class Names(NamedTuple):
    """What the keys of the register stand for."""

    streets: dict[str, str]
    post_towns: dict[str, str]
    municipalities: dict[str, str]
    localities: dict[str, str]


def recognise(sample: Sample) -> bool:
    """By the headings of one table, or by an archive that holds the tables of the register."""
    if sample.head.startswith(ZIP):
        return {"adresse.csv", "strasse.csv"} <= members(sample.path).keys()
    return has_headings(sample, *IN_ONE.values()) or has_headings(sample, "adrcd", *APART.values())


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of the register."""
    sample = sample_of(path)
    is_archive = sample.head.startswith(ZIP)
    return _in_one(path, options) if not is_archive and has_headings(sample, *IN_ONE.values()) else _apart(
        Table(path, "adresse.csv" if is_archive else ""), options
    )  # fmt: skip


def _in_one(path: Path, options: Options) -> Iterator[Record]:
    for sheet in read_columns(path, options, IN_ONE):
        yield from sheet.rejected
        cities = or_else(sheet.names("city"), options.city)
        yield from addresses(
            Columns(
                sheet.lines,
                map(street_name, sheet.raw("street")),
                map(house_number, sheet.raw("number")),
                floats(sheet.raw("lat")),
                floats(sheet.raw("lon")),
                sheet.cells("postcode"),
                cities,
                unless_same(sheet.names("municipality"), cities),
            )
        )


def _apart(table: Table, options: Options) -> Iterator[Record]:
    """The addresses of a table that says street and municipality by their keys only."""
    names = _names(table)
    for sheet in read_columns(table.path, options, APART, APART_WELCOME, table.member):
        yield from sheet.rejected
        keys, towns = sheet.cells("skz"), sheet.cells("gkz")
        municipalities = [names.municipalities.get(town, "") for town in towns]
        cities = [names.post_towns.get(key) or town for key, town in zip(keys, municipalities, strict=True)]
        localities = [names.localities.get(key, "") for key in sheet.cells("okz")]
        parts = [part or town for part, town in zip(unless_same(localities, cities), municipalities, strict=True)]
        systems = [f"EPSG:{code}" if code in SYSTEMS else "" for code in sheet.cells("system")]
        yield from addresses(
            Columns(
                sheet.lines,
                map(street_name, [names.streets.get(key, "") for key in keys]),
                _numbers(sheet),
                *by_system(systems, floats(sheet.raw("east")), floats(sheet.raw("north"))),
                sheet.cells("postcode"),
                cities,
                unless_same(parts, cities),
            )
        )


def _numbers(sheet: Sheet) -> Iterator[str]:
    """House numbers as the register puts them together, or as it keeps their parts."""
    if "number" in sheet.columns:
        return map(house_number, sheet.raw("number"))
    parts = ("first", "letter", "joint", "second", "second_letter")
    return (house_number("".join(cells)) for cells in zip(*map(sheet.cells, parts), strict=True))


def _names(table: Table) -> Names:
    streets = _lookup(_beside(table, "strasse.csv"), "skz", "strassenname", "zustellort")
    towns = _lookup(_beside(table, "gemeinde.csv"), "gkz", "gemeindename")
    parts = _lookup(_beside(table, "ortschaft.csv", needed=False), "okz", "ortsname")
    return Names(
        {key: values[0] for key, values in streets.items()},
        {key: values[1] for key, values in streets.items()},
        {key: values[0] for key, values in towns.items()},
        {key: values[0] for key, values in parts.items()},
    )


def _beside(table: Table, name: str, needed: bool = True) -> Table | None:
    """Another table of the register, from the same archive or the same folder."""
    if table.member:
        found = Table(table.path, name) if name in members(table.path) else None
    else:
        files = (file for file in table.path.parent.iterdir() if file.name.lower() == name)
        found = next((Table(file) for file in files), None)
    if found is None and needed:
        raise GazetteerError(f"{table.path.name} needs {name.upper().replace('CSV', 'csv')} of the register beside it.")
    return found


def _lookup(table: Table | None, key: str, *values: str) -> dict[str, tuple[str, ...]]:
    """What a table says for each key; empty where it lacks a column."""
    found: dict[str, tuple[str, ...]] = {}
    if table is not None:
        welcome = {value: value for value in values}
        for sheet in read_columns(table.path, Options(), {key: key}, welcome, table.member):
            rows = zip(*map(sheet.names, values), strict=True)
            found.update(zip(sheet.cells(key), rows, strict=True))
    return found
