"""Steps that bring an older database up to date, in order; the first line of each is what the operator reads."""

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, update

from store.errors import StoreError
from store.tables import meta

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
