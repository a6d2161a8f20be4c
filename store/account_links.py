"""One-time links of accounts: invitations, forgotten passwords, the first admin. Only their digests are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from model.access import Account
from store.account_rows import accounts_from
from store.codes import fresh_token, token_digest
from store.room import Changes, Room
from store.tables_accounts import account, account_link

Purpose = Literal["invitation", "reset", "first_admin"]
#: why a link leads nowhere; "open" means it does not
LinkState = Literal["open", "used", "replaced", "expired", "unknown"]


@dataclass(frozen=True, slots=True)
class Link:
    """What a link leads to, and whether it still does."""

    state: LinkState
    account: Account | None = None


class AccountLinks(Room):
    """What links lead to."""

    def link(self, purpose: Purpose, token: str, now: datetime) -> Link:
        """What a link leads to right now, without using it."""
        with self._database.reading() as connection:
            return _read(connection, purpose, token, now)


class AccountLinkChanges(Changes):
    """Makes links and uses them within a transaction."""

    def new_link(self, purpose: Purpose, account_id: int | None, lasts: timedelta | None) -> str:
        """Make a link and return its token; older ones for the same purpose and account lead nowhere from now on."""
        self.end_links(purpose, account_id)
        token, at = fresh_token(), self._stamp.at
        row = {"digest": token_digest(token), "purpose": purpose, "account_id": account_id, "state": "open"}
        ends = at + lasts if lasts else None
        self._connection.execute(insert(account_link).values(**row, created_at=at, expires_at=ends))
        return token

    def end_links(self, purpose: Purpose, account_id: int | None) -> None:
        """Let the open links for a purpose and account lead nowhere."""
        columns = account_link.c
        whose = columns.account_id.is_(None) if account_id is None else columns.account_id == account_id
        where = (columns.purpose == purpose, whose, columns.state == "open")
        self._connection.execute(update(account_link).where(*where).values(state="replaced"))

    def use_link(self, purpose: Purpose, token: str) -> Link:
        """What a link led to, once: whoever comes second finds it used."""
        found = _read(self._connection, purpose, token, self._stamp.at)
        if found.state == "open":
            where = account_link.c.digest == token_digest(token)
            self._connection.execute(update(account_link).where(where).values(state="used"))
        return found

    def forget_links(self, expired_before: datetime) -> int:
        """Delete links so old that nobody needs to be told any more what became of them."""
        where = account_link.c.expires_at < expired_before
        ended = (account_link.c.expires_at.is_(None), account_link.c.state != "open")
        self._connection.execute(delete(account_link).where(*ended, account_link.c.created_at < expired_before))
        return self._connection.execute(delete(account_link).where(where)).rowcount


def _read(connection: Connection, purpose: Purpose, token: str, now: datetime) -> Link:
    where = (account_link.c.digest == token_digest(token), account_link.c.purpose == purpose)
    row = connection.execute(select(account_link).where(*where)).first()
    if row is None:
        return Link("unknown")
    found = accounts_from(connection, select(account).where(account.c.id == row.account_id))
    owner = found[0] if found else None
    if owner and owner.closed_at is not None:
        return Link("unknown")
    if row.state != "open":
        return Link(row.state, owner)
    return Link("expired" if row.expires_at is not None and row.expires_at <= now else "open", owner)
