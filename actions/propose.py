"""Candidates: what a source only proposes waits in the office until somebody has looked at it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, Protocol

from actions.suggest import changed_names
from model.fields import FIELDS
from model.offer import Offer
from model.suggestion import STATUS, Suggestion
from store.codes import fresh_code

Proposed = Literal["proposed", "same"]


class Proposals(Protocol):
    """Where proposals are kept: a room of the store, or a rehearsal."""

    def add(self, suggestion: Suggestion) -> str:
        """Keep a suggestion."""
        ...

    def revise(self, suggestion: Suggestion, proposed: Offer, names: Iterable[str]) -> Suggestion:
        """Put another proposal in the place of one that waits."""
        ...


def propose(
    proposals: Proposals, earlier: Mapping[str, Suggestion], offer: Offer, current: Offer | None, note: str = ""
) -> Proposed:
    """Propose what a source says of an offer, new or known; what waits is brought up to date, a no is not asked again.

    `earlier` holds the latest proposal of each key, `current` is the offer as it is on the map or in the archive; what
    somebody archived is left there.
    """
    if current and current.status == "archived":
        return "same"
    names = changed_names(current, offer, (*FIELDS, STATUS))
    before = earlier.get(offer.key)
    if not names or (before and _says_the_same(before.proposed, offer)):
        return "same"
    if before and before.waits:
        proposals.revise(before, offer, names)
        return "proposed"
    key = offer.key if current else ""
    proposals.add(
        Suggestion(fresh_code(), offer.region, key, "import", names, current, offer, note=note, source=offer.key)
    )
    return "proposed"


def propose_to_archive(proposals: Proposals, earlier: Mapping[str, Suggestion], current: Offer, note: str) -> Proposed:
    """Propose to take an offer off the map because its source says that it has ended."""
    return propose(proposals, earlier, replace(current, status="archived"), current, note)


def _says_the_same(one: Offer, other: Offer) -> bool:
    return not changed_names(one, other, (*FIELDS, STATUS))
