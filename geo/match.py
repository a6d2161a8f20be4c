"""What a geocoder answers: a point with an honest word about how exact it is, or candidates to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from geo.point import Box, Point

MatchPrecision = Literal["house", "interpolated", "street", "postcode", "district", "place", "none"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that may have been meant."""

    label: str
    point: Point
    precision: MatchPrecision
    #: a word on what it is: "district", "postcode", "city", "address", or a spot: "stop", "station", "school" …
    kind: str = ""
    city: str = ""
    #: how far the true place may lie from the point, in metres
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """The place somebody meant, as exactly as it is known and not more."""

    point: Point | None = None
    precision: MatchPrecision = "none"
    label: str = ""
    #: several places fit and nothing tells them apart; `candidates` lists them, `point` is None
    ambiguous: bool = False
    candidates: tuple[Candidate, ...] = ()
    radius_m: float = 0.0
    #: what was asked for but is not known, so that the answer is coarser: "number", "street", "postcode", "district",
    #: "stop", "name" (some other word); and "city" where naming one would have made the answer exact
    missing: tuple[str, ...] = ()
    #: a word on what it is, as in `Candidate`
    kind: str = ""

    @property
    def found(self) -> bool:
        """Whether there is a point to measure from."""
        return self.point is not None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line offered while somebody types."""

    text: str
    kind: str
    city: str = ""


class Geocoder(Protocol):
    """Whoever turns what people type into a point, on this machine, without telling anybody."""

    def find(self, query: str, within: Box | None = None) -> Match:
        """The place meant by a query; places inside the box are preferred where a name exists several times."""
        ...

    def suggest(self, query: str, within: Box | None = None, limit: int = 8) -> Sequence[Suggestion]:
        """Completions for the beginning of a query."""
        ...
