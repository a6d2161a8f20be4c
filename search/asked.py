"""One question put to the offers of one moment: which of them fit, which are nearest, and how many there would be."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from geo.rows import RowSet
from model.neutrality import Policy
from model.query import Query
from search.answer import Answer, Hit
from search.scene import Scene
from search.state import Select
from search.table import TERM_FACETS, Table, groups

#: how many offers are told beside the hits: without a way, and nearer but not neutral
BESIDE = 10
NEARER = 5
#: how many are shown when the radius that was asked holds nothing
BEYOND = 3


class Asked:
    """One query put to one state."""

    def __init__(self, scene: Scene, query: Query, remote_formats: frozenset[str] = frozenset()) -> None:
        self.scene = scene
        self.state = scene.state
        self.query = query
        self.remote_formats = remote_formats
        self.region = scene.region(query.region) if query.region else query.near and scene.around(query.near)
        self.policy = self.region.policy if self.region else Policy()
        self._text_ids = scene.store.text_ids(query.text) if query.text.strip() else None

    def select(self, query: Query, *, home: bool, neutral: bool | None, faded: bool | None = None) -> Select:
        """How to choose a query's rows from a table; `home` keeps to the region asked for."""
        ags = self.region.ags if home and self.region else None
        wanted = groups(query, self.policy, region=ags, neutral=neutral, faded=faded)

        def chosen(table: Table) -> RowSet:
            rows = table.columns.select(wanted)
            if self._text_ids is not None:
                rows = table.both(rows, table.subset(table.rows_of(self._text_ids)))
            if query.open_at is not None:
                patterns = self.scene.open_patterns(table, self.region, query.open_at)
                rows = table.both(rows, table.open_rows(patterns))
            return rows

        return _remembered(chosen)

    def fits(self, table: Table) -> RowSet:
        """The rows that fit the query in its region, or everywhere if it names none."""
        home = self.query.region is not None
        return self.select(self.query, home=home, neutral=self._neutral)(table)

    def by_distance(self, now: datetime) -> Answer:
        """The nearest that fit, neighbours' offers only where they are nearer than the region's farthest hit."""
        query = self.query
        hits = self._by_way(query.limit, query.radius_m, now)
        widened = query.radius_m is not None and not hits
        if widened:
            hits = self._by_way(min(BEYOND, query.limit), None, now)
        select = self.select(query, home=False, neutral=self._neutral)
        return Answer(query, now, tuple(hits), nearer_not_neutral=self._nearer(hits, now),
                      total=self._total(select), widened=widened)  # fmt: skip

    def _by_way(self, count: int, within_m: float | None, now: datetime) -> list[Hit]:
        """The nearest that fit, those that faded behind all others."""
        query, named = self.query, self.query.region is not None
        some = self.state.has_faded
        select = self.select(query, home=False, neutral=self._neutral, faded=False if some else None)
        hits = self._nearest(count, select, within_m, now)
        own = [number for number, hit in enumerate(hits) if not hit.neighbour]
        faded: list[Hit] = []
        if some and (len(hits) < count or (named and len(own) == self._own_fresh)):  # no others are to come before
            behind = self.select(query, home=named, neutral=self._neutral, faded=True)
            faded = self._nearest(count, behind, within_m, now)
        if named and own:
            hits = hits[: own[-1] + 1]
        elif named and faded:  # the region's own are not pushed out of sight by all the neighbours
            hits = hits[:BEYOND]
        return [*hits, *faded][:count]

    @cached_property
    def _own_fresh(self) -> int:
        """How many of the region's offers with a place fit and have not faded."""
        return self.state.count(_placed(self.select(self.query, home=True, neutral=self._neutral, faded=False)))

    @property
    def _neutral(self) -> bool | None:
        return True if self.query.neutral else None

    @property
    def _sinking(self) -> tuple[bool | None, ...]:
        """What is asked one after the other so that what faded comes last."""
        return (False, True) if self.state.has_faded else (None,)

    def by_name(self, now: datetime) -> Answer:
        """All that fit in the region, neutral first and then by name, those that faded behind all others."""
        wanted: list[int] = []
        total = 0
        for faded, neutral in product(self._sinking, (True,) if self.query.neutral else (True, False)):
            select = self.select(self.query, home=True, neutral=neutral, faded=faded)
            rows = self.state.chosen(_placed(select))
            total += len(rows)
            room = self.query.limit - len(wanted)
            if room > 0:
                wanted += self.scene.store.ids_by_name(self.state.ids(rows), room)
        return Answer(self.query, now, tuple(self.scene.hits(wanted, self.region, now)), total=total)

    def remote(self, now: datetime, shown: list[str]) -> tuple[tuple[Hit, ...], int]:
        """What fits without a way: by phone, online or on tour; not what is among the hits already."""
        found: list[int] = []
        total = 0
        for faded in self._sinking:
            select = _unplaced(self.select(self.query, home=True, neutral=self._neutral, faded=faded),
                               self.remote_formats)  # fmt: skip
            rows = self.state.chosen(select)
            total += len(rows)
            found += self.scene.store.ids_by_name(self.state.ids(rows), BESIDE + len(shown))
        hits = [hit for hit in self.scene.hits(found, self.region, now) if hit.offer.key not in shown]
        hits.sort(key=lambda hit: (hit.faded, not hit.neutral))
        return tuple(hits[:BESIDE]), total

    def counts(self) -> dict[str, dict[str, int]]:
        """For each facet how many offers each of its values would leave, its own choice set aside."""
        neutral = self._neutral
        found: dict[str, dict[str, int]] = {}
        facets = {**{name: name for name in TERM_FACETS}, "costs": "cost"}
        chosen = self.select(self.query, home=True, neutral=neutral)
        for field, facet in facets.items():
            free = getattr(self.query, field)
            select = self.select(self.query.without(field), home=True, neutral=neutral) if free else chosen
            found[field] = self.state.counts(facet, select)
        any_kind = self.select(replace(self.query, kind=None), home=True, neutral=neutral)
        found["kind"] = self.state.counts("kind", any_kind)
        usable = replace(self.query, wheelchair=False)
        found["wheelchair"] = self.state.counts("wheelchair", self.select(usable, home=True, neutral=neutral))
        return found

    def _nearest(self, count: int, select: Select, within_m: float | None, now: datetime) -> list[Hit]:
        """The nearest of a selection with their distances."""
        assert self.query.near is not None
        found = self.state.nearest(self.query.near, count, select, within_m=within_m)
        hits = self.scene.hits(self.state.ids(found.rows), self.region, now)
        return [
            replace(hit, distance_m=distance) for hit, distance in zip(hits, found.distance_m.tolist(), strict=True)
        ]

    def _nearer(self, hits: list[Hit], now: datetime) -> tuple[Hit, ...]:
        """Counselling that is nearer than the first hit but does not count as neutral."""
        if not self.query.neutral or self.query.near is None:
            return ()
        within = hits[0].distance_m if hits else None
        query = replace(self.query, kind=self.query.kind or "counselling")
        nearer: list[Hit] = []
        for faded in self._sinking:
            select = self.select(query, home=False, neutral=False, faded=faded)
            nearer += self._nearest(NEARER - len(nearer), select, within, now)
        return tuple(nearer)

    def _total(self, select: Select) -> int:
        """How many offers with a place fit: within the radius asked for, else in the region."""
        if self.query.radius_m is not None and self.query.near is not None:
            most = sum(len(table) for table, _ in self.state.tables()) or 1
            return len(self.state.nearest(self.query.near, most, select, within_m=self.query.radius_m))
        home = self.select(self.query, home=True, neutral=self._neutral)
        return self.state.count(_placed(home))


def _remembered(select: Select) -> Select:
    """The same choice, made once per table."""
    made: dict[int, RowSet] = {}

    def chosen(table: Table) -> RowSet:
        if id(table) not in made:
            made[id(table)] = select(table)
        return made[id(table)]

    return chosen


def _placed(select: Select) -> Select:
    """Only those that have a point to go to."""
    return _remembered(lambda table: _kept(table, select(table), ~table.placeless))


def _unplaced(select: Select, remote_formats: frozenset[str]) -> Select:
    """Only those for which nobody needs a way: without a point, or also by phone or online."""

    def chosen(table: Table) -> RowSet:
        afar = table.columns.select([tuple(("formats", slug) for slug in sorted(remote_formats))])
        keep = table.placeless.copy()
        keep[afar.rows] = True
        return _kept(table, select(table), keep)

    return _remembered(chosen)


def _kept(table: Table, rows: RowSet, keep: NDArray[np.bool_]) -> RowSet:
    return table.subset(rows.rows[keep[rows.rows]])
