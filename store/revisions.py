"""The history of offers: every change as a whole, with who made it, when and why."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from model.offer import Offer
from store.documents import from_text
from store.tables import offer, revision

_ROWS = select(
    revision.c.number, revision.c.at, revision.c.by, revision.c.why, revision.c.version, revision.c.document,
    revision.c.run_id,
).join_from(revision, offer)  # fmt: skip
_DOCUMENT = (
    select(revision.c.document, revision.c.at)
    .join_from(revision, offer)
    .where(offer.c.key == bindparam("key"), revision.c.number == bindparam("number"))
)
_NEWEST = (
    select(revision.c.document, revision.c.at, revision.c.number)
    .join_from(revision, offer)
    .where(offer.c.key == bindparam("key"), revision.c.number == offer.c.revision)
)


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one offer: how it was before (None: it did not exist) and how it was from then on."""

    number: int
    key: str
    at: datetime
    by: str
    why: str
    version: int
    before: Offer | None
    offer: Offer
    #: the run of an importer that made it, or that it took back
    run: int | None = None


def of_key(connection: Connection, key: str) -> list[Revision]:
    """All changes of an offer, newest first."""
    return _told(connection, key, _ROWS.where(offer.c.key == key).order_by(revision.c.number))


def page_of_key(connection: Connection, key: str, below: int, limit: int) -> list[Revision]:
    """The newest changes of an offer, or, if asked, the newest of those below a number."""
    number = revision.c.number
    top = below - 1 if below else select(offer.c.revision).where(offer.c.key == key).scalar_subquery()
    wanted = _ROWS.where(offer.c.key == key, number <= top, number >= top - limit)
    return _told(connection, key, wanted.order_by(number))[:limit]


def _told(connection: Connection, key: str, statement: Select[Any]) -> list[Revision]:
    """The rows of a statement as changes, newest first; each begins with what the row before it left."""
    history: list[Revision] = []
    before = None
    for number, at, by, why, version, document, run in connection.execute(statement):
        after = replace(from_text(Offer, document), edited_at=at)
        history.append(Revision(number, key, at, by, why, version, before, after, run))
        before = after
    return history[::-1]


def offer_at(connection: Connection, key: str, number: int) -> Offer | None:
    """The offer as a revision left it, None if there is no such revision."""
    row = connection.execute(_DOCUMENT, {"key": key, "number": number}).first()
    return _left(row) if row else None


def newest(connection: Connection, key: str) -> tuple[int, Offer] | None:
    """The number of the last change of an offer, and the offer as it left it."""
    row = connection.execute(_NEWEST, {"key": key}).first()
    return (row.number, _left(row)) if row else None


def _left(row: Row[Any]) -> Offer:
    return replace(from_text(Offer, row.document), edited_at=row.at)
