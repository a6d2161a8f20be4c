"""The fields of an offer as people see and change them: each with its name, how to read it and how to put it in.

A suggestion, a conflict, a merge and a revision are all told field by field, and all with these fields.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from model.offer import Offer

#: how a field is typed in and read: a line, several lines, one of few, several of few, or a form of its own
Shape = Literal["line", "text", "choice", "many", "languages", "place", "stops", "hours", "phone", "email", "link"]
Group = Literal["what", "who", "where", "when", "contact", "money", "access"]
GROUPS: tuple[Group, ...] = ("what", "who", "where", "when", "contact", "money", "access")
#: the parts of an entry that can be confirmed by themselves, with the fields that each is made of
CHECKED: dict[str, tuple[str, ...]] = {
    "hours": ("hours", "appointment"),
    "phone": ("phone",),
    "address": ("place", "stops"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its value is a text, a tuple of texts, or a dataclass of the model."""

    name: str
    shape: Shape
    group: Group
    read: Callable[[Offer], Any]
    put: Callable[[Offer, Any], Offer]
    #: where its allowed values stand: a vocabulary, or a tuple of `model.offer`
    values: str = ""


def _own(name: str, shape: Shape, group: Group, values: str = "") -> Field:
    """A field that is an attribute of the offer itself."""
    return Field(
        name, shape, group, lambda offer: getattr(offer, name), lambda offer, v: replace(offer, **{name: v}), values
    )


def _part(name: str, shape: Shape, group: Group, path: str, values: str = "") -> Field:
    """A field that is an attribute of a part of the offer, as in "contact.phone"."""
    part, attribute = path.split(".")

    def put(offer: Offer, value: Any) -> Offer:
        return replace(offer, **{part: replace(getattr(offer, part), **{attribute: value})})

    return Field(name, shape, group, lambda offer: getattr(getattr(offer, part), attribute), put, values)


_ALL = (
    _own("name", "line", "what"),
    _own("kind", "choice", "what", "KINDS"),
    _own("summary", "text", "what"),
    _own("description", "text", "what"),
    _own("topics", "many", "what", "topics"),
    _own("phases", "many", "what", "phases"),
    _own("audiences", "many", "what", "audiences"),
    _own("restriction", "line", "what"),
    _part("provider", "line", "who", "provider.name"),
    _part("provider_website", "link", "who", "provider.website"),
    _own("place", "place", "where"),
    _own("stops", "stops", "where"),
    _own("formats", "many", "where", "formats"),
    _own("hours", "hours", "when"),
    _own("appointment", "choice", "when", "APPOINTMENTS"),
    _own("booking_url", "link", "when"),
    _part("phone", "phone", "contact", "contact.phone"),
    _part("email", "email", "contact", "contact.email"),
    _part("website", "link", "contact", "contact.website"),
    _part("cost", "choice", "money", "cost.kind", "COSTS"),
    _part("cost_note", "line", "money", "cost.note"),
    _own("funding", "many", "money", "funding"),
    _own("issues_funding", "many", "money", "funding"),
    _own("languages", "languages", "access", "languages"),
    _part("wheelchair", "choice", "access", "accessibility.wheelchair", "WHEELCHAIR"),
    _part("wheelchair_note", "line", "access", "accessibility.note"),
    _own("bring", "text", "access"),
)
#: name -> field, in the order of the form; facts, verification, status and provenance are not typed in
FIELDS: dict[str, Field] = {field.name: field for field in _ALL}


def differing(before: Offer, after: Offer, names: Iterable[str] = FIELDS) -> tuple[str, ...]:
    """The names of the fields in which two offers differ, in the order of the form."""
    return tuple(name for name in names if FIELDS[name].read(before) != FIELDS[name].read(after))


def take(into: Offer, source: Offer, names: Iterable[str]) -> Offer:
    """The first offer with some fields as they are in the second one."""
    for name in names:
        into = FIELDS[name].put(into, FIELDS[name].read(source))
    return into


@dataclass(frozen=True, slots=True)
class Together:
    """Two changes of one offer brought together, and the fields that both of them changed differently."""

    offer: Offer
    conflicts: tuple[str, ...] = ()
    #: the fields that came from "theirs" only
    theirs: tuple[str, ...] = ()


def bring_together(base: Offer, mine: Offer, theirs: Offer) -> Together:
    """What came of one offer that two people changed at once: theirs, with my changes where they made none.

    Where both changed a field differently, it stays as theirs and is named as a conflict for a person to decide.
    """
    my_names = differing(base, mine)
    their_names = differing(base, theirs)
    clash = tuple(
        name for name in my_names
        if name in their_names and FIELDS[name].read(mine) != FIELDS[name].read(theirs)
    )  # fmt: skip
    merged = take(theirs, mine, [name for name in my_names if name not in clash])
    return Together(merged, clash, tuple(name for name in their_names if name not in my_names))
