"""What is still missing in a region before it can be shown to everybody: a list for whoever sets it up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from model.hours.calendar import Calendar
from model.offer import Offer
from model.region import Region
from store import Store

#: done; missing: the map should not go public without it; later: good to have
State = Literal["done", "missing", "later"]
Code = Literal[
    "outline", "imprint", "office", "accessibility", "people", "public_url", "mail", "offers", "counselling", "neutral",
    "points", "review", "holidays", "school_holidays", "neighbours",
]  # fmt: skip
PAGE = 1000
#: from this part of the offers on, their points count as good
MOST_PLACED = 0.9
FINE = ("house", "interpolated", "street")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the list: `names` and the two numbers say what about it."""

    code: Code
    state: State
    names: tuple[str, ...] = ()
    count: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class House:
    """What belongs to the installation and not to one region."""

    #: whether links in mails lead to this machine only
    is_local: bool
    #: whether mails end as files
    keeps_mail: bool


def check_region(store: Store, region: Region, house: House, now: datetime) -> list[Item]:
    """Everything a new region needs, in the order in which one sees to it."""
    return [*_texts(store, region, house), *_offers(store, region), *_calendar(region, now), _neighbours(store, region)]


def _texts(store: Store, region: Region, house: House) -> Iterable[Item]:
    yield Item("outline", "done" if store.boundary(region.ags) else "missing")
    yield Item("imprint", "missing" if region.missing_imprint else "done", region.missing_imprint)
    office = [name for name in ("name", "email", "phone") if not region.bureau.get(name, "").strip()]
    yield Item("office", "missing" if "email" in office else "later" if office else "done", tuple(office))
    yield Item("accessibility", "done" if region.accessibility.get("status") else "missing")
    people = [one for one in store.accounts.in_region(region.ags, everywhere=True) if one.may("edit", region.ags)]
    needed = 2 if region.office.four_eyes else 1
    yield Item("people", "done" if len(people) >= needed else "missing", count=len(people), total=needed)
    yield Item("public_url", "missing" if house.is_local else "done")
    yield Item("mail", "missing" if house.keeps_mail else "done")


def _offers(store: Store, region: Region) -> Iterable[Item]:
    found: Counter[str] = Counter()
    for offer in _published(store, region):
        found["offers"] += 1
        found[offer.kind] += 1
        found["fixed"] += offer.place is not None
        found["fine"] += offer.place is not None and offer.place.point is not None and offer.place.precision in FINE
        found["checked"] += offer.kind == "counselling" and any(fact.is_checked for fact in offer.facts)
    waiting = store.suggestions.waiting(region.ags)
    yield Item("offers", "done" if found["offers"] else "missing", count=found["offers"])
    yield Item("counselling", "done" if found["counselling"] else "missing", count=found["counselling"])
    all_checked = found["counselling"] and found["checked"] == found["counselling"]
    yield Item("neutral", "done" if all_checked else "later", count=found["checked"], total=found["counselling"])
    placed = found["fine"] >= MOST_PLACED * found["fixed"]
    yield Item("points", "done" if placed and found["fixed"] else "later", count=found["fine"], total=found["fixed"])
    yield Item("review", "later" if waiting else "done", count=waiting)


def _published(store: Store, region: Region) -> Iterable[Offer]:
    after: str | None = None
    while page := store.list_offers(region=region.ags, after=after, limit=PAGE):
        yield from page
        after = page[-1].key


def _calendar(region: Region, now: datetime) -> Iterable[Item]:
    calendar = Calendar(region.zone, region.land or None, country=region.country.code)
    known = calendar.knows_public_holidays and not calendar.has_doubtful_holidays(now.year)
    yield Item("holidays", "done" if known else "later", (region.land,) if region.land else ())
    day = now.astimezone(ZoneInfo(region.zone)).date()
    known = any(last >= day for _, last in region.school_holidays)
    yield Item("school_holidays", "done" if known else "later")


def _neighbours(store: Store, region: Region) -> Item:
    names = tuple(one.name for one in neighbours(store, region))
    return Item("neighbours", "done" if names else "later", names)


def neighbours(store: Store, region: Region) -> list[Region]:
    """The regions of this installation that border on one, or overlap with it, by name."""
    return [one for one in store.regions() if one.ags != region.ags and _touch(one, region)]


def _touch(one: Region, other: Region) -> bool:
    """Whether the boxes of two regions are no farther apart than simplified outlines may be."""
    gap = 0.01
    return (
        one.box.west <= other.box.east + gap and other.box.west <= one.box.east + gap
        and one.box.south <= other.box.north + gap and other.box.south <= one.box.north + gap
    )  # fmt: skip
