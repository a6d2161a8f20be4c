"""Points in space that can be asked for those closest to a place: all of an index, or one selection of it."""

from collections import OrderedDict
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.rows import RowSet

Rows = NDArray[np.integer]
Floats = NDArray[np.float64]

TREE_FROM = 400
"""From this many points on, a tree answers faster than looking at each."""
AGAIN = 2
"""How often a selection has to be asked for before a tree of its own is worth building."""


class Part:
    """Some of the points: looked at one by one the first time, and in a tree of their own from the next time on."""

    def __init__(self, everywhere: Floats, chosen: RowSet | None = None) -> None:
        """Takes the coordinates of all rows, and which are chosen. Nothing is gathered before it is needed."""
        self.size = len(everywhere) if chosen is None else chosen.size
        self._everywhere, self._chosen = everywhere, chosen
        self.asked = 0 if chosen is not None else AGAIN

    @cached_property
    def _points(self) -> tuple[Rows | None, Floats]:
        """The rows that have a place (None: every row) and their coordinates."""
        rows = None if self._chosen is None else self._chosen.rows
        xyz = self._everywhere if rows is None else self._everywhere.take(rows, axis=0)
        located = np.isfinite(xyz[:, 0])
        if located.all():
            return rows, xyz
        return np.flatnonzero(located) if rows is None else rows[located], xyz[located]

    @cached_property
    def _tree(self) -> Any:
        # Imported here because it takes a quarter of a second, which pages and commands without a search never need.
        from scipy.spatial import cKDTree  # noqa: PLC0415

        return cKDTree(self._points[1], balanced_tree=False, copy_data=False)

    def closest(self, origin: Floats, count: int, within: float) -> tuple[Rows, Floats, bool]:
        """The `count` closest rows with a chord below `within`, their chords, and whether there are no others."""
        rows, xyz = self._points
        if self.asked >= AGAIN and len(xyz) > max(TREE_FROM, count):
            chords, places = self._tree.query(origin, count, distance_upper_bound=within)
        else:
            chords, places = _looked_at(xyz, origin, count)
        complete = count >= len(xyz)
        if len(chords) and chords[-1] >= within:
            end = int(np.searchsorted(chords, within))
            places, chords, complete = places[:end], chords[:end], True
        return places if rows is None else rows.take(places), chords, complete

    def closest_each(self, origins: Floats, count: int) -> tuple[Rows, Floats]:
        """For each origin its closest rows and their chords, one line each; where there are none, 0 at infinity."""
        rows, xyz = self._points
        if not len(xyz):
            return np.zeros((len(origins), count), dtype=np.int64), np.full((len(origins), count), np.inf)
        chords, places = self._tree.query(origins, count)
        places[np.isinf(chords)] = 0
        return places if rows is None else rows[places], chords


def _looked_at(xyz: Floats, origin: Floats, count: int) -> tuple[Floats, Rows]:
    """The closest points' chords and positions, found by looking at every point."""
    apart = xyz - origin
    squared = np.einsum("ij,ij->i", apart, apart)
    if count < len(xyz):
        places = np.argpartition(squared, count)[:count]
        places = places[np.argsort(squared[places])]
    else:
        places = np.argsort(squared)
    return np.sqrt(squared[places]), places


class Parts:
    """The selections lately asked for, the oldest forgotten once they hold more rows than the limit together."""

    def __init__(self, everywhere: Floats, limit: int) -> None:
        self._everywhere, self._limit = everywhere, limit
        self._kept: OrderedDict[RowSet, Part] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    @property
    def held(self) -> int:
        """How many rows the kept selections hold together."""
        return self._held

    def known(self, chosen: RowSet) -> Part | None:
        """The part of a selection if it is kept."""
        with self._lock:
            part = self._kept.get(chosen)
            if part is not None:
                self._kept.move_to_end(chosen)
            return part

    def of(self, chosen: RowSet) -> Part:
        """The part of a selection, kept from now on."""
        with self._lock:
            part = self._kept.get(chosen)
            if part is None:
                part = self._kept[chosen] = Part(self._everywhere, chosen)
                self._held += part.size
                while self._held > self._limit and len(self._kept) > 1:
                    self._held -= self._kept.popitem(last=False)[1].size
            else:
                self._kept.move_to_end(chosen)
            return part
