"""Sessions: who is signed in, on which devices; the cookie holds a token of which only the digest is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from model.access import Account, Grant
from store.account_rows import account_from
from store.codes import fresh_token, token_digest
from store.room import Changes, Room
from store.tables_accounts import account, account_grant, session


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in on one device."""

    account: Account
    created_at: datetime
    seen_at: datetime
    #: False between password and second factor
    complete: bool


#: asked at every request of somebody who is signed in, so it is made once
_BY_DIGEST = (
    select(
        account_grant.c.role, account_grant.c.region, account_grant.c.provider,
        session.c.created_at.label("opened_at"), session.c.seen_at, session.c.complete, account,
    )
    .join_from(session, account)
    .join(account_grant, account_grant.c.account_id == account.c.id, isouter=True)
    .where(session.c.digest == bindparam("wanted"))
    .order_by(account_grant.c.role, account_grant.c.region, account_grant.c.provider)
)  # fmt: skip


class Sessions(Room):
    """Who is signed in."""

    def session(self, token: str) -> Session | None:
        """The session of a cookie, whatever its age; none for a closed account."""
        with self._database.reading() as connection:
            rows = connection.execute(_BY_DIGEST, {"wanted": token_digest(token)}).all()
        if not rows or rows[0].closed_at is not None:
            return None
        first, grants = rows[0], tuple(Grant(*row[:3]) for row in rows if row.role is not None)
        return Session(account_from(first, grants), first.opened_at, first.seen_at, bool(first.complete))

    def sessions_since(self, account_id: int, seen: datetime, created: datetime) -> int:
        """On how many devices somebody is signed in: sessions that were used and opened no earlier than this."""
        where = (session.c.account_id == account_id, session.c.seen_at >= seen, session.c.created_at >= created)
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).where(*where, session.c.complete == 1)).scalar_one())


class SessionChanges(Changes):
    """Signs people in and out within a transaction."""

    def open_session(self, account_id: int, *, complete: bool) -> str:
        """Sign somebody in and return the token for the cookie."""
        token = fresh_token()
        row = {"digest": token_digest(token), "account_id": account_id, "complete": int(complete)}
        self._connection.execute(insert(session).values(**row, created_at=self._stamp.at, seen_at=self._stamp.at))
        return token

    def touch_session(self, token: str) -> None:
        """Note that a session is in use."""
        where = session.c.digest == token_digest(token)
        self._connection.execute(update(session).where(where).values(seen_at=self._stamp.at))

    def close_session(self, token: str) -> bool:
        """Sign out on one device; False if nobody was signed in there any more."""
        return self._connection.execute(delete(session).where(session.c.digest == token_digest(token))).rowcount == 1

    def close_sessions(self, account_id: int, *, but: str = "") -> int:
        """Sign somebody out everywhere, or everywhere but on the device with this token."""
        where = [session.c.account_id == account_id]
        if but:
            where.append(session.c.digest != token_digest(but))
        return self._connection.execute(delete(session).where(*where)).rowcount

    def forget_sessions(self, *, seen_before: datetime, opened_before: datetime) -> int:
        """Delete the sessions that nobody can use any more."""
        old = or_(session.c.seen_at < seen_before, session.c.created_at < opened_before)
        return self._connection.execute(delete(session).where(old)).rowcount
