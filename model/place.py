"""Where an offer is: a place with its address, its point, and how exact the point is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from geo.point import Point

Precision = Literal["house", "interpolated", "street", "postcode", "district", "place", "unknown"]
PRECISIONS: tuple[Precision, ...] = ("house", "interpolated", "street", "postcode", "district", "place", "unknown")
EXACT: frozenset[Precision] = frozenset({"house", "interpolated"})


@dataclass(frozen=True, slots=True)
class Place:
    """An address with its point; several offers may share one."""

    name: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""
    district: str = ""
    point: Point | None = None
    precision: Precision = "unknown"
    #: how far the true place may lie from the point, in metres; None where nobody knows
    radius_m: float | None = None
    #: where the coordinate comes from, for the back office
    point_source: str = ""

    @property
    def street_line(self) -> str:
        """Street and house number as written on an envelope."""
        return f"{self.street} {self.number}".strip()

    @property
    def city_line(self) -> str:
        """Postcode and city as written on an envelope."""
        return f"{self.postcode} {self.city}".strip()

    @property
    def address(self) -> str:
        """The whole address in one line, without the parts that are not known."""
        return ", ".join(part for part in (self.street_line, self.city_line) if part)

    @property
    def is_exact(self) -> bool:
        """Whether the point is good to a house, so that its distance may be told as it is."""
        return self.precision in EXACT


@dataclass(frozen=True, slots=True)
class Stop:
    """A dated place of a mobile offer: a bus stop of the Bildungsbus, an hour in a library."""

    starts: datetime
    ends: datetime
    place: Place
    note: str = ""


#: a stop counts as the place of its offer no earlier than this before it begins
STOP_COUNTS = timedelta(days=14)


def next_stop(stops: Iterable[Stop], now: datetime) -> Stop | None:
    """The stop that is going on or begins next; None where nobody has told us of one."""
    return min((stop for stop in stops if stop.ends >= now), key=lambda stop: stop.starts, default=None)


def counts_now(starts: datetime, now: datetime) -> bool:
    """Whether a stop that begins then is near enough in time for somebody to go there."""
    return starts - now <= STOP_COUNTS
