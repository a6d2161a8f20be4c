"""A point on the earth, and the distance between two of them."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

#: no degree of latitude is shorter
SHORTEST_DEGREE_M = 110_500.0


class PointError(ValueError):
    """A pair of numbers that is no place on the earth."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in WGS84 degrees, latitude first."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if type(self.lat) is type(self.lon) is float and -90 <= self.lat <= 90 and -180 <= self.lon <= 180:
            return
        for name, value, limit in (("latitude", self.lat, 90.0), ("longitude", self.lon, 180.0)):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                raise PointError(f"The {name} must be a number, not {value!r}.")
            if abs(value) > limit:
                span = f"between {-limit:g} and {limit:g}"
                raise PointError(f"The {name} {value} is outside the earth: it must lie {span}.")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of WGS84 degrees: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        Point(self.south, self.west)
        Point(self.north, self.east)
        if self.south > self.north:
            raise PointError(f"The box is upside down: south {self.south} lies above north {self.north}.")
        if self.west > self.east:
            raise PointError(f"The box is inside out: west {self.west} lies right of east {self.east}.")

    def contains(self, point: Point) -> bool:
        """Whether the point lies in the box, its edges included."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east

    @property
    def centre(self) -> Point:
        """The middle of the box."""
        return Point((self.south + self.north) / 2, (self.west + self.east) / 2)


@cache
def ellipsoid() -> Any:
    """The earth as pyproj knows it (WGS84), for distances between many points at once."""
    from pyproj import Geod  # noqa: PLC0415 - a quarter of a second that --help and most pages never need

    return Geod(ellps="WGS84")


def distance_m(a: Point, b: Point) -> float:
    """The geodesic distance between two points in metres (WGS84, Karney's algorithm)."""
    return float(ellipsoid().inv(a.lon, a.lat, b.lon, b.lat)[2])


def box_around(point: Point, metres: float) -> Box:
    """A box of degrees that holds everything within some metres of a point."""
    north = metres / SHORTEST_DEGREE_M
    east = north / max(math.cos(math.radians(point.lat)), 0.01)
    return Box(
        west=max(point.lon - east, -180.0),
        south=max(point.lat - north, -90.0),
        east=min(point.lon + east, 180.0),
        north=min(point.lat + north, 90.0),
    )
