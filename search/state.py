"""The offers as the finder last saw them: one big table, and a small one over it for what changed since."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from geo.index import Hits, Metres, merge
from geo.point import Box, Point
from geo.rows import RowSet
from search.table import Table
from store import Store

#: a small table over the big one is kept up to this many changes; then the big one is built anew
OVERLAY_LIMIT = 1_000
Select = Callable[[Table], RowSet]


@dataclass(frozen=True)
class State:
    """What every offer was at one version of the store and on one day; never changes."""

    version: int
    day: date
    base: Table
    base_version: int
    overlay: Table | None = None
    #: rows of the base that changed or went since it was built, ascending
    stale: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def is_of(self, version: int, now: datetime) -> bool:
        """Whether it shows a version of the store as of a moment."""
        return self.version == version and self.holds(now)

    def holds(self, now: datetime) -> bool:
        """Whether what it shows is still so: it is the same day, and no offer that travels has moved on."""
        moved = any(table.rows.good_until and now > table.rows.good_until for table, _ in self.tables())
        return self.day == now.date() and not moved

    def ids(self, rows: NDArray[np.integer]) -> list[int]:
        """The ids of rows, those of the overlay being numbered behind the base."""
        split = len(self.base)
        return [
            int(self.base.rows.ids[row] if row < split else self._over.rows.ids[row - split]) for row in rows.tolist()
        ]

    @property
    def _over(self) -> Table:
        assert self.overlay is not None
        return self.overlay

    @property
    def has_faded(self) -> bool:
        """Whether any of the offers must stand behind the others."""
        return any(table.has_faded for table, _ in self.tables())

    def nearest(self, point: Point, count: int, select: Select, within_m: float | None = None) -> Hits:
        """The nearest rows of a selection, equally near ones in the order of their ids."""
        base = self.base
        chosen = select(base)
        hits = base.index.nearest(point, count, rows=chosen, within_m=within_m, without=self.stale)
        if self.overlay is None:
            return hits
        more = self.overlay.index.nearest(point, count, rows=select(self.overlay), within_m=within_m)
        shifted = Hits(more.rows + len(base), more.distance_m)
        return merge(hits, shifted, count, tie=lambda row: self.ids(np.array([row]))[0])

    def chosen(self, select: Select) -> NDArray[np.int64]:
        """All rows of a selection, with or without a place, ordered by id."""
        parts = [np.setdiff1d(select(self.base).rows, self.stale).astype(np.int64)]
        if self.overlay is not None:
            parts.append(select(self.overlay).rows.astype(np.int64) + len(self.base))
        rows = np.concatenate(parts)
        return rows[np.argsort(np.array(self.ids(rows), dtype=np.int64))] if self.overlay is not None else rows

    def inside(self, box: Box, select: Select) -> NDArray[np.int64]:
        """The rows of a selection whose point lies in a box."""
        parts = [np.setdiff1d(self.base.index.inside(box, select(self.base)), self.stale).astype(np.int64)]
        if self.overlay is not None:
            parts.append(self.overlay.index.inside(box, select(self.overlay)).astype(np.int64) + len(self.base))
        return np.concatenate(parts)

    def points(self) -> tuple[Metres, Metres]:
        """Latitude and longitude of all rows, the overlay's behind the base's."""
        if self.overlay is None:
            return self.base.index.lat, self.base.index.lon
        lat = np.concatenate([self.base.index.lat, self.overlay.index.lat])
        return lat, np.concatenate([self.base.index.lon, self.overlay.index.lon])

    def count(self, select: Select) -> int:
        """How many offers a selection has."""
        chosen = select(self.base)
        gone = int(chosen.holds(self.stale).sum()) if len(self.stale) else 0
        return len(chosen) - gone + (len(select(self.overlay)) if self.overlay is not None else 0)

    def counts(self, facet: str, select: Select) -> dict[str, int]:
        """How many offers of a selection have each value of a facet."""
        totals = dict(self.base.columns.counts(select(self.base), facet))
        if len(self.stale):
            gone = self.base.both(select(self.base), self.base.subset(self.stale))
            for value, number in self.base.columns.counts(gone, facet).items():
                totals[value] = totals.get(value, 0) - number
        if self.overlay is not None:
            for value, number in self.overlay.columns.counts(select(self.overlay), facet).items():
                totals[value] = totals.get(value, 0) + number
        return {value: number for value, number in totals.items() if number}

    def tables(self) -> Iterator[tuple[Table, int]]:
        """The tables with the number of their first row."""
        yield self.base, 0
        if self.overlay is not None:
            yield self.overlay, len(self.base)

    def single(self, rows: Sequence[int], facet: str) -> list[str]:
        """The value of a one-value facet for each of some rows."""
        split = len(self.base)
        values = []
        for row in rows:
            table, at = (self.base, row) if row < split else (self._over, row - split)
            category = table.rows.categories[facet]
            values.append(category.values[category.codes[at]])
        return values


def load(store: Store, now: datetime) -> State:
    """Read everything anew."""
    version = store.version()
    return State(version, now.date(), Table(store.search_rows(now.date(), now=now)), version)


def refreshed(state: State, store: Store, version: int, now: datetime) -> State:
    """The state at a newer version: changed rows in a small table over the big one, or all anew when they are many."""
    if not state.holds(now) or version < state.version:  # another day, another stop, or a backup was put back
        return load(store, now)
    changed = store.changed_since(state.base_version)
    if len(changed) > OVERLAY_LIMIT:
        return load(store, now)
    overlay = Table(store.search_rows(state.day, changed, now)) if changed else None
    stale = state.base.rows_of(changed)
    if overlay is not None and not len(overlay):
        overlay = None
    return State(version, state.day, state.base, state.base_version, overlay, stale)
