"""Reading offers: from the rows of their tables back to the dataclass."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, select

from model.contact import Contact, MaintenanceContact
from model.neutrality import Fact
from model.offer import Accessibility, Cost, FieldCheck, Language, Offer, Verification
from model.place import Stop
from model.source import Provenance
from store import tables
from store.dialect import among
from store.documents import decode
from store.places import PLACE_NAMES, place_columns, place_from
from store.providers import PROVIDER_WIDTH, provider_columns, provider_from, seat
from store.terms import LISTS

Parts = dict[int, list[Any]]

_INNER = ("provider_id", "place_id", "digest", "sort_name")
_OFFER_COLUMNS = [column for column in tables.offer.c if column.name not in _INNER]
_PROVIDER = slice(len(_OFFER_COLUMNS), len(_OFFER_COLUMNS) + PROVIDER_WIDTH)
_PLACE = slice(_PROVIDER.stop, _PROVIDER.stop + len(PLACE_NAMES))
_CONTACT = slice(_PLACE.stop, _PLACE.stop + 3)
_FACT_NAMES = ("code", "value", "source", "url", "as_of", "quote", "checked_by", "checked_on", "expires_on")


def _named(table: Table, *names: str) -> list[Any]:
    return [table.c[name] for name in names]


_ALL = (
    select(
        *_OFFER_COLUMNS,
        *provider_columns(),
        *place_columns(),
        *_named(tables.public_contact, "phone", "email", "website"),
    )
    .join_from(tables.offer, tables.provider)
    .join(seat, tables.provider.c.seat_id == seat.c.id, isouter=True)
    .join(tables.place, tables.offer.c.place_id == tables.place.c.id, isouter=True)
    .join(tables.public_contact, tables.public_contact.c.offer_id == tables.offer.c.id, isouter=True)
)
_ROWS = _ALL.where(among(tables.offer.c.id))
_ROW = _ALL.where(tables.offer.c.key == bindparam("key"))
_ID = select(tables.offer.c.id).where(tables.offer.c.key == bindparam("key"))


def _parts_of(table: Table, *columns: Any) -> Any:
    """What a table holds for each of some offers, in the order in which it was saved."""
    place = (table.c.offer_id, table.c.position)
    return select(table.c.offer_id, *columns).select_from(table).where(among(table.c.offer_id)).order_by(*place)


_TERMS = _parts_of(tables.offer_term, *_named(tables.term, "facet", "slug")).join(tables.term)
_LANGUAGES = _parts_of(tables.offer_language, tables.term.c.slug, *_named(tables.offer_language, "times", "note")).join(
    tables.term
)
_STOPS = _parts_of(tables.stop, *_named(tables.stop, "starts", "ends", "note"), *place_columns()).join(tables.place)
_FACTS = _parts_of(tables.fact, *_named(tables.fact, *_FACT_NAMES))


def by_ids(connection: Connection, ids: Sequence[int]) -> list[Offer]:
    """The offers with these ids, in their order; an id that does not exist is passed over."""
    return _made(connection, connection.execute(_ROWS, {"among": ids}).all(), ids)


def _made(connection: Connection, found: Sequence[Row[Any]], ids: Sequence[int]) -> list[Offer]:
    """The offers of some rows, in the order of the ids."""
    rows = {row.id: row for row in found}
    if not rows:
        return []
    lists = _parts(connection, _TERMS, ids, lambda facet, slug: (facet, slug))
    languages = _parts(connection, _LANGUAGES, ids, Language)
    stops = _parts(connection, _STOPS, ids, _stop)
    facts = facts_of(connection, ids)
    return [
        _offer(rows[offer_id], lists[offer_id], languages[offer_id], stops[offer_id], facts[offer_id])
        for offer_id in ids
        if offer_id in rows
    ]


def by_key(connection: Connection, key: str) -> Offer | None:
    """The offer with this key, published or archived."""
    row = connection.execute(_ROW, {"key": key}).first()
    return None if row is None else _made(connection, [row], [row.id])[0]


def id_of(connection: Connection, key: str) -> int | None:
    """The row id of the offer with this key."""
    return connection.execute(_ID, {"key": key}).scalar()


def facts_of(connection: Connection, ids: Sequence[int]) -> Parts:
    """The facts about neutrality of each of the offers."""
    return _parts(connection, _FACTS, ids, Fact)


def maintenance_contact(connection: Connection, key: str) -> MaintenanceContact | None:
    """Whom to ask about the entry of an offer, None where nobody is named."""
    columns = _named(tables.maintenance_contact, "name", "email", "phone", "note")
    statement = select(*columns).join_from(tables.maintenance_contact, tables.offer).where(tables.offer.c.key == key)
    row = connection.execute(statement).first()
    return MaintenanceContact(*row) if row else None


def _parts(connection: Connection, statement: Any, ids: Sequence[int], make: Callable[..., Any]) -> Parts:
    """What a statement finds for each of the offers."""
    found: Parts = defaultdict(list)
    for offer_id, *values in connection.execute(statement, {"among": ids}).all():
        found[offer_id].append(make(*values))
    return found


def _stop(starts: Any, ends: Any, note: str, *place: Any) -> Stop:
    where = place_from(place)
    assert where is not None
    return Stop(starts, ends, where, note)


def _offer(row: Row[Any], terms: list[Any], languages: list[Any], stops: list[Any], facts: list[Any]) -> Offer:
    return Offer(
        key=row.key,
        region=row.region,
        name=row.name,
        kind=row.kind,
        provider=provider_from(row[_PROVIDER]),
        summary=row.summary,
        description=row.description,
        restriction=row.restriction,
        languages=tuple(languages),
        cost=Cost(row.cost, row.cost_note),
        place=place_from(row[_PLACE]),
        stops=tuple(stops),
        contact=_contact(*row[_CONTACT]),
        hours=row.hours,
        appointment=row.appointment,
        booking_url=row.booking_url,
        accessibility=Accessibility(row.wheelchair, row.wheelchair_note),
        bring=row.bring,
        facts=tuple(facts),
        verification=Verification(row.verified_on, row.verified_by, row.verified_how) if row.verified_on else None,
        checks=tuple(decode(FieldCheck, check) for check in json.loads(row.checks)),
        faded_on=row.faded_on,
        provenance=Provenance(row.source, tuple(json.loads(row.urls)), row.as_of, row.licence, row.attribution),
        status=row.status,
        edited_at=row.edited_at,
        **{name: tuple(slug for facet, slug in terms if facet == name) for name in LISTS},
    )


def _contact(phone: str | None, email: str | None, website: str | None) -> Contact:
    return Contact(phone or "", email or "", website or "")
