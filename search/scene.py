"""All offers as they were at one moment, with the regions' rules: what a question is put to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from geo.point import Point
from model.hours import Calendar, Hours, HoursError, open_at, parse, status
from model.neutrality import Policy, assess
from model.offer import Offer
from model.place import next_stop
from model.region import Region
from search.answer import Hit
from search.state import State
from search.table import Table
from store import Store

CACHED_OFFERS = 2_000


@lru_cache(maxsize=8_192)
def hours_of(text: str) -> Hours:
    """The hours as far as they can be read; what cannot be read is unknown, never closed."""
    try:
        return parse(text)
    except HoursError:
        return Hours.unknown()


def consultation_times(offer: Offer) -> str:
    """When one is advised; where only an appointment is asked for and no times are told, that is the answer."""
    return offer.hours or ("nach Vereinbarung" if offer.appointment == "required" else "")


def calendar_of(region: Region | None) -> Calendar:
    """The holidays and the time zone by which a region's hours are read."""
    if region is None:
        return Calendar()
    return Calendar(region.zone, region.land or None, region.school_holidays, region.country.code)


@dataclass(frozen=True)
class Scene:
    """One state of the offers with the regions as they were then."""

    store: Store
    state: State
    regions: Mapping[str, Region]
    _read: dict[int, Offer] = field(default_factory=dict)

    def region(self, name: str) -> Region | None:
        """The region with that AGS or slug."""
        return self.regions.get(name) or next((r for r in self.regions.values() if r.slug == name), None)

    def around(self, point: Point) -> Region | None:
        """The smallest region whose box holds a point."""
        holding = [region for region in self.regions.values() if region.box.contains(point)]
        return min(holding, key=lambda r: (r.box.east - r.box.west) * (r.box.north - r.box.south), default=None)

    def offers(self, ids: list[int]) -> list[Offer]:
        """The offers with these ids, from memory where they have been read before."""
        missing = [number for number in ids if number not in self._read]
        fresh = dict(zip(missing, self.store.offers(missing), strict=True)) if missing else {}
        found = [fresh[number] if number in fresh else self._read[number] for number in ids]
        if len(self._read) < CACHED_OFFERS:
            self._read.update(fresh)
        return found

    def hits(self, ids: list[int], region: Region | None, now: datetime) -> list[Hit]:
        """The offers with these ids as they stand at a moment, seen from a region."""
        return [self.hit(offer, region, now) for offer in self.offers(ids)]

    def hit(self, offer: Offer, region: Region | None, now: datetime) -> Hit:
        """An offer as it stands at a moment, judged by the rules of a region, open by its own region's calendar."""
        home = self.regions.get(offer.region)
        calendar = calendar_of(home or region)
        judged = assess(offer.facts, now.astimezone(ZoneInfo(calendar.zone)).date())
        policy = region.policy if region else Policy()
        foreign = region is not None and offer.region != region.ags
        neighbour = (home.name if home else offer.region) if foreign else ""
        is_open = status(hours_of(consultation_times(offer)), now, calendar)
        return Hit(
            offer, judged, policy.accepts(judged), is_open, neighbour=neighbour,
            next_stop=next_stop(offer.stops, now), stop=offer.stop_to_go_to(now),
        )  # fmt: skip

    def open_patterns(self, table: Table, region: Region | None, at: datetime) -> NDArray[np.bool_]:
        """For each pattern of hours whether it is known to be open at a moment."""
        patterns = [hours_of(text) for text in table.rows.categories["hours"].values]
        return np.array([state is True for state in open_at(patterns, at, calendar_of(region))], dtype=bool)
