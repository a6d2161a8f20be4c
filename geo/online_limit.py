"""Whose turn it is to ask a service: one request after the other, from all processes together, through one file."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from geo.finding import OnlineError
from geo.online_service import Service

#: a turn further away is not waited for
PATIENCE_S = 60.0
#: no service is left alone for longer, whatever it said; a later time in the file comes from a clock that was wrong
LONGEST_S = 86_400.0
#: how late a turn may be taken; after that another one could follow too closely
LATE_S = 0.05
LOCKED_S = 30.0


class Limiter:
    """Gives out turns to ask one service; every process that uses the same file shares them."""

    def __init__(
        self, file: Path, service: Service, *, now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._file = file
        self._service = service
        self._now = now
        self._sleep = sleep

    def wait(self) -> float:
        """Wait for a turn of one's own and return its moment; a service that wants to be left alone is not asked."""
        while True:
            turn = self._reserve()
            self._sleep(max(0.0, turn - self._now()))
            if self._now() - turn <= LATE_S:
                return turn

    def hold_off(self, seconds: float) -> None:
        """Let nobody ask for some time, because the service said so."""
        until = self._now() + min(max(seconds, 0.0), LONGEST_S)
        with self._alone() as file:
            self._free_from(file, max(until, self._free(file)))

    def _reserve(self) -> float:
        with self._alone() as file:
            turn = max(self._now(), self._free(file))
            if turn - self._now() > PATIENCE_S:
                at = datetime.fromtimestamp(turn, UTC)
                raise OnlineError(
                    f"{self._service.name} wants to be left alone until {at:%Y-%m-%d %H:%M} UTC; it was not asked.",
                    final=True,
                )
            self._free_from(file, turn + self._service.pause_s)
        return turn

    def _free(self, file: sqlite3.Connection) -> float:
        row = file.execute("SELECT free_at FROM turn WHERE host = ?", (self._service.host,)).fetchone()
        free = float(row[0]) if row else 0.0
        return free if free <= self._now() + LONGEST_S else 0.0

    def _free_from(self, file: sqlite3.Connection, moment: float) -> None:
        file.execute("INSERT OR REPLACE INTO turn (host, free_at) VALUES (?, ?)", (self._service.host, moment))

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """The file, while no other process may read or write turns."""
        with in_words(self._file), closing(sqlite3.connect(self._file, LOCKED_S, isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            try:
                file.execute("CREATE TABLE IF NOT EXISTS turn (host TEXT PRIMARY KEY, free_at REAL NOT NULL)")
                yield file
            except BaseException:
                file.execute("ROLLBACK")
                raise
            file.execute("COMMIT")


@contextmanager
def in_words(file: Path) -> Iterator[None]:
    """Turns errors of the file into a sentence; without it no service may be asked."""
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise OnlineError(
            f"{file}, which keeps the answers of online services, cannot be used: {error}. If it is damaged, delete "
            "it; it is made anew.",
            final=True,
        ) from error
