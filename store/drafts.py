"""What somebody is typing into the form of an offer, kept so that nothing is lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select

from store.room import Changes, Room
from store.tables_drafts import draft

#: nobody comes back to a draft after so long
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left: by form field what was typed, and the change of the offer on which it is based."""

    key: str
    region: str
    revision: int
    name: str
    form: Mapping[str, Sequence[str]]
    at: datetime
_OWN = select(draft).where(draft.c.account_id == bindparam("account"), draft.c.offer_key == bindparam("key"))


class Drafts(Room):
    """Reads them."""

    def of(self, account_id: int, key: str) -> Draft | None:
        """The draft that an account has of an offer."""
        with self._database.reading() as connection:
            row = connection.execute(_OWN, {"account": account_id, "key": key}).first()
        return _draft(row) if row else None

    def new_ones(self, account_id: int, region: str) -> list[Draft]:
        """The drafts that an account has of offers that do not exist yet, newest first."""
        wanted = (draft.c.account_id == account_id) & (draft.c.region == region) & (draft.c.revision == 0)
        with self._database.reading() as connection:
            rows = connection.execute(select(draft).where(wanted).order_by(draft.c.at.desc())).all()
        return [_draft(row) for row in rows]


class DraftChanges(Changes):
    """Changes them within a transaction."""

    def keep(
        self, account_id: int, key: str, region: str, revision: int, name: str, form: Mapping[str, Sequence[str]]
    ) -> None:
        """Keep a form in place of the one before, and forget what is too old for everybody."""
        self.drop(account_id, key)
        _forget(self._connection, self._stamp.at - KEPT)
        row = {"account_id": account_id, "offer_key": key, "region": region, "revision": revision, "name": name}
        text = json.dumps({name: list(texts) for name, texts in form.items()}, ensure_ascii=False)
        self._connection.execute(insert(draft).values(**row, form=text, at=self._stamp.at))

    def drop(self, account_id: int, key: str) -> None:
        """Throw the draft away that an account has of an offer."""
        self._connection.execute(delete(draft).where(_of(account_id, key)))


def _of(account_id: int, key: str) -> ColumnElement[bool]:
    return (draft.c.account_id == account_id) & (draft.c.offer_key == key)


def _forget(connection: Connection, before: datetime) -> None:
    connection.execute(delete(draft).where(draft.c.at < before))


def _draft(row: Row[Any]) -> Draft:
    return Draft(row.offer_key, row.region, row.revision, row.name, json.loads(row.form), row.at)
