"""What is due, who would be asked next, and the lists of the freshness page, all as statements over offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Date, String, and_, case, func, literal, or_, select

from model.freshness import ASKING, Rhythm, Stage, due_before, rhythm_from
from store import tables
from store.tables_upkeep import upkeep

offer, provider, place = tables.offer, tables.provider, tables.place
public, inner = tables.public_contact, tables.maintenance_contact
PAGE = 50
#: what the freshness page can be narrowed to
Group = Literal["all", "current", "due", "asked", "faded", "phone", "gone"]
GROUPS: tuple[Group, ...] = ("all", "current", "due", "asked", "faded", "phone", "gone")
NEVER = date(1, 1, 1)

STAGE = func.coalesce(upkeep.c.stage, "rest")
#: whom to ask, in small letters: the maintenance address, else the public one
EMAIL = func.lower(
    func.trim(func.coalesce(func.nullif(inner.c.email, ""), func.nullif(public.c.email, ""), literal("", String)))
)
#: calls go to the people of the office's phone list: what faded, and what has no address to write to
ON_PHONE_LIST = or_(and_(offer.c.faded_on.is_not(None), STAGE != "gone"), STAGE == "phone")
_RHYTHMS = select(upkeep.c.rhythm).where(upkeep.c.rhythm != "").distinct()
VERIFIED = func.coalesce(offer.c.verified_on, literal(NEVER, Date))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many published entries of a region are how fresh."""

    total: int
    current: int
    due: int
    asked: int
    reminded: int
    faded: int
    phone: int
    gone: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with all that its upkeep needs; never to be shown in public."""

    key: str
    name: str
    provider: str
    district: str
    verified_on: date | None
    faded_on: date | None
    rhythm: Rhythm
    stage: Stage
    asked_on: date | None
    tried_on: date | None
    tries: int
    email: str
    #: nobody wrote down a maintenance address, so the public one is used
    from_public: bool
    contact: str
    note: str
    own_phone: str
    public_phone: str

    @property
    def phone(self) -> str:
        """The number to call about the entry."""
        return self.own_phone or self.public_phone


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address whose entries are due, and how many these are."""

    email: str
    offers: int
    oldest: date | None
    #: nobody wrote it down as a maintenance address; it is what the public sees
    from_public: bool = False


def published(region: str) -> Any:
    """Whether an entry is on the map of a region."""
    return and_(offer.c.region == region, offer.c.status == "published")


def with_upkeep() -> Any:
    """All offers, beside what is known about their upkeep."""
    return offer.join(upkeep, upkeep.c.offer_id == offer.c.id, isouter=True)


def with_contacts(source: Any) -> Any:
    """Beside them, whom to ask."""
    joined = source.join(inner, inner.c.offer_id == offer.c.id, isouter=True)
    return joined.join(public, public.c.offer_id == offer.c.id, isouter=True)


def is_due(connection: Connection, default_months: int, day: date) -> Any:
    """Whether an entry rests but should be confirmed again; each rhythm in use has a day of its own.

    Nothing is kept about when an entry is due, so that it is right whoever changes the entry or the rhythm.
    """
    usual, own = edges(connection, default_months, day)
    return due_by(literal(usual, Date), {text: literal(edge, Date) for text, edge in own.items()})


def edges(connection: Connection, default_months: int, day: date) -> tuple[date, dict[str, date]]:
    """Before which day an entry must have been confirmed to be due: the usual one, and that of each rhythm in use."""
    texts = connection.execute(_RHYTHMS).scalars().all()
    own = {text: due_before(rhythm_from(text), default_months, day) for text in texts}
    return due_before(Rhythm(), default_months, day), own


def due_by(usual: Any, own: Mapping[str, Any]) -> Any:
    """Whether an entry rests but should be confirmed again, by the days of the rhythms."""
    whens = [(upkeep.c.rhythm == text, edge) for text, edge in own.items()]
    edge = case(*whens, else_=usual) if whens else usual
    return and_(
        STAGE == "rest",
        offer.c.faded_on.is_(None),
        or_(offer.c.verified_on.is_(None), offer.c.verified_on < edge),
        or_(upkeep.c.spoken_on.is_(None), upkeep.c.spoken_on < edge),
    )


def counts(connection: Connection, region: str, default_months: int, day: date) -> Counts:
    """All counts of a region at once."""
    due = is_due(connection, default_months, day)
    fresh = and_(STAGE == "rest", offer.c.faded_on.is_(None), ~due)
    reminded = STAGE.in_(("reminded_1", "reminded_2"))
    wanted = (fresh, due, STAGE == "asked", reminded, offer.c.faded_on.is_not(None), ON_PHONE_LIST, STAGE == "gone")
    columns = [func.count(), *(func.count().filter(one) for one in wanted)]
    row = connection.execute(select(*columns).select_from(with_upkeep()).where(published(region))).one()
    return Counts(*map(int, row))


def count(connection: Connection, region: str, condition: Any) -> int:
    """How many published entries of a region meet a condition."""
    statement = select(func.count()).select_from(with_upkeep()).where(published(region), condition)
    return int(connection.execute(statement).scalar_one())


def group_condition(connection: Connection, group: Group, default_months: int, day: date) -> Any:
    """Whether an entry belongs to a group of the freshness page."""
    due = is_due(connection, default_months, day)
    conditions: dict[Group, Any] = {
        "all": offer.c.id > 0, "due": due, "asked": STAGE.in_(ASKING), "faded": offer.c.faded_on.is_not(None),
        "phone": ON_PHONE_LIST, "gone": STAGE == "gone",
        "current": and_(STAGE == "rest", offer.c.faded_on.is_(None), ~due),
    }  # fmt: skip
    return conditions[group]


def addresses(connection: Connection, region: str, default_months: int, day: date, limit: int) -> list[Address]:
    """The addresses with due entries, those with the oldest entry first; "" stands for all entries without one."""
    oldest = func.min(VERIFIED)
    statement = (
        select(EMAIL, func.count(), oldest, func.max(func.coalesce(inner.c.email, "")))
        .select_from(with_contacts(with_upkeep()))
        .where(published(region), is_due(connection, default_months, day))
        .group_by(EMAIL)
        .order_by(oldest, EMAIL)
        .limit(limit)
    )
    return [
        Address(email, int(number), None if first == NEVER else first, not own)
        for email, number, first, own in connection.execute(statement)
    ]


def entries(
    connection: Connection, region: str, condition: Any, order: Sequence[Any], limit: int, offset: int = 0
) -> list[Kept]:
    """Entries of a region that meet a condition, with whom to ask about them."""
    source = with_contacts(with_upkeep()).join(provider, provider.c.id == offer.c.provider_id)
    source = source.join(place, place.c.id == offer.c.place_id, isouter=True)
    own = (inner.c.email, inner.c.name, inner.c.note, inner.c.phone)
    statement = (
        select(
            offer.c.key, offer.c.name, provider.c.name, func.coalesce(place.c.district, ""), offer.c.verified_on,
            offer.c.faded_on, func.coalesce(upkeep.c.rhythm, ""), STAGE, upkeep.c.asked_on, upkeep.c.tried_on,
            func.coalesce(upkeep.c.tries, 0), EMAIL, *(func.coalesce(column, "") for column in own),
            func.coalesce(public.c.phone, ""),
        )
        .select_from(source)
        .where(published(region), condition)
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [_kept(*row) for row in connection.execute(statement)]


def _kept(*row: Any) -> Kept:
    key, name, by, district, verified, faded, rhythm, stage, asked, tried, tries, email, own, *rest = row
    contact, note, own_phone, public_phone = rest
    return Kept(
        key, name, by, district, verified, faded, rhythm_from(rhythm), stage, asked, tried, int(tries), email,
        bool(email) and not own.strip(), contact, note, own_phone, public_phone,
    )  # fmt: skip


#: the longest unconfirmed first
BY_AGE = (VERIFIED, offer.c.key)
#: as somebody goes through the town with the phone: by district, then by name
BY_DISTRICT = (func.coalesce(place.c.district, ""), offer.c.sort_name, offer.c.key)
