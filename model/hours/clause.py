"""A clause: one statement of the hours while it is being read, before it becomes a rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.hours.rules import Dates, DateSpan, Days, Join, Kind, Span, Steps
from model.hours.tokens import Token


@dataclass
class Clause:
    """What has been read so far of one statement, in the order a person wrote it."""

    join: Join = ";"
    after_stop: bool = True  # whether a semicolon or full stop, not a comma, came before
    touching: bool = False  # whether nothing at all came between this clause and the one before
    kind: Kind | None = None
    comment: str = ""
    spans: list[Span] = field(default_factory=list)
    weekdays: int = 0
    nth: list[tuple[int, int]] = field(default_factory=list)
    public: bool = False
    school: bool = False
    within: bool = False
    dates: list[DateSpan] = field(default_factory=list)
    years: list[Steps] = field(default_factory=list)
    weeks: list[Steps] = field(default_factory=list)
    part_of_day: str = ""
    some_holidays: str = ""
    saturday_unsure: bool = False
    prefixed: bool = False  # "geschlossen am …": the statement came before its days
    lends_times: bool = False  # "täglich außer Mi 9-12": the times belong to the clause before
    listed: bool = False  # its days were separated by commas
    times_first: bool = False
    first_time: Token | None = None
    too: bool = False  # "auch sonntags": at the same times as before
    ended: bool = False  # a comment or "off" came after the times
    twin: bool = False  # shares times and kind with the clause after it
    lead: tuple[Kind | None, str] | None = None  # said in front, so it holds until the next full stop

    @property
    def has_days(self) -> bool:
        """Whether weekdays or holidays are named."""
        return bool(self.weekdays or self.nth or self.public or self.school)

    @property
    def has_dates(self) -> bool:
        """Whether dates, years or weeks are named."""
        return bool(self.dates or self.years or self.weeks)

    @property
    def has_selectors(self) -> bool:
        """Whether the clause says on which days it holds."""
        return self.has_days or self.has_dates

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been read into the clause yet."""
        return not (self.has_selectors or self.spans or self.kind or self.comment)

    @property
    def is_full(self) -> bool:
        """Whether days that come now must belong to another clause."""
        said = bool(self.kind or self.comment) and self.has_selectors and not self.prefixed
        return bool(self.spans) or self.ended or said

    @property
    def is_dates_only(self) -> bool:
        """Whether only dates are named, without days, times or anything else."""
        return self.has_dates and not (self.has_days or self.spans or self.kind or self.comment)

    @property
    def is_times_only(self) -> bool:
        """Whether only times are named."""
        return bool(self.spans) and not self.has_selectors

    def goes_on_with(self, before: Clause) -> bool:
        """Whether these are more times of the same days: "Mo 9-12; 14-16"."""
        whole_day = any(span.is_whole_day for span in self.spans)
        fits = self.is_times_only and self.after_stop and self.join == ";" and not whole_day
        return fits and before.kind != "closed" and before.has_selectors

    def narrows(self, before: Clause) -> bool:
        """Whether this only says which weeks of the month the clause before meant: "Sa 10-12 (1. Samstag im Monat)"."""
        named = sum(1 << day for day in {day for day, _ in self.nth})
        only_nth = bool(self.nth) and not (self.weekdays or self.has_dates or self.spans or self.kind or self.comment)
        return only_nth and not self.after_stop and bool(before.spans) and named == before.weekdays

    def narrow(self, nth: Clause) -> None:
        """Hold only in the weeks of the month that the other clause names."""
        self.weekdays, self.nth = 0, self.nth + nth.nth

    def inherit(self, before: Clause, german: bool) -> None:
        """Take over what the clause before leaves unsaid for this one: a leading remark, dates, the same times."""
        if self.too and self.has_selectors and not (self.spans or self.kind):
            self.spans = list(before.spans)
        if before.lead and not self.lead and (before.has_selectors or before.spans):
            self.lead = before.lead
            if not self.kind and not self.comment:
                self.kind, self.comment = before.lead
        weekly = (self.has_days or bool(self.spans)) and not self.has_dates
        if german and weekly and not before.twin and "closed" not in (self.kind, before.kind):
            self.copy_dates(before)

    def copy_selectors(self, other: Clause) -> None:
        """Hold on the same days as another clause."""
        self.weekdays, self.nth = other.weekdays, list(other.nth)
        self.public, self.school, self.within = other.public, other.school, other.within
        self.saturday_unsure = other.saturday_unsure
        self.copy_dates(other)

    def copy_dates(self, other: Clause) -> None:
        """Hold in the same part of the year as another clause."""
        self.dates, self.years, self.weeks = list(other.dates), list(other.years), list(other.weeks)

    def day_choice(self) -> Days:
        """Return the days of the clause as the value that rules keep."""
        return Days(self.weekdays, tuple(dict.fromkeys(self.nth)), self.public, self.school, self.within)

    def date_choice(self) -> Dates:
        """Return the dates of the clause as the value that rules keep."""
        return Dates(tuple(self.dates), tuple(self.years), tuple(self.weeks))
