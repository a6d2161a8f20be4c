"""Which places belong together: a district to its city, a postcode to the places that can have it."""

import math

from geo.gazetteer_rows import PlaceRow
from geo.point import Point

SAME_CITY_M, POSTCODE_REACH_M, RURAL_M = 60_000, 25_000, 20_000


def apart_m(a: Point, b: Point) -> float:
    """Roughly how far two points lie apart: good enough to tell near from far, and quick."""
    north = (a.lat - b.lat) * 111_195
    east = (a.lon - b.lon) * 111_195 * math.cos(math.radians((a.lat + b.lat) / 2))
    return math.hypot(north, east)


def together(a: PlaceRow, b: PlaceRow) -> bool:
    """Whether one of two places is a part of the other, or both are the same."""
    if a.id == b.id:
        return True
    distance = apart_m(a.point, b.point)
    if a.city_key and a.city_key == b.city_key:
        reach = SAME_CITY_M if a.is_municipality or b.is_municipality else a.radius_m + b.radius_m
        return distance <= reach
    part_unknown = (not a.city_key and b.is_municipality) or (not b.city_key and a.is_municipality)
    return part_unknown and bool(a.ags) and a.ags[:5] == b.ags[:5] and distance <= RURAL_M


def fits_postcode(postcode: PlaceRow, row: PlaceRow) -> bool:
    """Whether a place can have this postcode."""
    distance = apart_m(postcode.point, row.point)
    if not postcode.city_key or not row.city_key:
        return distance <= POSTCODE_REACH_M
    if postcode.city_key != row.city_key:
        return False
    return distance <= (SAME_CITY_M if row.is_municipality else postcode.radius_m + row.radius_m + 1_000)
