"""The nearest of many points, exactly and quickly, also among any selection of them.

All points lie in a k-d tree of earth-centred coordinates. It hands out candidates by straight line; the way on the
ellipsoid orders them, and more are fetched until nothing nearer can be missing. A selection is answered from whatever
costs least: its few points one by one, a tree of its own (kept from the second use on), or the tree of all points with
those outside the selection dropped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.ecef import WAY_UP_TO_M, ecef, ecef_of, longest_chord_m, ways_m
from geo.parts import Part, Parts
from geo.point import Box, Point, PointError, ellipsoid
from geo.rows import RowSet, members

Rows = NDArray[np.integer]
Metres = NDArray[np.float64]

SPARE = 4
"""Candidates fetched beyond the wanted number, so that one fetch nearly always settles the order."""
FEW = 2_000
"""A selection this small is gathered at once, whatever else could be done."""
WIDE = 0.4
"""A selection of at least this share of all points is answered from the tree of all points."""
LOOKS_PER_FETCH = 8
"""Fetching one candidate from a tree takes about as long as looking at this many points one by one."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows found and how far away they are, nearest first; of equally near ones the lowest row first."""

    rows: Rows
    distance_m: Metres

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[int, float]]:
        return iter(zip(self.rows.tolist(), self.distance_m.tolist(), strict=True))


NOTHING = Hits(np.empty(0, dtype=np.int64), np.empty(0))


def merge(base: Hits, more: Hits, count: int, tie: Callable[[int], Any] = int) -> Hits:
    """The `count` nearest of two sets of hits, equally near ones in the order of `tie(row)`.

    Meant for points that changed after an index was built: keep them in a small second index, ask the big one `without`
    the changed rows, number the rows of the small one from `len(big)` on, and merge. Exact if rows are numbered in
    the order of `tie` within each index.
    """
    both = sorted((*base, *more), key=lambda hit: (hit[1], tie(hit[0])))[:count]
    return Hits(np.array([row for row, _ in both], dtype=np.int64), np.array([m for _, m in both], dtype=np.float64))


def distances_m(point: Point, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Metres:
    """The geodesic distance in metres from one point to each of many (WGS84, Karney's algorithm)."""
    if not len(lat):
        return np.empty(0)
    here = np.full(len(lat), point.lon), np.full(len(lat), point.lat)
    return np.asarray(ellipsoid().inv(*here, lon, lat)[2])


class PointIndex:
    """Points by row number, and which of them are nearest. It never changes; any number of threads may ask it.

    A row without coordinates (both NaN) has no place: it may be part of selections but is never found.
    """

    def __init__(self, lat: ArrayLike, lon: ArrayLike) -> None:
        self.lat = np.ascontiguousarray(lat, dtype=np.float64)
        self.lon = np.ascontiguousarray(lon, dtype=np.float64)
        _check(self.lat, self.lon)
        everywhere = ecef(self.lat, self.lon)
        self._whole = Part(everywhere)
        self._parts = Parts(everywhere, limit=max(3 * len(self), 50_000))
        self._z = everywhere[:, 2]

    def __len__(self) -> int:
        return len(self.lat)

    def nearest(
        self,
        point: Point,
        count: int,
        rows: RowSet | None = None,
        within_m: float | None = None,
        without: Rows | None = None,
    ) -> Hits:
        """The `count` points nearest to a place, by way on the ellipsoid in metres and then by row.

        `rows` limits the search to a selection and `within_m` to a distance (included). `without` leaves out rows,
        given in ascending order; up to about a thousand of them cost next to nothing.
        """
        if rows is not None and rows.total != len(self):
            raise ValueError(f"The selection is of {rows.total} rows, but the index has {len(self)}.")
        if count < 1 or (within_m is not None and within_m < 0) or (rows is not None and not rows.size):
            return NOTHING
        limit = np.inf if within_m is None else longest_chord_m(within_m)
        part, chosen, wanted = self._plan(rows, count + SPARE)
        origin = ecef_of(point)
        while True:
            found, chords, complete = part.closest(origin, wanted, limit)
            if chosen is not None:
                found, chords = _only(chosen.holds(found), found, chords)
            if without is not None and len(without):
                found, chords = _only(~members(found, without), found, chords)
            hits = self._settled(point, origin[2], found, chords, count, complete)
            if hits is not None:
                return hits if within_m is None else _up_to(within_m, hits)
            wanted *= 4
            if chosen is not None and wanted * LOOKS_PER_FETCH > chosen.size:
                again = self._is_wide(chosen) and self._parts.asked_again(chosen)
                part = self._parts.keep(chosen) if again else self._parts.once(chosen)
                chosen, wanted = None, count + SPARE

    def nearest_of_each(self, lat: ArrayLike, lon: ArrayLike, rows: RowSet | None = None) -> Hits:
        """For each of many places the one point nearest to it; row -1, infinitely far, where there is none.

        The same as asking `nearest` for each, several times faster.
        """
        lat, lon = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
        part = self._whole if rows is None or rows.size == len(self) else self._parts.keep(rows)
        origins = ecef(lat, lon)
        near, chords = part.closest_each(origins, 1 + SPARE)
        ways = ways_m(chords, origins[:, 2:], self._z[near]) if len(self) else chords
        ways[np.isinf(chords)] = np.inf
        metres = ways.min(axis=1)
        found = np.where(ways == metres[:, None], near, len(self)).min(axis=1)
        found[np.isinf(metres)] = -1
        unsure = np.isfinite(metres) & ((chords[:, -1] <= metres) | (metres > WAY_UP_TO_M))
        for place in np.flatnonzero(unsure).tolist():
            [(found[place], metres[place])] = self.nearest(Point(float(lat[place]), float(lon[place])), 1, rows)
        return Hits(found, metres)

    def inside(self, box: Box, rows: RowSet | None = None) -> Rows:
        """The rows within a box, edges included, in ascending order."""
        mine = None if rows is None or rows.size == len(self) else rows.rows
        lat, lon = (self.lat, self.lon) if mine is None else (self.lat[mine], self.lon[mine])
        band = np.flatnonzero((lat >= box.south) & (lat <= box.north))
        lon = lon[band]
        hit = band[(lon >= box.west) & (lon <= box.east)]
        return hit if mine is None else mine[hit]

    def _plan(self, rows: RowSet | None, wanted: int) -> tuple[Part, RowSet | None, int]:
        """Which points to ask, which selection to hold against the answer, and how many to ask for."""
        if rows is None or rows.size == len(self):
            return self._whole, None, wanted
        part = self._parts.known(rows)
        if part is not None:
            return part, None, wanted
        again = not self._is_wide(rows) and self._parts.asked_again(rows)
        if rows.size > FEW and not again:
            # Enough for the wanted number to pass, with a margin, if the selection is spread like all the points.
            fetch = int((wanted + 2 * wanted**0.5) * len(self) / rows.size)
            if fetch * LOOKS_PER_FETCH < rows.size:
                return self._whole, rows, fetch
        return self._parts.keep(rows) if again else self._parts.once(rows), None, wanted

    def _is_wide(self, rows: RowSet) -> bool:
        return rows.size >= max(WIDE * len(self), FEW)

    def _settled(
        self, point: Point, z: float, rows: Rows, chords: Metres, count: int, complete: bool
    ) -> Hits | None:
        """The nearest `count` of candidates that come sorted by chord, or None if a nearer one may be missing."""
        tried = count + SPARE
        while True:
            near, lines = rows[:tried], chords[:tried]
            if len(near) and lines[-1] > WAY_UP_TO_M:
                metres = distances_m(point, self.lat.take(near), self.lon.take(near))
            else:
                metres = ways_m(lines, z, self._z[near])
            order = np.lexsort((near, metres))[:count]
            exhausted = tried >= len(rows)
            certain = len(near) > count and longest_chord_m(metres[order[-1]]) < lines[-1]
            if certain or (exhausted and complete):
                return Hits(near.take(order), metres.take(order))
            if exhausted:
                return None
            tried *= 2


def _only(keep: NDArray[np.bool_], rows: Rows, chords: Metres) -> tuple[Rows, Metres]:
    return rows[keep], chords[keep]


def _up_to(within_m: float, hits: Hits) -> Hits:
    end = int(np.searchsorted(hits.distance_m, within_m, side="right"))
    return Hits(hits.rows[:end], hits.distance_m[:end])


def _check(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> None:
    if lat.shape != lon.shape or lat.ndim != 1:
        raise PointError(f"Latitudes {lat.shape} and longitudes {lon.shape} must be two lists of the same length.")
    with np.errstate(invalid="ignore"):
        good = (np.abs(lat) <= 90) & (np.abs(lon) <= 180) | np.isnan(lat) & np.isnan(lon)
    if not good.all():
        row = int(np.argmin(good))
        raise PointError(f"Row {row} is no place on the earth: latitude {lat[row]}, longitude {lon[row]}.")
