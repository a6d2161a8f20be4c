"""Keep one imported offer: new, changed or the same, and never at the cost of what people have corrected."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from actions.propose import propose, propose_to_archive
from actions.rehearsal import Pen
from importers.base import Importer, ImportRefused, Record, Reject
from importers.clean.offer import Cleaned, Cleaner
from importers.locate import is_finer, same_address, was_found, was_found_online
from importers.match import is_another
from importers.merge import bring_together, corrected_fields
from importers.pipeline import Ready, raw_values
from model.contact import MaintenanceContact
from model.offer import Offer
from model.place import Place
from model.source import Source
from store import Store

#: how the history marks what an import wrote
IMPORT = "import "
#: this many keys standing for something else make a different list, if they are most of those that were known
FEW = 5
PAGE = 1000


class Keeper:
    """Writes the offers of one import and watches that their keys still stand for the same things."""

    def __init__(
        self, store: Store, origin: Source, importer: Importer, cleaner: Cleaner, region: str, *, relocate: bool = False
    ) -> None:
        self._store = store
        self._origin = origin
        self._importer = importer
        self._cleaner = cleaner
        self._known = dict(_stored(store, origin))
        self._elsewhere = frozenset(_keys_elsewhere(store, origin, region))
        self._relocate = relocate
        #: how many offers could now be located more exactly than they are
        self.could_be_finer = 0
        self._met = 0
        self._strange: list[tuple[Offer, Offer]] = []
        self._proposed = store.suggestions.latest_from(region, "import") if origin.candidates else {}

    def keep(self, writer: Pen, run_id: int, step: Ready, note: str = "") -> tuple[str, list[str]]:
        """Write one offer, or propose it; returns what became of it and what the report should say about it.

        `note` is what whoever reviews a candidate should know.
        """
        cleaned = step.cleaned
        offer, warnings = cleaned.offer, list(cleaned.warnings)
        before = self._known.pop(offer.key, None)
        if cleaned.withdrawn and self._origin.candidates:
            return self._withdraw(writer, before), warnings
        if cleaned.withdrawn:
            return "archived" if before and writer.archive_offer(offer.key) else "same", warnings
        maintenance = cleaned.maintenance
        if offer.key in self._elsewhere and self._origin.candidates:
            return "same", [*warnings, f"{offer.key} is an offer of another region; it was left out."]
        if offer.key in self._elsewhere:
            raise ImportRefused(
                f"The key {offer.key} belongs to another region. Nothing was written. Give this list a name of its own."
            )
        if before:
            offer, more = self._with_corrections(offer, before)
            warnings += more
            maintenance = self._maintenance(cleaned, step.record)
            if offer == before and maintenance is None:
                return "same", warnings
        if self._origin.candidates:
            return propose(writer.suggestions, self._proposed, offer, before, note), warnings
        record = raw_values(step.record)
        return writer.save_offer(offer, run=run_id, record=record, maintenance=maintenance), warnings

    def _withdraw(self, writer: Pen, before: Offer | None) -> str:
        if before is None or before.status == "archived":
            return "same"
        return propose_to_archive(writer.suggestions, self._proposed, before, "Die Datenquelle nennt es beendet.")

    def refuse_another_list(self) -> None:
        """Refuse the import if most known keys now stand for something else: it must be a different list."""
        strange = self._strange
        if len(strange) >= FEW and len(strange) * 2 > self._met:
            was, now = strange[0]
            raise ImportRefused(
                f"This looks like another list than {self._origin.name!r} has been so far: the key {was.key} "
                f"stood for {was.name!r}, now for {now.name!r}. Nothing was written. Give this list a name of its own."
            )

    def _with_corrections(self, offer: Offer, before: Offer) -> tuple[Offer, list[str]]:
        """The offer with what people have corrected since the last import."""
        self._met += 1
        offer = offer if self._relocate else self._where_it_was(offer, before)
        if before == offer:
            return offer, []
        warnings = []
        if is_another(offer, before):
            self._strange.append((before, offer))
            warnings.append(f"The key {offer.key} stood for {before.name!r} so far.")
        history = self._store.revisions(offer.key)
        # A run that is taken back is no correction either: the next delivery shall be able to set it right.
        by_people = [(each.before, each.offer) for each in history
                     if each.before and each.run is None and not each.by.startswith(IMPORT)]  # fmt: skip
        merged, disagreed = bring_together(before, offer, corrected_fields(by_people))
        if disagreed:
            warnings.append(f"What people corrected stays, though the source says otherwise: {', '.join(disagreed)}.")
        return merged, warnings

    def _where_it_was(self, offer: Offer, before: Offer) -> Offer:
        """The offer with the points found before, for as long as its address is told in the same words."""
        place = self._steady(offer.place, before.place)
        pairs = zip(offer.stops, before.stops, strict=False)
        stops = [replace(new, place=self._steady(new.place, old.place) or new.place) for new, old in pairs]
        return replace(offer, place=place, stops=(*stops, *offer.stops[len(stops) :]))

    def _steady(self, new: Place | None, old: Place | None) -> Place | None:
        if new is None or old is None or not (same_address(new, old) and was_found(new) and was_found(old)):
            return new
        if was_found_online(new) and is_finer(new, old):
            return new  # whoever asks a service wants the answer
        self.could_be_finer += is_finer(new, old)
        return old

    def _maintenance(self, cleaned: Cleaned, record: Record) -> MaintenanceContact | None:
        """The maintenance contact if the source has a new one; what people put in by hand stays."""
        if cleaned.maintenance is None:
            return None
        key = cleaned.offer.key
        current = self._store.maintenance_contact(key)
        if current is None:
            return cleaned.maintenance
        last = self._last_told(self._store.raw_record(key) or {}, record)
        return None if cleaned.maintenance in (current, last) else cleaned.maintenance

    def _last_told(self, values: Mapping[str, Any], record: Record) -> MaintenanceContact | None:
        """The maintenance contact that the source told the last time."""
        draft = self._importer.draft(replace(record, values=values))
        told = draft if isinstance(draft, Reject) else self._cleaner.clean(draft)
        return None if isinstance(told, Reject) else told.maintenance


def _stored(store: Store, origin: Source) -> Iterator[tuple[str, Offer]]:
    """What the store has from this source, published or archived, as imports write it."""
    for archived in (False, True):
        after: str | None = None
        while page := store.list_offers(source=origin.name, after=after, limit=PAGE, archived=archived):
            for offer in page:
                yield offer.key, replace(offer, edited_at=None)
            after = page[-1].key


def _keys_elsewhere(store: Store, origin: Source, region: str) -> Iterator[str]:
    """The keys of this list that belong to other regions, which must not be touched from here."""
    for archived in (False, True):
        here = set(store.keys(region=region, archived=archived))
        every = store.keys(archived=archived)
        yield from (key for key in every if key.startswith(f"{origin.name}:") and key not in here)
