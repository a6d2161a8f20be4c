"""Files that are brought in again and again."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from model.standing import StandingImport
from store.room import Changes, Room
from store.tables_standing import standing_import as table

_COLUMNS = [table.c[field.name] for field in fields(StandingImport)]


class Standing(Room):
    """Which files are read again, and when they were last."""

    def all(self) -> list[StandingImport]:
        """All of them, by region and path."""
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(table.c.region, table.c.path)).mappings()
            return [StandingImport(**{**row, "complete": bool(row["complete"])}) for row in rows]


class StandingChanges(Changes):
    """Decides which files are read again, and notes when they were."""

    def keep(self, one: StandingImport) -> None:
        """Read a file again from now on, in place of what was kept about the same file."""
        self.forget(one.region, one.path)
        row = {**asdict(one), "complete": int(one.complete), "by": self._stamp.by}
        self._connection.execute(insert(table).values(**row))

    def forget(self, region: str, path: str) -> bool:
        """Read a file no more; False if it was not read again anyway."""
        done = self._connection.execute(delete(table).where(table.c.region == region, table.c.path == path))
        return done.rowcount > 0

    def note(self, one: StandingImport, at: datetime, sha256: str) -> None:
        """Note that a file was read, or that it could not be."""
        where = (table.c.region == one.region, table.c.path == one.path)
        self._connection.execute(update(table).where(*where).values(last_at=at, last_sha256=sha256))
