"""Which counselling fits what somebody needs, and what to warn of before they are handed on; pure rules.

What nobody has told us is "unknown": it stands behind what fits, before what does not, and is never said to be a no.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Literal

from model.offer import Offer

Fit = Literal["yes", "unknown", "no"]
#: what somebody may wish for, those that are given up last first
WISHES = ("topic", "language", "wheelchair", "phone", "evening", "walk_in", "phase")
#: without these somebody goes there for nothing
DECISIVE = ("topic", "language", "wheelchair")
#: how much an unmet wish counts
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"topic": 16, "language": 16, "wheelchair": 16, "phone": 8, "evening": 4, "walk_in": 4, "phase": 2}
)
#: an offer for everybody is there for each phase
EVERY_PHASE = "lebenslang"
#: so many options at most
MOST_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Wishes:
    """What matters to the person who is handed on; empty means: nobody asked, or nobody knows."""

    topic: str = ""
    phase: str = ""
    #: a language other than the region's own, by its code
    language: str = ""
    phone: bool = False
    evening: bool = False
    wheelchair: bool = False
    walk_in: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The wishes that there are, the weightiest first."""
        return tuple(name for name in WISHES if getattr(self, name))

    def without(self, name: str) -> "Wishes":
        """The same wishes, one given up."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return Wishes(**{**values, name: type(values[name])()})


def fits(offer: Offer, wishes: Wishes, is_open_late: Fit) -> dict[str, Fit]:
    """How an offer meets each wish; `is_open_late` says whether one can come in the evening."""
    judged: Mapping[str, Callable[[], Fit]] = {
        "topic": lambda: _among(wishes.topic, offer.topics),
        "language": lambda: _among(wishes.language, offer.languages_spoken),
        "wheelchair": lambda: _WHEELCHAIR[offer.accessibility.wheelchair],
        "phone": lambda: _among("phone", offer.formats),
        "evening": lambda: is_open_late,
        "walk_in": lambda: _WALK_IN[offer.appointment],
        "phase": lambda: "yes" if EVERY_PHASE in offer.phases else _among(wishes.phase, offer.phases),
    }
    return {name: judged[name]() for name in wishes.named}


def penalty(fit: Mapping[str, Fit]) -> int:
    """How far an offer is from what was wished: 0 where all is known to fit."""
    return sum(WEIGHTS[name] * _COUNTS[value] for name, value in fit.items())


_COUNTS: Mapping[Fit, int] = {"yes": 0, "unknown": 1, "no": 4}
_WHEELCHAIR: Mapping[str, Fit] = {"yes": "yes", "limited": "unknown", "unknown": "unknown", "no": "no"}
_WALK_IN: Mapping[str, Fit] = {"not_needed": "yes", "possible": "yes", "unknown": "unknown", "required": "no"}


def _among(value: str, known: tuple[str, ...]) -> Fit:
    if not known:
        return "unknown"
    return "yes" if value in known else "no"
