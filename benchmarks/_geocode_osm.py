"""Writes known addresses as an OpenStreetMap file, from which Nominatim imports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import quoteattr

from _geocode_addresses import expanded, numeric

from geo.layers import KnownAddress
from geo.point import Point

STREET_POINTS = 200
"""So many houses at most make the line of a street."""
GERMANY = (Point(47.2, 5.8), Point(47.2, 15.1), Point(55.1, 15.1), Point(55.1, 5.8))
"""A rough outline, so that the country is a place one can name."""
COUNTRY = {
    "type": "boundary", "boundary": "administrative", "admin_level": "2", "name": "Deutschland", "name:en": "Germany",
    "ISO3166-1": "DE", "ISO3166-1:alpha2": "DE",
}  # fmt: skip
CITY_FROM = 300
"""A place with so many addresses in the table is written as a city, one with fewer as a village."""
Streets = dict[tuple[str, str, str], list[tuple[KnownAddress, int]]]
Tags = Mapping[str, str]


def write_osm(path: Path, addresses: Iterable[KnownAddress]) -> int:
    """Write houses and places as points and streets as lines through their houses; returns the number of houses."""
    with path.open("w", encoding="utf-8") as out:
        out.write("<?xml version='1.0' encoding='UTF-8'?>\n<osm version='0.6'>\n")
        numbers = count(1)
        streets, places, houses = _write_houses(out, addresses, numbers)
        for (kind, name), points in places.items():
            kind = ("city" if len(points) >= CITY_FROM else "village") if kind == "town" else kind  # noqa: PLW2901
            _node(out, next(numbers), points[len(points) // 2], {"place": kind, "name": name})
        corners = [_node(out, next(numbers), point, {}) for point in GERMANY]
        lines = [(_line(out, houses_of, numbers), names) for names, houses_of in streets.items()]
        _way(out, 1, [*corners, corners[0]], {"boundary": "administrative", "admin_level": "2"})
        for number, (points_of, (street, postcode, city)) in enumerate(lines, 2):
            tags = {"highway": "residential", "name": expanded(street), "addr:postcode": postcode, "addr:city": city}
            _way(out, number, points_of, tags)
        outline = "<member type='way' ref='1' role='outer'/>"
        out.write(f"<relation id='1' version='1'>{outline}{_tags(COUNTRY)}</relation>\n</osm>\n")
    return houses


def _write_houses(
    out: TextIO, addresses: Iterable[KnownAddress], numbers: Iterable[int]
) -> tuple[Streets, dict[tuple[str, str], list[Point]], int]:
    """A point for each house; the streets and the places that they tell of."""
    streets: Streets = defaultdict(list)
    places: dict[tuple[str, str], list[Point]] = defaultdict(list)
    houses = 0
    for one, number in zip((one for one in addresses if one.point), numbers, strict=False):
        houses += 1
        _node(out, number, one.point, {
            "addr:housenumber": one.number, "addr:street": expanded(one.street), "addr:postcode": one.postcode,
            "addr:city": one.city, "addr:suburb": one.district,
        })  # fmt: skip
        if one.street:
            streets[one.street, one.postcode, one.city].append((one, number))
        for kind, name in (("town", one.city), ("suburb", one.district)):
            if name and one.point:
                places[kind, name].append(one.point)
    return streets, places, houses


def _line(out: TextIO, houses: Sequence[tuple[KnownAddress, int]], numbers: Iterable[int]) -> list[int]:
    """The points of a street in the order of its house numbers; a street of one house goes on for ten metres."""
    ordered = sorted(houses, key=lambda house: (numeric(house[0].number), house[0].number))
    points = [number for _, number in ordered[:: max(1, len(ordered) // STREET_POINTS)]]
    if len(points) == 1 and (only := ordered[0][0].point):
        points.append(_node(out, next(iter(numbers)), Point(only.lat + 0.0001, only.lon), {}))
    return points


def _node(out: TextIO, number: int, point: Point | None, tags: Tags) -> int:
    if point:
        out.write(f"<node id='{number}' version='1' lat='{point.lat:.7f}' lon='{point.lon:.7f}'>{_tags(tags)}</node>\n")
    return number


def _way(out: TextIO, number: int, points: Iterable[int], tags: Tags) -> None:
    ends = "".join(f"<nd ref='{point}'/>" for point in points)
    out.write(f"<way id='{number}' version='1'>{ends}{_tags(tags)}</way>\n")


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k='{key}' v={quoteattr(value)}/>" for key, value in tags.items() if value)
