"""Which places are a right answer: all addresses that are in the indexes, found by any part of them."""

import re
from collections import defaultdict
from collections.abc import Sequence

from _geocode_addresses import plain

from geo.layers import KnownAddress
from geo.point import Point

RANGE = re.compile(r"(\d+)-(\d+)")


def street_key(street: str) -> str:
    """Two spellings of one street in the lists count as the same: no punctuation, one word for Straße."""
    return re.sub(r"(?:strasse|str)$", "str", re.sub(r"[\W_]", "", street.casefold()))


def number_key(number: str) -> str:
    """A house number as it is compared: 5/7, 5–7 and 5 - 7 are the same."""
    return re.sub("[–/]", "-", plain(number))


class Known:
    """The lists L1 to L5 of the recipe: the points of all addresses that are alike in some parts."""

    def __init__(self, addresses: Sequence[KnownAddress]) -> None:
        self.points: dict[tuple[str, ...], list[Point]] = defaultdict(list)
        self.numbers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.postcodes: dict[str, set[str]] = defaultdict(set)
        self.streets: set[str] = set()
        cities: dict[str, set[str]] = defaultdict(set)
        for one in addresses:
            cities[one.postcode].add(one.city)
        for found in addresses:
            if found.point is None:
                continue
            one = found if found.city else found._replace(city=_only(cities[found.postcode]))
            number = number_key(one.number)
            for keys in _keys(one, number).values():
                self.points[keys].append(found.point)
            self.streets.add(street_key(one.street))
            self.numbers[street_key(one.street), one.city].add(number)
            if one.postcode:
                self.postcodes[one.city].add(one.postcode)

    def accept(self, name: str, one: KnownAddress, number: str = "") -> tuple[Point, ...]:
        """The points that are right for an address (or another number of its street) by the list of that name.

        What is written like a range is one: its ends are right as well, where they exist.
        """
        numbers = [number_key(number)]
        if (range_ := RANGE.fullmatch(numbers[0])) and int(range_[1]) < int(range_[2]):
            numbers += range_.groups()
        points = [point for some in numbers for point in self.points.get(_keys(one, some)[name], ())]
        return tuple(dict.fromkeys(points))

    def numbers_of(self, one: KnownAddress) -> set[str]:
        """All numbers of an address's street in its city."""
        return self.numbers[street_key(one.street), one.city]

    def other_postcodes(self, one: KnownAddress) -> list[str]:
        """The other postcodes of the same city."""
        return sorted(self.postcodes[one.city] - {one.postcode})


def _only(cities: set[str]) -> str:
    """The city of a postcode, for its addresses that name none; nothing where it has several."""
    named = cities - {""}
    return named.pop() if len(named) == 1 else ""


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
