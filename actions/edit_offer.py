"""Changing one offer: two people who do it at once lose nothing, because what both changed is put before the second."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from model.fields import FIELDS, bring_together, differing, take
from model.offer import Offer
from store import Store, Writer

Pick = Literal["mine", "theirs"]
Result = Literal["new", "changed", "same", "conflict"]


class GoneError(ValueError):
    """An offer that is not there, or not in this region."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of saving. In a conflict nothing was written, and `theirs` is the offer as others left it."""

    result: Result
    offer: Offer
    revision: int
    #: the fields that both changed and that nobody has decided yet
    conflicts: tuple[str, ...] = ()
    theirs: Offer | None = None
    #: the fields that others changed meanwhile and that were kept
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed offer, the offer as it was when its form was filled in, and the number of that change (0: a new one).

    `picks` decides fields that both changed, looking at their offer as `seen` shows it.
    """

    mine: Offer
    base: Offer
    revision: int
    picks: Mapping[str, Pick] = field(default_factory=dict)
    seen: Offer | None = None


def save_edit(store: Store, edit: Edit, *, by: str, why: str, account_id: int) -> Edited:
    """Save a change, bringing it together with what others saved since; the draft goes once nothing is lost."""
    with store.write(by=by, why=why) as writer:
        done = _decide(writer, edit)
        if done.result != "conflict":
            if done.result != "same":
                writer.save_offer(done.offer)
            writer.drafts.drop(account_id, edit.mine.key)
            done = replace(done, revision=writer.revision(edit.mine.key))
    return done


def _decide(writer: Writer, edit: Edit) -> Edited:
    """What is to be written, looking at the offer as it is within this transaction."""
    now = writer.offer(edit.mine.key)
    if now is None:
        if edit.revision:
            raise GoneError(f"There is no offer {edit.mine.key}.")
        return Edited("new", edit.mine, 0)
    if now.region != edit.mine.region:
        raise GoneError(f"The offer {edit.mine.key} is in another region.")
    together = bring_together(edit.base, edit.mine, now)
    open_ones = tuple(name for name in together.conflicts if not _is_decided(name, edit, now))
    mine = [name for name in together.conflicts if name not in open_ones and edit.picks[name] == "mine"]
    merged = take(together.offer, edit.mine, mine)
    result: Result = "conflict" if open_ones else "changed" if differing(now, merged) else "same"
    return Edited(result, merged, writer.revision(now.key), open_ones, now, together.theirs)


def _is_decided(name: str, edit: Edit, now: Offer) -> bool:
    """Whether somebody has chosen between the two, and theirs is still what was chosen from."""
    read = FIELDS[name].read
    return edit.seen is not None and name in edit.picks and read(edit.seen) == read(now)


def set_on_map(store: Store, key: str, region: str, *, published: bool, by: str, why: str) -> bool:
    """Archive an offer or bring it back; False if that is how it is already."""
    with store.write(by=by, why=why) as writer:
        now = writer.offer(key)
        if now is None or now.region != region:
            raise GoneError(f"There is no offer {key} in region {region}.")
        return writer.restore_offer(key) if published else writer.archive_offer(key)
