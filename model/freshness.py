"""When an entry is to be confirmed again, and what comes next when nobody answers; pure rules over dates."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from model.region import OfficeRules

#: rest: nobody is asking · asked, reminded_1, reminded_2: by mail · phone: no address, so somebody must call
#: gone: somebody said that it exists no more, and the office decides; an entry that faded rests, as `faded_on` tells
Stage = Literal["rest", "asked", "reminded_1", "reminded_2", "phone", "gone"]
STAGES: tuple[Stage, ...] = ("rest", "asked", "reminded_1", "reminded_2", "phone", "gone")
ASKING: tuple[Stage, ...] = ("asked", "reminded_1", "reminded_2")
MOST_REMINDERS = 2
LONGEST_MONTHS = 60
Step = Literal["wait", "remind", "fade"]
#: what somebody says about an entry: true as it is, different (a suggestion tells how), or it exists no more
Said = Literal["confirmed", "changed", "gone"]


class RhythmError(ValueError):
    """A rhythm that cannot be."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often an entry is confirmed: every so many months, or in certain months; neither means as the region does."""

    every: int = 0
    months: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.every and self.months:
            raise RhythmError("A rhythm is either an interval or a set of months.")
        if not 0 <= self.every <= LONGEST_MONTHS:
            raise RhythmError(f"An interval is between 1 and {LONGEST_MONTHS} months.")
        if any(not 1 <= month <= 12 for month in self.months) or list(self.months) != sorted(set(self.months)):
            raise RhythmError("Months are numbers from 1 to 12, ascending, each once.")

    @property
    def text(self) -> str:
        """As it is kept: "", "every 6", "in 2,8"."""
        if self.months:
            return "in " + ",".join(map(str, self.months))
        return f"every {self.every}" if self.every else ""


def rhythm_from(text: str) -> Rhythm:
    """The rhythm that `Rhythm.text` made into a text."""
    word, _, rest = text.partition(" ")
    try:
        if word == "every":
            return Rhythm(every=int(rest))
        if word == "in":
            return Rhythm(months=tuple(int(month) for month in rest.split(",")))
    except ValueError as error:
        raise RhythmError(f"{text!r} is no rhythm.") from error
    if text:
        raise RhythmError(f"{text!r} is no rhythm.")
    return Rhythm()


def due_before(rhythm: Rhythm, default_months: int, day: date) -> date:
    """An entry is due on a day if it was last confirmed before the day that this returns."""
    if rhythm.months:
        return max(start for year in (day.year - 1, day.year) for start in _starts(rhythm, year) if start <= day)
    year, month = _shifted(day.year, day.month, -(rhythm.every or max(1, default_months)))
    last = monthrange(year, month)[1]
    is_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if is_end else min(day.day, last)) + timedelta(days=1)


def next_due(verified_on: date | None, rhythm: Rhythm, default_months: int) -> date | None:
    """The day from which on an entry is due; None for one that nobody ever confirmed, which is due already."""
    if verified_on is None:
        return None
    if rhythm.months:
        years = (verified_on.year, verified_on.year + 1)
        return min(start for year in years for start in _starts(rhythm, year) if start > verified_on)
    year, month = _shifted(verified_on.year, verified_on.month, rhythm.every or max(1, default_months))
    return date(year, month, min(verified_on.day, monthrange(year, month)[1]))


def is_due(verified_on: date | None, rhythm: Rhythm, default_months: int, day: date) -> bool:
    """Whether an entry should be confirmed again."""
    return verified_on is None or verified_on < due_before(rhythm, default_months, day)


def next_step(reminders: int, asked_on: date, stepped_on: date, day: date, rules: OfficeRules) -> Step:
    """What comes next for somebody who has been asked and reminded so often, the last time on `stepped_on`.

    No step is passed over and none comes sooner after the one before than planned, even if the worker stood still.
    """
    plan = (0, *sorted(rules.remind_after_days)[:MOST_REMINDERS], rules.fade_after_days)
    number = min(reminders, len(plan) - 2)
    after, gap = plan[number + 1], max(1, plan[number + 1] - plan[number])
    if day < asked_on + timedelta(days=after) or day < stepped_on + timedelta(days=gap):
        return "wait"
    return "fade" if number == len(plan) - 2 else "remind"


def call_fades(asked_on: date, day: date, rules: OfficeRules) -> bool:
    """Whether an entry without a mail address has waited for a call so long that it fades."""
    return day >= asked_on + timedelta(days=rules.fade_after_days)


def stage_of(reminders: int) -> Stage:
    """The stage of an entry after so many reminders."""
    return ASKING[min(reminders, MOST_REMINDERS)]


def _starts(rhythm: Rhythm, year: int) -> list[date]:
    return [date(year, month, 1) for month in rhythm.months]


def _shifted(year: int, month: int, by: int) -> tuple[int, int]:
    at = year * 12 + month - 1 + by
    return at // 12, at % 12 + 1
