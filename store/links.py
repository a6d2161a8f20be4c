"""The public web addresses of offers: which there are, which to try next, and which are dead."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CompoundSelect, Row, delete, insert, or_, select, union, update

from store import tables
from store.dialect import among
from store.room import Changes, Room
from store.tables_findings import link_check


@dataclass(frozen=True, slots=True)
class Link:
    """One web address and what is known of it: new, fine, missed once, or dead."""

    url: str
    state: str
    reason: str
    checked_at: datetime | None
    missed_on: date | None
    due_at: datetime


class Links(Room):
    """What is known of web addresses."""

    def due_links(self, now: datetime, limit: int) -> list[Link]:
        """The addresses to be tried by now, the longest due first."""
        columns = link_check.c
        statement = select(link_check).where(columns.due_at <= now).order_by(columns.due_at, columns.url).limit(limit)
        with self._database.reading() as connection:
            return [_link(row) for row in connection.execute(statement)]

    def fine_links(self, limit: int) -> list[Link]:
        """Addresses that answered when they were last tried, the latest first."""
        statement = select(link_check).where(link_check.c.state == "fine").order_by(link_check.c.checked_at.desc())
        with self._database.reading() as connection:
            return [_link(row) for row in connection.execute(statement.limit(limit))]

    def link(self, url: str) -> Link | None:
        """What is known of one address."""
        with self._database.reading() as connection:
            row = connection.execute(select(link_check).where(link_check.c.url == url)).first()
        return _link(row) if row else None

    def dead_links(self) -> dict[str, str]:
        """All dead addresses, with the reason in a word."""
        statement = select(link_check.c.url, link_check.c.reason).where(link_check.c.state == "dead")
        with self._database.reading() as connection:
            return {row.url: row.reason for row in connection.execute(statement)}

    def offers_with_links(self, urls: Collection[str]) -> list[int]:
        """The row ids of the published offers that show one of the addresses."""
        offer, contact, provider = tables.offer, tables.public_contact, tables.provider
        shown = (contact.c.website, offer.c.booking_url, provider.c.website)
        statement = (
            select(offer.c.id)
            .join(provider, offer.c.provider_id == provider.c.id)
            .join(contact, contact.c.offer_id == offer.c.id, isouter=True)
            .where(
                offer.c.status == "published",
                or_(*(among(column, list(urls)) for column in shown)),
            )
        )
        with self._database.reading() as connection:
            return list(connection.execute(statement.order_by(offer.c.id)).scalars())


class LinkChanges(Changes):
    """Writes down what came of trying web addresses."""

    def note_links(self) -> int:
        """Take in the addresses that offers show, forget those that none shows any more; returns how many that is."""
        shown = set(self._connection.execute(_shown()).scalars())
        known = set(self._connection.execute(select(link_check.c.url)).scalars())
        gone, fresh = sorted(known - shown), sorted(shown - known)
        if gone:
            self._connection.execute(delete(link_check).where(among(link_check.c.url, gone)))
        if fresh:
            rows = [{"url": url, "state": "new", "reason": "", "due_at": self._stamp.at} for url in fresh]
            self._connection.execute(insert(link_check), rows)
        return len(gone) + len(fresh)

    def save_links(self, links: Sequence[Link]) -> None:
        """Keep what came of the last tries; an address that is gone meanwhile stays gone."""
        for link in links:
            values = {"state": link.state, "reason": link.reason, "checked_at": link.checked_at}
            more = {"missed_on": link.missed_on, "due_at": link.due_at}
            self._connection.execute(update(link_check).where(link_check.c.url == link.url).values(**values, **more))


def _shown() -> CompoundSelect[tuple[str]]:
    """Every web address that a published offer shows."""
    offer, contact, provider = tables.offer, tables.public_contact, tables.provider
    published = offer.c.status == "published"
    return union(
        select(offer.c.booking_url).where(published, offer.c.booking_url != ""),
        select(contact.c.website).join_from(contact, offer).where(published, contact.c.website != ""),
        select(provider.c.website).join_from(offer, provider).where(published, provider.c.website != ""),
    )


def _link(row: Row[tuple[str, ...]]) -> Link:
    return Link(row.url, row.state, row.reason, row.checked_at, row.missed_on, row.due_at)
