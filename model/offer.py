"""What is offered: counselling or learning, at a place, from afar, or on tour."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from model.contact import Contact
from model.neutrality import Fact
from model.place import Place, Stop, counts_now, next_stop
from model.provider import Provider
from model.source import Provenance

Kind = Literal["counselling", "learning"]
KINDS: tuple[Kind, ...] = ("counselling", "learning")
CostKind = Literal["free", "paid", "first_free", "unknown"]
COSTS: tuple[CostKind, ...] = ("free", "paid", "first_free", "unknown")
Wheelchair = Literal["yes", "limited", "no", "unknown"]
WHEELCHAIR: tuple[Wheelchair, ...] = ("yes", "limited", "no", "unknown")
Appointment = Literal["required", "possible", "not_needed", "unknown"]
APPOINTMENTS: tuple[Appointment, ...] = ("required", "possible", "not_needed", "unknown")
Status = Literal["published", "archived"]
HowVerified = Literal["phone", "mail", "visit", "web", "form"]
HOW_VERIFIED: tuple[HowVerified, ...] = ("phone", "mail", "visit", "web", "form")

KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}:[A-Za-z0-9._/-]{1,120}")


class OfferError(ValueError):
    """An offer that cannot be: the sentence says what is wrong with which field."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which one is advised, with the times at which it is spoken if they are known."""

    code: str
    times: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs; unknown is a value of its own."""

    kind: CostKind = "unknown"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Accessibility:
    """How one gets in with a wheelchair, graded, with what somebody wrote about it."""

    wheelchair: Wheelchair = "unknown"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """Somebody confirmed that the entry is true, on a day, in a way."""

    on: date
    by: str = ""
    how: HowVerified | None = None


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """Somebody confirmed one part of the entry (see `model.fields.CHECKED`), maybe later than the whole of it."""

    part: str
    on: date
    by: str = ""
    how: HowVerified | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One entry of the map. Empty text, an empty tuple and "unknown" all mean: nobody has told us."""

    key: str
    region: str
    name: str
    kind: Kind
    provider: Provider
    summary: str = ""
    description: str = ""
    topics: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    #: only the groups to which the offer is restricted; empty means for everybody
    audiences: tuple[str, ...] = ()
    restriction: str = ""
    languages: tuple[Language, ...] = ()
    formats: tuple[str, ...] = ()
    cost: Cost = field(default_factory=Cost)
    #: funding instruments that may pay for it, and those whose vouchers are issued here
    funding: tuple[str, ...] = ()
    issues_funding: tuple[str, ...] = ()
    place: Place | None = None
    stops: tuple[Stop, ...] = ()
    contact: Contact = field(default_factory=Contact)
    #: consultation hours as written, German or OSM syntax; `model.hours.parse` reads them
    hours: str = ""
    appointment: Appointment = "unknown"
    booking_url: str = ""
    accessibility: Accessibility = field(default_factory=Accessibility)
    bring: str = ""
    facts: tuple[Fact, ...] = ()
    verification: Verification | None = None
    #: parts confirmed by themselves, each at most once
    checks: tuple[FieldCheck, ...] = ()
    #: since when nobody has confirmed the entry though asked several times; such an offer stands behind all others
    faded_on: date | None = None
    provenance: Provenance = field(default_factory=lambda: Provenance(source="manual"))
    status: Status = "published"
    #: set by the store; edited is not verified
    edited_at: datetime | None = None

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise OfferError(f"The key {self.key!r} must look like source:reference.")
        for label, value, allowed in (
            ("kind", self.kind, KINDS),
            ("cost", self.cost.kind, COSTS),
            ("wheelchair", self.accessibility.wheelchair, WHEELCHAIR),
            ("appointment", self.appointment, APPOINTMENTS),
        ):
            if value not in allowed:
                raise OfferError(f"The {label} {value!r} of {self.key} is none of {', '.join(allowed)}.")
        if not self.name.strip():
            raise OfferError(f"The offer {self.key} has no name.")

    def stop_to_go_to(self, now: datetime) -> Stop | None:
        """The next stop, where it stands for the place that the offer has not: soon, and at a point that is known."""
        if self.place is not None and self.place.point is not None:
            return None
        stop = next_stop(self.stops, now)
        return stop if stop and stop.place.point and counts_now(stop.starts, now) else None

    @property
    def languages_spoken(self) -> tuple[str, ...]:
        """The codes of its languages."""
        return tuple(language.code for language in self.languages)
