"""The building references of North Rhine-Westphalia (gebref.txt): no headings, no postcodes."""

from collections.abc import Iterator
from pathlib import Path
from statistics import mode
from typing import NamedTuple

from geo.sources.base import Format, Options, Record, Sample
from geo.sources.csv_rows import Row
from geo.sources.located import Columns, addresses, or_else, unless_same
from geo.sources.projection import utm_to_degrees
from geo.sources.tables import first_rows, read_rows
from geo.sources.values import clean, floats, house_number, place_name, street_name

FORMAT = Format(
    "gebref", "North Rhine-Westphalia: Gebäudereferenzen (gebref.txt)", "dl-de/zero-2-0", "Land NRW, Gebäudereferenzen"
)
GRID = "EPSG:25832"
NAMES_FROM = 20
"""With so many fields a line says the names of municipality and part of it; with fewer only their keys."""


class Layout(NamedTuple):
    """Where the fields stand, counted from 0."""

    street: int
    number: int
    addition: int
    east: int
    north: int
    city: int = -1
    part: int = -1


NOW = Layout(14, 15, 16, 18, 19, 10, 12)
UNTIL_2019 = Layout(13, 9, 10, 11, 12)
QUALITY = 2


def recognise(sample: Sample) -> bool:
    """By lines without headings whose fields for quality, number and coordinates hold such."""
    rows = [row for row in first_rows(sample) if any(row)]
    good = sum(map(_is_address, rows))
    return good > 0 and good >= len(rows) - 1


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of the file; a point of quality C counts as interpolated."""
    for batch in read_rows(path, options):
        layout = _layout(batch.rows)
        fitted = batch.fitted(max(layout) + 1, or_more=True)
        yield from fitted.rejected
        if not fitted.rows:
            continue
        columns = [clean(column) for column in fitted.columns()]
        empty = [""] * len(fitted.rows)
        towns, parts = (columns[at] if at >= 0 else empty for at in (layout.city, layout.part))
        cities = or_else(list(map(place_name, towns)), options.city)
        yield from addresses(
            Columns(
                fitted.lines,
                map(street_name, columns[layout.street]),
                map(house_number, columns[layout.number], columns[layout.addition]),
                *utm_to_degrees(floats(columns[layout.east]), floats(columns[layout.north]), options.crs or GRID),
                empty,
                cities,
                unless_same(["" if part.isdecimal() else place_name(part) for part in parts], cities),
                ("interpolated" if quality == "C" else "house" for quality in columns[QUALITY]),
            )
        )


def _layout(rows: list[Row]) -> Layout:
    """The layout that most rows have."""
    return NOW if rows and mode(map(len, rows)) >= NAMES_FROM else UNTIL_2019


def _is_address(row: Row) -> bool:
    layout = _layout([row])
    if len(row) <= max(layout) or len(row) == 18 or row[QUALITY].strip() not in ("A", "B", "C"):
        return False
    number, east, north = floats([row[layout.number], row[layout.east], row[layout.north]])
    return number >= 0 and 200_000 < east < 33_000_000 and 5_400_000 < north < 6_000_000
