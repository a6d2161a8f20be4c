"""Which places are a right answer: all addresses that are in the indexes, found by any part of them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from _geocode_addresses import plain

from geo.layers import KnownAddress
from geo.point import Point


def street_key(street: str) -> str:
    """Two spellings of one street in the lists count as the same: no punctuation, one word for Straße."""
    return re.sub(r"(?:strasse|str)$", "str", re.sub(r"[\W_]", "", street.casefold()))


class Known:
    """The lists L1 to L5 of the recipe: the points of all addresses that are alike in some parts."""

    def __init__(self, addresses: Iterable[KnownAddress]) -> None:
        self.points: dict[tuple[str, ...], list[Point]] = defaultdict(list)
        self.numbers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.postcodes: dict[str, set[str]] = defaultdict(set)
        self.streets: set[str] = set()
        for one in addresses:
            if one.point is None:
                continue
            number = plain(one.number)
            for keys in _keys(one, number).values():
                self.points[keys].append(one.point)
            self.streets.add(street_key(one.street))
            self.numbers[street_key(one.street), one.city].add(number)
            if one.postcode:
                self.postcodes[one.city].add(one.postcode)

    def accept(self, name: str, one: KnownAddress, number: str = "") -> tuple[Point, ...]:
        """The points that are right for an address (or another number of its street) by the list of that name."""
        return tuple(dict.fromkeys(self.points.get(_keys(one, number)[name], ())))

    def numbers_of(self, one: KnownAddress) -> set[str]:
        """All numbers of an address's street in its city."""
        return self.numbers[street_key(one.street), one.city]

    def other_postcodes(self, one: KnownAddress) -> list[str]:
        """The other postcodes of the same city."""
        return sorted(self.postcodes[one.city] - {one.postcode})


def _keys(one: KnownAddress, number: str) -> dict[str, tuple[str, ...]]:
    street = street_key(one.street)
    return {
        "L1": ("L1", street, number, one.postcode, one.city),
        "L2": ("L2", street, number, one.city),
        "L3": ("L3", street, one.postcode, one.city),
        "L4": ("L4", street, one.city),
        "L5": ("L5", street, number, one.city, one.district),
        "anywhere": ("anywhere", street, number),
    }
