"""Earth-centred coordinates: places as points in space, so that straight lines tell what is near.

A straight line through the earth (a chord) grows with the way over its surface, up to a metre in a hundred kilometres.
So chords find candidates quickly; the exact way on the ellipsoid then decides.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.point import Point

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
LARGEST_RADIUS_M = SEMI_MAJOR_M / (1 - FLATTENING)
"""The largest radius with which the WGS84 ellipsoid curves anywhere (at the poles)."""


def ecef(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.float64]:
    """The points as metres from the earth's centre, one row of x, y, z each."""
    phi, lam = np.radians(lat), np.radians(lon)
    sine, cosine = np.sin(phi), np.cos(phi)
    radius = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
    xyz = np.empty((np.size(phi), 3))
    xyz[:, 0] = radius * cosine * np.cos(lam)
    xyz[:, 1] = radius * cosine * np.sin(lam)
    xyz[:, 2] = radius * (1 - ECCENTRICITY_SQUARED) * sine
    return xyz


def ecef_of(point: Point) -> NDArray[np.float64]:
    """One point as metres from the earth's centre."""
    phi, lam = math.radians(point.lat), math.radians(point.lon)
    sine, cosine = math.sin(phi), math.cos(phi)
    radius = SEMI_MAJOR_M / math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
    return np.array(
        (
            radius * cosine * math.cos(lam),
            radius * cosine * math.sin(lam),
            radius * (1 - ECCENTRICITY_SQUARED) * sine,
        )
    )


def longest_chord_m(distance_m: float) -> float:
    """The longest chord that a way of this length over the surface can have.

    The less a surface curves, the nearer the chord comes to the way; nowhere does WGS84 curve less than at its poles.
    A millionth of a metre is added for rounding.
    """
    half_turn = min(distance_m / (2 * LARGEST_RADIUS_M), math.pi / 2)
    return 2 * LARGEST_RADIUS_M * math.sin(half_turn) + 1e-6
