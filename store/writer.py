"""The writer: everything that can be changed, within one transaction that keeps the history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from model.contact import MaintenanceContact
from model.neutrality import assess
from model.offer import Offer, Status
from model.region import Region
from model.source import Source, is_kept_elsewhere
from model.vocabulary import Vocabulary
from store import offers, regions, reports, runs, tables
from store.dialect import among
from store.documents import raw_text, to_text
from store.errors import KeptElsewhere, StoreError
from store.places import digest, next_id
from store.rooms import RoomChanges
from store.saving import BATCH, Batch, Change, Stamp

Saved = Literal["new", "changed", "same"]
_BY_KEY = select(tables.offer.c.id, tables.offer.c.digest, tables.offer.c.revision).where(
    tables.offer.c.key == bindparam("wanted")
)


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    digest: str
    revision: int


class Writer(RoomChanges):
    """Changes things; get one from `store.write(by, why)`, which keeps all of its changes or none."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection, stamp)
        self._batch = Batch(connection, stamp)
        self._known: dict[str, _Known] = {}
        self._next_offer: int | None = None
        self._run: int | None = None
        self.changed = False

    def revision(self, key: str) -> int:
        """The number of the last change of an offer, 0 if there is no such offer."""
        known = self._find(key)
        return known.revision if known else 0

    def offer(self, key: str) -> Offer | None:
        """The offer with this key as this transaction sees it, so that a change is decided on what is really there."""
        self.flush()
        return offers.by_key(self._connection, key)

    def save_offer(
        self,
        offer: Offer,
        *,
        run: int | None = None,
        record: Mapping[str, Any] | None = None,
        maintenance: MaintenanceContact | None = None,
    ) -> Saved:
        """Write an offer with its history. One that is "same" as before writes nothing, not even its raw record.

        `maintenance` replaces the maintenance contact, an empty one deletes it, None leaves it as it is.
        """
        if is_kept_elsewhere(offer.key) and self._stamp.by != f"import {offer.key.partition(':')[0]}":
            raise KeptElsewhere(offer.key)
        document = to_text(replace(offer, edited_at=None))
        mark = digest(document)
        known = self._find(offer.key)
        result: Saved = "new" if known is None else "changed"
        if known is not None and known.digest == mark:
            result = "same"
        else:
            number = 1 if known is None else known.revision + 1
            own = self._new_id() if known is None else known.id
            raw = None if record is None else raw_text(record)
            made_by = self._run if run is None else run
            found = assess(offer.facts, self._stamp.day)
            self._batch.add(Change(own, offer, found, document, mark, number, made_by, raw))
            known = self._known[offer.key] = _Known(own, mark, number)
            self.changed = True
        if maintenance is not None and self._save_maintenance(known.id, maintenance):
            return "changed" if result == "same" else result
        return result

    def archive_offer(self, key: str) -> bool:
        """Take an offer off the map, keeping everything; False if it is not on it."""
        return self._set_status(key, "archived")

    def restore_offer(self, key: str) -> bool:
        """Put an archived offer back on the map; False if it is not archived."""
        return self._set_status(key, "published")

    def save_region(self, region: Region, boundary: str | None = None) -> Saved:
        """Write a region; without a boundary it keeps the one it has."""
        result = regions.save(self._connection, region, boundary)
        self.changed |= result != "same"
        return result

    def save_vocabulary(self, vocabulary: Vocabulary) -> int:
        """Let offers be found by the words of a vocabulary; returns how many offers are found by other words now."""
        self.flush()
        terms = self._batch.terms.learn(vocabulary)
        if not terms:
            return 0
        self.changed = True
        links = (tables.offer_term, tables.offer_language)
        found: set[int] = set()
        for table in links:
            statement = select(table.c.offer_id).where(among(table.c.term_id, terms))
            found.update(self._connection.execute(statement).scalars())
        ids = sorted(found)
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            self._batch.index(dict(zip(some, offers.by_ids(self._connection, some), strict=True)))
        return len(ids)

    def start_run(self, source: Source, file_name: str, sha256: str, region: str) -> int:
        """Note that a source begins to be read, and return the number of the run, to which all that follows belongs."""
        self.changed = True
        stamp = self._stamp
        self._run = runs.start(self._connection, source, file_name, sha256, region, by=stamp.by, at=stamp.at)
        return self._run

    def reject(self, run: int, line: int, ref: str, reason: str) -> None:
        """Note a record that was refused."""
        self.changed = True
        runs.reject(self._connection, run, line, ref, reason)

    def finish_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Note that a run ended and what came of it."""
        self.changed = True
        runs.finish(self._connection, run, counts, self._stamp.at)

    def note_undone(self, run: int) -> None:
        """Note that all that a run changed is taken back; what is saved from now on belongs to that."""
        self.changed = True
        self._run = run
        runs.note_undone(self._connection, run, self._stamp.by, self._stamp.at)

    def add_report(self, key: str, reason: str, text: str) -> int:
        """Keep what a visitor says is wrong with an offer, and return the number of the report."""
        self.flush()
        self.changed = True
        return reports.add(self._connection, key, reason, text, self._stamp.at)

    def close_report(self, report: int) -> bool:
        """Note that a report was dealt with; False if there is no such open report."""
        closed = reports.close(self._connection, report, self._stamp.at)
        self.changed |= closed
        return closed

    def flush(self) -> None:
        """Write what is still waiting to be written; done by itself at the end."""
        self._batch.flush()

    def _find(self, key: str) -> _Known | None:
        known = self._known.get(key)
        if known is None:
            row = self._connection.execute(_BY_KEY, {"wanted": key}).first()
            known = _Known(*row) if row else None
        return known

    def _new_id(self) -> int:
        fresh = next_id(self._connection, tables.offer) if self._next_offer is None else self._next_offer
        self._next_offer = fresh + 1
        return fresh

    def _set_status(self, key: str, status: Status) -> bool:
        self.flush()
        offer = offers.by_key(self._connection, key)
        if offer is None:
            raise StoreError(f"There is no offer {key}.")
        return self.save_offer(replace(offer, status=status)) != "same"

    def _save_maintenance(self, offer_id: int, contact: MaintenanceContact) -> bool:
        """Write a maintenance contact; False if nothing is different."""
        table = tables.maintenance_contact
        row = {"name": contact.name, "email": contact.email, "phone": contact.phone, "note": contact.note}
        known = self._connection.execute(select(*(table.c[name] for name in row)).where(table.c.offer_id == offer_id))
        before = known.first()
        if (MaintenanceContact(*before) if before else MaintenanceContact()) == contact:
            return False
        self.flush()
        if contact == MaintenanceContact():
            self._connection.execute(delete(table).where(table.c.offer_id == offer_id))
        elif before:
            self._connection.execute(update(table).where(table.c.offer_id == offer_id).values(**row))
        else:
            self._connection.execute(insert(table).values(offer_id=offer_id, **row))
        self.changed = True
        return True
