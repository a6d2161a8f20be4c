"""What to draw on a map with many points: markers that do not overlap, each with the number of points it stands for.

Points are counted in the cells of a grid that is fixed to the world, so markers stay where they are while the map is
moved. A cell whose marker would cover that of a fuller neighbour is counted with the neighbour. From street level on,
every place gets a marker of its own.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.point import Box, Point

Floats = NDArray[np.float64]
Rows = NDArray[np.integer]

STREET_ZOOM = 17
"""From this zoom level on nothing but points at exactly the same place is drawn as one."""
WORLD_PX = 256
"""The width of the whole world at zoom level 0."""
MOST_NORTHERN = 85.0511287798066
"""Where the square map of the world ends."""
MARGIN = 2
"""Cells looked at around the wanted box, so that what lies beyond its edge changes nothing inside."""
MOST_CELLS = 10_000
"""A box with more cells is drawn with larger ones: no screen shows so many markers."""
MOST_SINGLY = 2_000
"""With more points than this in the box, even a street map is drawn by cells."""
FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Cluster:
    """A marker: where it stands, how many points it stands for, and the box around them.

    `rows` are all rows if they are at the same place, in ascending order, and else only the first few.
    """

    point: Point
    count: int
    rows: tuple[int, ...]
    box: Box

    @property
    def same_place(self) -> bool:
        """Whether all its points have the same coordinates."""
        return self.box.west == self.box.east and self.box.south == self.box.north


def clusters(lat: Floats, lon: Floats, rows: Rows | None, box: Box, zoom: int, *, size_px: int = 80) -> list[Cluster]:
    """The markers within a box, from south-west to north-east; two of them are at least half of `size_px` apart.

    `rows` limits them to some of the points, in ascending order. Points without coordinates are not drawn.
    """
    if zoom >= STREET_ZOOM:
        near = _inside(lat, lon, rows, box)
        if len(near) <= MOST_SINGLY:
            return _places(lat, lon, near)
    grid = _Grid(box, zoom, size_px)
    markers = grid.merged(grid.cells(lat, lon, _inside(lat, lon, rows, grid.reach)))
    return sorted(
        (marker for marker in markers if box.contains(marker.point)), key=lambda m: (m.point.lat, m.point.lon, m.rows)
    )


def _inside(lat: Floats, lon: Floats, rows: Rows | None, box: Box) -> Rows:
    """The rows within a box, in ascending order."""
    if rows is not None:
        lat, lon = lat[rows], lon[rows]
    hit = np.flatnonzero((lat >= box.south) & (lat <= box.north) & (lon >= box.west) & (lon <= box.east))
    return hit if rows is None else rows[hit]


def _places(lat: Floats, lon: Floats, rows: Rows) -> list[Cluster]:
    """One marker for each place, however near the next one is."""
    rows = rows[np.lexsort((rows, lon[rows], lat[rows]))]
    lat, lon = lat[rows], lon[rows]
    starts = np.flatnonzero((np.diff(lat, prepend=np.nan) != 0) | (np.diff(lon, prepend=np.nan) != 0))
    return _markers(lat, lon, rows, starts)


class _Grid:
    """The cells of the world's grid that a box touches, with a margin around them."""

    def __init__(self, box: Box, zoom: int, size_px: int) -> None:
        """Doubles the cells until the box has no more of them than allowed."""
        self.cell = size_px / (WORLD_PX * 2.0**zoom)
        while True:
            left, top = (math.floor(part / self.cell) - MARGIN for part in _onto_map(box.north, box.west))
            right, bottom = (math.floor(part / self.cell) + MARGIN for part in _onto_map(box.south, box.east))
            self.left, self.top, self.width, self.height = left, top, right - left + 1, bottom - top + 1
            if self.width * self.height <= MOST_CELLS:
                break
            self.cell *= 2

    @property
    def reach(self) -> Box:
        """The box of all cells, a little widened so that rounding loses no point."""
        north, west = _from_map(self.left * self.cell, self.top * self.cell)
        south, east = _from_map((self.left + self.width) * self.cell, (self.top + self.height) * self.cell)
        return Box(max(west - 1e-9, -180), max(south - 1e-9, -90), min(east + 1e-9, 180), min(north + 1e-9, 90))

    def cells(self, lat: Floats, lon: Floats, rows: Rows) -> dict[tuple[int, int], Cluster]:
        """The marker of each cell that holds points, by line and column of the world's grid."""
        lat, lon = lat[rows], lon[rows]
        x, y = _all_onto_map(lat, lon)
        # Rounding may put a point that is on the very edge outside; it is then far from the wanted box anyway.
        column = np.clip((x / self.cell - self.left).astype(np.int32), 0, self.width - 1)
        line = np.clip((y / self.cell - self.top).astype(np.int32), 0, self.height - 1)
        cell = (line * self.width + column).astype(np.uint16)  # 16 bits are sorted by counting, which is linear
        order = np.argsort(cell, kind="stable")
        cell, lat, lon, rows = cell[order], lat[order], lon[order], rows[order]
        starts = np.flatnonzero(np.diff(cell, prepend=-1))
        numbers = [divmod(number, self.width) for number in cell[starts].tolist()]
        markers = _markers(lat, lon, rows, starts)
        return {(self.top + line, self.left + column): m for (line, column), m in zip(numbers, markers, strict=True)}

    def merged(self, cells: dict[tuple[int, int], Cluster]) -> list[Cluster]:
        """The fullest markers, each with those neighbours that it would cover by half."""
        at = {place: _onto_map(marker.point.lat, marker.point.lon) for place, marker in cells.items()}
        alone = dict(cells)
        found = []
        for place in sorted(cells, key=lambda place: (-cells[place].count, place)):
            marker = alone.pop(place, None)
            if marker is None:
                continue
            for line, column in AROUND:
                near = (place[0] + line, place[1] + column)
                if near in alone and math.dist(at[place], at[near]) < self.cell / 2:
                    marker = _together(marker, alone.pop(near))
            found.append(marker)
        return found


AROUND = [(line, column) for line in (-1, 0, 1) for column in (-1, 0, 1) if (line, column) != (0, 0)]


def _markers(lat: Floats, lon: Floats, rows: Rows, starts: Rows) -> list[Cluster]:
    """A marker in the middle of each run of points, the runs beginning at `starts`."""
    if not len(starts):
        return []
    ends = np.append(starts[1:], len(rows))
    (south, north, y), (west, east, x) = (_extent(degrees, starts, ends) for degrees in (lat, lon))
    found = []
    for run, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        box = Box(west[run], south[run], east[run], north[run])
        same_place = west[run] == east[run] and south[run] == north[run]
        shown = rows[start:end] if same_place else rows[start : min(end, start + FIRST_ROWS)]
        found.append(Cluster(Point(y[run], x[run]), end - start, tuple(shown.tolist()), box))
    return found


def _extent(degrees: Floats, starts: Rows, ends: Rows) -> tuple[list[float], list[float], list[float]]:
    """The least, the greatest and the mean coordinate of each run."""
    least, greatest = np.minimum.reduceat(degrees, starts), np.maximum.reduceat(degrees, starts)
    mean = np.add.reduceat(degrees, starts) / (ends - starts)
    # Clipped because the mean of equal numbers may differ from them in the last digit.
    return least.tolist(), greatest.tolist(), np.clip(mean, least, greatest).tolist()


def _together(marker: Cluster, other: Cluster) -> Cluster:
    """One marker for two, at the place of the first, so that it covers no further one."""
    a, b = marker.box, other.box
    box = Box(min(a.west, b.west), min(a.south, b.south), max(a.east, b.east), max(a.north, b.north))
    rows = tuple(sorted((*marker.rows, *other.rows))[:FIRST_ROWS])
    return Cluster(marker.point, marker.count + other.count, rows, box)


def _onto_map(lat: float, lon: float) -> tuple[float, float]:
    """Where a point is on the square map of the world (Web Mercator): 0 to 1 from the west and from the north."""
    lat = min(max(lat, -MOST_NORTHERN), MOST_NORTHERN)
    return lon / 360 + 0.5, 0.5 - math.atanh(math.sin(math.radians(lat))) / (2 * math.pi)


def _all_onto_map(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    lat = np.clip(lat, -MOST_NORTHERN, MOST_NORTHERN)
    return lon / 360 + 0.5, 0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * math.pi)


def _from_map(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a point of the square map; its upper and lower edge stand for the poles."""
    if not 0 < y < 1:
        return (90.0 if y <= 0 else -90.0), (x - 0.5) * 360
    return math.degrees(math.asin(math.tanh((0.5 - y) * 2 * math.pi))), (x - 0.5) * 360
