"""Connections to the database: how they are opened, how transactions begin, and what errors mean in words."""

import os
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES
from pathlib import Path
from sqlite3 import SQLITE_NOTADB
from sqlite3 import Connection as SqliteConnection
from sqlite3 import DatabaseError as SqliteError
from sqlite3 import connect as sqlite_connect
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from store.dialect import dialect_of
from store.errors import StoreError

BUILD = "`flask --app app seed` builds it"


class Database:
    """One database, with a pool of connections of which each serves one thread at a time."""

    def __init__(self, url: str, *, create: bool, patience_s: float) -> None:
        self._url = _parse(url)
        self._patience_s = patience_s
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self.path = Path(self._url.database or "") if self.is_sqlite else None
        self.name = self.path.name if self.path else f"the database {self._url.database} at {_server(self._url)}"
        if self.path:
            _check_file(self.path, create)
        self.read_only = self.path is not None and not _is_writable(self.path)
        self.engine = self._sqlite_engine(self.path) if self.path else self._postgresql_engine("REPEATABLE READ")
        #: for single small questions, each of which is a transaction of its own
        self._asking = self.engine if self.path else self._postgresql_engine("AUTOCOMMIT", pool_pre_ping=False)
        self._driver: Any = self.engine.dialect.loaded_dbapi
        self._file = _identity(self.path) if self.path else None
        for engine in {self.engine, self._asking}:
            _forget_after_fork(engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database, whatever others write meanwhile."""
        with self.in_words(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, locked: bool = True) -> Iterator[Connection]:
        """A connection that alone may write, until it commits or fails; without lock only before there are tables."""
        if self.read_only:
            raise StoreError(f"{self.name} is read-only here; nothing can be changed.")
        with self.in_words(), self.engine.connect() as connection:
            # Whoever has waited for the lock must see what was written meanwhile.
            level = {} if self.is_sqlite else {"isolation_level": "READ COMMITTED"}
            connection.execution_options(writes=True, **level)
            with connection.begin():
                for statement in dialect_of(connection).lock if locked else ():
                    connection.exec_driver_sql(statement)
                yield connection

    def keep_log(self) -> None:
        """Let readers go on while somebody writes (SQLite's write-ahead log); the file remembers it.

        SQLite does not wait here, whatever its timeout says, when two programs switch the same new file at once.
        """
        patient_until = time.monotonic() + self._patience_s
        while self.is_sqlite:
            try:
                self.scalar("PRAGMA journal_mode = WAL")
                return
            except StoreError:
                if time.monotonic() > patient_until:
                    raise
                time.sleep(0.02)

    def scalar(self, statement: str) -> Any:
        """The single value of a small statement, at the least cost."""
        with self.in_words():
            try:
                self._notice_exchange()
                return self._ask(statement)
            except self._driver.OperationalError:
                if self.is_sqlite:
                    raise
            self.close()  # the server was started anew; its old connections are of no use any more
            return self._ask(statement)

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """Turns errors of the database that an operator can mend into sentences."""
        try:
            yield
        except (DBAPIError, self._driver.Error) as error:
            sentence = self._sentence(getattr(error, "orig", error))
            if sentence is None:
                raise
            raise StoreError(sentence) from error

    def close(self) -> None:
        """Close all connections; the next question opens new ones."""
        for engine in {self.engine, self._asking}:
            engine.dispose()

    def _ask(self, statement: str) -> Any:
        pooled = self._asking.raw_connection()
        try:
            raw: Any = pooled.driver_connection
            return raw.execute(statement).fetchone()[0]
        finally:
            pooled.close()

    def _notice_exchange(self) -> None:
        """Leave a database file that another one has replaced, as a restored backup does."""
        if self.path:
            found = _identity(self.path)
            if found != self._file:
                self.close()
                self._file = found

    def _sentence(self, error: Any) -> str | None:
        if self.is_sqlite:
            return _sqlite_sentence(self.name, error)
        return _postgresql_sentence(self.name, error)

    def _sqlite_engine(self, path: Path) -> Engine:
        def connect() -> SqliteConnection:
            return _open_sqlite(path, self.read_only, self._patience_s)

        pool: dict[str, Any] = {"poolclass": QueuePool, "max_overflow": -1}
        if self.read_only:
            # Who may not write cannot join in the bookkeeping of the write-ahead log, so every connection looks afresh.
            pool = {"poolclass": NullPool}
        engine = create_engine("sqlite://", creator=connect, **pool)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _postgresql_engine(self, level: Any, *, pool_pre_ping: bool = True) -> Engine:
        arguments = {
            "connect_timeout": max(2, round(self._patience_s)),
            "application_name": "bildungsberatungslandkarte",
            "options": f"-c lock_timeout={round(self._patience_s * 1000)}",
        }
        return create_engine(
            self._url, connect_args=arguments, isolation_level=level, pool_pre_ping=pool_pre_ping, max_overflow=-1
        )


def _parse(text_url: str) -> URL:
    try:
        url = make_url(text_url)
    except (ArgumentError, ValueError):
        raise StoreError("The address of a database looks like sqlite:///FILE or postgresql+psycopg://….") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database in (None, "", ":memory:"):
        raise StoreError("The address sqlite:// names no file; it must look like sqlite:///FILE.")
    if url.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise StoreError(f"Offers are kept in sqlite:///FILE or postgresql+psycopg://…, not in {url.drivername}.")
    try:
        url.get_dialect()
    except NoSuchModuleError as error:
        raise StoreError(f"The driver for {url.drivername} is not installed.") from error
    return url


def _server(url: URL) -> str:
    return f"{url.host or url.query.get('host', 'localhost')}:{url.port or 5432}"


def _check_file(path: Path, create: bool) -> None:
    """Refuse what is no database file before anything is written near it."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a database.")
    if not path.exists():
        if not create:
            raise StoreError(f"There is no database at {path}; {BUILD}.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder for {path} cannot be made: {error.strerror}.") from error
        return
    if not os.access(path, os.R_OK, effective_ids=True):
        raise StoreError(f"{path} cannot be read: {os.strerror(EACCES)}.")
    if not (create and path.stat().st_size == 0) and not _is_sqlite(path):
        raise StoreError(f"{path} is not a database of this application.")


def _is_sqlite(path: Path) -> bool:
    """Whether SQLite can read a file, as it says itself.

    A file that this process opens and closes by other means loses the locks of all of its SQLite connections: another
    process then takes itself for the last one when it ends, and removes the log under our feet.
    """
    asking = sqlite_connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        asking.execute("PRAGMA schema_version").fetchone()
    except SqliteError as error:
        return error.sqlite_errorcode != SQLITE_NOTADB  # whatever else is wrong is told when it is opened
    finally:
        asking.close()
    return path.stat().st_size > 0


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None while there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_writable(path: Path) -> bool:
    """Whether file and folder may be written; SQLite needs both."""
    nearest = path if path.exists() else path.parent
    return os.access(nearest, os.W_OK, effective_ids=True) and os.access(path.parent, os.W_OK, effective_ids=True)


def _open_sqlite(path: Path, read_only: bool, patience_s: float) -> SqliteConnection:
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    if read_only and not Path(f"{path}-wal").exists():
        address += "&immutable=1"  # nobody has it open for writing, and the log cannot be made here
    connection = sqlite_connect(address, uri=True, timeout=patience_s, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -32000")
    return connection


def _begin_sqlite(connection: Connection) -> None:
    """Begin for real: one snapshot for readers, the write lock at once for writers."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _forget_after_fork(engine: Engine) -> None:
    """Let a forked server process open connections of its own instead of sharing its parent's."""
    known = weakref.ref(engine)

    def forget() -> None:
        engine = known()
        if engine is not None:
            engine.dispose(close=False)

    os.register_at_fork(after_in_child=forget)


def _sqlite_sentence(name: str, error: Any) -> str | None:
    code = getattr(error, "sqlite_errorname", "") or ""
    sentences = {
        "SQLITE_BUSY": f"{name} is locked by another program; try again in a moment.",
        "SQLITE_LOCKED": f"{name} is locked by another program; try again in a moment.",
        "SQLITE_READONLY": f"{name} is read-only here; nothing can be changed.",
        "SQLITE_NOTADB": f"{name} is not a database of this application.",
        "SQLITE_CORRUPT": f"{name} is damaged; restore the last backup.",
        "SQLITE_CANTOPEN": f"{name} cannot be opened; file and folder must be readable.",
        "SQLITE_FULL": f"{name} cannot grow; the disk is full.",
        "SQLITE_IOERR": f"{name} cannot be read or written; the disk reports an error.",
    }
    return next((sentence for start, sentence in sentences.items() if code.startswith(start)), None)


def _postgresql_sentence(name: str, error: Any) -> str | None:
    state = getattr(error, "sqlstate", None)
    if state is None:
        lost = type(error).__name__ == "OperationalError"
        return f"{name} cannot be reached: {str(error).strip().splitlines()[0]}" if lost else None
    sentences = {
        "55P03": f"{name} is locked by another program; try again in a moment.",
        "25006": f"{name} is read-only; nothing can be changed.",
        "42501": f"{name} does not allow this account to do that: {error}.",
        "3D000": f"{name} does not exist; create it first.",
        "28": f"{name} refuses this account or password.",
        "57P": f"{name} is shutting down or starting up; try again in a moment.",
        "08": f"{name} cannot be reached.",
        "53": f"{name} has no room or connections left.",
    }
    return next((sentence for start, sentence in sentences.items() if state.startswith(start)), None)
