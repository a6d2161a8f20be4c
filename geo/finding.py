"""The words between whoever asks for the address of an offer and a service that answers."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from geo.match import MatchPrecision
from geo.point import Point

#: a longer text is no address and is not sent to anybody
LONGEST = 200


class OnlineError(Exception):
    """A service that did not answer as it should: the sentence says which service, and what happened."""

    def __init__(self, sentence: str, *, final: bool = False) -> None:
        super().__init__(sentence)
        #: it is not worth asking again in this run, or not allowed
        self.final = final


@dataclass(frozen=True, slots=True)
class Sought:
    """The public address of an offer, in the parts by which an answer can be judged."""

    street: str
    number: str
    postcode: str = ""
    city: str = ""
    district: str = ""

    @property
    def can_be_asked(self) -> bool:
        """Whether an answer could be told to be the right one: it takes a house and a town."""
        return bool(self.street and self.number and (self.postcode or self.city)) and len(self.line) <= LONGEST

    @property
    def line(self) -> str:
        """The address in one line, which is all that a service is told."""
        parts = (f"{self.street} {self.number}", "" if self.postcode else self.district, f"{self.postcode} {self.city}")
        return ", ".join(filter(None, (part.strip() for part in parts)))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a service made of an address, as exactly as it can be relied on; without a point it found nothing."""

    point: Point | None = None
    precision: MatchPrecision = "none"
    #: the place in the words of the service; without a point what it offered instead, "" if nothing
    label: str = ""
    radius_m: float = 0.0
    #: the service and its host
    service: str = ""
    licence: str = ""
    asked_on: date | None = None

    @property
    def source(self) -> str:
        """Where the point comes from, in one line: service, day, licence, place."""
        day = f", {self.asked_on:%d.%m.%Y}" if self.asked_on else ""
        return f"{self.service}{day}, {self.licence}: {self.label}"


class OnlineFinder(Protocol):
    """Whoever finds the address of an offer by asking a service; never used for what a visitor types."""

    def find(self, sought: Sought) -> Finding:
        """What the service says, or has said before; raises OnlineError if it does not answer properly."""
        ...
