"""Making one offer of two: field by field, with the facts, sources and contacts of both; and taking that back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from model.contact import MaintenanceContact
from model.fields import CHECKED, FIELDS, bring_together, differing, take
from model.offer import FieldCheck, Offer
from model.source import Provenance
from store import Store, Writer

Side = Literal["kept", "dropped", "both"]
#: fields of which one can have the values of both
JOINED = frozenset({"many", "languages"})
#: how the note of a maintenance contact begins that came with another offer
_ALSO = "Auch zuständig (aus {key}): "


class MergeError(ValueError):
    """Two offers that cannot be made one; `reason` says why in a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def merge_offers(
    store: Store,
    kept: str,
    dropped: str,
    sides: Mapping[str, Side],
    *,
    region: str,
    revisions: tuple[int, int],
    by: str,
) -> str:
    """Make one offer of two in one transaction, and return the code of the merge.

    `sides` says for each field that differs whose value counts; `revisions` are those that the person saw. Raises
    MergeError with "changed" if one of them has changed since, with "gone" if one is not published any more.
    """
    with store.write(by=by, why=f"Zusammengeführt mit {dropped}") as writer:
        mine, theirs = writer.offer(kept), writer.offer(dropped)
        if mine is None or theirs is None or kept == dropped or {mine.region, theirs.region} != {region}:
            raise MergeError("unknown")
        if {mine.status, theirs.status} != {"published"}:
            raise MergeError("gone")
        if (writer.revision(kept), writer.revision(dropped)) != revisions:
            raise MergeError("changed")
        writer.save_offer(brought_together(mine, theirs, sides), maintenance=_both_contacts(store, kept, dropped))
        writer.archive_offer(dropped)
        writer.flush()
        before = revisions[0] if writer.revision(kept) > revisions[0] else 0
        return writer.doubles.add_merge(region, dropped, kept, (revisions[1], before))


def undo_merge(store: Store, code: str, *, region: str, by: str) -> str:
    """Make two offers of one again, and return the key of the one that is back.

    What was changed in the meantime stays; only what the merge brought in goes back.
    """
    with store.write(by=by, why="Zusammenführung zurückgenommen") as writer:
        done = writer.doubles.undo_merge(code)
        if done is None or done.region != region:
            raise MergeError("unknown")
        if done.new_revision:
            _take_back(store, writer, done.new, done.new_revision)
        writer.restore_offer(done.old)
        contact = _contact_without(store, done.new, done.old)
        now = writer.offer(done.new)
        if contact is not None and now is not None:
            writer.save_offer(now, maintenance=contact)
        return done.old


def _take_back(store: Store, writer: Writer, key: str, revision: int) -> None:
    """Undo in an offer what came with the revision after this one, wherever nobody has changed it since."""
    before, merged, now = store.offer_at(key, revision), store.offer_at(key, revision + 1), writer.offer(key)
    if before is None or merged is None or now is None:
        raise MergeError("unknown")
    back = bring_together(base=merged, mine=before, theirs=now).offer
    for name in ("facts", "provenance", "verification", "checks", "faded_on"):
        if getattr(now, name) == getattr(merged, name):
            back = replace(back, **{name: getattr(before, name)})
    writer.save_offer(back)


def suggested_sides(kept: Offer, dropped: Offer) -> dict[str, Side]:
    """For each field that differs whose value is probably better: the filled one, else the one confirmed later."""
    return {name: _better(name, kept, dropped) for name in differing(kept, dropped)}


def better_of(one: Offer, other: Offer) -> Offer:
    """Which of two offers should stay: the one confirmed later, else the one of which more is known."""
    return max((one, other), key=lambda offer: (offer.faded_on is None, _confirmed_on(offer), _filled(offer)))


def brought_together(kept: Offer, dropped: Offer, sides: Mapping[str, Side]) -> Offer:
    """The first offer with what was chosen from the second, and with the evidence and sources of both."""
    theirs = [name for name in differing(kept, dropped) if sides.get(name) == "dropped"]
    both = [name for name in differing(kept, dropped) if sides.get(name) == "both" and FIELDS[name].shape in JOINED]
    merged = take(kept, dropped, theirs)
    for name in both:
        merged = FIELDS[name].put(merged, _joined(FIELDS[name].read(kept), FIELDS[name].read(dropped)))
    mostly = dropped if len(theirs) * 2 > len(differing(kept, dropped)) else kept
    return replace(
        merged,
        facts=tuple(dict.fromkeys((*kept.facts, *dropped.facts))),
        provenance=_sources(kept.provenance, dropped.provenance, uses_both=bool(theirs or both)),
        verification=mostly.verification,
        checks=tuple(_checks(merged, kept, dropped)),
        faded_on=kept.faded_on if dropped.faded_on else None,
    )


def _better(name: str, kept: Offer, dropped: Offer) -> Side:
    field = FIELDS[name]
    mine, theirs = field.read(kept), field.read(dropped)
    if _is_empty(theirs):
        return "kept"
    if _is_empty(mine):
        return "dropped"
    if field.shape in JOINED and name != "audiences":
        return "both"
    if name == "place" and mine.is_exact != theirs.is_exact:
        return "kept" if mine.is_exact else "dropped"
    newer = _confirmed_on(dropped, name) > _confirmed_on(kept, name)
    if _confirmed_on(dropped, name) == _confirmed_on(kept, name) and field.shape in ("text", "line"):
        newer = len(str(theirs)) > len(str(mine)) and name not in ("name", "provider")
    return "dropped" if newer else "kept"


def _is_empty(value: Any) -> bool:
    return not value or value == "unknown"


def _filled(offer: Offer) -> int:
    return sum(not _is_empty(field.read(offer)) for field in FIELDS.values())


def _confirmed_on(offer: Offer, name: str = "") -> date:
    """When somebody last confirmed an offer, or the part of it that a field belongs to."""
    days = [offer.verification.on] if offer.verification else []
    days += [check.on for check in offer.checks if name in CHECKED.get(check.part, ())]
    return max(days, default=date.min)


def _joined(mine: Iterable[Any], theirs: Iterable[Any]) -> tuple[Any, ...]:
    """The values of both, each once; a language counts by its code."""
    found: dict[Any, Any] = {}
    for value in (*mine, *theirs):
        found.setdefault(getattr(value, "code", value), value)
    return tuple(found.values())


def _checks(merged: Offer, kept: Offer, dropped: Offer) -> Iterable[FieldCheck]:
    """The confirmations of parts that are still as they were confirmed, each the latest."""
    for part, names in CHECKED.items():
        known = [check for offer in (kept, dropped) if not differing(offer, merged, names)
                 for check in offer.checks if check.part == part]  # fmt: skip
        if known:
            yield max(known, key=lambda check: check.on)


def _sources(kept: Provenance, dropped: Provenance, *, uses_both: bool) -> Provenance:
    """The source of the one that stays, with the web addresses of both, and the thanks that both are owed."""
    thanks = kept.attribution
    if uses_both and dropped.attribution and dropped.attribution not in thanks:
        thanks = "; ".join(filter(None, (thanks, dropped.attribution)))
    return replace(kept, urls=tuple(dict.fromkeys((*kept.urls, *dropped.urls))), attribution=thanks)


def _both_contacts(store: Store, kept: str, dropped: str) -> MaintenanceContact | None:
    """Whom to ask about the one offer; the other's contact is added to the note. None where nothing changes."""
    mine, theirs = store.maintenance_contact(kept), store.maintenance_contact(dropped)
    if theirs is None or theirs == mine:
        return None
    if mine is None:
        return theirs
    more = ", ".join(filter(None, (theirs.name, theirs.email, theirs.phone, theirs.note.replace("\n", " "))))
    return replace(mine, note="\n".join(filter(None, (mine.note, _ALSO.format(key=dropped) + more))))


def _contact_without(store: Store, kept: str, dropped: str) -> MaintenanceContact | None:
    """The contact of an offer without what came with the other one; None where nothing did."""
    mine, theirs = store.maintenance_contact(kept), store.maintenance_contact(dropped)
    if mine is None or theirs is None:
        return None
    lines = mine.note.split("\n")
    own = [line for line in lines if not line.startswith(_ALSO.format(key=dropped))]
    if len(own) < len(lines):
        return replace(mine, note="\n".join(own))
    return MaintenanceContact() if mine == theirs else None
