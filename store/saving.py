"""Saving offers: from the dataclass to the rows of its tables, many offers at a time."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from model.contact import Contact
from model.neutrality import Assessment, Fact
from model.offer import Offer
from store import tables, text
from store.dialect import among
from store.documents import encode
from store.errors import StoreError
from store.places import Shared, place_row
from store.providers import shared_providers
from store.rows import search_row
from store.terms import LISTS, TermIds, categories_of, names_of

Row = dict[str, Any]
BATCH = 500
PARTS = (tables.offer_term, tables.offer_language, tables.stop, tables.fact, tables.public_contact, tables.search_row)


@dataclass(frozen=True, slots=True)
class Change:
    """An offer to be written, and what the store adds to it."""

    id: int
    offer: Offer
    #: how neutral it is on the day of the change
    assessment: Assessment
    document: str
    digest: str
    #: its number in the history of the offer; 1 for a new one
    revision: int
    run: int | None
    record: str | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when, why, and the version the database will have afterwards."""

    by: str
    why: str
    at: datetime
    version: int
    #: the day of the change where the clock stands, which near midnight is another one than in UTC
    day: date


class Batch:
    """Offers waiting to be written together, which is many times faster than one by one."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
        self._waiting: dict[int, Change] = {}
        self._places = Shared(connection, tables.place, place_row)
        self._providers = shared_providers(connection, self._places)
        self._terms: TermIds | None = None

    @property
    def terms(self) -> TermIds:
        """The terms of the database, read when first needed."""
        if self._terms is None:
            self._terms = TermIds(self._connection)
        return self._terms

    def add(self, change: Change) -> None:
        """Take a change in; it is in the database after the next flush."""
        check_stops(change.offer)
        if change.id in self._waiting:
            self.flush()
        self._waiting[change.id] = change
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        changes = list(self._waiting.values())
        self._waiting.clear()
        if changes:
            self._settle(changes)
            self._write_offers(changes)
            self._write_parts(changes)
            self._write_history(changes)
            self.index({change.id: change.offer for change in changes})

    def index(self, offers: Mapping[int, Offer]) -> None:
        """Put the words of the offers into the text index, and take out the archived ones."""
        words = {
            offer_id: text.words_of(offer, self.terms.words(names_of(offer))) if offer.status == "published" else None
            for offer_id, offer in offers.items()
        }
        text.index(self._connection, words)

    def _settle(self, changes: list[Change]) -> None:
        """Give every place, provider and term its row."""
        offers = [change.offer for change in changes]
        self._places.settle(
            place
            for offer in offers
            for place in (offer.place, offer.provider.seat, *(stop.place for stop in offer.stops))
            if place is not None
        )
        self._providers.settle(offer.provider for offer in offers)
        names = (
            name
            for change in changes
            for name in (*names_of(change.offer), *categories_of(change.offer, change.assessment))
        )
        self.terms.settle(dict.fromkeys(names))

    def _write_offers(self, changes: list[Change]) -> None:
        rows = [{**self._offer_row(change), "id": change.id} for change in changes]
        new = [row for row in rows if row["revision"] == 1]
        old = [{**row, "at_id": row["id"]} for row in rows if row["revision"] > 1]
        if new:
            self._connection.execute(insert(tables.offer), new)
        if old:
            self._connection.execute(update(tables.offer).where(tables.offer.c.id == bindparam("at_id")), old)
            for table in PARTS:
                self._connection.execute(delete(table).where(among(table.c.offer_id, [row["id"] for row in old])))

    def _write_parts(self, changes: list[Change]) -> None:
        rows: dict[Table, list[Row]] = {table: [] for table in PARTS}
        for change in changes:
            offer, own = change.offer, change.id
            rows[tables.offer_term] += _numbered(own, self._term_rows(offer))
            rows[tables.offer_language] += _numbered(own, self._language_rows(offer))
            rows[tables.stop] += _numbered(own, self._stop_rows(offer))
            rows[tables.fact] += _numbered(own, map(fact_row, offer.facts))
            if offer.status == "published":
                rows[tables.search_row].append(search_row(own, offer, change.assessment, self.terms))
            if offer.contact != Contact():
                contact = offer.contact
                row = {"phone": contact.phone, "email": contact.email, "website": contact.website}
                rows[tables.public_contact].append({"offer_id": own, **row})
        for table, filled in rows.items():
            if filled:
                self._connection.execute(insert(table), filled)

    def _write_history(self, changes: list[Change]) -> None:
        stamp = self._stamp
        common = {"at": stamp.at, "by": stamp.by, "why": stamp.why, "version": stamp.version}
        revisions = [
            {"offer_id": each.id, "number": each.revision, "document": each.document, "run_id": each.run, **common}
            for each in changes
        ]
        self._connection.execute(insert(tables.revision), revisions)
        raw = [
            {"offer_id": change.id, "run_id": change.run, "body": change.record}
            for change in changes
            if change.record is not None
        ]
        if raw:
            ids = [row["offer_id"] for row in raw]
            self._connection.execute(delete(tables.record).where(among(tables.record.c.offer_id, ids)))
            self._connection.execute(insert(tables.record), raw)

    def _offer_row(self, change: Change) -> Row:
        offer = change.offer
        return {
            **_plain_columns(offer),
            **_assessment_columns(change.assessment, offer.facts, self._stamp.day),
            "key": offer.key,
            "provider_id": self._providers[offer.provider],
            "place_id": offer.place and self._places[offer.place],
            "edited_at": self._stamp.at,
            "run_id": change.run,
            "digest": change.digest,
            "revision": change.revision,
            "changed_version": self._stamp.version,
        }

    def _term_rows(self, offer: Offer) -> Iterable[Row]:
        return ({"term_id": self.terms[facet, slug]} for facet in LISTS for slug in getattr(offer, facet))

    def _language_rows(self, offer: Offer) -> Iterable[Row]:
        return (
            {"term_id": self.terms["languages", language.code], "times": language.times, "note": language.note}
            for language in offer.languages
        )

    def _stop_rows(self, offer: Offer) -> Iterable[Row]:
        return (
            {"starts": stop.starts, "ends": stop.ends, "place_id": self._places[stop.place], "note": stop.note}
            for stop in offer.stops
        )


def check_stops(offer: Offer) -> None:
    """Refuse a time on tour that does not say in which zone it is meant."""
    for stop in offer.stops:
        if stop.starts.utcoffset() is None or stop.ends.utcoffset() is None:
            raise StoreError(f"A stop of {offer.key} at {stop.starts} has no time zone.")


def _assessment_columns(found: Assessment, facts: tuple[Fact, ...], day: date) -> Row:
    """Grade and evidence, and between which days they hold; without dates in the facts they always do."""
    dated = any(fact.checked_on or fact.expires_on for fact in facts)
    return {
        "grade": found.grade,
        "evidence": found.evidence,
        "assessed_on": day if dated else None,
        "changes_on": found.changes_on,
    }


def fact_row(fact: Fact) -> Row:
    """The columns of a fact about neutrality."""
    return {
        "code": fact.code,
        "value": fact.value,
        "source": fact.source,
        "url": fact.url,
        "as_of": fact.as_of,
        "quote": fact.quote,
        "checked_by": fact.checked_by,
        "checked_on": fact.checked_on,
        "expires_on": fact.expires_on,
    }


def _plain_columns(offer: Offer) -> Row:
    check, origin = offer.verification, offer.provenance
    return {
        "region": offer.region,
        "name": offer.name,
        "sort_name": " ".join(text.fold(offer.name)),
        "kind": offer.kind,
        "summary": offer.summary,
        "description": offer.description,
        "restriction": offer.restriction,
        "cost": offer.cost.kind,
        "cost_note": offer.cost.note,
        "hours": offer.hours,
        "appointment": offer.appointment,
        "booking_url": offer.booking_url,
        "wheelchair": offer.accessibility.wheelchair,
        "wheelchair_note": offer.accessibility.note,
        "bring": offer.bring,
        "verified_on": check and check.on,
        "verified_by": check.by if check else "",
        "verified_how": check and check.how,
        "checks": json.dumps([encode(check) for check in offer.checks], ensure_ascii=False),
        "faded_on": offer.faded_on,
        "source": origin.source,
        "urls": json.dumps(origin.urls, ensure_ascii=False),
        "as_of": origin.as_of,
        "licence": origin.licence,
        "attribution": origin.attribution,
        "status": offer.status,
    }


def _numbered(offer_id: int, rows: Iterable[Row]) -> list[Row]:
    return [{"offer_id": offer_id, "position": position, **row} for position, row in enumerate(rows)]
