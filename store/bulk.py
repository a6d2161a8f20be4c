"""Changes of many offers at once, from the choice to taking them back: they survive a reload and can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from model.bulk import BulkAction
from model.offer import Offer
from store import offers, revisions, tables
from store.codes import fresh_code
from store.dialect import among
from store.documents import from_text, to_text
from store.places import next_id
from store.room import Changes, Room
from store.tables_drafts import bulk_change

#: chosen: which offers · seen: what would change · done · undone
BulkState = Literal["chosen", "seen", "done", "undone"]
#: what was chosen and never done is forgotten after so long
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class At:
    """An offer at one of its changes."""

    key: str
    revision: int


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """Which offers are to change and how; after it was done, which of them did, and which others were left alone."""

    action: BulkAction
    offers: tuple[At, ...]
    why: str = ""
    #: as the change left them
    done: tuple[At, ...] = ()
    #: somebody else had changed them meanwhile
    left: tuple[str, ...] = ()
    #: the same when it was taken back
    left_undone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bulk:
    """One change of many offers. `code` is how pages name it."""

    code: str
    region: str
    by: str
    at: datetime
    state: BulkState
    plan: BulkPlan


class Bulks(Room):
    """Reads them."""

    def by_code(self, code: str) -> Bulk | None:
        """The change that pages call by this code."""
        with self._database.reading() as connection:
            return _by_code(connection, code)


class BulkChanges(Changes):
    """Changes them within a transaction."""

    def add(self, region: str, plan: BulkPlan) -> str:
        """Keep which offers were chosen, and return the code."""
        unused = bulk_change.c.state.in_(("chosen", "seen")) & (bulk_change.c.at < self._stamp.at - KEPT)
        self._connection.execute(delete(bulk_change).where(unused))
        code = fresh_code()
        row = {"id": next_id(self._connection, bulk_change), "code": code, "region": region, "by": self._stamp.by}
        self._connection.execute(
            insert(bulk_change).values(**row, at=self._stamp.at, state="chosen", document=to_text(plan))
        )
        return code

    def by_code(self, code: str) -> Bulk | None:
        """The change as this transaction sees it."""
        return _by_code(self._connection, code)

    def put(self, code: str, state: BulkState, plan: BulkPlan) -> None:
        """Write how far a change is."""
        values = {"state": state, "document": to_text(plan), "at": self._stamp.at, "by": self._stamp.by}
        self._connection.execute(update(bulk_change).where(bulk_change.c.code == code).values(**values))

    def offers(self, keys: Sequence[str]) -> dict[str, tuple[Offer, int]]:
        """The offers with these keys and the numbers of their last changes, as this transaction sees them."""
        columns = tables.offer.c
        rows = self._connection.execute(select(columns.id, columns.revision).where(among(columns.key, keys))).all()
        revision = {row.id: row.revision for row in rows}
        found = zip(revision, offers.by_ids(self._connection, list(revision)), strict=True)
        return {offer.key: (offer, revision[own]) for own, offer in found}

    def offer_at(self, key: str, revision: int) -> Offer | None:
        """The offer as a change left it."""
        return revisions.offer_at(self._connection, key, revision)


def _by_code(connection: Connection, code: str) -> Bulk | None:
    row: Row[Any] | None = connection.execute(select(bulk_change).where(bulk_change.c.code == code)).first()
    if row is None:
        return None
    return Bulk(row.code, row.region, row.by, row.at, row.state, from_text(BulkPlan, row.document))
