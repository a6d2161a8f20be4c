"""Steps that bring an older database up to date, in order; the first line of each is what the operator reads."""

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import Column, Connection, Table, inspect, select, text, update

from store import tables
from store.codes import fresh_code
from store.errors import StoreError
from store.tables import meta, metadata

Step = Callable[[Connection], None]
#: the steps by the order in which they were added: the first one leads from version 1 to version 2
STEPS: list[Step] = []
log = logging.getLogger(__name__)


def migration(step: Step) -> Step:
    """Add a step; it must say in its docstring what it does for whom."""
    if not step.__doc__:
        raise TypeError(f"The migration {step.__name__} does not say what it does.")
    STEPS.append(step)
    return step


def newest(steps: Sequence[Step]) -> int:
    """The schema version that this program writes."""
    return len(steps) + 1


def migrate(connection: Connection, found: int, name: str, steps: Sequence[Step]) -> None:
    """Run the steps that a database of an older version lacks, within the transaction of the connection."""
    if found > newest(steps):
        raise StoreError(f"{name} was written by a newer version of this application; update the application.")
    for number, step in enumerate(steps[found - 1 :], start=found + 1):
        log.warning("%s, step %d: %s", name, number, (step.__doc__ or "").strip().splitlines()[0])
        step(connection)
        connection.execute(update(meta).where(meta.c.key == "schema_version").values(value=str(number)))


def add_column(connection: Connection, table: Table, column: Column[object]) -> None:
    """Add a column that an older table lacks; one that is there already, because the table is new, stays."""
    if column.name not in {known["name"] for known in inspect(connection).get_columns(table.name)}:
        compiled = column.type.compile(dialect=connection.dialect)
        default = column.server_default.arg if column.server_default is not None else None  # type: ignore[attr-defined]
        rule = f" NOT NULL DEFAULT '{default}'" if default is not None else ""
        connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {compiled}{rule}"))


@migration
def back_office(connection: Connection) -> None:
    """Makes room for accounts, suggestions, mails and all that the office works with."""
    add_column(connection, tables.offer, tables.offer.c.checks)
    add_column(connection, tables.offer, tables.offer.c.faded_on)
    for column in (tables.run.c.code, tables.run.c.undone_at, tables.run.c.undone_by):
        add_column(connection, tables.run, column)
    add_column(connection, tables.revision, tables.revision.c.run_id)
    metadata.create_all(connection)
    for index in (*tables.offer.indexes, *tables.revision.indexes):
        index.create(connection, checkfirst=True)
    _name_runs(connection)


@migration
def hand_overs(connection: Connection) -> None:
    """Makes room for hand-overs by pilots and their slips."""
    metadata.create_all(connection)


@migration
def standing_imports(connection: Connection) -> None:
    """Makes room for files that are brought in again and again."""
    metadata.create_all(connection)


def _name_runs(connection: Connection) -> None:
    """Give runs the codes that pages call them by, and tell which changes each made: those of its own moment."""
    run, revision = tables.run.c, tables.revision.c
    for number in connection.execute(select(run.id).where(run.code.is_(None))).scalars().all():
        connection.execute(update(tables.run).where(run.id == number).values(code=fresh_code()))
    made = select(run.id).where(run.started_at == revision.at, run.by == revision.by).limit(1).scalar_subquery()
    connection.execute(update(tables.revision).where(revision.run_id.is_(None)).values(run_id=made))
