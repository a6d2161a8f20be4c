"""One change that many offers take at once: a field set, terms added or taken away, or archived and brought back."""

from dataclasses import dataclass, replace
from typing import Literal

from model.fields import FIELDS
from model.offer import Language, Offer

How = Literal["add", "remove", "set", "archive", "restore"]
#: how each field may be changed in many offers at once
BULK_FIELDS: dict[str, tuple[How, ...]] = {
    "topics": ("add", "remove"),
    "phases": ("add", "remove"),
    "audiences": ("add", "remove"),
    "formats": ("add", "remove"),
    "languages": ("add", "remove"),
    "funding": ("add", "remove"),
    "issues_funding": ("add", "remove"),
    "kind": ("set",),
    "cost": ("set",),
    "appointment": ("set",),
    "wheelchair": ("set",),
    "provider": ("set",),
    "provider_website": ("set",),
    "website": ("set",),
    "booking_url": ("set",),
    "bring": ("set",),
}


@dataclass(frozen=True, slots=True)
class BulkAction:
    """What to do with each of the offers; `values` are terms to add or remove, or the one value to set."""

    how: How
    field: str = ""
    values: tuple[str, ...] = ()


def changed(offer: Offer, action: BulkAction) -> Offer:
    """The offer after the change; the same offer where there is nothing to change."""
    if action.how in ("archive", "restore"):
        return replace(offer, status="archived" if action.how == "archive" else "published")
    field = FIELDS[action.field]
    had = field.read(offer)
    if action.how == "set":
        return field.put(offer, action.values[0] if action.values else "")
    if action.field == "languages":
        return field.put(offer, _languages(had, action))
    if action.how == "remove":
        return field.put(offer, tuple(slug for slug in had if slug not in action.values))
    return field.put(offer, (*had, *(slug for slug in action.values if slug not in had)))


def _languages(had: tuple[Language, ...], action: BulkAction) -> tuple[Language, ...]:
    if action.how == "remove":
        return tuple(language for language in had if language.code not in action.values)
    codes = {language.code for language in had}
    return (*had, *(Language(code) for code in action.values if code not in codes))
