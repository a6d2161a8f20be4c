"""Putting columns together to addresses; a line without a street or without a place on the earth is rejected."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from math import isnan

from geo.layers import KnownAddress
from geo.point import Point
from geo.sources.base import Rejected

Cells = Iterable[str]


@dataclass(slots=True)
class Columns:
    """The columns of some addresses, all of the same length; a column that is left out is empty."""

    lines: Sequence[int]
    streets: Cells
    numbers: Cells
    lats: Sequence[float]
    lons: Sequence[float]
    postcodes: Cells = field(default_factory=lambda: repeat(""))
    cities: Cells = field(default_factory=lambda: repeat(""))
    districts: Cells = field(default_factory=lambda: repeat(""))
    #: how exactly a row with a house number is located
    precisions: Cells = field(default_factory=lambda: repeat("house"))


def addresses(of: Columns) -> Iterator[KnownAddress | Rejected]:
    """The addresses in the columns. One without a number is a point of its street."""
    rows = zip(
        of.lines, of.streets, of.numbers, of.postcodes, of.cities, of.districts, of.lats, of.lons, of.precisions,
        strict=False,
    )  # fmt: skip
    for line, street, number, postcode, city, district, lat, lon, precision in rows:
        if street and -90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0 and (lat or lon):
            yield KnownAddress(
                street, number, postcode, city, district, Point(lat, lon), precision if number else "street"
            )
        else:
            yield Rejected(line, "The line names no street." if not street else why_nowhere(lat, lon))


def or_else(cells: list[str], instead: str) -> list[str]:
    """Cells with a word for those that are empty."""
    return [cell or instead for cell in cells] if instead else cells


def unless_same(cells: Sequence[str], others: Sequence[str]) -> list[str]:
    """Cells, but none that only repeat what stands beside them: the part of a town that is called like the town."""
    return ["" if cell == other else cell for cell, other in zip(cells, others, strict=True)]


def why_nowhere(lat: float, lon: float) -> str:
    """Why a pair of numbers is no place."""
    if isnan(lat) or isnan(lon):
        return "The line has no coordinates, or none that can be read."
    if not lat and not lon:
        return "The coordinates are 0/0, which stands for none."
    return f"The coordinates {lat:g}/{lon:g} are no place on the earth."


def here(lat: float, lon: float) -> bool:
    """Whether a pair of numbers is a place on the earth, 0/0 not being meant as one."""
    return -90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0 and bool(lat or lon)
