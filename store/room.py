"""A room: one part of the store with its own tables, a class that reads, and one that changes in a transaction."""

from sqlalchemy import Connection

from store.connect import Database
from store.saving import Stamp


class Room:
    """Answers questions about one part of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database


class Changes:
    """Changes one part of the store within the transaction of a writer."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
