"""Changing many offers at once: chosen, seen before, done in one transaction, and taken back with one click."""

from collections.abc import Sequence
from dataclasses import replace

from model.bulk import BulkAction, changed
from store import Store, Writer
from store.bulk import At, Bulk, BulkPlan

#: more offers than these are not changed at once
MOST = 1000


class BulkError(ValueError):
    """A change of many offers that cannot be: there is none of that code, or it is not at that step."""


def choose(store: Store, region: str, keys: Sequence[str], action: BulkAction, *, by: str) -> str:
    """Keep which offers are to change and how, and return the code; offers of other regions are passed over."""
    with store.write(by=by, why="bulk") as writer:
        found = writer.bulk.offers(keys[:MOST])
        here = [key for key in dict.fromkeys(keys) if key in found and found[key][0].region == region]
        known = [At(key, found[key][1]) for key in here]
        if not known:
            raise BulkError("No offer of this region was chosen.")
        return writer.bulk.add(region, BulkPlan(action, tuple(known)))


def look(store: Store, code: str, region: str, action: BulkAction, why: str, *, by: str) -> None:
    """Settle what is to change, from how the offers are now, so that it can be seen before it is done."""
    with store.write(by=by, why="bulk") as writer:
        plan = _at_step(writer, code, region, ("chosen", "seen")).plan
        found = writer.bulk.offers([one.key for one in plan.offers])
        now = tuple(At(one.key, found[one.key][1]) for one in plan.offers if one.key in found)
        writer.bulk.put(code, "seen", replace(plan, action=action, why=why, offers=now))


def apply(store: Store, code: str, region: str, *, by: str, why: str) -> Bulk:
    """Do what was seen, all at once. Offers that somebody changed since are left alone and named."""
    with store.write(by=by, why=why) as writer:
        plan = _at_step(writer, code, region, ("seen",)).plan
        found = writer.bulk.offers([one.key for one in plan.offers])
        done, left = [], []
        for one in plan.offers:
            now, revision = found[one.key]
            after = changed(now, plan.action)
            if revision != one.revision:
                left.append(one.key)
            elif after != now:
                writer.save_offer(after)
                done.append(At(one.key, revision + 1))
        writer.bulk.put(code, "done", replace(plan, done=tuple(done), left=tuple(left)))
        finished = writer.bulk.by_code(code)
    assert finished is not None
    return finished


def undo(store: Store, code: str, region: str, *, by: str, why: str) -> Bulk:
    """Take a change back where nobody changed the offer since; the others are named."""
    with store.write(by=by, why=why) as writer:
        plan = _at_step(writer, code, region, ("done",)).plan
        found = writer.bulk.offers([one.key for one in plan.done])
        left = []
        for one in plan.done:
            before = writer.bulk.offer_at(one.key, one.revision - 1)
            if before is None or found[one.key][1] != one.revision:
                left.append(one.key)
            else:
                writer.save_offer(before)
        writer.bulk.put(code, "undone", replace(plan, left_undone=tuple(left)))
        finished = writer.bulk.by_code(code)
    assert finished is not None
    return finished


def _at_step(writer: Writer, code: str, region: str, states: tuple[str, ...]) -> Bulk:
    """The change, if it is one of this region and at one of these steps."""
    found = writer.bulk.by_code(code)
    if found is None or found.region != region:
        raise BulkError(f"There is no change {code} in region {region}.")
    if found.state not in states:
        raise BulkError(f"The change {code} is {found.state}.")
    return found
