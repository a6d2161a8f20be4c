"""The named streets of a map, each told its town and postcode by the houses that stand in it."""

from collections.abc import Iterator
from math import cos, radians

from geo.layers import KnownAddress
from geo.point import Point
from geo.sources.osm_tags import Home
from geo.spelling import plain

CELL_M = 1_000.0
"""Pieces of one street within squares of this size are taken for one; a house as far away may stand in it."""
_DEGREE_M = 111_195.0

Cell = tuple[int, int]


class Streets:
    """The streets of a file, gathered while it is read."""

    def __init__(self) -> None:
        self._homes: dict[tuple[str, Cell], Home] = {}
        self._pieces: dict[tuple[str, Cell], tuple[str, Point, str]] = {}

    def saw(self, home: Home, point: Point) -> None:
        """Remember where a house of a street stands, and how its postcode, town and district are called."""
        place = (_same(home.street), _cell(point))
        known = self._homes.get(place)
        if known is None or _told(home) > _told(known):
            self._homes[place] = home

    def add(self, name: str, point: Point, postcode: str) -> None:
        """Add a piece of a street."""
        place = (_same(name), _cell(point))
        known = self._pieces.get(place)
        if known is None or (postcode and not known[2]):
            self._pieces[place] = (name.strip(), point, "" if ";" in postcode else postcode.strip())

    def addresses(self) -> Iterator[KnownAddress]:
        """The streets as addresses without a number; what houses tell of a postcode is an estimate for the street."""
        for (same, cell), (name, point, postcode) in self._pieces.items():
            home = self._nearby(same, cell)
            given = postcode or home.postcode
            yield KnownAddress(
                name, "", given, home.city, home.district, point, "street", bool(given) and not postcode
            )  # fmt: skip

    def _nearby(self, same: str, cell: Cell) -> Home:
        """What the houses of a street tell that stand in the same square, or else in one beside it."""
        row, column = cell
        around = [(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
        homes = [home for near in (cell, *around) if (home := self._homes.get((same, near)))]
        return max(homes, key=_told, default=Home(""))


def _told(home: Home) -> int:
    """How much is known of an address."""
    return bool(home.postcode) + bool(home.city) + bool(home.district)


def _same(name: str) -> str:
    """A street name as it is compared within one map."""
    return plain(name).strip().casefold()


def _cell(point: Point) -> Cell:
    """The square that a point lies in."""
    row = int(point.lat * _DEGREE_M // CELL_M)
    width = max(0.01, cos(radians(row * CELL_M / _DEGREE_M)))
    return row, int(point.lon * _DEGREE_M * width // CELL_M)
