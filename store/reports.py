"""Reports: what visitors say is wrong with an offer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from store.errors import StoreError
from store.offers import id_of
from store.places import next_id
from store.tables import offer
from store.tables import report as table


@dataclass(frozen=True, slots=True)
class Report:
    """Something is wrong with an offer, says a visitor of whom nothing is kept."""

    id: int
    key: str
    reason: str
    text: str
    at: datetime
    closed_at: datetime | None = None


def listed(connection: Connection, open_only: bool) -> list[Report]:
    """The reports, newest first."""
    columns = (table.c.id, offer.c.key, table.c.reason, table.c.text, table.c.at, table.c.closed_at)
    statement = select(*columns).join_from(table, offer).order_by(table.c.id.desc())
    if open_only:
        statement = statement.where(table.c.closed_at.is_(None))
    return [Report(*row) for row in connection.execute(statement)]


def add(connection: Connection, key: str, reason: str, text: str, at: datetime) -> int:
    """Keep a report."""
    offer_id = id_of(connection, key)
    if offer_id is None:
        raise StoreError(f"There is no offer {key} to report on.")
    report_id = next_id(connection, table)
    connection.execute(insert(table).values(id=report_id, offer_id=offer_id, reason=reason, text=text, at=at))
    return report_id


def close(connection: Connection, report: int, at: datetime) -> bool:
    """Note that a report was dealt with; False if there is no such open report."""
    where = (table.c.id == report) & table.c.closed_at.is_(None)
    return connection.execute(update(table).where(where).values(closed_at=at)).rowcount == 1
