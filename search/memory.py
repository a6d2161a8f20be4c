"""The finder: the nearest neutral counselling, and everything else somebody asks the map."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from geo.clusters import clusters as grid

from geo.point import Box
from geo.rows import RowSet
from model.hours import Calendar, Hours, HoursError, open_at, parse, status
from model.neutrality import Policy, assess
from model.offer import Offer
from model.query import Query
from model.region import Region
from model.vocabulary import Vocabulary
from search.answer import Answer, Group, Hit
from search.state import Select, State, load, refreshed
from search.table import TERM_FACETS, Table, groups
from store import Store

#: how many offers are told beside the hits: without a way, and nearer but not neutral
BESIDE = 10
NEARER = 5
#: how many are shown when the radius that was asked holds nothing
BEYOND = 3
CACHED_OFFERS = 2_000


def hours_of(text: str) -> Hours:
    """The hours as far as they can be read; what cannot be read is unknown, never closed."""
    try:
        return parse(text)
    except HoursError:
        return Hours.unknown()


def calendar_of(region: Region | None) -> Calendar:
    """The holidays and the time zone by which a region's hours are read."""
    if region is None:
        return Calendar()
    return Calendar(region.zone, region.land or None, region.school_holidays)


class Finder:
    """Answers questions from memory, always at the store's present version. Any number of threads may ask it."""

    def __init__(self, store: Store, vocabulary: Vocabulary, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._clock = clock
        self._lock = threading.Lock()
        self._state: State | None = None
        self._regions: dict[str, Region] = {}
        self._offers: dict[int, Offer] = {}

    def region(self, name: str) -> Region | None:
        """The region with that AGS or slug."""
        self._current()
        return self._regions.get(name) or next((r for r in self._regions.values() if r.slug == name), None)

    def regions(self) -> list[Region]:
        """All regions that are set up, by name."""
        self._current()
        return sorted(self._regions.values(), key=lambda region: region.name)

    def nearest(self, query: Query, *, counts: bool = False) -> Answer:
        """Answer a query: hits by distance (or neutral first, by name), and beside them what needs no way.

        `counts` adds for each facet how many offers each of its values would leave.
        """
        state = self._current()
        now = self._clock()
        region = self._region_for(query)
        asked = _Asked(self, state, query, region)
        answer = asked.by_distance(now) if query.near is not None else asked.by_name(now)
        remote, total_remote = asked.remote(now, [hit.offer.key for hit in answer.hits])
        answer = replace(answer, remote=remote, total_remote=total_remote)
        return replace(answer, counts=asked.counts()) if counts else answer

    def page(self, query: Query, box: Box | None, after: str, limit: int) -> tuple[list[Hit], str]:
        """One page of all offers that fit, ordered by when they came in, and the key to ask on from ("" at the end)."""
        state = self._current()
        asked = _Asked(self, state, query, self._region_for(query))
        rows = state.chosen(asked.fits) if box is None else np.sort(state.inside(box, asked.fits))
        ids = np.array(sorted(state.ids(rows)), dtype=np.int64)
        start = self._store.row_id(after) if after else None
        if start is not None:
            ids = ids[np.searchsorted(ids, start, side="right") :]
        hits = self.hits(ids[:limit].tolist(), asked.region, self._clock())
        return hits, hits[-1].offer.key if len(ids) > limit else ""

    def clusters(self, query: Query, box: Box, zoom: int) -> list[Group]:
        """What a map shows in a box at a zoom level: single places and groups, each with its number of offers."""
        state = self._current()
        asked = _Asked(self, state, query, self._region_for(query))
        lat, lon = state.points()
        found = []
        for cluster in grid(lat, lon, np.sort(state.chosen(asked.fits)), box, zoom):
            members = [int(row) for row in cluster.rows]
            policy = asked.policy
            pairs = zip(state.single(members, "grade"), state.single(members, "evidence"), strict=True)
            neutral = sum(g in policy.grades and e in policy.evidence for g, e in pairs)
            offers = self.offers(state.ids(np.array(members, dtype=np.int64)))
            found.append(Group(cluster.point, cluster.count, tuple(offers), neutral, cluster.box))
        return found

    def hit(self, offer: Offer) -> Hit:
        """An offer as it stands now, judged by its own region's rules."""
        self._current()
        return self._hit(offer, self._regions.get(offer.region), self._clock())

    def same_place(self, offer: Offer) -> list[Offer]:
        """The other offers at exactly the same point."""
        if offer.place is None or offer.place.point is None:
            return []
        state = self._current()
        hits = state.nearest(offer.place.point, 50, lambda table: RowSet.everything(len(table)), within_m=1.0)
        return [other for other in self.offers(state.ids(hits.rows)) if other.key != offer.key]

    def hits(self, ids: list[int], region: Region | None, now: datetime) -> list[Hit]:
        """The offers with these ids as they stand at a moment, seen from a region."""
        return [self._hit(offer, region, now) for offer in self.offers(ids)]

    def offers(self, ids: list[int]) -> list[Offer]:
        """The offers with these ids, from memory where they have been read before."""
        known = self._offers
        missing = [number for number in ids if number not in known]
        if missing:
            fresh = dict(zip(missing, self._store.offers(missing), strict=True))
            if len(known) + len(fresh) > CACHED_OFFERS:
                known = self._offers = {number: known[number] for number in ids if number in known}
            known.update(fresh)
        return [known[number] for number in ids]

    def open_patterns(self, table: Table, region: Region | None, at: datetime) -> np.ndarray:
        """For each pattern of hours whether it is known to be open at a moment."""
        patterns = [hours_of(text) for text in table.rows.categories["hours"].values]
        return np.array([state is True for state in open_at(patterns, at, calendar_of(region))], dtype=bool)

    @property
    def store(self) -> Store:
        """The store it reads."""
        return self._store

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the field."""
        return self._vocabulary

    def _hit(self, offer: Offer, region: Region | None, now: datetime) -> Hit:
        home = self._regions.get(offer.region)
        calendar = calendar_of(home or region)
        day = now.astimezone(ZoneInfo(calendar.zone)).date()
        judged = assess(offer.facts, day)
        policy = region.policy if region else Policy()
        foreign = region is not None and offer.region != region.ags
        neighbour = (home.name if home else offer.region) if foreign else ""
        return Hit(offer, judged, policy.accepts(judged), status(hours_of(offer.hours), now, calendar),
                   neighbour=neighbour)  # fmt: skip

    def _region_for(self, query: Query) -> Region | None:
        """The region asked for, else the smallest whose box holds the origin."""
        if query.region is not None:
            return self.region(query.region)
        around = [r for r in self._regions.values() if query.near is not None and r.box.contains(query.near)]
        return min(around, key=lambda r: (r.box.east - r.box.west) * (r.box.north - r.box.south), default=None)

    def _current(self) -> State:
        """The state at the store's present version, read anew where it is behind."""
        version = self._store.version()
        day = self._clock().date()
        state = self._state
        if state is not None and state.version == version and state.day == day:
            return state
        with self._lock:
            state = self._state
            if state is None:
                state = load(self._store, day)
            elif state.version < version or state.day != day:
                state = refreshed(state, self._store, version, day)
            else:
                return state
            self._regions = {region.ags: region for region in self._store.regions()}
            self._offers = {}
            self._state = state
        return state


class _Asked:
    """One query put to one state."""

    def __init__(self, finder: Finder, state: State, query: Query, region: Region | None) -> None:
        self.finder = finder
        self.state = state
        self.query = query
        self.region = region
        self.policy = region.policy if region else Policy()
        self._text_ids = finder.store.text_ids(query.text) if query.text.strip() else None

    def select(self, query: Query, *, home: bool, neutral: bool | None) -> Select:
        """How to choose a query's rows from a table; `home` keeps to the region asked for."""
        ags = self.region.ags if home and self.region else None
        wanted = groups(query, self.policy, region=ags, neutral=neutral)

        def chosen(table: Table) -> RowSet:
            rows = table.columns.select(wanted)
            if self._text_ids is not None:
                rows = table.both(rows, table.subset(table.rows_of(self._text_ids)))
            if query.open_at is not None:
                patterns = self.finder.open_patterns(table, self.region, query.open_at)
                rows = table.both(rows, table.open_rows(patterns))
            return rows

        return _remembered(chosen)

    def fits(self, table: Table) -> RowSet:
        """The rows that fit the query in its region, or everywhere if it names none."""
        home = self.query.region is not None
        return self.select(self.query, home=home, neutral=True if self.query.neutral else None)(table)

    def by_distance(self, now: datetime) -> Answer:
        """The nearest that fit, neighbours' offers only where they are nearer than the region's farthest hit."""
        query, state = self.query, self.state
        assert query.near is not None
        select = self.select(query, home=False, neutral=True if query.neutral else None)
        found = state.nearest(query.near, query.limit, select, within_m=query.radius_m)
        widened = query.radius_m is not None and not len(found)
        if widened:
            found = state.nearest(query.near, min(BEYOND, query.limit), select)
        hits = self._with_distance(state.ids(found.rows), found.distance_m.tolist(), now)
        own = [number for number, hit in enumerate(hits) if not hit.neighbour]
        if own and query.region is not None:
            hits = hits[: own[-1] + 1]
        return Answer(query, now, tuple(hits), nearer_not_neutral=self._nearer(hits, now),
                      total=self._total(select), widened=widened)  # fmt: skip

    def by_name(self, now: datetime) -> Answer:
        """All that fit in the region, neutral first and then by name."""
        wanted: list[int] = []
        total = 0
        for neutral in (True,) if self.query.neutral else (True, False):
            select = self.select(self.query, home=True, neutral=neutral)
            rows = self.state.chosen(_placed(select))
            total += len(rows)
            room = self.query.limit - len(wanted)
            if room > 0:
                wanted += self.finder.store.ids_by_name(self.state.ids(rows), room)
        return Answer(self.query, now, tuple(self.finder.hits(wanted, self.region, now)), total=total)

    def remote(self, now: datetime, shown: list[str]) -> tuple[tuple[Hit, ...], int]:
        """What fits without a way: by phone, online or on tour; not what is among the hits already."""
        select = _unplaced(self.select(self.query, home=True, neutral=True if self.query.neutral else None),
                           self.finder.vocabulary.remote_formats)  # fmt: skip
        rows = self.state.chosen(select)
        ids = self.finder.store.ids_by_name(self.state.ids(rows), BESIDE + len(shown))
        hits = [hit for hit in self.finder.hits(ids, self.region, now) if hit.offer.key not in shown]
        hits.sort(key=lambda hit: not hit.neutral)
        return tuple(hits[:BESIDE]), len(rows)

    def counts(self) -> dict[str, dict[str, int]]:
        """For each facet how many offers each of its values would leave, its own choice set aside."""
        neutral = True if self.query.neutral else None
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

    def _with_distance(self, ids: list[int], metres: list[float], now: datetime) -> list[Hit]:
        hits = self.finder.hits(ids, self.region, now)
        return [replace(hit, distance_m=distance) for hit, distance in zip(hits, metres, strict=True)]

    def _nearer(self, hits: list[Hit], now: datetime) -> tuple[Hit, ...]:
        """Counselling that is nearer than the first hit but does not count as neutral."""
        if not self.query.neutral or self.query.near is None:
            return ()
        within = hits[0].distance_m if hits else None
        query = replace(self.query, kind=self.query.kind or "counselling")
        select = self.select(query, home=False, neutral=False)
        found = self.state.nearest(self.query.near, NEARER, select, within_m=within)
        return tuple(self._with_distance(self.state.ids(found.rows), found.distance_m.tolist(), now))

    def _total(self, select: Select) -> int:
        """How many offers with a place fit: within the radius asked for, else in the region."""
        if self.query.radius_m is not None and self.query.near is not None:
            most = sum(len(table) for table, _ in self.state.tables()) or 1
            return len(self.state.nearest(self.query.near, most, select, within_m=self.query.radius_m))
        home = self.select(self.query, home=True, neutral=True if self.query.neutral else None)
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


def _kept(table: Table, rows: RowSet, keep: np.ndarray) -> RowSet:
    return table.subset(rows.rows[keep[rows.rows]])
