"""Handing a person on to counselling: what is recorded of it, in codes only, and never anything about the person.

Every field here is a code from a short list, a number or a week. See docs/privacy.md and docs/pilot.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

#: below this many cases nothing is told
K = 5
#: how long a slip can be answered: until the end of the week in which this many days are over
SLIP_DAYS = 90
#: for so many weeks after that a slip still says kindly that it is used or too old; then it is deleted
SLIP_GRACE_WEEKS = 13
#: how long records are kept before they are deleted
RECORD_WEEKS = 104
#: how long a reported waiting time is shown
WAIT_WEEKS = 4

Outcome = Literal["", "arrived", "helped", "sent_on", "closed", "wrong_place", "long_wait", "did_not_go"]
#: what the holder of a slip or the counselling centre may answer; "" is: nobody has answered
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "arrived": "war da",
        "helped": "wurde beraten",
        "sent_on": "wurde weitergeschickt",
        "closed": "stand vor verschlossener Tür",
        "wrong_place": "war dort falsch",
        "long_wait": "muss länger als vier Wochen warten",
        "did_not_go": "ist nicht hingegangen",
    }
)
SentOn = Literal["", "counselling", "course", "authority", "school", "specialist", "other"]
#: where somebody was sent on to
SENT_ON: Mapping[str, str] = MappingProxyType(
    {
        "counselling": "zu einer anderen Bildungsberatung",
        "course": "zu einem Kurs oder Lernangebot",
        "authority": "zu einem Amt, zum Jobcenter oder zur Arbeitsagentur",
        "school": "zu einer Schule oder Hochschule",
        "specialist": "zu einer Fachberatung",
        "other": "woandershin",
    }
)
WhyNotNearest = Literal["", "hours", "language", "waiting", "topic", "reachability", "wish", "other"]
#: why the nearest neutral place was not taken; "" is: it was taken
WHY_NOT_NEAREST: Mapping[str, str] = MappingProxyType(
    {
        "hours": "Zeiten passen nicht",
        "language": "Sprache fehlt",
        "waiting": "Wartezeit zu lang",
        "topic": "Thema passt nicht",
        "reachability": "schlecht erreichbar",
        "wish": "eigener Wunsch",
        "other": "anderer Grund",
    }
)
AnsweredBy = Literal["", "holder", "centre"]
#: what may be told of a slip: it can be answered, was answered, is too old, or never was
SlipState = Literal["open", "used", "expired", "unknown"]


class ReferralError(ValueError):
    """A hand-over or an answer that cannot be: `field` names what was wrong, the sentence says how, in German."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Institution:
    """Where pilots work: an institution with an access code, never a person."""

    code: str
    region: str
    name: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Centre:
    """A provider of counselling whose own software may answer slips and report waiting times."""

    code: str
    region: str
    provider: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Referral:
    """One hand-over as it is recorded; "" always means: not asked, or nobody knows."""

    region: str
    #: ISO week, as in "2026-W48"
    week: str
    #: code of the institution
    institution: str
    #: key of the offer
    offer: str
    #: how many whole months ago the offer had been verified; None if never or unknown
    verified_months: int | None = None
    topic: str = ""
    phase: str = ""
    format: str = ""
    language: str = ""
    why_not_nearest: str = ""
    #: whether the pilot also spoke to the centre, with the person's consent, outside of this system
    live_contact: bool = False
    outcome: str = ""
    sent_on: str = ""
    answered_by: str = ""


def week_of(day: date) -> str:
    """The ISO week of a day: "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(week: str) -> date:
    """The first day of an ISO week; ValueError if it is none."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def weeks_later(week: str, number: int) -> str:
    """The week so many weeks later (or, with a negative number, earlier)."""
    return week_of(monday_of(week) + timedelta(weeks=number))


def quarter_of(week: str) -> str:
    """The quarter to which a week is counted, whole, by its Thursday: "2026-Q4"."""
    thursday = monday_of(week) + timedelta(days=3)
    return f"{thursday.year}-Q{(thursday.month + 2) // 3}"


def expires_in(day: date) -> str:
    """The last week in which a slip that is made today can be answered."""
    return week_of(day + timedelta(days=SLIP_DAYS))
