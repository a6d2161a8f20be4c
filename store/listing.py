"""Lists of offers: keys, counts and pages, ordered by key."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from geo.point import Box
from model.offer import Offer
from store import offers
from store.dialect import among
from store.tables import offer, place

MAX_PAGE = 1000


def page(
    connection: Connection,
    region: str | None,
    kind: str | None,
    box: Box | None,
    source: str | None,
    *,
    after: str | None,
    limit: int,
    archived: bool,
) -> list[Offer]:
    """The next offers after a key."""
    statement = _only(select(offer.c.id), region, source, archived)
    if kind is not None:
        statement = statement.where(offer.c.kind == kind)
    if box is not None:
        statement = statement.join(place, offer.c.place_id == place.c.id).where(
            place.c.lat.between(box.south, box.north), place.c.lon.between(box.west, box.east)
        )
    if after is not None:
        statement = statement.where(offer.c.key > after)
    ids = connection.execute(statement.order_by(offer.c.key).limit(max(0, min(limit, MAX_PAGE)))).scalars().all()
    return offers.by_ids(connection, ids)


def dated_keys(connection: Connection, region: str, limit: int) -> list[tuple[str, datetime]]:
    """The keys of published offers of a region with when each was changed last, by key."""
    wanted = select(offer.c.key, offer.c.edited_at).where(offer.c.region == region, offer.c.status == "published")
    return [(key, at) for key, at in connection.execute(wanted.order_by(offer.c.key).limit(limit))]


def keys(connection: Connection, region: str | None, source: str | None, archived: bool) -> list[str]:
    """All keys."""
    statement = _only(select(offer.c.key), region, source, archived).order_by(offer.c.key)
    return list(connection.execute(statement).scalars())


def count(connection: Connection, region: str | None) -> int:
    """How many offers are published."""
    return int(connection.execute(_only(select(func.count()), region, None, False)).scalar_one())


def changed_since(connection: Connection, version: int) -> list[int]:
    """The ids of the offers that changed after a version."""
    statement = select(offer.c.id).where(offer.c.changed_version > version).order_by(offer.c.id)
    return list(connection.execute(statement).scalars())


def ids_by_name(connection: Connection, ids: Sequence[int], limit: int) -> list[int]:
    """Of the given offers the first few by name, umlauts beside their vowels."""
    statement = select(offer.c.id).where(among(offer.c.id, ids)).order_by(offer.c.sort_name, offer.c.key)
    return list(connection.execute(statement.limit(limit)).scalars())


def freshness(connection: Connection, region: str, since: date) -> tuple[int, int]:
    """How many offers a region has published, and how many of them were verified on a day or later."""
    verified = func.count().filter(offer.c.verified_on >= since)
    row = connection.execute(_only(select(func.count(), verified), region, None, False)).one()
    return int(row[0]), int(row[1])


def _only(statement: Any, region: str | None, source: str | None, archived: bool) -> Any:
    statement = statement.select_from(offer).where(offer.c.status == ("archived" if archived else "published"))
    if region is not None:
        statement = statement.where(offer.c.region == region)
    if source is not None:
        statement = statement.where(offer.c.source == source)
    return statement
