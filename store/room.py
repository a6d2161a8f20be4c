"""A room: one part of the store with its own tables, a class that reads, and one that changes in a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection

from store.connect import Database
from store.saving import Stamp


class OneView:
    """Lets many small questions share one connection, and so one state of the database, for the length of a block.

    Only rooms and single offers are asked for through it. The finder, which compares versions, must see each state as
    it comes.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: ContextVar[Connection | None] = ContextVar("held", default=None)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep one connection for all questions within the block, from the first of them on."""
        if self._held.get() is not None:
            yield
            return
        with self._database.reading() as connection:
            mark = self._held.set(connection)
            try:
                yield
            finally:
                self._held.reset(mark)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database: the one that is held, or one of its own."""
        held = self._held.get()
        if held is None:
            with self._database.reading() as connection:
                yield connection
            return
        with self._database.in_words():
            yield held


class Room:
    """Answers questions about one part of the store."""

    def __init__(self, database: OneView) -> None:
        self._database = database


class Changes:
    """Changes one part of the store within the transaction of a writer."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
