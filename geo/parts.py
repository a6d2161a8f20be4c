"""Points in space that can be asked for those closest to a place: all of an index, or one selection of it."""

from collections import OrderedDict
from functools import cached_property
from threading import Lock
from typing import Any
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from geo.rows import RowSet

Rows = NDArray[np.integer]
Floats = NDArray[np.float64]

TREE_FROM = 400
"""From this many points on, a tree answers faster than looking at each."""


class Part:
    """Some of the points: in a tree, or looked at one by one where they are asked only once."""

    def __init__(self, everywhere: Floats, chosen: RowSet | None = None, *, in_tree: bool = True) -> None:
        """Takes the coordinates of all rows, and which are chosen. Nothing is gathered before it is needed."""
        self.size = len(everywhere) if chosen is None else chosen.size
        self._everywhere, self._chosen, self._in_tree = everywhere, chosen, in_tree

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
        if self._in_tree and len(xyz) > max(TREE_FROM, count):
            chords, places = self._tree.query(origin, count, distance_upper_bound=within)
        else:
            chords, places = _looked_at(xyz, origin, count, within)
        complete = len(chords) < count or count >= len(xyz)
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


def _looked_at(xyz: Floats, origin: Floats, count: int, within: float) -> tuple[Floats, Rows]:
    """The closest points' chords and positions, found by looking at every point."""
    apart = xyz - origin
    squared = np.einsum("ij,ij->i", apart, apart)
    places = np.flatnonzero(squared < within * within) if within < np.inf else np.arange(len(xyz))
    if count < len(places):
        places = places[np.argpartition(squared[places], count)[:count]]
    places = places[np.argsort(squared[places])]
    return np.sqrt(squared[places]), places


class Parts:
    """The selections that are asked for again and again, each in a tree of its own.

    The oldest are forgotten once all hold more rows than the limit together. A selection that is made for one question
    and then thrown away leaves nothing behind.
    """

    def __init__(self, everywhere: Floats, limit: int) -> None:
        self._everywhere, self._limit = everywhere, limit
        self._kept: OrderedDict[RowSet, Part] = OrderedDict()
        self._seen: WeakSet[RowSet] = WeakSet()
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

    def asked_again(self, chosen: RowSet) -> bool:
        """Whether this was asked about the selection before; from now on it was."""
        with self._lock:
            if chosen in self._seen:
                return True
            self._seen.add(chosen)
            return False

    def once(self, chosen: RowSet) -> Part:
        """The part of a selection for a single question."""
        return Part(self._everywhere, chosen, in_tree=False)

    def keep(self, chosen: RowSet) -> Part:
        """The part of a selection, kept from now on."""
        with self._lock:
            part = self._kept.get(chosen)
            if part is None:
                part = self._kept[chosen] = Part(self._everywhere, chosen)
                self._held += part.size
                while self._held > self._limit and len(self._kept) > 1:
                    self._held -= self._kept.popitem(last=False)[1].size
            return part
