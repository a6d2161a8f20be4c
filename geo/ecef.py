"""Earth-centred coordinates: places as points in space, so that straight lines tell what is near.

A straight line through the earth (a chord) is hardly shorter than the way over its surface: a metre in a hundred
kilometres. So chords find candidates quickly, and give the way itself where it is not too long.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.point import Point

Metres = NDArray[np.float64]

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
STRETCH = 1 / (1 - ECCENTRICITY_SQUARED)
"""What z must be multiplied with, squared, for the ellipsoid to become a sphere."""
WAY_UP_TO_M = 100_000.0
"""Up to this length a way is told from its chord to a thousandth of a millimetre."""
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


def ways_m(chords: Metres, z_from: float | Metres, z_to: Metres) -> Metres:
    """The ways over the surface that belong to chords, by the z coordinate of both ends.

    Half way along, the surface stands above the chord by about h = (c² + (STRETCH - 1) dz²) / 8N, where N is the radius
    across the meridian; a circle with that rise takes the place of the way. The error, found by comparing with Karney's
    algorithm all over the earth, is below 0.001 mm up to 100 km, 0.1 mm up to 300 km and 1 mm up to 500 km.
    """
    rise = z_to - z_from
    rise *= rise
    rise *= STRETCH - 1
    rise /= np.maximum(chords, 1e-9)
    rise += chords
    rise *= rise
    middle = z_to + z_from
    middle *= middle
    middle *= STRETCH * (STRETCH - 1)
    middle += 4 * SEMI_MAJOR_M * SEMI_MAJOR_M
    rise /= middle  # now the squared sine of half the angle that the way covers
    return chords * (1 + rise * (1 / 6 + rise * (3 / 40)))


def longest_chord_m(distance_m: float) -> float:
    """The longest chord that a way of this length over the surface can have.

    The less a surface curves, the nearer the chord comes to the way; nowhere does WGS84 curve less than at its poles.
    A millionth of a metre is added for rounding.
    """
    half_turn = min(distance_m / (2 * LARGEST_RADIUS_M), math.pi / 2)
    return 2 * LARGEST_RADIUS_M * math.sin(half_turn) + 1e-6
