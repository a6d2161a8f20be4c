"""The store: opens the database, answers questions about offers, and hands out writers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from geo.point import Box, Point
from model.contact import MaintenanceContact
from model.offer import KEY, Offer
from model.region import Region
from store import listing, near, offers, regions, reports, revisions, rows, runs, text
from store.connect import Database
from store.reports import Report
from store.revisions import Revision
from store.rooms import Rooms
from store.rows import SearchRows
from store.runs import Rejection, Run
from store.saving import Stamp
from store.schema import prepare
from store.tables import meta
from store.writer import Writer

VERSION = "SELECT value FROM meta WHERE key = 'version'"


def _now() -> datetime:
    return datetime.now(UTC)


def open_store(
    url: str, *, create: bool = False, clock: Callable[[], datetime] = _now, patience_s: float = 5
) -> "Store":
    """Open the database at an address; with `create` an empty one is made into a database of this application.

    Whoever wants to write waits for other writers up to `patience_s`.
    Raises StoreError with a sentence that says what is wrong and what helps.
    """
    database = Database(url, create=create, patience_s=patience_s)
    try:
        prepare(database, create=create)
    except BaseException:
        database.close()
        raise
    return Store(url, database, clock)


class Store(Rooms):
    """Keeps offers and what belongs to them. Any number of threads and processes may use it at once."""

    def __init__(self, url: str, database: Database, clock: Callable[[], datetime]) -> None:
        super().__init__(database)
        self.url = url
        self.read_only = database.read_only
        self._database = database
        self._clock = clock

    def version(self) -> int:
        """A number that every transaction that changed something raises by one."""
        return int(self._database.scalar(VERSION))

    @contextmanager
    def write(self, by: str, why: str) -> Iterator[Writer]:
        """The only way to change anything: one transaction, kept as a whole or not at all, with its history."""
        with self._database.writing() as connection:
            version = int(connection.exec_driver_sql(VERSION).scalar_one()) + 1
            now = self._clock()
            writer = Writer(connection, Stamp(by, why, now.astimezone(UTC), version, now.date()))
            yield writer
            writer.flush()
            if writer.changed:
                connection.execute(update(meta).where(meta.c.key == "version").values(value=str(version)))

    def offer(self, key: str) -> Offer | None:
        """The offer with this key, published or archived; none for what cannot be a key."""
        if not KEY.fullmatch(key):
            return None
        with self.one_view.reading() as connection:
            return offers.by_key(connection, key)

    def offer_at(self, key: str, revision: int) -> Offer | None:
        """The offer as a revision left it."""
        with self.one_view.reading() as connection:
            return revisions.offer_at(connection, key, revision)

    def offers(self, ids: Sequence[int]) -> list[Offer]:
        """The offers with these row ids, in the given order."""
        with self._database.reading() as connection:
            return offers.by_ids(connection, ids)

    def list_offers(
        self,
        *,
        region: str | None = None,
        kind: str | None = None,
        box: Box | None = None,
        source: str | None = None,
        after: str | None = None,
        limit: int = 50,
        archived: bool = False,
    ) -> list[Offer]:
        """The published offers (or, if asked, the archived ones instead) that follow a key, ordered by key."""
        with self._database.reading() as connection:
            return listing.page(connection, region, kind, box, source, after=after, limit=limit, archived=archived)

    def keys(self, region: str | None = None, source: str | None = None, archived: bool = False) -> list[str]:
        """The keys of all published offers (or, if asked, of the archived ones instead), in order."""
        with self._database.reading() as connection:
            return listing.keys(connection, region, source, archived)

    def dated_keys(self, region: str, limit: int) -> list[tuple[str, datetime]]:
        """The keys of the published offers of a region with when each was changed last, by key."""
        with self._database.reading() as connection:
            return listing.dated_keys(connection, region, limit)

    def count_offers(self, region: str | None = None) -> int:
        """How many offers are published."""
        with self._database.reading() as connection:
            return listing.count(connection, region)

    def search_rows(
        self, day: date, ids: Sequence[int] | None = None, now: datetime | None = None
    ) -> SearchRows:
        """What a search needs of all published offers, or of those among the given ids, assessed as of a day.

        With `now`, offers that travel are where they stop next.
        """
        with self._database.reading() as connection:
            return rows.read(connection, day, ids, now)

    def changed_since(self, version: int) -> list[int]:
        """The row ids of the offers that changed, or were archived, after a version."""
        with self._database.reading() as connection:
            return listing.changed_since(connection, version)

    def row_id(self, key: str) -> int | None:
        """The row id of the offer with this key; it never leaves the house."""
        if not KEY.fullmatch(key):
            return None
        with self._database.reading() as connection:
            return offers.id_of(connection, key)

    def ids_by_name(self, ids: Sequence[int], limit: int) -> list[int]:
        """The first of some row ids when their offers are sorted by name."""
        with self._database.reading() as connection:
            return listing.ids_by_name(connection, ids, limit)

    def freshness(self, region: str, day: date) -> tuple[int, int]:
        """How many offers a region has, and how many of them were verified within a year before a day."""
        with self._database.reading() as connection:
            return listing.freshness(connection, region, day - timedelta(days=365))

    def near(self, point: Point, count: int, within_m: float | None = None) -> list[tuple[int, float]]:
        """The row ids of the published offers nearest to a point, with their geodesic distance in metres."""
        with self._database.reading() as connection:
            return near.nearest(connection, point, count, within_m)

    def text_ids(self, words: str) -> list[int]:
        """The row ids of the published offers in which every one of the words begins a word."""
        with self._database.reading() as connection:
            return text.find(connection, words)

    def revisions(self, key: str) -> list[Revision]:
        """The history of an offer, newest first."""
        with self._database.reading() as connection:
            return revisions.of_key(connection, key)

    def maintenance_contact(self, key: str) -> MaintenanceContact | None:
        """Whom to ask about the entry of an offer; never to be shown in public."""
        with self._database.reading() as connection:
            return offers.maintenance_contact(connection, key)

    def regions(self) -> list[Region]:
        """All regions by name."""
        with self._database.reading() as connection:
            return regions.all_regions(connection)

    def region(self, ags_or_slug: str) -> Region | None:
        """The region with this AGS or slug."""
        with self._database.reading() as connection:
            return regions.by_name(connection, ags_or_slug)

    def boundary(self, ags: str) -> str | None:
        """The boundary of a region as GeoJSON geometry."""
        with self._database.reading() as connection:
            return regions.boundary(connection, ags)

    def runs(self, limit: int = 20, region: str | None = None) -> list[Run]:
        """The latest runs of importers, newest first, of one region or of all."""
        with self._database.reading() as connection:
            return runs.latest(connection, limit, region)

    def run(self, id: int) -> Run | None:
        """One run of an importer."""
        with self._database.reading() as connection:
            return runs.by_id(connection, id)

    def run_of(self, code: str) -> Run | None:
        """The run of an importer that pages call by this code."""
        with self._database.reading() as connection:
            return runs.by_code(connection, code)

    def rejections(self, run_id: int) -> list[Rejection]:
        """What a run refused, in the order of its file."""
        with self._database.reading() as connection:
            return runs.rejections(connection, run_id)

    def raw_record(self, key: str) -> Mapping[str, Any] | None:
        """The latest raw row of the source behind an offer."""
        with self._database.reading() as connection:
            return runs.raw_record(connection, key)

    def reports(self, open_only: bool = True) -> list[Report]:
        """What visitors say is wrong, newest first."""
        with self._database.reading() as connection:
            return reports.listed(connection, open_only)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()
