"""Offers around a point, straight from the database: for those who have no finder in memory.

The database hands out candidates from its index; their distance is measured in Python, so that both databases order
by the same metres.
"""

import math

import numpy as np
from sqlalchemy import Connection, text

from geo.index import distances_m
from geo.point import Point
from store.dialect import dialect_of

FIRST_RADIUS_M = 2_000.0
HALF_WAY_ROUND_M = 20_040_000.0
#: a degree of latitude is never shorter than this
DEGREE_M = 110_500.0


def nearest(connection: Connection, point: Point, count: int, within_m: float | None) -> list[tuple[int, float]]:
    """The published offers nearest to a point: their ids and geodesic metres, equally near ones by id."""
    limit = HALF_WAY_ROUND_M if within_m is None else within_m
    radius_m = min(FIRST_RADIUS_M, limit)
    while True:
        found = _around(connection, point, radius_m)
        if len(found) >= count or radius_m >= limit:
            return found[: max(0, count)]
        radius_m = min(radius_m * 4, limit)


def _around(connection: Connection, point: Point, radius_m: float) -> list[tuple[int, float]]:
    """All published offers up to a distance, nearest first."""
    statement = text(
        "SELECT offer.id, place.lat, place.lon FROM offer JOIN place ON offer.place_id = place.id "
        f"WHERE offer.status = 'published' AND {dialect_of(connection).around}"
    )
    rows = connection.execute(statement, _bounds(point, radius_m + 1)).all()
    ids, lat, lon = (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.empty(0),) * 3
    metres = distances_m(point, lat, lon)
    order = np.lexsort((ids, metres))
    return [(int(ids[row]), float(metres[row])) for row in order if metres[row] <= radius_m]


def _bounds(point: Point, radius_m: float) -> dict[str, float]:
    """What the databases need to pick candidates: a circle for the one, a box of degrees for the other."""
    height = radius_m / DEGREE_M
    farthest = abs(point.lat) + height
    width = 180.0 if farthest >= 89 else min(180.0, height / math.cos(math.radians(farthest)))
    box = {"south": point.lat - height, "north": point.lat + height, "width": width}
    return {"lat": point.lat, "lon": point.lon, "radius_m": radius_m, **box}
