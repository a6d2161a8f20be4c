"""Attempts to sign in: counted before they are made, so that many at once are counted too."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from store.room import Changes
from store.tables_accounts import sign_in_attempt as table


@dataclass(frozen=True, slots=True)
class Patience:
    """How many attempts are free, and how the waiting grows after that."""

    free: int
    first: timedelta
    most: timedelta
    #: after so long without an attempt everything is forgotten
    memory: timedelta = timedelta(hours=24)

    def wait(self, failures: int) -> timedelta:
        """How long to wait after so many failures in a row: twice as long each time."""
        over = failures - self.free
        return timedelta(0) if over < 0 else min(self.first * 2 ** min(over, 20), self.most)


@dataclass(frozen=True, slots=True)
class Counted:
    """Whether an attempt may be made. If not, `wait` says how long it takes until one may."""

    wait: timedelta
    #: how often it failed, this one included
    failures: int


class AttemptChanges(Changes):
    """Counts attempts within a transaction."""

    def count_attempt(self, subject: str, patience: Patience) -> Counted:
        """Count an attempt as if it failed, unless one has to wait; `forgive` or `take_back` it if it does not."""
        at = self._stamp.at
        row = self._connection.execute(select(table).where(table.c.subject == subject)).first()
        if row and row.blocked_until > at:
            return Counted(row.blocked_until - at, row.failures)
        failures = 1 if row is None or at - row.last_at > patience.memory else row.failures + 1
        values = {"failures": failures, "last_at": at, "blocked_until": at + patience.wait(failures)}
        if row is None:
            self._connection.execute(insert(table).values(subject=subject, **values))
        else:
            self._connection.execute(update(table).where(table.c.subject == subject).values(**values))
        return Counted(timedelta(0), failures)

    def forgive(self, subject: str) -> None:
        """Forget all failures of somebody who succeeded."""
        self._connection.execute(delete(table).where(table.c.subject == subject))

    def take_back(self, subject: str, patience: Patience) -> None:
        """Uncount one attempt that did not fail; what others failed from there still counts."""
        row = self._connection.execute(select(table).where(table.c.subject == subject)).first()
        if row and row.failures > 0:
            failures = row.failures - 1
            values = {"failures": failures, "blocked_until": row.last_at + patience.wait(failures)}
            self._connection.execute(update(table).where(table.c.subject == subject).values(**values))

    def forget_attempts(self, last_before: datetime) -> int:
        """Delete what was counted long ago."""
        return self._connection.execute(delete(table).where(table.c.last_at < last_before)).rowcount
