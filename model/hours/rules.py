"""What consultation hours are made of: spans of time, days, dates and the rules that join them.

Nothing here reads text or knows the present moment; parsing, writing and evaluating live next door.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["open", "closed", "appointment", "unknown"]
Kind = Literal["open", "closed", "appointment", "unknown", "note"]
Join = Literal[";", ",", "||"]

DAY_MINUTES = 24 * 60
ALL_DAYS = 0b1111111
APPOINTMENT_WORDS = "nach Vereinbarung"
NO_TIME_WORDS = "Uhrzeit nicht bekannt"


class HoursError(ValueError):
    """Hours that cannot be understood; `part` is the piece of the text that stopped us."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one day in minutes after midnight; an end above 1,440 lies in the next day."""

    start: int
    end: int
    open_end: bool = False

    @property
    def is_whole_day(self) -> bool:
        """Whether the span covers the day from midnight to midnight."""
        return self.start == 0 and self.end == DAY_MINUTES and not self.open_end


@dataclass(frozen=True, slots=True)
class DayRef:
    """A day of the year, in one year or in every year; `easter` counts days from Easter Sunday."""

    month: int
    day: int
    year: int | None = None
    easter: int | None = None


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A range of days, both ends included; a missing end never comes."""

    first: DayRef | None
    last: DayRef | None

    @property
    def is_one_day(self) -> bool:
        """Whether the range names a single day."""
        return self.first is not None and self.first == self.last


@dataclass(frozen=True, slots=True)
class Steps:
    """A range of calendar weeks or years, of which every `step`-th counts."""

    first: int
    last: int
    step: int = 1

    def __contains__(self, number: int) -> bool:
        return self.first <= number <= self.last and (number - self.first) % self.step == 0


@dataclass(frozen=True, slots=True)
class Dates:
    """When in the year a rule holds; everything empty means always."""

    spans: tuple[DateSpan, ...] = ()
    years: tuple[Steps, ...] = ()
    weeks: tuple[Steps, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.years or self.weeks)


@dataclass(frozen=True, slots=True)
class Days:
    """On which days a rule holds; everything empty means every day.

    `nth` holds (weekday, number) pairs, negative numbers counting from the end of the month.
    `within` means holidays *and* weekdays ("SH Mo-Fr"), otherwise either is enough ("Su,PH").
    """

    weekdays: int = 0
    nth: tuple[tuple[int, int], ...] = ()
    public: bool = False
    school: bool = False
    within: bool = False

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.nth or self.public or self.school)

    @property
    def names_holidays(self) -> bool:
        """Whether public or school holidays are named."""
        return self.public or self.school


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement of the hours: on these dates and days, at these times, this is so."""

    kind: Kind
    spans: tuple[Span, ...] = ()
    days: Days = Days()
    dates: Dates = Dates()
    comment: str = ""
    join: Join = ";"

    @property
    def is_bare(self) -> bool:
        """Whether the rule names neither dates nor days nor times."""
        return not (self.spans or self.days or self.dates)

    @property
    def is_weekly(self) -> bool:
        """Whether the rule is the same in every week of the year, holidays aside."""
        return not (self.dates or self.days.nth or self.days.names_holidays)

    @property
    def pins_day(self) -> bool:
        """Whether the rule names single days of the calendar, so that a holiday was thought of."""
        return bool(self.dates.spans) and all(span.is_one_day for span in self.dates.spans)

    @property
    def is_always(self) -> bool:
        """Whether the rule says: open around the clock on every day."""
        return self.kind == "open" and not self.days and not self.dates and _covers_day(self.spans)


def _covers_day(spans: tuple[Span, ...]) -> bool:
    return any(span.is_whole_day for span in spans)
