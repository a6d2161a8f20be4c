"""Reports: what visitors say is wrong with an offer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from store.errors import StoreError
from store.offers import id_of
from store.places import next_id
from store.tables import offer
from store.tables import report as table

MOST = 100


@dataclass(frozen=True, slots=True)
class Report:
    """Something is wrong with an offer, says a visitor of whom nothing is kept."""

    id: int
    key: str
    reason: str
    text: str
    at: datetime
    closed_at: datetime | None = None
_COLUMNS = (table.c.id, offer.c.key, table.c.reason, table.c.text, table.c.at, table.c.closed_at)
_IS_OPEN = (offer.c.region == bindparam("region")) & table.c.closed_at.is_(None)
_OPEN = select(*_COLUMNS, offer.c.name).join_from(table, offer).where(_IS_OPEN).order_by(table.c.id)
_OPEN = _OPEN.limit(bindparam("most"))
WAITING = select(func.count()).select_from(table.join(offer)).where(_IS_OPEN)


def listed(connection: Connection, open_only: bool) -> list[Report]:
    """The reports, newest first."""
    statement = select(*_COLUMNS).join_from(table, offer).order_by(table.c.id.desc())
    if open_only:
        statement = statement.where(table.c.closed_at.is_(None))
    return [Report(*row) for row in connection.execute(statement)]


def of_region(connection: Connection, region: str, limit: int = MOST) -> list[tuple[Report, str]]:
    """The open reports on offers of a region, oldest first, each with the name of its offer."""
    return [(Report(*row[:-1]), row.name) for row in connection.execute(_OPEN, {"region": region, "most": limit})]


def count_open(connection: Connection, region: str) -> int:
    """How many reports on offers of a region wait for somebody of the office."""
    return int(connection.execute(WAITING, {"region": region}).scalar_one())


def close_in(connection: Connection, region: str, key: str, sent: datetime, at: datetime) -> bool:
    """Note that a report on an offer of a region was dealt with, named by its offer and moment."""
    offers = select(offer.c.id).where(offer.c.key == key, offer.c.region == region)
    where = table.c.offer_id.in_(offers) & (table.c.at == sent) & table.c.closed_at.is_(None)
    return connection.execute(update(table).where(where).values(closed_at=at)).rowcount > 0


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
