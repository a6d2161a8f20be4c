"""The finder: the nearest neutral counselling, and everything else somebody asks the map."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import numpy as np

from geo.clusters import clusters as grid
from geo.point import Box
from geo.rows import RowSet
from model.offer import Offer
from model.query import Query
from model.region import Region
from model.vocabulary import Vocabulary
from search.answer import Answer, Group, Hit
from search.asked import Asked
from search.scene import Scene
from search.state import load, refreshed
from store import Store

#: how many offers at the same place are named
SAME_PLACE = 50


class Finder:
    """Answers questions from memory, always at the store's present version. Any number of threads may ask it."""

    def __init__(self, store: Store, vocabulary: Vocabulary, clock: Callable[[], datetime]) -> None:
        self.vocabulary = vocabulary
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._scene: Scene | None = None

    def region(self, name: str) -> Region | None:
        """The region with that AGS or slug."""
        return self._current().region(name)

    def regions(self) -> list[Region]:
        """All regions that are set up, by name."""
        return sorted(self._current().regions.values(), key=lambda region: region.name)

    def nearest(self, query: Query, *, counts: bool = False) -> Answer:
        """Answer a query: hits by distance (or neutral first, by name), and beside them what needs no way.

        `counts` adds for each facet how many offers each of its values would leave.
        """
        asked = Asked(self._current(), query, self.vocabulary.remote_formats)
        now = self._clock()
        answer = asked.by_distance(now) if query.near is not None else asked.by_name(now)
        remote, total_remote = asked.remote(now, [hit.offer.key for hit in answer.hits])
        answer = replace(answer, remote=remote, total_remote=total_remote)
        return replace(answer, counts=asked.counts()) if counts else answer

    def page(self, query: Query, box: Box | None, after: str, limit: int) -> tuple[list[Hit], str]:
        """One page of all offers that fit, in the order they came in, and the key to go on from ("" at the end)."""
        scene = self._current()
        asked = Asked(scene, query)
        rows = scene.state.chosen(asked.fits) if box is None else scene.state.inside(box, asked.fits)
        ids = np.array(sorted(scene.state.ids(rows)), dtype=np.int64)
        start = self._store.row_id(after) if after else None
        if start is not None:
            ids = ids[np.searchsorted(ids, start, side="right") :]
        hits = scene.hits(ids[:limit].tolist(), asked.region, self._clock())
        return hits, hits[-1].offer.key if len(ids) > limit else ""

    def window(self, query: Query, box: Box | None, offset: int, limit: int | None) -> tuple[int, list[Hit]]:
        """How many offers fit, and some of them in the order they came in; what has no point is in every box."""
        scene = self._current()
        asked = Asked(scene, query)
        rows = scene.state.chosen(asked.fits)
        if box is not None:
            lat, _ = scene.state.points()
            rows = np.union1d(scene.state.inside(box, asked.fits), rows[np.isnan(lat[rows])])
        ids = sorted(scene.state.ids(rows))
        until = None if limit is None else offset + limit
        return len(ids), scene.hits(ids[offset:until], asked.region, self._clock())

    def clusters(self, query: Query, box: Box, zoom: int) -> list[Group]:
        """What a map shows in a box at a zoom level: single places and groups, each with its number of offers."""
        scene = self._current()
        state = scene.state
        asked = Asked(scene, query)
        lat, lon = state.points()
        found = []
        for cluster in grid(lat, lon, np.sort(state.chosen(asked.fits)), box, zoom):
            rows = [int(row) for row in cluster.rows]
            pairs = zip(state.single(rows, "grade"), state.single(rows, "evidence"), strict=True)
            neutral = sum(g in asked.policy.grades and e in asked.policy.evidence for g, e in pairs)
            offers = scene.offers(state.ids(np.array(rows, dtype=np.int64)))
            found.append(Group(cluster.point, cluster.count, tuple(offers), neutral, cluster.box))
        return found

    def hit(self, offer: Offer) -> Hit:
        """An offer as it stands now, judged by its own region's rules."""
        scene = self._current()
        return scene.hit(offer, scene.regions.get(offer.region), self._clock())

    def same_place(self, offer: Offer) -> list[Offer]:
        """The other offers at exactly the same point."""
        if offer.place is None or offer.place.point is None:
            return []
        scene = self._current()
        hits = scene.state.nearest(
            offer.place.point, SAME_PLACE, lambda table: RowSet.everything(len(table)), within_m=1.0
        )
        return [other for other in scene.offers(scene.state.ids(hits.rows)) if other.key != offer.key]

    def _current(self) -> Scene:
        """The scene at the store's present version, read anew where it is behind."""
        now = self._clock()
        scene = self._scene
        if scene is not None and scene.state.is_of(self._store.version(), now):
            return scene
        with self._lock:
            version = self._store.version()
            scene = self._scene
            if scene is not None and scene.state.is_of(version, now):
                return scene
            state = load(self._store, now) if scene is None else refreshed(scene.state, self._store, version, now)
            regions = {region.ags: region for region in self._store.regions()}
            self._scene = Scene(self._store, state, regions)
            return self._scene
