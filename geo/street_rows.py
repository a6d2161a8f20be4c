"""Gathering known addresses into streets: one row per street, postcode, city and district, its houses packed."""

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, hypot, radians, sqrt
from operator import itemgetter
from typing import NamedTuple

from geo.address import HouseNumber, read_number
from geo.houses import FARTHEST, SCALE, House, pack
from geo.layers import Entry, KnownAddress
from geo.point import Point
from geo.spelling import key, spelled

EXACT = frozenset({"house", "interpolated"})
SAME_HOUSE_M = 150.0
"""Points for one number of one street that lie closer together than this are the same house."""
METRES_PER_STEP = 111_195 / SCALE
PART_STEPS = 25_000
"""A street that reaches farther than its houses can be packed is cut into squares of this size."""
_NOWHERE = -(2**31)
_HOUSE = struct.Struct("<IHii?")
_CITY_ZONE = 2
"""Towns of one name are told apart by so many first digits of their postcodes."""

Steps = tuple[int, int]


class Street(NamedTuple):
    """One row of the table of streets."""

    name: int
    postcode: str
    city: int
    district: int
    part: int
    guessed: int
    north: int | None
    east: int | None
    reach: int
    houses: bytes


@dataclass(slots=True)
class Spread:
    """Where the streets of one locality lie."""

    north: "array[int]" = field(default_factory=lambda: array("i"))
    east: "array[int]" = field(default_factory=lambda: array("i"))
    cities: dict[int, int] = field(default_factory=dict)

    def add(self, street: Street) -> None:
        """Note a street that has a point."""
        if street.north is not None and street.east is not None:
            self.north.append(street.north)
            self.east.append(street.east)
            self.cities[street.city] = self.cities.get(street.city, 0) + 1

    def middle(self) -> tuple[Point, float]:
        """The middle of its streets, and the distance within which nineteen of twenty of them lie."""
        here = sorted(self.north)[len(self.north) // 2], sorted(self.east)[len(self.east) // 2]
        ways = sorted(steps_apart_m(here, there) for there in zip(self.north, self.east, strict=True))
        return Point(here[0] / SCALE, here[1] / SCALE), max(300.0, ways[int(len(ways) * 0.95)] + 200)


class StreetGatherer:
    """Takes addresses one by one, in any order, and gives the streets they make."""

    def __init__(self) -> None:
        #: the text of each street's name, by its number
        self.names: list[str] = []
        #: towns and districts, by their number; 0 is none
        self.towns: list[str] = [""]
        self.count = 0
        self._name_of: dict[str, int] = {}
        self._known_names: dict[tuple[str, str], int] = {}
        self._town_of: dict[str, int] = {"": 0}
        self._known_towns: dict[str, int] = {"": 0}
        self._numbers: dict[str, HouseNumber | None] = {}
        self._suffixes: dict[str, int] = {"": 0}
        self._lasts: dict[tuple[str, int], int] = {("", 0): 0}
        self._tails: list[tuple[str, int]] = [("", 0)]
        self._groups: dict[tuple[int, str, int, int, bool], bytearray] = {}
        self._points: dict[tuple[int, str, int, int, bool], list[Steps]] = defaultdict(list)

    def add(self, address: KnownAddress) -> None:
        """Take an address; one whose street has neither letter nor digit is left out."""
        name = self._name_of.get(address.street)
        if name is None:
            name = self._new_name(address.street)
        if name < 0:
            return
        self.count += 1
        city, district = self._town(address.city), self._town(address.district)
        guessed = getattr(address, "postcode_estimated", False)
        group = name, address.postcode, city, district, guessed
        houses = self._groups.get(group)
        if houses is None:
            houses = self._groups[group] = bytearray()
        number = self._number(address.number)
        point = address.point
        if number is None:
            if point is not None and (address.precision in EXACT or address.precision == "street"):
                self._points[group].append((round(point.lat * SCALE), round(point.lon * SCALE)))
            return
        tail = self._tail(number)
        if point is None or address.precision not in EXACT:
            houses += _HOUSE.pack(number.number, tail, _NOWHERE, 0, False)
            if point is not None and address.precision == "street":
                self._points[group].append((round(point.lat * SCALE), round(point.lon * SCALE)))
        else:
            north, east = round(point.lat * SCALE), round(point.lon * SCALE)
            houses += _HOUSE.pack(number.number, tail, north, east, address.precision != "house")

    def _new_name(self, text: str) -> int:
        folded = key(text)
        if not folded:
            self._name_of[text] = -1
            return -1
        identity = folded, spelled(text).replace("strasse", "str")
        number = self._known_names.setdefault(identity, len(self.names))
        if number == len(self.names):
            self.names.append(" ".join(text.split()))
        self._name_of[text] = number
        return number

    def _town(self, text: str) -> int:
        number = self._town_of.get(text)
        if number is None:
            number = self._known_towns.setdefault(key(text), len(self.towns))
            if number == len(self.towns):
                self.towns.append(" ".join(text.split()))
            self._town_of[text] = number
        return number

    def _number(self, text: str) -> HouseNumber | None:
        if text in self._numbers:
            return self._numbers[text]
        number = self._numbers[text] = read_number(text)
        return number

    def _tail(self, number: HouseNumber) -> int:
        """What follows the digits of a house number, as a small number."""
        tail = number.letter, number.last
        known = self._lasts.get(tail)
        if known is None:
            known = self._lasts[tail] = len(self._tails) if len(self._tails) < 0xFFFF else 0
            self._tails.append(tail)
        return known

    def streets(self) -> Iterator[Street]:
        """The rows, ordered as the table is."""
        names = [key(name) for name in self.names]
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = {name: place for place, name in enumerate(order)}
        for group in sorted(self._groups, key=lambda group: (rank[group[0]], *group[1:])):
            name, postcode, city, district, guessed = group
            houses = self._houses(self._groups.pop(group))
            for part, members in enumerate(_parts(houses, self._points.get(group, []))):
                middle, reach, packed = _packed(*members)
                north, east = middle if middle else (None, None)
                number = 2 * part + guessed
                yield Street(name, postcode, city, district, number, int(guessed), north, east, reach, packed)

    def _houses(self, data: bytearray) -> list[House]:
        """The houses of a group; those of one number close together are one."""
        kept: dict[tuple[int, int], list[House]] = {}
        for number, tail, north, east, rough in sorted(_HOUSE.iter_unpack(bytes(data)), key=itemgetter(4)):
            suffix, last = self._tails[tail]
            house = House(number, suffix, last, None if north == _NOWHERE else north, east, rough)
            same = kept.setdefault((number, tail), [])
            if not same or not any(_is_same(house, other) for other in same):
                same.append(house)
        return [house for same in kept.values() for house in same if house.north is not None or len(same) == 1]


def _is_same(one: House, other: House) -> bool:
    """Whether two houses of one number are one."""
    if one.north is None or other.north is None:
        return one.north is other.north
    assert one.east is not None and other.east is not None
    return steps_apart_m((one.north, one.east), (other.north, other.east)) <= SAME_HOUSE_M


def steps_apart_m(a: Steps, b: Steps) -> float:
    """Roughly how far two points in steps of 1e-5 degrees lie apart."""
    east = (a[1] - b[1]) * cos(radians((a[0] + b[0]) / 2 / SCALE))
    return hypot(a[0] - b[0], east) * METRES_PER_STEP


def _parts(houses: list[House], points: list[Steps]) -> Iterator[tuple[list[House], list[Steps]]]:
    """A street as a whole, or cut into squares where it reaches too far to be packed."""
    known = [(house.north, house.east) for house in houses if house.north is not None and house.east is not None]
    everywhere = known + points
    if not everywhere or all(
        max(one) - min(one) < FARTHEST for one in zip(*everywhere, strict=True)
    ):
        yield houses, points
        return
    squares: dict[Steps, tuple[list[House], list[Steps]]] = defaultdict(lambda: ([], []))
    for house in houses:
        if house.north is not None and house.east is not None:
            squares[house.north // PART_STEPS, house.east // PART_STEPS][0].append(house)
    for point in points:
        squares[point[0] // PART_STEPS, point[1] // PART_STEPS][1].append(point)
    for square in sorted(squares):
        yield squares[square]


def _packed(houses: list[House], points: list[Steps]) -> tuple[Steps | None, int, bytes]:
    """The point of a street, how far its houses reach from it, and the houses told from there."""
    known = [(house.north, house.east) for house in houses if house.north is not None and house.east is not None]
    known = known or points
    if not known:
        return None, 0, pack(house._replace(north=None, east=None) for house in houses)
    middle, reach = _most_central(known)
    away = [
        house if house.north is None or house.east is None
        else House(house.number, house.suffix, house.last, house.north - middle[0], house.east - middle[1], house.rough)
        for house in houses
    ]  # fmt: skip
    return middle, round(reach), pack(away)


def _most_central(points: list[Steps]) -> tuple[Steps, float]:
    """The one of some points that is closest to the middle of all, and how far in metres the others reach from it."""
    north = sorted([point[0] for point in points])[len(points) // 2]
    east = sorted([point[1] for point in points])[len(points) // 2]
    narrow = cos(radians(north / SCALE)) ** 2
    middle = min(points, key=lambda point: (point[0] - north) ** 2 + (point[1] - east) ** 2 * narrow)
    up, right = middle
    return middle, METRES_PER_STEP * sqrt(max([(n - up) ** 2 + (e - right) ** 2 * narrow for n, e in points]))


class Localities:
    """The postcodes, towns and districts that a layer's streets name, located in the midst of them."""

    def __init__(self, towns: list[str]) -> None:
        self._towns = towns
        self._postcodes: dict[str, Spread] = defaultdict(Spread)
        self._cities: dict[tuple[int, str], Spread] = defaultdict(Spread)
        self._districts: dict[tuple[int, int, str], Spread] = defaultdict(Spread)

    def add(self, street: Street) -> None:
        """Note where a street lies."""
        if street.north is None:
            return
        zone = street.postcode[:_CITY_ZONE]
        if street.postcode and not street.guessed:
            self._postcodes[street.postcode].add(street)
        if street.city:
            self._cities[street.city, zone].add(street)
        if street.district:
            self._districts[street.district, street.city, zone].add(street)

    def entries(self) -> Iterator[Entry]:
        """Each as a place of the layer."""
        for (city, _), spread in sorted(self._cities.items()):
            point, radius = spread.middle()
            yield Entry(self._towns[city], "locality", point, radius, city=self._towns[city])
        for (district, city, _), spread in sorted(self._districts.items()):
            if district != city:
                yield Entry(self._towns[district], "quarter", *spread.middle(), city=self._towns[city])
        for postcode, spread in sorted(self._postcodes.items()):
            city = max(spread.cities, key=lambda one: (spread.cities[one], -one))
            yield Entry(postcode, "postcode", *spread.middle(), city=self._towns[city])
