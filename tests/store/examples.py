"""Offers to test with: one with everything in it, and any that could be."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from geo.point import Point
from model.contact import Contact
from model.neutrality import CARRIERS, FACT_CODES, Fact
from model.offer import (
    APPOINTMENTS,
    COSTS,
    HOW_VERIFIED,
    KINDS,
    WHEELCHAIR,
    Accessibility,
    Cost,
    Language,
    Offer,
    Verification,
)
from model.place import PRECISIONS, Place, Stop
from model.provider import Provider
from model.source import Provenance, Source

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CITY_HALL = Place("Rathaus", "Burgplatz", "19", "47051", "Duisburg", "Altstadt", Point(51.4349, 6.7627), "house", 5.0,
                  "official")  # fmt: skip
INDEPENDENT = tuple(
    Fact(code, value, "Stadt", "https://stadt.example", "2025-11", "unabhängig", "Bildungsbüro", date(2026, 1, 5),
         date(2027, 1, 5))
    for code, value in (("carrier_type", "public"), ("own_courses", "no"), ("paid_per_result", "no"))
)  # fmt: skip
SOURCE = Source("list", "A list", "https://list.example", "CC0-1.0", "The list", "column id")


def an_offer(key: str = "list:1", **changes: Any) -> Offer:
    """A plain offer, with whatever a test wants to be different."""
    plain: dict[str, Any] = {
        "region": "05112",
        "name": "Bildungsberatung",
        "kind": "counselling",
        "provider": Provider("Volkshochschule"),
    }
    return Offer(key, **plain | changes)


def a_full_offer(key: str = "list:full") -> Offer:
    """An offer of which everything is known."""
    summer = timezone(timedelta(hours=2))
    return an_offer(
        key,
        name="Offene Sprechstunde für Zugewanderte",
        provider=Provider("Stadt Duisburg", "https://duisburg.example", Place(city="Duisburg", postcode="47049")),
        summary="Wir beraten Sie zur Anerkennung.",
        description="Lange Straße: zum Übersetzen, Prüfen und Ausfüllen.",
        topics=("anerkennung", "sprache"),
        phases=("beruf",),
        audiences=("zugewanderte",),
        restriction="nur für Duisburg",
        languages=(Language("de"), Language("tr", "Di 10-12", "mit Termin")),
        formats=("in_person", "phone"),
        cost=Cost("first_free", "danach 10 Euro"),
        funding=("bildungsscheck-2",),
        issues_funding=("praemie",),
        place=CITY_HALL,
        stops=(
            Stop(datetime(2026, 7, 1, 10, tzinfo=summer), datetime(2026, 7, 1, 12, tzinfo=summer), CITY_HALL, "Bus"),
            Stop(datetime(2026, 7, 8, 10, tzinfo=summer), datetime(2026, 7, 8, 12, tzinfo=summer), Place(city="Moers")),
        ),
        contact=Contact("0203 123", "beratung@stadt.example", "https://stadt.example/beratung"),
        hours="Mo-Fr 09:00-17:00",
        appointment="possible",
        booking_url="https://stadt.example/termin",
        accessibility=Accessibility("limited", "eine Stufe"),
        bring="Zeugnisse",
        facts=INDEPENDENT,
        verification=Verification(date(2026, 2, 3), "Bildungsbüro", "phone"),
        provenance=Provenance("list", ("https://list.example/1", "https://list.example/ä"), "2025-12", "CC0-1.0", "L"),
    )


class Clock:
    """A clock that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The present moment."""
        return self.now

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
slugs = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2050, 1, 1))
points = st.builds(Point, st.floats(-90, 90) | st.integers(-90, 90), st.floats(-180, 180))
moments = st.datetimes(
    datetime(2000, 1, 1),
    datetime(2050, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(minutes=-210))]),
)


def _many(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most).map(tuple)


def _fact(code: str) -> st.SearchStrategy[Fact]:
    values = {"carrier_type": st.sampled_from([*CARRIERS, "unknown"]), "label": words}
    value = values.get(code, st.sampled_from(["yes", "no", "unknown"]))
    maybe = st.none() | days
    return st.builds(Fact, st.just(code), value, words, words, words, words, words, maybe, maybe)


places = st.builds(
    Place, words, words, words, words, words, words, st.none() | points, st.sampled_from(PRECISIONS),
    st.none() | st.floats(0, 1e6), words,
)  # fmt: skip
facts = st.sampled_from(FACT_CODES).flatmap(_fact)
names = words.filter(str.strip)
build: Callable[..., st.SearchStrategy[Offer]] = st.builds
any_offer = build(
    Offer,
    key=st.from_regex(r"list:[A-Za-z0-9._/-]{1,3}", fullmatch=True),
    region=st.sampled_from(["05112", "05113", "09162000"]),
    name=names,
    kind=st.sampled_from(KINDS),
    provider=st.builds(Provider, words, words, st.none() | places),
    summary=words,
    description=words,
    topics=_many(slugs),
    phases=_many(slugs),
    audiences=_many(slugs),
    restriction=words,
    languages=_many(st.builds(Language, slugs, words, words)),
    formats=_many(slugs),
    cost=st.builds(Cost, st.sampled_from(COSTS), words),
    funding=_many(slugs),
    issues_funding=_many(slugs),
    place=st.none() | places,
    stops=_many(st.builds(Stop, moments, moments, places, words), 2),
    contact=st.builds(Contact, words, words, words),
    hours=words,
    appointment=st.sampled_from(APPOINTMENTS),
    booking_url=words,
    accessibility=st.builds(Accessibility, st.sampled_from(WHEELCHAIR), words),
    bring=words,
    facts=_many(facts),
    verification=st.none() | st.builds(Verification, days, words, st.sampled_from([None, *HOW_VERIFIED])),
    provenance=st.builds(Provenance, words, _many(words), words, words, words),
    status=st.sampled_from(["published", "archived"]),
    edited_at=st.none() | moments,
)
