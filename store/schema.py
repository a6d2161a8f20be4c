"""Whether a database is one of ours, making it if asked, and bringing it up to date."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, inspect, select, text

from store.connect import BUILD, Database
from store.dialect import dialect_of
from store.errors import StoreError
from store.migrations import STEPS, Step, migrate, newest
from store.tables import meta, metadata

APPLICATION = "bildungsberatungslandkarte"
#: tables that PostGIS brings along
FOREIGN = frozenset({"spatial_ref_sys"})


def prepare(database: Database, *, create: bool, steps: Sequence[Step] = STEPS) -> None:
    """Make sure that the database is one of ours and up to date, or say what it is."""
    with database.reading() as connection:
        found = _schema_version(connection, database.name)
    if found is None and not create:
        raise StoreError(f"{database.name} is empty; {BUILD}.")
    if found == newest(steps):
        return
    if found is not None and found < newest(steps) and database.read_only:
        raise StoreError(f"{database.name} is from an older version and read-only here, so it cannot be updated.")
    if found is None and not database.read_only:
        database.keep_log()
    with database.writing(locked=False) as connection:
        _build_or_update(connection, database.name, steps)


def _build_or_update(connection: Connection, name: str, steps: Sequence[Step]) -> None:
    """Look again now that nobody else can write, and do what is missing."""
    for statement in dialect_of(connection).alone:
        connection.execute(text(statement))
    found = _schema_version(connection, name)
    if found is not None:
        migrate(connection, found, name, steps)
        return
    metadata.create_all(connection, checkfirst=False)
    for statement in dialect_of(connection).create:
        connection.execute(text(statement))
    facts = {"application": APPLICATION, "schema_version": str(newest(steps)), "version": "0"}
    connection.execute(insert(meta), [{"key": key, "value": value} for key, value in facts.items()])


def _schema_version(connection: Connection, name: str) -> int | None:
    """The version of the schema, None if there are no tables at all; whatever else it is, it is not ours."""
    names = set(inspect(connection).get_table_names()) - FOREIGN
    if not names:
        return None
    rows = {}
    if "meta" in names and {column["name"] for column in inspect(connection).get_columns("meta")} == {"key", "value"}:
        rows = {row.key: row.value for row in connection.execute(select(meta.c.key, meta.c.value))}
    if rows.get("application") != APPLICATION or not rows.get("schema_version", "").isdecimal():
        raise StoreError(f"{name} is not a database of this application.")
    return int(rows["schema_version"])
