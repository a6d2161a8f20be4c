"""Accounts: who may sign in, with which roles, and who is signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from model.access import Account, Grant
from model.mail import mail_address
from store.codes import fresh_code, fresh_token, token_digest
from store.places import next_id
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


def email_key(email: str) -> str:
    """What two spellings of one mail address have in common."""
    return email.strip().casefold()


class Accounts(Room):
    """Who may sign in, and who is."""

    def by_email(self, email: str) -> Account | None:
        """The account with this mail address, in any spelling of capitals."""
        return self._one(account.c.email_key == email_key(email))

    def by_code(self, code: str) -> Account | None:
        """The account that pages call by this code."""
        return self._one(account.c.code == code)

    def all(self) -> list[Account]:
        """Every account, closed ones too, by mail address."""
        with self._database.reading() as connection:
            return _accounts(connection, select(account).order_by(account.c.email_key))

    def session(self, token: str) -> Session | None:
        """The session of a cookie, whatever its age; none for a closed account."""
        with self._database.reading() as connection:
            row = connection.execute(select(session).where(session.c.digest == token_digest(token))).first()
            if row is None:
                return None
            found = _accounts(connection, select(account).where(account.c.id == row.account_id))
        if not found or found[0].closed_at is not None:
            return None
        return Session(found[0], row.created_at, row.seen_at, bool(row.complete))

    def _one(self, where: Any) -> Account | None:
        with self._database.reading() as connection:
            found = _accounts(connection, select(account).where(where))
        return found[0] if found else None


class AccountChanges(Changes):
    """Changes accounts and sessions within a transaction."""

    def add(self, email: str, name: str = "", grants: Iterable[Grant] = ()) -> Account:
        """Make an account without a password, and return it."""
        address = mail_address(email)
        row_id = next_id(self._connection, account)
        row = {"id": row_id, "code": fresh_code(), "email": address, "email_key": email_key(address), "name": name}
        more = {"password": "", "totp_secret": "", "totp_step": 0, "created_at": self._stamp.at}
        self._connection.execute(insert(account).values(**row, **more))
        self.set_grants(row_id, grants)
        return _accounts(self._connection, select(account).where(account.c.id == row_id))[0]

    def set_grants(self, account_id: int, grants: Iterable[Grant]) -> None:
        """Give an account these roles and no others."""
        self._connection.execute(delete(account_grant).where(account_grant.c.account_id == account_id))
        rows = [
            {"account_id": account_id, "role": grant.role, "region": grant.region, "provider": grant.provider}
            for grant in dict.fromkeys(grants)
        ]
        if rows:
            self._connection.execute(insert(account_grant), rows)

    def set_second_factor(self, account_id: int, secret: str) -> None:
        """Ask an account for codes made from this secret from now on; an empty one ends that."""
        values = {"totp_secret": secret, "totp_step": 0}
        self._connection.execute(update(account).where(account.c.id == account_id).values(**values))

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

    def close_session(self, token: str) -> None:
        """Sign out on one device."""
        self._connection.execute(delete(session).where(session.c.digest == token_digest(token)))


def _accounts(connection: Connection, statement: Any) -> list[Account]:
    rows = connection.execute(statement).all()
    grants: dict[int, list[Grant]] = {row.id: [] for row in rows}
    columns = account_grant.c
    wanted = select(account_grant).where(columns.account_id.in_(list(grants)))
    for row in connection.execute(wanted.order_by(columns.role, columns.region, columns.provider)):
        grants[row.account_id].append(Grant(row.role, row.region, row.provider))
    return [
        Account(
            row.id, row.code, row.email, row.name, row.created_at, tuple(grants[row.id]), bool(row.password),
            bool(row.totp_secret), row.closed_at,
        )
        for row in rows
    ]  # fmt: skip
