"""Personal links: what the secret in a mail leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from model.freshness import Said
from store import tables
from store import upkeep_lists as lists
from store.codes import token_digest
from store.tables_upkeep import answer, link, question


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry that a link is about, and what was answered: "" is nothing yet."""

    key: str
    answer: Said | str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Linked:
    """What a personal link leads to."""

    question: int
    code: str
    region: str
    email: str
    expires_at: datetime
    closed: bool
    offers: tuple[Asked, ...]

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be answered with this link."""
        return not self.closed and now < self.expires_at and bool(self.waiting)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The keys of the entries that nobody has answered about."""
        return tuple(one.key for one in self.offers if not one.answer)


def linked(connection: Connection, token: str) -> Linked | None:
    """What a link leads to; entries that are kept by another address by now, or are off the map, are left out."""
    statement = select(question, link.c.expires_at).join(link, link.c.question_id == question.c.id)
    row = connection.execute(statement.where(link.c.digest == token_digest(token))).first()
    if row is None or not row.email:
        return None
    source = lists.with_contacts(lists.with_upkeep()).join(answer, answer.c.offer_id == tables.offer.c.id)
    mine = (answer.c.question_id == row.id) & (row.email == lists.EMAIL) & lists.published(row.region)
    asked = select(tables.offer.c.key, answer.c.answer, answer.c.answered_at).select_from(source).where(mine)
    rows: Sequence[Any] = connection.execute(asked.order_by(tables.offer.c.sort_name, tables.offer.c.key)).all()
    offers = tuple(Asked(*one) for one in rows)
    return Linked(row.id, row.code, row.region, row.email, row.expires_at, row.closed_on is not None, offers)
