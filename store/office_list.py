"""The office's list of offers: what fits its filters, counted and paged by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Date, Select, and_, bindparam, exists, func, or_, select

from model.neutrality import Grade, assess
from model.offer import Kind, Offer
from store import offers, revisions
from store.dialect import among
from store.offers import facts_of
from store.room import Room
from store.tables import offer, offer_term, place, provider, public_contact, stop, term
from store.text import fold

Fresh = Literal["", "fresh", "old", "never"]
Lack = Literal["", "any", "hours", "contact", "point", "topics"]
Order = Literal["name", "edited", "verified"]
FRESH: tuple[Fresh, ...] = ("fresh", "old", "never")
LACKS: tuple[Lack, ...] = ("any", "hours", "contact", "point", "topics")
ORDERS: tuple[Order, ...] = ("name", "edited", "verified")
PAGE = 50
#: of what is typed into the filter, no more words are looked for
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class OfficeQuery:
    """What the office wants to see of a region; "" is whatever there is."""

    region: str
    status: str = "published"
    text: str = ""
    kind: str = ""
    topic: str = ""
    grade: str = ""
    #: verified on `fresh_since` or later, before it, or never
    fresh: Fresh = ""
    fresh_since: date | None = None
    faded: bool = False
    lacks: Lack = ""
    order: Order = "name"


@dataclass(frozen=True, slots=True)
class Listed:
    """An offer as the list shows it."""

    key: str
    name: str
    kind: Kind
    status: str
    provider: str
    #: the district, or the city where that is not known
    where: str
    #: how neutral it is on the day of the list
    grade: Grade
    verified_on: date | None
    faded_on: date | None
    lacks: tuple[Lack, ...]


class OfficeList(Room):
    """Answers what the office asks about its offers."""

    def count(self, query: OfficeQuery, day: date) -> int:
        """How many offers fit."""
        with self._database.reading() as connection:
            return int(connection.execute(_graded(connection, _counting(query, day), query, day)).scalar_one())

    def page(self, query: OfficeQuery, day: date, number: int = 1) -> list[Listed]:
        """One page of the offers that fit, the first one being 1."""
        start = {"most": PAGE, "start": PAGE * (max(1, number) - 1)}
        with self._database.reading() as connection:
            statement = _graded(connection, _paging(query, day), query, day)
            return _listed(connection, list(connection.execute(statement, start).scalars()), day)

    def keys(self, query: OfficeQuery, day: date) -> list[str]:
        """The keys of all offers that fit, in their order."""
        with self._database.reading() as connection:
            statement = _ordered(_fitting(select(offer.c.key), query, day), query.order)
            return list(connection.execute(_graded(connection, statement, query, day)).scalars())

    def by_keys(self, keys: Sequence[str]) -> list[tuple[Offer, int]]:
        """The offers with these keys and the numbers of their last changes, in the given order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(offer.c.key, offer.c.id, offer.c.revision).where(among(offer.c.key, keys))
            ).all()
            found = {row.key: row for row in rows}
            ids = [found[key].id for key in dict.fromkeys(keys) if key in found]
            return [(one, found[one.key].revision) for one in offers.by_ids(connection, ids)]

    def revision(self, key: str) -> int:
        """The number of the last change of an offer, 0 if there is no such offer."""
        with self._database.reading() as connection:
            return connection.execute(_REVISION, {"key": key}).scalar() or 0

    def newest(self, key: str) -> tuple[int, Offer] | None:
        """The number of the last change of an offer, and the offer as it left it; none if there is no such offer."""
        with self._database.reading() as connection:
            return revisions.newest(connection, key)


_REVISION = select(offer.c.revision).where(offer.c.key == bindparam("key"))


# Making a statement takes longer than running it, and the same filters are asked for again and again.
@lru_cache(maxsize=256)
def _counting(query: OfficeQuery, day: date) -> Select[Any]:
    return _fitting(select(func.count()), query, day)


@lru_cache(maxsize=256)
def _paging(query: OfficeQuery, day: date) -> Select[Any]:
    statement = _ordered(_fitting(select(offer.c.id), query, day), query.order)
    return statement.limit(bindparam("most")).offset(bindparam("start"))


def _fitting(statement: Select[Any], query: OfficeQuery, day: date) -> Select[Any]:
    """A statement about offers, with all that is asked for but the grade."""
    joined = statement.select_from(offer)
    if query.text or query.lacks:
        joined = joined.join(provider, offer.c.provider_id == provider.c.id).join(
            place, offer.c.place_id == place.c.id, isouter=True
        )
    wanted: list[ColumnElement[bool]] = [offer.c.region == query.region]
    if query.status in ("published", "archived"):
        wanted.append(offer.c.status == query.status)
    wanted += [_names(word) for word in query.text.split()[:MOST_WORDS]]
    if query.kind:
        wanted.append(offer.c.kind == query.kind)
    if query.topic:
        wanted.append(_has_topic(query.topic))
    if query.fresh:
        wanted.append(_verified(query.fresh, query.fresh_since or day))
    if query.faded:
        wanted.append(offer.c.faded_on.is_not(None))
    if query.lacks:
        wanted.append(or_(*_LACKING.values()) if query.lacks == "any" else _LACKING[query.lacks])
    return joined.where(and_(*wanted))


def _ordered(statement: Select[Any], order: Order) -> Select[Any]:
    by: dict[Order, tuple[Any, ...]] = {
        "name": (),
        "edited": (offer.c.edited_at.desc(),),
        "verified": (offer.c.verified_on.is_not(None), offer.c.verified_on),
    }
    return statement.order_by(*by[order], offer.c.sort_name, offer.c.key)


def _names(word: str) -> ColumnElement[bool]:
    """Whether the name, the provider, the district or the key holds a word.

    Names are kept folded, so umlauts and capitals do not matter there. SQLite does not know capitals beyond ASCII, so
    the others are asked for in each of their usual spellings.
    """
    spellings = dict.fromkeys((word, word.casefold(), word.capitalize(), word.upper()))
    others = [
        column.contains(spelling, autoescape=True)
        for column in (provider.c.name, place.c.district, offer.c.key)
        for spelling in spellings
    ]
    folded = [offer.c.sort_name.contains(part, autoescape=True) for part in fold(word)]
    return or_(*others, and_(*folded)) if folded else or_(*others)


def _has_topic(topic: str) -> ColumnElement[bool]:
    return exists().where(offer_term.c.offer_id == offer.c.id, _TOPICS, term.c.slug == topic)


def _graded(connection: Connection, statement: Select[Any], query: OfficeQuery, day: date) -> Select[Any]:
    """A statement about offers that have a grade on a day, if one is asked for."""
    if not query.grade:
        return statement
    anew = _grades_anew(connection, connection.execute(select(offer.c.id).where(_turned(day))).scalars().all(), day)
    if not anew:
        return statement.where(offer.c.grade == query.grade)
    now = [one for one, grade in anew.items() if grade == query.grade]
    return statement.where(
        among(offer.c.id, now) | (~among(offer.c.id, list(anew)) & (offer.c.grade == query.grade))
    )  # fmt: skip


def _turned(day: Any) -> Any:
    """Whether the kept grade of an offer is of another day."""
    return (offer.c.changes_on <= day) | (offer.c.assessed_on > day)


def _grades_anew(connection: Connection, ids: Sequence[int], day: date) -> dict[int, Grade]:
    """The grades that some offers have on a day."""
    facts = facts_of(connection, ids) if ids else {}
    return {one: assess(facts[one], day).grade for one in ids}


def _verified(fresh: Fresh, since: date) -> ColumnElement[bool]:
    if fresh == "never":
        return offer.c.verified_on.is_(None)
    return offer.c.verified_on >= since if fresh == "fresh" else offer.c.verified_on < since


_TOPICS = (term.c.id == offer_term.c.term_id) & (term.c.facet == "topics")
#: what may lack, and how one sees it
_LACKING: dict[Lack, ColumnElement[bool]] = {
    "hours": (offer.c.hours == "") & (offer.c.appointment == "unknown"),
    "contact": ~exists().where(public_contact.c.offer_id == offer.c.id),
    "point": place.c.lat.is_(None) & ~exists().where(stop.c.offer_id == offer.c.id),
    "topics": ~exists().where(offer_term.c.offer_id == offer.c.id, _TOPICS),
}
_ROWS = (
    select(
        offer.c.id, offer.c.key, offer.c.name, offer.c.kind, offer.c.status, provider.c.name.label("provider"),
        place.c.district, place.c.city, offer.c.grade, offer.c.verified_on, offer.c.faded_on,
        *(condition.label(lack) for lack, condition in _LACKING.items()),
        _turned(bindparam("day", type_=Date)).label("turned"),
    )
    .select_from(offer)
    .join(provider, offer.c.provider_id == provider.c.id)
    .join(place, offer.c.place_id == place.c.id, isouter=True)
    .where(among(offer.c.id))
)  # fmt: skip


def _listed(connection: Connection, ids: Sequence[int], day: date) -> list[Listed]:
    """The offers with these ids, in their order."""
    rows = {one: values for one, *values in connection.execute(_ROWS, {"among": ids, "day": day})}
    anew = _grades_anew(connection, [one for one, (*_, turned) in rows.items() if turned], day)
    return [_one_listed(anew.get(one), *rows[one]) for one in ids]


def _one_listed(anew: Grade | None, *row: Any) -> Listed:
    key, name, kind, status, by, district, city, grade, verified_on, faded_on, *lacking, _ = row
    lacks = tuple(compress(_LACKING, lacking))
    return Listed(key, name, kind, status, by, district or city or "", anew or grade, verified_on, faded_on, lacks)
