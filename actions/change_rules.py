"""Change the rules of a region: first see which offers gain or lose the mark of neutrality, then do just that."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from model.region import Region
from store import Store
from store.documents import to_text
from store.settings import Marked, RuleChange

#: makes of the region as it is the region as it shall be
Change = Callable[[Region], Region]
#: tells in words what differs between two regions
Tell = Callable[[Region, Region], Sequence[RuleChange]]
MAX_REASON = 500


class RulesError(ValueError):
    """Rules that cannot be changed: `why` is gone, same, changed or reason."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The rules cannot be changed: {why}.")
        self.why = why


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the rules would do, with a mark by which it is known again."""

    before: Region
    after: Region
    gains: tuple[Marked, ...]
    losses: tuple[Marked, ...]

    @property
    def mark(self) -> str:
        """Differs as soon as the region, the wish or the offers concerned differ."""
        keys = [",".join(one.key for one in some) for some in (self.gains, self.losses)]
        whole = "\n".join((to_text(self.before), to_text(self.after), *keys))
        return hashlib.sha256(whole.encode()).hexdigest()


def preview_rules(store: Store, ags: str, change: Change, day: date) -> Preview:
    """What a change would do at this moment."""
    region = store.region(ags)
    if region is None:
        raise RulesError("gone")
    return _preview(region, change, store.rules.marks(ags, day))


def change_rules(
    store: Store, ags: str, change: Change, tell: Tell, day: date, *, seen: str, by: str, why: str
) -> Preview:
    """Change the rules if that still does what somebody saw in the preview with the mark `seen`."""
    reason = " ".join(why.split())
    if not reason or len(reason) > MAX_REASON:
        raise RulesError("reason")
    with store.write(by=by, why=reason) as writer:
        region = writer.rules.region(ags)
        if region is None:
            raise RulesError("gone")
        preview = _preview(region, change, writer.rules.marks(ags, day))
        if preview.mark != seen:
            raise RulesError("changed")
        if writer.save_region(preview.after) == "same":
            raise RulesError("same")
        writer.rules.note(ags, tell(preview.before, preview.after))
    return preview


def _preview(region: Region, change: Change, marks: Sequence[Marked]) -> Preview:
    after = change(region)
    differ = [one for one in marks if region.policy.accepts(one.assessment) != after.policy.accepts(one.assessment)]
    gains = tuple(one for one in differ if after.policy.accepts(one.assessment))
    return Preview(region, after, gains, tuple(one for one in differ if one not in gains))
