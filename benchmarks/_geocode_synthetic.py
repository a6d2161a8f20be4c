"""A synthetic country of any size: real places and postcodes, streets with real and spliced names, invented houses.

Nothing is held in memory but the list of places and names: each place is made from its own random numbers, so that it
can be made again when its right answers are wanted. A smaller country is the beginning of a bigger one.
"""

import csv
import random
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import cos, radians, sin, tau
from pathlib import Path
from typing import NamedTuple

from _geocode_contestants import COLUMNS

from geo.layers import KnownAddress
from geo.point import Point

SPLICED = 240_000
SPLICED_SHARE = 1 / 3
COMMON = (
    "Hauptstraße", "Schulstraße", "Gartenstraße", "Dorfstraße", "Bahnhofstraße", "Bergstraße", "Lindenstraße",
    "Birkenweg", "Kirchstraße", "Waldstraße", "Ringstraße", "Schillerstraße", "Goethestraße", "Mühlenweg",
    "Amselweg", "Wiesenweg", "Jahnstraße", "Feldstraße", "Am Sportplatz", "Buchenweg",
)  # fmt: skip
"""Names that most places have."""
PARTS = re.compile(
    r"(?P<stem>[A-ZÄÖÜ][a-zäöüß]{4,})(?P<ending>straße|weg|platz|allee|ring|hof|kamp|feld|berg|busch|gasse)"
)
HOUSE_M, SIDE_M, REACH_M = 9.0, 12.0, 1_500.0
M_PER_DEGREE = 111_320


class Place(NamedTuple):
    """One postcode of a place."""

    postcode: str
    city: str
    point: Point


class House(NamedTuple):
    """One address, in the columns of the table."""

    street: str
    number: str
    postcode: str
    city: str
    district: str
    lat: float
    lon: float

    def known(self) -> KnownAddress:
        """The same for the gazetteer."""
        return KnownAddress(*self[:5], Point(self.lat, self.lon), "house")


class Country:
    """Places in a shuffled order, and the names of streets that all of them draw from."""

    def __init__(self, postcodes: Path, streets: Sequence[str], without: frozenset[str], seed: int) -> None:
        self.seed = seed
        self.places = list(_places(postcodes, without))
        random.Random(f"places {seed}").shuffle(self.places)
        rng = random.Random(f"names {seed}")
        rare = sorted(set(streets) - {*COMMON})
        self.names = [*COMMON, *rng.sample(rare, len(rare))]
        parts = [found for name in self.names if (found := PARTS.fullmatch(name))]
        self.spliced = [_spliced(*rng.choices(parts, k=2)) for _ in range(SPLICED)]
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.names))))

    def houses(self, place: Place) -> Iterator[House]:
        """All addresses of a place, always the same."""
        rng = random.Random(f"{self.seed} {place.postcode} {place.city}")
        for street in self._streets(rng):
            yield from _street(rng, place, street)

    def _streets(self, rng: random.Random) -> list[str]:
        wanted = max(3, round(rng.lognormvariate(4.0, 0.85)))
        many = round(wanted * SPLICED_SHARE)
        real = rng.choices(self.names, cum_weights=self._weights, k=wanted - many)
        return list(dict.fromkeys(real + rng.choices(self.spliced, k=many)))

    def write(self, path: Path, count: int) -> dict[Place, int]:
        """Write a table of so many addresses; returns how many of them each place has."""
        sizes: dict[Place, int] = {}
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for place in self.places:
                houses = list(self.houses(place))[:count]
                writer.writerows(houses)
                count -= len(houses)
                sizes[place] = len(houses)
                if not count:
                    return sizes
        raise ValueError(f"The country has only {sum(sizes.values()):,} addresses.")


def _places(path: Path, without: frozenset[str]) -> Iterator[Place]:
    """Postcodes and places of Germany; rows of companies and authorities have digits as their state."""
    with path.open(encoding="utf-8", newline="") as file:
        seen = set()
        for row in csv.DictReader(file):
            name = (row["zipcode"], row["place"])
            if row["state_code"].isdecimal() or row["place"] in without or "," in row["place"] or name in seen:
                continue
            seen.add(name)
            yield Place(*name, Point(float(row["latitude"]), float(row["longitude"])))


def _spliced(one: re.Match[str], other: re.Match[str]) -> str:
    """The beginning of one name with the end of another."""
    begin, end = one["stem"], other["stem"]
    return begin[: len(begin) * 2 // 3 + 1] + end[len(end) // 2 + 1 :] + other["ending"]


def _street(rng: random.Random, place: Place, street: str) -> Iterator[House]:
    """The houses of a street: along a line, odd numbers on one side, with gaps and letters."""
    here, turned = rng.uniform(0, REACH_M), rng.uniform(0, tau)
    heading = rng.uniform(0, tau)
    north, east = cos(heading), sin(heading)
    east_degree = M_PER_DEGREE * cos(radians(place.point.lat))
    lat, lon = place.point.lat + here * cos(turned) / M_PER_DEGREE, place.point.lon + here * sin(turned) / east_degree
    for number in range(1, 2 + round(rng.lognormvariate(2.6, 0.75))):
        draw = rng.random()
        if draw < 0.12:
            continue
        along, aside = number * HOUSE_M + draw * 4, SIDE_M if number % 2 else -SIDE_M
        for letter, beyond in (("", 0.0), ("a", 6.0))[: 2 if draw > 0.92 else 1]:
            up, right = (along + beyond) * north - aside * east, (along + beyond) * east + aside * north
            yield House(
                street, f"{number}{letter}", place.postcode, place.city, "",
                round(lat + up / M_PER_DEGREE, 6), round(lon + right / east_degree, 6),
            )  # fmt: skip
