"""What every contestant of the benchmark offers, and how its search radius is tuned."""

import math
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from _data import Offers

from geo.ecef import ecef, ecef_of
from geo.index import distances_m
from geo.point import Point
from search.columns import Filter

WANTED = 20


class Method(Protocol):
    """One way to find the nearest offers under a filter."""

    name: str
    build_s: float

    def prepare(self, require: Filter, training: Sequence[Point], reach_m: Sequence[float], wanted: int) -> None:
        """Get ready for a filter with some questions; `reach_m` tells how far people have to go for so many offers."""

    def answer(self, require: Filter, point: Point) -> Sequence[int]:
        """The rows of the nearest offers, nearest first."""

    def close(self) -> None:
        """Give back what was taken."""


def key(require: Filter) -> str:
    """A filter as a dictionary key."""
    return repr(require)


def best_start(answer: Callable[[Point, float], object], training: Sequence[Point], reach_m: Sequence[float]) -> float:
    """The first search radius with which a method is fastest, out of radii that suffice for 50, 80 and 95 % of people.

    A real client would have to guess it; here it is taken from the true distances, in favour of the method.
    """
    spent = {}
    for quantile in (0.5, 0.8, 0.95):
        start_m = float(np.quantile(reach_m, quantile)) * 1.02 + 1
        began = time.perf_counter()
        for point in training:
            answer(point, start_m)
        spent[start_m] = time.perf_counter() - began
    return min(spent, key=spent.__getitem__)


def plainly(offers: Offers, rows: np.ndarray, point: Point, count: int = WANTED) -> tuple[np.ndarray, np.ndarray]:
    """The nearest of some rows, found by looking at each and measuring the closest 400 exactly."""
    squared = ((ecef(offers.lat[rows], offers.lon[rows]) - ecef_of(point)) ** 2).sum(axis=1)
    near = rows[np.argpartition(squared, 400)[:400]] if len(rows) > 400 else rows
    metres = distances_m(point, offers.lat[near], offers.lon[near])
    order = np.lexsort((near, metres))[:count]
    return near[order], metres[order]


def degrees_around(point: Point, reach_m: float) -> tuple[float, float, float, float]:
    """A box around a circle: south, north, west, east."""
    up = reach_m / 110_500
    aside = up / max(0.05, math.cos(math.radians(abs(point.lat) + up)))
    return point.lat - up, point.lat + up, point.lon - aside, point.lon + aside
