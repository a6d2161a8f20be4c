"""Fresh PostGIS databases for tests, copied from templates: the extension and our tables take most of a second."""

import gc
import os
from typing import Any

from sqlalchemy import URL, create_engine, make_url, text

from store import open_store


class Databases:
    """Makes and drops databases on one PostgreSQL server."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address)
        self._engine = create_engine(self._address, isolation_level="AUTOCOMMIT")
        self._prefix = f"test_{os.getpid()}_{os.urandom(3).hex()}"
        self._made = 0
        self._left: list[str] = []
        self._template = f"{self._prefix}_template"
        self._run(f"CREATE DATABASE {self._template} ENCODING 'UTF8' TEMPLATE template0")
        template = create_engine(self._at(self._template), isolation_level="AUTOCOMMIT")
        with template.connect() as connection:
            connection.execute(text("CREATE EXTENSION postgis"))
        template.dispose()
        self._with_tables = ""

    def fresh(self) -> tuple[str, str]:
        """A new empty database: its name and its address."""
        return self._copy(self._template)

    def with_tables(self) -> tuple[str, str]:
        """A new database with our tables and nothing in them: its name and its address."""
        if not self._with_tables:
            self._with_tables, address = self._copy(self._template)
            open_store(address, create=True).close()
            self._ask(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                      f"WHERE datname = '{self._with_tables}'")  # fmt: skip
        return self._copy(self._with_tables)

    def _copy(self, template: str) -> tuple[str, str]:
        self._drop_left()
        self._made += 1
        name = f"{self._prefix}_{self._made}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name, self._at(name).render_as_string(hide_password=False)

    def leave(self, name: str) -> None:
        """Cuts a database's connections; it is dropped later, because waiting for their end takes 0.1 s."""
        here = f"FROM pg_stat_activity WHERE datname = '{name}'"
        if self._ask(f"SELECT count(*) {here} AND state LIKE 'idle in%'"):
            # A forgotten connection is closed now: later, it would complain from inside the garbage collector,
            # which Python before 3.11.8 does not survive when it happens while a module is being read.
            gc.collect()
        self._ask(f"SELECT count(pg_terminate_backend(pid)) {here}")
        self._left.append(name)

    def close(self) -> None:
        """Drops everything that was made."""
        self._left += filter(None, (self._with_tables, self._template))
        self._drop_left()
        self._engine.dispose()

    def _at(self, name: str) -> URL:
        return self._address.set(database=name)

    def _drop_left(self) -> None:
        while self._left:
            self._run(f"DROP DATABASE {self._left.pop()} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))

    def _ask(self, question: str) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(text(question)).scalar()
