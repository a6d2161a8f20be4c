"""Advise a pilot: at most five places to hand somebody on to, neutral ones first, each with what to know before.

The point from which it is near lives as long as the answer takes, and is kept nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from geo.point import Point, distance_m
from model.advice import DECISIVE, MOST_OPTIONS, Fit, Wishes, fits, penalty
from model.hours import open_at
from model.query import Query
from model.referral import week_of
from model.region import Region
from search.answer import Hit
from search.memory import Finder
from search.scene import calendar_of, consultation_times, hours_of
from store import Store

#: how many offers are read at once
MOST_AT_ONCE = 1_000
#: so many at most that are not neutral, or of which nobody knows it
OTHERS = 2
#: one can come in the evening if it is open at this time on one of the next working days
EVENING = (17, 30)
DAYS_AHEAD = 14
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Option:
    """One place to hand somebody on to."""

    hit: Hit
    #: how it meets each wish
    fit: dict[str, Fit]
    #: when the wished language is spoken there, as written; "" where it is not bound to times or nobody knows
    language_times: str = ""
    #: whether it is the nearest neutral one that is not known to miss the topic
    nearest: bool = False
    #: the week in which somebody reported a wait of more than four weeks; "" if nobody did
    waiting: str = ""

    @property
    def penalty(self) -> int:
        """How far it is from what was wished."""
        return penalty(self.fit)

    @property
    def in_vain(self) -> bool:
        """Whether somebody may well go there for nothing."""
        return any(self.fit.get(name) == "no" for name in DECISIVE)


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer to a pilot: options, best first, and which wishes none of them is known to meet."""

    options: tuple[Option, ...] = ()
    given_up: tuple[str, ...] = ()


class Evenings:
    """Whether one can come in the evening, asked of many offers, of which many have the same hours."""

    def __init__(self, region: Region, now: datetime) -> None:
        self._calendar = calendar_of(region)
        today = now.astimezone(ZoneInfo(self._calendar.zone))
        first = today.replace(hour=EVENING[0], minute=EVENING[1], second=0, microsecond=0)
        days = (first + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
        self._evenings = [day.astimezone(UTC) for day in days if day.weekday() < SATURDAY]
        self._known: dict[str, Fit] = {}

    def of(self, hit: Hit) -> Fit:
        """Whether it is open in the evening of one of the next working days, as far as the hours tell."""
        times = consultation_times(hit.offer)
        if times not in self._known:
            hours = [hours_of(times)]
            told = [open_at(hours, evening, self._calendar)[0] for evening in self._evenings]
            self._known[times] = "yes" if any(told) else "unknown" if None in told else "no"
        return self._known[times]


def advise(
    store: Store, finder: Finder, region: Region, wishes: Wishes, near: Point | None, now: datetime
) -> Advice:
    """At most five options for some wishes: neutral before others, fitting before unknown, near before far.

    Where nothing can be done from home, the last place is kept for the best one that needs no way.
    """
    waits = store.referrals.waits(week_of(now.date()))
    found = (_far(hit, near) for hit in counselling(finder, region))
    evenings = Evenings(region, now)
    options = [_option(hit, wishes, evenings, waits.get(hit.offer.key, "")) for hit in found]
    options.sort(key=_order)
    neutral = [one for one in options if one.hit.neutral]
    chosen = _with_one_from_home(_best(options), neutral, finder.vocabulary.remote_formats)
    nearest = _nearest(neutral)
    chosen = [replace(one, nearest=one.hit.offer.key == nearest) for one in chosen]
    given_up = tuple(name for name in wishes.named if chosen and all(one.fit[name] != "yes" for one in chosen))
    return Advice(tuple(chosen), given_up)


def counselling(finder: Finder, region: Region) -> Iterator[Hit]:
    """All published counselling of a region, in the order it came in."""
    query, after = Query(region=region.ags, kind="counselling"), ""
    while True:
        hits, after = finder.page(query, None, after, MOST_AT_ONCE)
        yield from hits
        if not after:
            return


def _far(hit: Hit, near: Point | None) -> Hit:
    """The same hit with its distance, where both ends are known."""
    point = hit.offer.place.point if hit.offer.place else None
    return replace(hit, distance_m=distance_m(near, point)) if near and point else hit


def _option(hit: Hit, wishes: Wishes, evenings: Evenings, waiting: str) -> Option:
    late = evenings.of(hit) if wishes.evening else "unknown"
    times = next((one.times for one in hit.offer.languages if one.code == wishes.language and one.times), "")
    return Option(hit, fits(hit.offer, wishes, late), times, waiting=waiting)


def _order(option: Option) -> tuple[bool, int, float, str]:
    """Not faded before faded, fitting before others, near before far, and always the same way."""
    hit = option.hit
    far = hit.distance_m if hit.distance_m is not None else float("inf")
    return (hit.faded, option.penalty, far, hit.offer.key)


def _best(options: list[Option]) -> list[Option]:
    """Neutral ones where nobody goes in vain, then a few others that fit, then neutral ones with a known lack."""
    neutral = [one for one in options if one.hit.neutral]
    good = [one for one in neutral if not one.in_vain]
    others = [one for one in options if not one.hit.neutral and "no" not in one.fit.values()]
    rest = [one for one in neutral if one.in_vain]
    return (good + others[:OTHERS] + rest)[:MOST_OPTIONS]


def _with_one_from_home(chosen: list[Option], neutral: list[Option], remote: frozenset[str]) -> list[Option]:
    """The options, the last one given to what needs no way if none of them does without."""
    if any(_from_home(one, remote) for one in chosen):
        return chosen
    best = next((one for one in neutral if _from_home(one, remote) and "no" not in one.fit.values()), None)
    return chosen if best is None else [*chosen[: MOST_OPTIONS - 1], best]


def _from_home(option: Option, remote: frozenset[str]) -> bool:
    return bool(set(option.hit.offer.formats) & remote)


def _nearest(neutral: list[Option]) -> str:
    """The key of the nearest neutral place whose topic is not known to be another one; "" without distances."""
    near = [one for one in neutral if one.hit.distance_m is not None and one.fit.get("topic") != "no"]
    return min(near, key=lambda one: one.hit.distance_m or 0.0).hit.offer.key if near else ""
