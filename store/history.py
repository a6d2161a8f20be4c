"""What happened to the offers of a region, transaction by transaction, and what one run of an importer changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, exists, func, literal, select

from model.offer import Offer
from store import revisions, runs
from store.dialect import among, each
from store.documents import from_text
from store.revisions import Revision
from store.room import Changes, Room
from store.runs import Run
from store.tables import offer, revision, run

#: how many offers a transaction names
NAMED = 3
#: a transaction that touched more offers than this is a big one
MANY = 500


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
#: everybody who changed something anywhere, if they did so in the region
_EVERYBODY = each(revision.c.by).subquery()
_PEOPLE = select(_EVERYBODY.c.value).where(
    select(revision.c.offer_id)
    .join_from(revision, offer)
    .where(revision.c.by == _EVERYBODY.c.value, offer.c.region == bindparam("region"))
    .exists()
)
_SOURCES = each(offer.c.source, offer.c.region == bindparam("region"))


class History(Room):
    """Reads what happened."""

    def deeds(self, region: str, *, by: str = "", source: str = "", limit: int = 50, skip: int = 0) -> list[Deed]:
        """What was changed in a region, newest first, by one person or in offers of one source if asked."""
        only = _Only(region, by, source)
        with self._database.reading() as connection:
            rows = connection.execute(_deeds(*only.what), {**only.values, "most": limit, "start": skip}).all()
            codes = _codes(connection, {row[5] for row in rows} - {None})
            named = _named(connection, {row[0]: row[4] for row in rows}, only)
        return [
            Deed(version, at, name, reason, count, codes.get(run_id, ""), tuple(named[version]))
            for version, at, name, reason, count, run_id in rows
        ]

    def latest(self, region: str, limit: int) -> list[Revision]:
        """The newest change of each offer of a region that was changed lately, newest first, also of archived ones."""
        newest = (select(offer.c.key).where(offer.c.region == region)
                  .order_by(offer.c.changed_version.desc(), offer.c.key).limit(limit))  # fmt: skip
        with self._database.reading() as connection:
            keys = connection.execute(newest).scalars().all()
            return [one for key in keys for one in revisions.page_of_key(connection, key, 0, 1)]

    def people(self, region: str) -> list[str]:
        """Everybody who changed something in a region, by name."""
        with self._database.reading() as connection:
            return sorted(connection.execute(_PEOPLE, {"region": region}).scalars(), key=str.casefold)

    def sources(self, region: str) -> list[str]:
        """The sources of the offers of a region."""
        with self._database.reading() as connection:
            return list(connection.execute(_SOURCES, {"region": region}).scalars())

    def touched(self, region: str, version: int, *, limit: int = 50, skip: int = 0) -> list[Touched]:
        """The offers that one transaction changed, by name."""
        with self._database.reading() as connection:
            return _touched(connection, version, _Only(region), limit, skip)

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


class _Only(NamedTuple):
    """What a list of transactions is narrowed to; "" is everybody and every source."""

    region: str
    by: str = ""
    source: str = ""

    @property
    def what(self) -> tuple[bool, bool]:
        """Whether it is narrowed to a person, and to a source."""
        return bool(self.by), bool(self.source)

    @property
    def values(self) -> dict[str, Any]:
        """What the statements need to know."""
        return self._asdict()


def _conditions(by: bool, source: bool) -> list[Any]:
    # Wrapped, so that SQLite goes through the newest changes and stops, and not through all offers of the region.
    wanted: list[Any] = [func.coalesce(offer.c.region, "") == bindparam("region")]
    if by:
        wanted.append(revision.c.by == bindparam("by"))
    if source:
        wanted.append(offer.c.source == bindparam("source"))
    return wanted


@cache
def _deeds(by: bool, source: bool) -> Select[Any]:
    """Transactions are counted from an index alone; who, when and why is read of the first change of each."""
    columns = revision.c
    found = (
        select(columns.version, func.count().label("count"), func.min(columns.offer_id).label("first"),
               func.min(columns.run_id).label("run_id"))
        .join_from(revision, offer)
        .where(*_conditions(by, source))
        .group_by(columns.version)
        .order_by(columns.version.desc())
        .limit(bindparam("most"))
        .offset(bindparam("start"))
        .subquery()
    )  # fmt: skip
    told = (func.min(columns.at), func.min(columns.by), func.min(columns.why))
    own = (found.c.version, found.c.count, found.c.run_id)
    return (
        select(found.c.version, *told, found.c.count, found.c.run_id)
        .join_from(found, revision, and_(columns.version == found.c.version, columns.offer_id == found.c.first))
        .group_by(*own)
        .order_by(found.c.version.desc())
    )


@cache
def _of_one(by: bool, source: bool) -> Select[Any]:
    """The offers that one transaction changed, by name."""
    statement = _TOUCHED.where(revision.c.version == bindparam("version"), *_conditions(by, source))
    return statement.limit(bindparam("most")).offset(bindparam("start"))


@cache
def _of_big(by: bool, source: bool) -> Select[Any]:
    """The same for one that changed many: goes through the names and stops, instead of sorting all that it changed."""
    own = [revision.c.version == bindparam("version"), *_conditions(by, source)]
    first = select(offer.c.id).where(exists().where(revision.c.offer_id == offer.c.id, *own))
    first = first.order_by(offer.c.sort_name, offer.c.key).limit(bindparam("most"))
    return _TOUCHED.where(revision.c.version == bindparam("version"), offer.c.id.in_(first)).limit(bindparam("most"))


@cache
def _of_small(by: bool, source: bool) -> Select[Any]:
    return _TOUCHED.where(among(revision.c.version), *_conditions(by, source))


def _touched(
    connection: Connection, version: int, only: _Only, limit: int, skip: int = 0, *, is_big: bool = False
) -> list[Touched]:
    statement = _of_big(*only.what) if is_big else _of_one(*only.what)
    asked = {**only.values, "version": version, "most": limit, "start": skip}
    return [Touched(*row[1:]) for row in connection.execute(statement, asked)]


def _named(connection: Connection, counts: dict[int, int], only: _Only) -> dict[int, list[Touched]]:
    """The first offers of each transaction: the many small ones with one question, each big one with its own."""
    named: dict[int, list[Touched]] = {version: [] for version in counts}
    for version, count in counts.items():
        if count > NAMED:
            named[version] = _touched(connection, version, only, NAMED, is_big=count > MANY)
    small = [version for version, count in counts.items() if count <= NAMED]
    for version, *touched in connection.execute(_of_small(*only.what), {**only.values, "among": small}):
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
