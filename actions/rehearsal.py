"""A rehearsal of an import: everything is decided as in earnest, nothing is written, and nobody has to wait."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, Protocol

from actions.propose import Proposals
from model.contact import MaintenanceContact
from model.offer import Offer
from model.suggestion import Suggestion
from store import Store

Saved = Literal["new", "changed", "same"]
#: told of an offer as it is and as it would be; None where there was none, or where it would leave the map
Told = Callable[[Offer | None, Offer | None], None]


class Pen(Protocol):
    """What an import writes with: a writer of the store, or a rehearsal."""

    def save_offer(
        self, offer: Offer, *, run: int | None = None, record: Mapping[str, Any] | None = None,
        maintenance: MaintenanceContact | None = None,
    ) -> Saved:  # fmt: skip
        """Write an offer."""
        ...

    def archive_offer(self, key: str) -> bool:
        """Take an offer off the map."""
        ...

    def reject(self, run: int, line: int, ref: str, reason: str) -> None:
        """Note a record that was refused."""
        ...

    def finish_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Note that the run ended."""
        ...

    @property
    def suggestions(self) -> Proposals:
        """Where candidates are proposed."""
        ...


class _Unheard:
    """Proposals of a rehearsal, which nobody gets to see."""

    def __init__(self, tell: Told) -> None:
        self._tell = tell

    def add(self, suggestion: Suggestion) -> str:
        """Tell of a candidate, and keep nothing."""
        self._tell(suggestion.base, None if suggestion.closes else suggestion.proposed)
        return suggestion.code

    def revise(self, suggestion: Suggestion, proposed: Offer, names: Iterable[str]) -> Suggestion:
        """Tell of a candidate of which the source says something else now, and keep nothing."""
        self._tell(suggestion.base, proposed)
        return replace(suggestion, proposed=proposed, names=tuple(names))


class Rehearsal:
    """Says what writing would do, and tells whoever wants to know of each difference."""

    def __init__(self, store: Store, told: Told | None = None) -> None:
        self._store = store
        self._told = told
        #: what was written in this rehearsal, because a file may change one offer twice
        self._now: dict[str, Offer] = {}
        self.suggestions: Proposals = _Unheard(self._tell)

    def save_offer(
        self, offer: Offer, *, run: int | None = None, record: Mapping[str, Any] | None = None,
        maintenance: MaintenanceContact | None = None,
    ) -> Saved:  # fmt: skip
        """Say whether the offer would be new, changed or the same."""
        before = self._before(offer.key)
        self._now[offer.key] = offer
        if before is None:
            self._tell(None, offer)
            return "new"
        contact = self._store.maintenance_contact(offer.key) or MaintenanceContact()
        if before == offer and maintenance in (None, contact):
            return "same"
        self._tell(before, offer)
        return "changed"

    def archive_offer(self, key: str) -> bool:
        """Say whether the offer is on the map, so that it would leave it."""
        before = self._before(key)
        if before is None or before.status == "archived":
            return False
        self._now[key] = replace(before, status="archived")
        self._tell(before, None)
        return True

    def reject(self, run: int, line: int, ref: str, reason: str) -> None:
        """Nothing is noted."""

    def finish_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Nothing is noted."""

    def _before(self, key: str) -> Offer | None:
        known = self._now.get(key) or self._store.offer(key)
        return replace(known, edited_at=None) if known else None

    def _tell(self, before: Offer | None, after: Offer | None) -> None:
        if self._told:
            self._told(before, after)
