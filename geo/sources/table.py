"""Any table of addresses or places: its columns are told, or guessed from German and English headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import isfinite
from pathlib import Path

from geo.layers import KINDS, Entry, GazetteerError
from geo.point import Point
from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.csv_rows import Batch
from geo.sources.located import Columns, addresses, here, or_else, why_nowhere
from geo.sources.one_cell import address_parts
from geo.sources.projection import LatLon, to_degrees, utm_to_degrees
from geo.sources.table_headings import COLUMNS, bare, guessed, told
from geo.sources.tables import first_rows, read_headed
from geo.sources.values import clean, floats, house_number, place_name, street_name
from geo.spelling import key

FORMAT = Format("table", "a table with a column for each part, or with whole addresses (CSV)")
FALLBACK = True
DEGREES = ("", "EPSG:4326", "EPSG:4258", "WGS84")


def recognise(sample: Sample) -> bool:
    """By being a table: several columns under headings. Which of them we need is seen when it is read."""
    if b"\0" in sample.head or sample.head.lstrip().startswith((b"{", b"[", b"<", b"%PDF")):
        return False
    rows = first_rows(sample, comment="\0")
    return bool(rows) and len(rows[0]) > 1 and not any(map(_is_number, rows[0]))


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of a table, and its places where a row has a kind."""
    head, batches = read_headed(path, options)
    plan = _plan(path, head, options)
    for batch in batches:
        yield from batch.rejected
        if batch.rows:
            yield from plan.records(batch)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which column of a table holds what."""

    at: Mapping[str, int]
    options: Options
    path: Path

    def records(self, batch: Batch) -> Iterator[Record]:
        """What some rows of the table say."""
        columns = batch.columns()
        lats, lons = self._degrees(columns)
        if "kind" in self.at:
            yield from self._mixed(batch, columns, lats, lons)
        else:
            yield from addresses(self._addresses(batch.lines, columns, lats, lons))

    def _cells(self, columns: Sequence[tuple[str, ...]], name: str) -> list[str] | None:
        return clean(columns[self.at[name]]) if name in self.at else None

    def _addresses(
        self, lines: Sequence[int], columns: Sequence[tuple[str, ...]], lats: list[float], lons: list[float]
    ) -> Columns:
        streets, numbers, postcodes, cities = self._parts(columns)
        empty = [""] * len(lines)
        cities = or_else(list(map(place_name, cities or empty)), self.options.city)
        names = map(street_name, streets)
        districts = map(place_name, self._cells(columns, "district") or empty)
        return Columns(lines, names, numbers, lats, lons, postcodes or empty, cities, districts)

    def _parts(
        self, columns: Sequence[tuple[str, ...]]
    ) -> tuple[list[str], Iterator[str], list[str] | None, list[str] | None]:
        """Streets, numbers, postcodes and cities, whether they stand apart or in one cell."""
        streets, numbers = self._cells(columns, "street"), self._cells(columns, "number")
        postcodes, cities = self._cells(columns, "postcode"), self._cells(columns, "city")
        whole = self._cells(columns, "address")
        if streets and numbers:
            suffixes = self._cells(columns, "suffix")
            houses = map(house_number, numbers, suffixes) if suffixes else map(house_number, numbers)
            return streets, houses, postcodes, cities
        if streets and whole:
            return streets, map(house_number, map(_number_behind, streets, whole)), postcodes, cities
        split = [address_parts(text) for text in whole or streets or ()]
        found_streets, found_numbers, found_postcodes, found_cities = map(list, zip(*split, strict=True))
        return found_streets, map(house_number, found_numbers), postcodes or found_postcodes, cities or found_cities

    def _degrees(self, columns: Sequence[tuple[str, ...]]) -> LatLon:
        """The points of some rows as degrees, whatever the file has."""
        north, east = floats(columns[self.at["lat"]]), floats(columns[self.at["lon"]])
        crs = self.options.crs.upper()
        if crs in DEGREES:
            seen = [(y, x) for y, x in zip(north, east, strict=True) if isfinite(y) and isfinite(x)]
            if crs or all(abs(y) <= 90 and abs(x) <= 180 for y, x in seen):
                return north, east
            if not any(max(x, y) > 30e6 for y, x in seen):
                y, x = next((y, x) for y, x in seen if abs(y) > 90 or abs(x) > 180)
                raise GazetteerError(
                    f"In {self.path.name} the coordinates ({x:g}/{y:g} for instance) are no degrees: say --crs."
                )
            return utm_to_degrees(east, north)
        if crs in ("EPSG:4647", "EPSG:25831", "EPSG:25832", "EPSG:25833"):
            return utm_to_degrees(east, north, crs)
        return to_degrees(crs, east, north)

    def _mixed(
        self, batch: Batch, columns: Sequence[tuple[str, ...]], lats: list[float], lons: list[float]
    ) -> Iterator[Record]:
        """Places for the rows that have a kind, addresses for the others."""
        kinds = self._cells(columns, "kind") or []
        names = self._cells(columns, "name") or []
        cities = self._cells(columns, "city") or [self.options.city] * len(kinds)
        for line, kind, name, city, lat, lon in zip(batch.lines, kinds, names, cities, lats, lons, strict=True):
            if kind and here(lat, lon) and kind in KINDS and key(name):
                yield Entry(name, kind, Point(lat, lon), city=city or self.options.city)
            elif kind:
                yield Rejected(line, _why_no_place(kind, name, lat, lon))
        if "street" in self.at or "address" in self.at:
            rows = [row for row, kind in enumerate(kinds) if not kind]
            if rows:
                lines = [batch.lines[row] for row in rows]
                rest = [tuple(column[row] for row in rows) for column in columns]
                yield from addresses(
                    self._addresses(lines, rest, [lats[row] for row in rows], [lons[row] for row in rows])
                )
        else:
            without = "The line has no kind."
            yield from map(
                Rejected, (line for line, kind in zip(batch.lines, kinds, strict=True) if not kind), repeat(without)
            )


def _plan(path: Path, head: list[str], options: Options) -> Plan:
    """Find the columns, or say which are missing and what the table has instead."""
    unknown = [name for name in options.columns if name not in COLUMNS]
    if unknown:
        raise GazetteerError(f"There is no column of ours called {unknown[0]!r}. There are: {', '.join(COLUMNS)}.")
    try:
        at = guessed(head, told(head, options.columns))
    except KeyError as error:
        raise GazetteerError(f"The file {path.name} has no column {error}. It has: {', '.join(head)}.") from error
    if "kind" in at and "kind" not in options.columns and (bare(head[at["kind"]]) != "kind" or "name" not in at):
        at.pop("kind")  # "Art" and "Typ" say many things; only whoever tells us so means our kinds
    lacking = [name for name in ("lat", "lon") if name not in at]
    if not at.keys() & {"street", "address", "kind"}:
        lacking.insert(0, "street")
    if lacking:
        raise GazetteerError(
            f"In {path.name} no column was found for {', '.join(lacking)}. It has: {', '.join(head)}."
            f" Say which it is: --column {lacking[0]}=HEADING."
        )
    return Plan(at, options, path)


def _why_no_place(kind: str, name: str, lat: float, lon: float) -> str:
    if kind not in KINDS:
        return f"The kind {kind!r} is none of {', '.join(KINDS)}."
    return "The place has no name." if not key(name) else why_nowhere(lat, lon)


def _number_behind(street: str, whole: str) -> str:
    """What stands behind the street in a whole address."""
    if whole.startswith(street):
        return whole[len(street) :].partition(",")[0].strip()
    return address_parts(whole)[1]


def _is_number(cell: str) -> bool:
    return isfinite(floats([cell])[0])
