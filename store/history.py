"""What happened to the offers of a region, transaction by transaction, and what one run of an importer changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, literal, select

from model.offer import Offer
from store import revisions, runs
from store.dialect import among
from store.documents import from_text
from store.revisions import Revision
from store.room import Changes, Room
from store.runs import Run
from store.tables import offer, revision, run

#: how many offers a transaction names
NAMED = 3


@dataclass(frozen=True, slots=True)
class Touched:
    """An offer as a transaction touched it; `number` is its number in the history of the offer."""

    key: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Deed:
    """One transaction: who changed what, when and why, with the first few of the offers it changed."""

    version: int
    at: datetime
    by: str
    why: str
    count: int
    #: the code of the run of an importer that it was, or that it took back
    run: str = ""
    offers: tuple[Touched, ...] = ()


@dataclass(frozen=True, slots=True)
class RunChange:
    """What a run of an importer did to one offer, and what is there now."""

    key: str
    name: str
    #: whether the run made it
    is_new: bool
    #: who changed it after the run; "" if nobody did
    since_by: str = ""
    #: how it was before the run, where that was asked for
    before: Offer | None = None


_TOUCHED: Select[Any] = (
    select(revision.c.version, offer.c.key, offer.c.name, revision.c.number)
    .join_from(revision, offer)
    .order_by(offer.c.sort_name, offer.c.key, revision.c.number)
)


class History(Room):
    """Reads what happened."""

    def deeds(self, region: str, *, by: str = "", source: str = "", limit: int = 50, skip: int = 0) -> list[Deed]:
        """What was changed in a region, newest first, by one person or in offers of one source if asked."""
        columns = revision.c
        when, who, why, made_by = (func.min(columns[name]) for name in ("at", "by", "why", "run_id"))
        statement = select(columns.version, when, who, why, func.count(), made_by).join_from(revision, offer)
        statement = statement.where(*_only(region, by, source))
        statement = statement.group_by(columns.version).order_by(columns.version.desc()).limit(limit).offset(skip)
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
            codes = _codes(connection, {row[5] for row in rows} - {None})
            named = _named(connection, {row[0]: row[4] for row in rows}, _only(region, by, source))
        return [
            Deed(version, at, name, reason, count, codes.get(run_id, ""), tuple(named[version]))
            for version, at, name, reason, count, run_id in rows
        ]

    def people(self, region: str) -> list[str]:
        """Everybody who changed something in a region, by name."""
        statement = select(revision.c.by).join_from(revision, offer).where(offer.c.region == region).distinct()
        with self._database.reading() as connection:
            return sorted(connection.execute(statement).scalars(), key=str.casefold)

    def sources(self, region: str) -> list[str]:
        """The sources of the offers of a region."""
        statement = select(offer.c.source).where(offer.c.region == region).distinct().order_by(offer.c.source)
        with self._database.reading() as connection:
            return list(connection.execute(statement).scalars())

    def touched(self, region: str, version: int, *, limit: int = 50, skip: int = 0) -> list[Touched]:
        """The offers that one transaction changed, by name."""
        with self._database.reading() as connection:
            return _touched(connection, version, _only(region, "", ""), limit, skip)

    def of_offer(self, key: str, *, below: int = 0, limit: int = 20) -> list[Revision]:
        """The changes of an offer, newest first; `below` goes on after a page."""
        with self._database.reading() as connection:
            return revisions.page_of_key(connection, key, below, limit)

    def run_changes(self, run_id: int) -> list[RunChange]:
        """All that a run of an importer changed, by key, without what was before."""
        with self._database.reading() as connection:
            return list(_run_changes(connection, run_id, whole=False))


class HistoryChanges(Changes):
    """Reads what happened within a transaction, so that what is decided on it is still true."""

    def run(self, run_id: int) -> Run | None:
        """A run of an importer as it is now, within the transaction."""
        return runs.by_id(self._connection, run_id)

    def run_changes(self, run_id: int) -> list[RunChange]:
        """All that a run of an importer changed, by key, with what was before."""
        return list(_run_changes(self._connection, run_id, whole=True))


def _only(region: str, by: str, source: str) -> list[Any]:
    # Wrapped, so that SQLite goes through the newest changes and stops, and not through all offers of the region.
    wanted: list[Any] = [func.coalesce(offer.c.region, "") == region]
    if by:
        wanted.append(revision.c.by == by)
    if source:
        wanted.append(offer.c.source == source)
    return wanted


def _touched(connection: Connection, version: int, only: Sequence[Any], limit: int, skip: int = 0) -> list[Touched]:
    statement = _TOUCHED.where(revision.c.version == version, *only)
    return [Touched(*row[1:]) for row in connection.execute(statement.limit(limit).offset(skip))]


def _named(connection: Connection, counts: dict[int, int], only: Sequence[Any]) -> dict[int, list[Touched]]:
    """The first offers of each transaction: the many small ones with one question, each big one with its own."""
    named: dict[int, list[Touched]] = {
        version: _touched(connection, version, only, NAMED) if count > NAMED else []
        for version, count in counts.items()
    }
    small = [version for version, count in counts.items() if count <= NAMED]
    for version, *touched in connection.execute(_TOUCHED.where(among(revision.c.version, small), *only)):
        named[version].append(Touched(*touched))
    return named


def _codes(connection: Connection, ids: set[int]) -> dict[int, str]:
    """The codes by which pages call some runs."""
    if not ids:
        return {}
    rows = connection.execute(select(run.c.id, run.c.code).where(among(run.c.id, sorted(ids))))
    return {row.id: row.code or "" for row in rows}


def _run_changes(connection: Connection, run_id: int, *, whole: bool) -> Iterable[RunChange]:
    own = (
        select(
            revision.c.offer_id,
            func.min(revision.c.number).label("first"),
            func.max(revision.c.number).label("last"),
        )
        .where(revision.c.run_id == run_id)
        .group_by(revision.c.offer_id)
        .subquery()
    )
    now, before = revision.alias(), revision.alias()
    document = before.c.document if whole else literal("").label("document")
    statement = (
        select(offer.c.key, offer.c.name, offer.c.revision, own.c.first, own.c.last, now.c.by, document)
        .join_from(own, offer, own.c.offer_id == offer.c.id)
        .join(now, and_(now.c.offer_id == offer.c.id, now.c.number == offer.c.revision))
        .order_by(offer.c.key)
    )
    if whole:
        earlier = and_(before.c.offer_id == offer.c.id, before.c.number == own.c.first - 1)
        statement = statement.join(before, earlier, isouter=True)
    for row in connection.execute(statement):
        since = row.by if row.revision > row.last else ""
        was = from_text(Offer, row.document) if row.document and not since else None
        yield RunChange(row.key, row.name, row.first == 1, since, was)
