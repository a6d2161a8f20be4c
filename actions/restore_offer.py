"""Bring a version of an offer back: a new change with a reason, so that nothing in between is lost."""

from dataclasses import replace

from model.offer import Offer
from store import Store

MAX_REASON = 500


class RestoreError(ValueError):
    """A version that cannot be brought back: `why` is gone, changed, same or reason."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The version cannot be brought back: {why}.")
        self.why = why


def restored(current: Offer, version: Offer) -> Offer:
    """The offer as it was in a version; it keeps its key and stays in its region."""
    return replace(version, key=current.key, region=current.region, edited_at=None)


def restore_offer(store: Store, key: str, number: int, *, seen: int, region: str, by: str, why: str) -> Offer:
    """Bring back what an offer was after the change with this number, and return it.

    `seen` is the number of the last change when it was decided; if there was another since, nothing is written.
    """
    reason = " ".join(why.split())
    if not reason or len(reason) > MAX_REASON:
        raise RestoreError("reason")
    version = store.offer_at(key, number)
    with store.write(by=by, why=f"Version {number} wiederhergestellt: {reason}") as writer:
        current = writer.offer(key)
        if version is None or current is None or current.region != region:
            raise RestoreError("gone")
        if writer.revision(key) != seen:
            raise RestoreError("changed")
        offer = restored(current, version)
        if writer.save_offer(offer) == "same":
            raise RestoreError("same")
    return offer
