"""Bring a source's new word together with what people have corrected: a correction is never overwritten."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from model.offer import Offer
from model.place import Place

#: what is not the word of anybody: identity, and what the store sets
_OWN = frozenset({"key", "region", "edited_at"})
_FIELDS = tuple(field.name for field in fields(Offer) if field.name not in _OWN)
#: fields in which a source that is silent does not contradict anybody
_EMPTY = ("", (), None, "unknown")


def corrected_fields(changes: Iterable[tuple[Offer, Offer]]) -> frozenset[str]:
    """The fields that differ before and after any of some changes, which are those that people made."""
    return frozenset(
        name for before, after in changes for name in _FIELDS if getattr(before, name) != getattr(after, name)
    )


def bring_together(mine: Offer, theirs: Offer, corrected: frozenset[str]) -> tuple[Offer, list[str]]:
    """The source's offer with the fields that people corrected as they are now, and where the two disagree."""
    kept = {name: getattr(mine, name) for name in _FIELDS if name in corrected}
    disagreed = [
        name
        for name, value in kept.items()
        if name != "status" and _said(getattr(theirs, name)) not in (_said(value), *_EMPTY)
    ]
    return replace(theirs, **kept), disagreed


def _said(value: Any) -> Any:
    """What a source says in a field; of a place that is its address, for the point is found by ourselves."""
    return (value.name, value.address, value.district) if isinstance(value, Place) else value
