"""How much was sent lately through forms without an account: kept for a day, and not by whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from store.places import next_id
from store.tables_suggestions import sending as table

#: how far back is counted, and when a row is deleted
WINDOW = timedelta(hours=1)
KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Lately:
    """How many forms came in the last hour from one sender, and about one thing."""

    by_sender: int
    about: int


def lately(connection: Connection, sender: str, about: str, now: datetime) -> Lately:
    """Count what came within the last hour."""
    since = table.c.at > now - WINDOW
    counts = [
        int(connection.execute(select(func.count()).select_from(table).where(where, since)).scalar_one())
        for where in (table.c.sender == sender, table.c.about == about)
    ]
    return Lately(*counts)


def is_used(connection: Connection, proof: str) -> bool:
    """Whether a proof of work was used up before."""
    return connection.execute(select(table.c.id).where(table.c.proof == proof)).first() is not None


def note(connection: Connection, sender: str, about: str, proof: str, now: datetime) -> None:
    """Note that a form was sent."""
    row = {"sender": sender, "about": about, "proof": proof, "at": now}
    connection.execute(insert(table).values(id=next_id(connection, table), **row))


def forget(connection: Connection, now: datetime) -> int:
    """Delete what is older than a day, and return how many rows that were."""
    return connection.execute(delete(table).where(table.c.at < now - KEPT)).rowcount
