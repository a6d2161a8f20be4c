"""Offers that may be the same: a pair, why they look alike, and what came of bringing two together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from geo.point import Point

#: what two offers have in common
Reason = Literal["name", "place", "phone", "website", "provider"]
REASONS: tuple[Reason, ...] = ("name", "place", "phone", "website", "provider")


@dataclass(frozen=True, slots=True)
class Outline:
    """What of an offer tells whether it may be another one once more."""

    key: str
    kind: str
    name: str
    provider: str
    source: str
    phone: str
    website: str
    address: str
    point: Point | None = None
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two offers that may be the same: how alike they are (0 to 100), and in what."""

    one: str
    other: str
    score: int
    reasons: tuple[Reason, ...]
    #: between their points, None where one has none
    metres: int | None = None

    def of(self, key: str) -> str:
        """The key of the other one."""
        return self.other if key == self.one else self.one


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A pair that waits for somebody to decide, with what the list shows of both."""

    pair: Pair
    names: tuple[str, str]
    providers: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Merge:
    """One offer that was merged into another."""

    code: str
    region: str
    old: str
    new: str
    old_revision: int
    new_revision: int
    by: str
    at: datetime
    undone_at: datetime | None = None
