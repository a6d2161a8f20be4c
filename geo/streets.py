"""Gathering known addresses into streets: one row per street, postcode, city and district, with its located houses."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from geo.address import read_number
from geo.layers import KnownAddress
from geo.point import Point, distance_m
from geo.spelling import key

STREET_RADIUS_M = 300.0
EXACT = ("house", "interpolated")
SAME_HOUSE_M = 150.0
"""Two points for one house number that lie further apart than this contradict each other; neither is exact then."""

Row = dict[str, Any]
Group = tuple[str, str, str, str]


def gather_streets(addresses: Iterable[KnownAddress], first: int) -> tuple[list[Row], list[Row], int]:
    """Rows for streets, numbered from `first`, and for their houses; and how many addresses they come from."""
    groups: dict[Group, list[KnownAddress]] = defaultdict(list)
    for one in addresses:
        if key(one.street):
            groups[key(one.street), one.postcode.strip(), key(one.city), key(one.district)].append(one)
    streets: list[Row] = []
    houses: list[Row] = []
    for street, (group, known) in enumerate(sorted(groups.items()), first):
        streets.append(_street_row(street, group, known))
        houses += _house_rows(street, known)
    return streets, houses, sum(map(len, groups.values()))


def _street_row(street: int, group: Group, known: list[KnownAddress]) -> Row:
    name, postcode, city, district = group
    points = [one.point for one in known if one.point and one.precision in (*EXACT, "street")]
    lat = sum(point.lat for point in points) / len(points) if points else None
    lon = sum(point.lon for point in points) / len(points) if points else None
    spread = max((distance_m(Point(lat, lon), point) for point in points), default=0.0) if lat and lon else 0.0
    return {
        "id": street, "name": known[0].street, "key": name, "postcode": postcode, "city": known[0].city,
        "city_key": city, "district": known[0].district, "district_key": district, "lat": lat, "lon": lon,
        "radius_m": STREET_RADIUS_M + round(spread),
    }  # fmt: skip


def _house_rows(street: int, known: list[KnownAddress]) -> list[Row]:
    """The houses of a street, each once; with a point only where it is exact."""
    found: dict[tuple[int, str, int], list[KnownAddress]] = defaultdict(list)
    for one in known:
        house = read_number(one.number)
        if house:
            found[house.number, house.letter, house.last].append(one)
    return [
        {"street": street, "number": number, "letter": letter, "last": last, **_located(same)}
        for (number, letter, last), same in found.items()
    ]


def _located(same: list[KnownAddress]) -> Row:
    """The best of several points for one house; none where they contradict each other."""
    exact = sorted((one for one in same if one.point and one.precision in EXACT), key=lambda one: one.precision)
    points = [one.point for one in exact if one.point]
    if not points or any(distance_m(points[0], other) > SAME_HOUSE_M for other in points):
        return {"lat": None, "lon": None, "precision": "none"}
    return {"lat": points[0].lat, "lon": points[0].lon, "precision": exact[0].precision}
