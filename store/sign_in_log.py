"""The log of sign-ins: who, when, what. It knows no address of a device and is kept for half a year."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select

from store.places import next_id
from store.room import Changes, Room
from store.tables_accounts import account, account_grant, sign_in_log

Event = Literal[
    "signed_in", "failed", "locked", "signed_out", "signed_out_everywhere", "invited", "invited_again", "accepted",
    "first_admin", "reset_asked", "reset", "password", "second_factor_on", "second_factor_off", "recovery_codes",
    "recovery_code_used", "roles", "closed", "reopened",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: datetime
    email: str
    name: str
    event: Event
    by: str
    words: str


class SignInLog(Room):
    """What happened to accounts."""

    def log(self, region: str | None, *, limit: int = 50, offset: int = 0) -> list[Entry]:
        """What happened to the accounts with a role in a region, newest first; without a region, to all of them."""
        columns = (sign_in_log.c.at, account.c.email, account.c.name, *(sign_in_log.c[n] for n in Entry.__slots__[3:]))
        statement = select(*columns).join_from(sign_in_log, account).where(*_whose(region))
        newest = statement.order_by(sign_in_log.c.id.desc()).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return [Entry(*row) for row in connection.execute(newest)]

    def count_log(self, region: str | None) -> int:
        """How many lines the log of a region has."""
        statement = select(func.count()).select_from(sign_in_log).where(*_whose(region))
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar_one())


class SignInLogChanges(Changes):
    """Writes the log within a transaction."""

    def note(self, account_id: int, event: Event, words: str = "", by: str = "") -> None:
        """Write down what happened to an account."""
        row = {"id": next_id(self._connection, sign_in_log), "at": self._stamp.at, "account_id": account_id}
        self._connection.execute(insert(sign_in_log).values(**row, event=event, words=words, by=by))

    def forget_log(self, before: datetime) -> int:
        """Delete what happened long ago."""
        return self._connection.execute(delete(sign_in_log).where(sign_in_log.c.at < before)).rowcount


def _whose(region: str | None) -> list[Any]:
    if region is None:
        return []
    those = select(account_grant.c.account_id).where(account_grant.c.region == region)
    return [sign_in_log.c.account_id.in_(those)]
