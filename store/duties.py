"""When each duty of the worker is due again, so that a restart neither repeats nor skips one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from store.jobs import SILENCE
from store.room import Changes, Room
from store.tables_jobs import duty as table


@dataclass(frozen=True, slots=True)
class DutyState:
    """When a duty last ran, what came of it, and when it is due again."""

    name: str
    due_at: datetime
    last_at: datetime | None
    changed: int
    trouble: str


class Duties(Room):
    """What is known of each duty."""

    def states(self) -> dict[str, DutyState]:
        """All duties that ever ran, by name."""
        columns = (table.c.name, table.c.due_at, table.c.last_at, table.c.changed, table.c.trouble)
        with self._database.reading() as connection:
            return {row.name: DutyState(*row) for row in connection.execute(select(*columns))}


class DutyChanges(Changes):
    """Takes duties up and notes that they were done."""

    def claim(self, name: str) -> bool:
        """Take a duty up if it is due and nobody else is at it; one that never ran is due."""
        now = self._stamp.at
        known = self._connection.execute(select(table).where(table.c.name == name)).first()
        if known is None:
            row = {"name": name, "due_at": now, "alive_at": now, "changed": 0, "trouble": ""}
            self._connection.execute(insert(table).values(**row))
            return True
        if known.due_at > now or (known.alive_at is not None and known.alive_at >= now - SILENCE):
            return False
        self._set(name, alive_at=now)
        return True

    def beat(self, name: str) -> None:
        """Say that somebody is at it."""
        self._set(name, alive_at=self._stamp.at)

    def finish(self, name: str, every: timedelta, changed: int) -> None:
        """Note that a duty was done, and when it comes round again."""
        now = self._stamp.at
        self._set(name, due_at=now + every, alive_at=None, last_at=now, changed=changed, trouble="")

    def fail(self, name: str, again_in: timedelta, trouble: str) -> None:
        """Note that a duty could not be done, and when it is tried again."""
        self._set(name, due_at=self._stamp.at + again_in, alive_at=None, trouble=trouble)

    def _set(self, name: str, **values: object) -> None:
        self._connection.execute(update(table).where(table.c.name == name).values(**values))
