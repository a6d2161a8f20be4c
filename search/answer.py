"""What a search gives back: hits with their distance, and what to say around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from geo.point import Box, Point
from model.hours import Status
from model.neutrality import Assessment
from model.offer import Offer
from model.place import Place, Stop
from model.query import Query


@dataclass(frozen=True, slots=True)
class Hit:
    """One offer found, as it stands at the moment of the question."""

    offer: Offer
    assessment: Assessment
    #: whether the region asked for counts it as neutral
    neutral: bool
    #: whether it is open at the moment of the question; unknown is an answer
    status: Status
    #: geodesic metres from the origin; None where the offer has no place or nobody said where they are
    distance_m: float | None = None
    #: the name of the other region it belongs to; "" when it belongs to the one asked for
    neighbour: str = ""
    #: where an offer that travels stops next, and the same where that stands for the place that the offer has not
    next_stop: Stop | None = None
    stop: Stop | None = None

    @property
    def place(self) -> Place | None:
        """Where to go: the place of the offer, or of its next stop."""
        return self.stop.place if self.stop else self.offer.place

    @property
    def faded(self) -> bool:
        """Whether nobody confirms it any more, so that it stands behind the others."""
        return self.offer.faded_on is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: the hits by distance, and beside them, never mixed in, what needs no way.

    Everywhere those that faded stand behind those that did not.
    """

    query: Query
    asked_at: datetime
    hits: tuple[Hit, ...] = ()
    #: offers by phone, online or on tour that fit too, for which distance says nothing
    remote: tuple[Hit, ...] = ()
    #: when neutral was asked for: what is nearer than the last hit but not neutral
    nearer_not_neutral: tuple[Hit, ...] = ()
    #: how many offers with a place fit in all (within the radius if one was asked)
    total: int = 0
    total_remote: int = 0
    #: the radius that was asked held nothing, so the nearest beyond it are shown
    widened: bool = False
    #: facet -> value -> how many offers there would be with that choice
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """What a map shows at one spot: a single place with its offers, or a group of places with their number."""

    point: Point
    count: int
    #: the offers, if they are few enough to be named; all of them where they share one place
    offers: tuple[Offer, ...]
    #: how many of the named offers the region counts as neutral
    neutral: int
    box: Box
