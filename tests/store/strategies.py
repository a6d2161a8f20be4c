"""Any offer that could be, for tests that try many."""

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
from model.source import Provenance

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
