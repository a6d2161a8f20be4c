"""Which offers may be the same, which are not, and which were merged into which."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, or_, select, update

from geo.point import Point
from model.double import Merge, OpenPair, Outline, Pair
from model.place import EXACT
from store import following, tables
from store.codes import fresh_code
from store.dialect import among
from store.findings import SEEN
from store.places import next_id
from store.room import Changes, Room
from store.tables_doubles import double_pair, merge

#: nobody merges in longer chains; a circle ends here
LONGEST_CHAIN = 20
_ONE, _OTHER = tables.offer.alias("first"), tables.offer.alias("second")
_ITS, _ITS_OTHER = tables.provider.alias("first_provider"), tables.provider.alias("second_provider")
#: the watch drops the pairs of archived offers, so only of those that it has not seen yet there can be any
_GONE = select(tables.offer.c.key).where(tables.offer.c.changed_version > SEEN, tables.offer.c.status != "published")
WAITING = (
    select(func.count())
    .select_from(double_pair)
    .where(double_pair.c.region == bindparam("region"), double_pair.c.apart_at.is_(None))
    .where(double_pair.c.one.not_in(_GONE), double_pair.c.other.not_in(_GONE))
)


class Doubles(Room):
    """Pairs that may be the same, and merges."""

    def outlines(self, region: str) -> list[Outline]:
        """What tells the published offers of a region apart, by key."""
        offer, place, contact = tables.offer, tables.place, tables.public_contact
        where = (place.c.street, place.c.number, place.c.postcode, place.c.city, place.c.lat, place.c.lon)
        statement = (
            select(offer.c.key, offer.c.kind, offer.c.name, tables.provider.c.name, offer.c.source,
                   contact.c.phone, contact.c.website, *where, place.c.precision)
            .join_from(offer, tables.provider)
            .join(place, offer.c.place_id == place.c.id, isouter=True)
            .join(contact, contact.c.offer_id == offer.c.id, isouter=True)
            .where(offer.c.region == region, offer.c.status == "published")
            .order_by(offer.c.key)
        )  # fmt: skip
        with self._database.reading() as connection:
            return [_outline(*row) for row in connection.execute(statement)]

    def waiting(self, region: str) -> int:
        """How many pairs of a region wait for somebody to decide."""
        with self._database.reading() as connection:
            return int(connection.execute(WAITING, {"region": region}).scalar_one())

    def page(self, region: str, *, offset: int = 0, limit: int = 50) -> list[OpenPair]:
        """Some pairs of a region that wait, the most alike first."""
        columns = (_ONE.c.name, _OTHER.c.name, _ITS.c.name, _ITS_OTHER.c.name)
        statement = _open(select(double_pair, *columns), region)
        statement = statement.join(_ITS, _ONE.c.provider_id == _ITS.c.id)
        statement = statement.join(_ITS_OTHER, _OTHER.c.provider_id == _ITS_OTHER.c.id)
        order = (double_pair.c.score.desc(), double_pair.c.one, double_pair.c.other)
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(*order).offset(offset).limit(limit)).all()
        return [OpenPair(_pair(row), (row[-4], row[-3]), (row[-2], row[-1])) for row in rows]

    def pair(self, one: str, other: str) -> Pair | None:
        """What two offers have in common, if they look alike."""
        with self._database.reading() as connection:
            row = connection.execute(select(double_pair).where(_is(one, other))).first()
        return _pair(row) if row else None

    def apart(self, key: str) -> frozenset[str]:
        """The keys of the offers of which somebody said that they are not the same as this one."""
        with self._database.reading() as connection:
            return _apart(connection, key)

    def redirect(self, key: str) -> str:
        """The key of the offer that an offer was merged into, at the end of the chain; "" if it was in none."""
        with self._database.reading() as connection:
            return _redirect(connection, key)

    def merges(self, region: str, limit: int = 20) -> list[Merge]:
        """The latest merges of a region that hold, newest first."""
        where = and_(merge.c.region == region, merge.c.undone_at.is_(None))
        statement = select(merge).where(where).order_by(merge.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_merge(row) for row in connection.execute(statement)]


class DoubleChanges(Changes):
    """Writes pairs and merges down."""

    def put_pairs(self, region: str, keys: Collection[str], pairs: Iterable[Pair]) -> int:
        """Keep which pairs the offers with these keys are in now; returns how much is different.

        What somebody decided about a pair stays.
        """
        columns = double_pair.c
        touched = and_(columns.region == region, or_(among(columns.one, list(keys)), among(columns.other, list(keys))))
        decided = {
            (row.one, row.other): row.apart_at is not None
            for row in self._connection.execute(select(columns.one, columns.other, columns.apart_at).where(touched))
        }
        fresh = {(pair.one, pair.other): pair for pair in pairs if not decided.get((pair.one, pair.other))}
        before = {spot for spot, is_decided in decided.items() if not is_decided}
        if before:
            self._connection.execute(delete(double_pair).where(touched, columns.apart_at.is_(None)))
        if fresh:
            self._connection.execute(insert(double_pair), [self._pair_row(region, pair) for pair in fresh.values()])
        return len(before ^ fresh.keys())

    def keep_apart(self, region: str, one: str, other: str) -> None:
        """Remember for good that two offers are not the same."""
        values = {"apart_by": self._stamp.by, "apart_at": self._stamp.at}
        done = self._connection.execute(update(double_pair).where(_is(one, other)).values(**values))
        if not done.rowcount:
            first, second = sorted((one, other))
            row = self._pair_row(region, Pair(first, second, 0, ()))
            self._connection.execute(insert(double_pair).values(**row | values))

    def add_merge(self, region: str, old: str, new: str, revisions: tuple[int, int]) -> str:
        """Let an old key lead to a new one, and all that hangs on it follow; returns the code of the merge."""
        code, moved = fresh_code(), following.move(self._connection, old, new)
        self._connection.execute(
            insert(merge).values(
                id=next_id(self._connection, merge), code=code, region=region, old=old, new=new,
                old_revision=revisions[0], new_revision=revisions[1], moved=json.dumps(moved),
                by=self._stamp.by, at=self._stamp.at, undone_by="",
            )
        )  # fmt: skip
        self._connection.execute(delete(double_pair).where(_is(old, new)))
        return code

    def undo_merge(self, code: str) -> Merge | None:
        """Let the old key stand for itself again; None if the merge does not hold any more."""
        row = self._connection.execute(select(merge).where(merge.c.code == code, merge.c.undone_at.is_(None))).first()
        if row is None:
            return None
        values = {"undone_by": self._stamp.by, "undone_at": self._stamp.at}
        self._connection.execute(update(merge).where(merge.c.id == row.id).values(**values))
        following.move_back(self._connection, json.loads(row.moved), row.old, row.new)
        return _merge(row)

    def redirect(self, key: str) -> str:
        """As `Doubles.redirect`, within the transaction."""
        return _redirect(self._connection, key)

    def _pair_row(self, region: str, pair: Pair) -> dict[str, Any]:
        reasons = json.dumps({"in": pair.reasons, "metres": pair.metres})
        row = {"one": pair.one, "other": pair.other, "region": region, "score": pair.score, "reasons": reasons}
        return {**row, "found_at": self._stamp.at, "apart_by": "", "apart_at": None}


def _open(statement: Any, region: str) -> Any:
    """Only pairs that nobody decided about and of which both are still published."""
    columns = double_pair.c
    return (
        statement.join_from(double_pair, _ONE, columns.one == _ONE.c.key)
        .join(_OTHER, columns.other == _OTHER.c.key)
        .where(columns.region == region, columns.apart_at.is_(None))
        .where(_ONE.c.status == "published", _OTHER.c.status == "published")
    )


def _is(one: str, other: str) -> Any:
    first, second = sorted((one, other))
    return and_(double_pair.c.one == first, double_pair.c.other == second)


def _apart(connection: Connection, key: str) -> frozenset[str]:
    columns = double_pair.c
    where = and_(or_(columns.one == key, columns.other == key), columns.apart_at.is_not(None))
    rows = connection.execute(select(columns.one, columns.other).where(where))
    return frozenset(other if one == key else one for one, other in rows)


def _redirect(connection: Connection, key: str) -> str:
    seen = {key}
    leads = select(merge.c.new).where(merge.c.undone_at.is_(None)).order_by(merge.c.id.desc())
    for _ in range(LONGEST_CHAIN):
        onwards = connection.execute(leads.where(merge.c.old == key)).scalar()
        if onwards is None or onwards in seen:
            break
        seen.add(key := onwards)
    return key if len(seen) > 1 else ""


def _outline(*row: Any) -> Outline:
    key, kind, name, provider, source, phone, website, street, number, postcode, city, lat, lon, precision = row
    address = f"{street} {number} {postcode or city}" if street else ""
    point = None if lat is None else Point(lat, lon)
    return Outline(key, kind, name, provider, source, phone or "", website or "", address, point, precision in EXACT)


def _pair(row: Row[Any]) -> Pair:
    reasons = json.loads(row.reasons)
    return Pair(row.one, row.other, row.score, tuple(reasons["in"]), reasons["metres"])


def _merge(row: Row[Any]) -> Merge:
    revisions = (row.old_revision, row.new_revision)
    return Merge(row.code, row.region, row.old, row.new, *revisions, row.by, row.at, row.undone_at)
