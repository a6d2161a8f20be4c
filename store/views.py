"""How often offers were looked at, counted by month, without anything about who looked; and whose offers they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, insert, select, update

from model.offer import Offer
from store import offers, tables
from store.dialect import among
from store.room import Changes, Room
from store.tables_views import offer_view as table

#: key of an offer and month
Counted = tuple[str, str]


class Views(Room):
    """What a provider is told about its own offers."""

    def of_keys(self, keys: Sequence[str], months: Sequence[str]) -> dict[Counted, int]:
        """How often each of some offers was looked at in each of some months; what nobody looked at is left out."""
        statement = select(table.c.key, table.c.month, table.c.count).where(among(table.c.key, keys))
        with self._database.reading() as connection:
            rows = connection.execute(statement.where(among(table.c.month, months))).all()
        return {(row[0], row[1]): row[2] for row in rows}

    def own_keys(self, region: str, providers: Sequence[str]) -> list[str]:
        """The keys of the published offers of some providers in a region, by name."""
        with self._database.reading() as connection:
            return list(connection.execute(_own(tables.offer.c.key, region, providers)).scalars())

    def own_count(self, region: str, providers: Sequence[str]) -> int:
        """How many published offers some providers have in a region."""
        inner = _own(tables.offer.c.id, region, providers).order_by(None).subquery()
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(inner)).scalar_one())

    def own_offers(self, region: str, providers: Sequence[str], offset: int = 0, limit: int = 50) -> list[Offer]:
        """The published offers of some providers in a region, by name."""
        statement = _own(tables.offer.c.id, region, providers).offset(offset).limit(limit)
        with self._database.reading() as connection:
            return offers.by_ids(connection, connection.execute(statement).scalars().all())


class ViewChanges(Changes):
    """Adds to the counts within a transaction."""

    def add(self, counts: Mapping[Counted, int]) -> None:
        """Add what was counted since the last time; what is no offer is passed over."""
        known = set(self._known({key for key, _ in counts}))
        for (key, month), number in sorted(counts.items()):
            if key not in known or number < 1:
                continue
            where = and_(table.c.key == key, table.c.month == month)
            more = update(table).where(where).values(count=table.c.count + number)
            if self._connection.execute(more).rowcount == 0:
                self._connection.execute(insert(table).values(key=key, month=month, count=number))

    def _known(self, keys: set[str]) -> Sequence[str]:
        statement = select(tables.offer.c.key).where(among(tables.offer.c.key, sorted(keys)))
        return self._connection.execute(statement).scalars().all()


def _own(column: Any, region: str, providers: Sequence[str]) -> Any:
    offer, provider = tables.offer, tables.provider
    where = and_(offer.c.region == region, offer.c.status == "published", among(provider.c.name, providers))
    return select(column).join_from(offer, provider).where(where).order_by(offer.c.sort_name, offer.c.key)
