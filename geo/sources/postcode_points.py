"""Making one place of all points that a table has for a postcode, as uncertain as they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from geo.layers import Entry
from geo.point import Point, distance_m
from geo.sources.base import Rejected
from geo.sources.located import here, why_nowhere
from geo.sources.values import floats, place_name
from geo.spelling import key

ALONE_M, SHARED_M, CENTRE_M = 4_000.0, 6_000.0, 12_000.0
"""How far nine of ten addresses lie at most from a point that one, two, or more postcodes have."""


class Spot(NamedTuple):
    """A place that has a postcode."""

    postcode: str
    place: str
    point: Point
    community: str = ""
    #: the official key of its district
    ags: str = ""


def spot(line: int, code: str, place: str, lat: str, lon: str, community: str = "", ags: str = "") -> Spot | Rejected:
    """A place that has a postcode, or why the line is of no use."""
    north, east = floats([lat])[0], floats([lon])[0]
    if not key(code):
        return Rejected(line, "The line has no postcode.")
    if not here(north, east):
        return Rejected(line, why_nowhere(north, east))
    return Spot(code, place_name(place), Point(north, east), place_name(community), ags)


def postcodes(found: Iterable[Spot | Rejected]) -> Iterator[Entry | Rejected]:
    """One place of kind "postcode" for each postcode.

    A point that several postcodes have is the middle of their city, so it says little about any of them.
    """
    spots: dict[str, list[Spot]] = defaultdict(list)
    users: dict[Point, set[str]] = defaultdict(set)
    for one in found:
        if isinstance(one, Rejected):
            yield one
        else:
            spots[one.postcode].append(one)
            users[one.point].add(one.postcode)
    for code, rows in spots.items():
        yield _entry(code, rows, max(len(users[row.point]) for row in rows))


def _entry(code: str, rows: list[Spot], sharing: int) -> Entry:
    """One postcode: in the middle of its places, and as uncertain as they lie apart."""
    points = list(dict.fromkeys(row.point for row in rows))
    middle = Point(median(point.lat for point in points), median(point.lon for point in points))
    spread = max(distance_m(middle, point) for point in points) if len(points) > 1 else 0.0
    doubt = ALONE_M if sharing == 1 else SHARED_M if sharing == 2 else CENTRE_M
    districts = {row.ags for row in rows}
    ags = districts.pop() if len(districts) == 1 else ""
    return Entry(code, "postcode", middle, float(round(spread + doubt)), _city(rows), ags=ags)


def _city(rows: list[Spot]) -> str:
    """The town of a postcode, if there is one that it belongs to as a whole."""
    places = list(dict.fromkeys(_without_number(row.place) for row in rows))
    communities = list(dict.fromkeys(row.community.removesuffix(", Stadt") for row in rows))
    if len(communities) == 1 and communities[0] and any(place.startswith(communities[0]) for place in places):
        return communities[0]
    return places[0] if len(places) == 1 else ""


def _without_number(place: str) -> str:
    """A town without the number of its post office: Aarau 1 is in Aarau."""
    town, _, number = place.rpartition(" ")
    return town if town and number.isdecimal() else place
