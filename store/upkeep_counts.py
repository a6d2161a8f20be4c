"""How much work the upkeep of entries makes, as the to-do list counts it at every view.

Nearly all entries rest and have no row of their own in the table of upkeep. So all are counted from an index, as if
none had one, and what that says wrongly of those few that have one is put right.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date, Select, and_, bindparam, func, literal, or_, select, true

from store.tables_upkeep import upkeep
from store.upkeep_lists import NEVER, ON_PHONE_LIST, STAGE, due_by, edges, offer


@dataclass(frozen=True, slots=True)
class Work:
    """How many published entries of a region need somebody of the office."""

    due: int
    phone: int
    gone: int


def work(connection: Connection, region: str, default_months: int, day: date) -> Work:
    """How many entries of a region are due, to be called about, and perhaps gone."""
    usual, own = edges(connection, default_months, day)
    days = {f"edge_{number}": edge for number, edge in enumerate(own.values())}
    row = connection.execute(_statement(tuple(own)), {"region": region, "usual": usual, **days}).one()
    return Work(*map(int, row))


@lru_cache(maxsize=64)
def _statement(rhythms: tuple[str, ...]) -> Select[Any]:
    """The question, made once for all rhythms in use."""
    usual = bindparam("usual", type_=Date)
    due = due_by(usual, {text: bindparam(f"edge_{number}", type_=Date) for number, text in enumerate(rhythms)})
    is_faded = offer.c.faded_on.is_not(None)
    never, before = offer.c.verified_on.is_(None), offer.c.verified_on < usual
    old = and_(~is_faded, or_(never, before))
    published = offer.c.status == "published"
    here = and_(offer.c.region == bindparam("region"), published)
    # Wrapped, so that SQLite finds the few offers by their rows of upkeep, and does not go through all of the region.
    own_here = and_(func.coalesce(offer.c.region, "") == bindparam("region"), published)
    # Each of these is one stretch of an index; asked for with "or" they would be all of the region, offer by offer.
    all_of_them = select(
        (_number(here, ~is_faded, never) + _number(here, ~is_faded, before)).label("due"),
        _number(own_here, offer.c.faded_on >= literal(NEVER, Date)).label("phone"),
    ).subquery()
    own = (
        select(
            (_how_many(due) - _how_many(old)).label("due"),
            (_how_many(and_(ON_PHONE_LIST, ~is_faded)) - _how_many(and_(~ON_PHONE_LIST, is_faded))).label("phone"),
            _how_many(STAGE == "gone").label("gone"),
        )
        .select_from(offer.join(upkeep))
        .where(own_here, offer.c.id.in_(select(upkeep.c.offer_id)))
        .subquery()
    )
    return select(all_of_them.c.due + own.c.due, all_of_them.c.phone + own.c.phone, own.c.gone).join_from(
        all_of_them, own, true()
    )


def _number(*conditions: Any) -> Any:
    """How many offers meet all conditions, as a question of its own within a larger one."""
    return select(func.count()).select_from(offer).where(*conditions).scalar_subquery()


def _how_many(condition: Any) -> Any:
    return func.count().filter(condition)
