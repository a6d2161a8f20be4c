"""Decides whether a rule holds on a day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from model.hours.calendar import Calendar
from model.hours.rules import Dates, DateSpan, DayRef, Rule


class Facts(NamedTuple):
    """What must be known of a day to tell which rules hold on it; None means that nobody knows."""

    day: date
    weekday: int
    public: bool | None
    school: bool | None


@lru_cache(maxsize=8192)
def facts(day: date, calendar: Calendar) -> Facts:
    """Return the facts of a day in a region."""
    return Facts(day, day.weekday(), calendar.public_holiday(day), calendar.school_holiday(day))


def holds(rule: Rule, today: Facts) -> bool:
    """Whether the rule speaks of this day."""
    days = rule.days
    if days.weekdays and not (days.nth or days.public or days.school):
        chosen = bool(days.weekdays >> today.weekday & 1)
    else:
        chosen = not days or _day_chosen(rule, today)
    return chosen and (not rule.dates or _date_chosen(rule.dates, today.day))


def _day_chosen(rule: Rule, today: Facts) -> bool:
    days = rule.days
    holiday = (days.public and today.public is True) or (days.school and today.school is True)
    weekday = bool(days.weekdays >> today.weekday & 1) or any(
        number == today.weekday and _is_nth(today.day, nth) for number, nth in days.nth
    )
    return (holiday and weekday) if days.within else (holiday or weekday)


def _is_nth(day: date, nth: int) -> bool:
    if nth > 0:
        return (day.day - 1) // 7 + 1 == nth
    weeks_left = -1 - nth
    return (day + timedelta(weeks=weeks_left)).month == day.month != (day + timedelta(weeks=weeks_left + 1)).month


def _date_chosen(dates: Dates, day: date) -> bool:
    if dates.years and not any(day.year in years for years in dates.years):
        return False
    if dates.weeks and not any(day.isocalendar().week in weeks for weeks in dates.weeks):
        return False
    return not dates.spans or any(_in_span(span, day) for span in dates.spans)


def _in_span(span: DateSpan, day: date) -> bool:
    first, last = span.first, span.last
    if first is None or last is None or first.year is not None or last.year is not None:
        return _in_years(first, last, day)
    begin, end, now = _month_day(first, day.year), _month_day(last, day.year), (day.month, day.day)
    return begin <= now <= end if begin <= end else now >= begin or now <= end


def _in_years(first: DayRef | None, last: DayRef | None, day: date) -> bool:
    now = (day.year, day.month, day.day)
    started = first is None or (first.year or day.year, *_month_day(first, first.year or day.year)) <= now
    return started and (last is None or now <= (last.year or day.year, *_month_day(last, last.year or day.year)))


def _month_day(ref: DayRef, year: int) -> tuple[int, int]:
    if ref.easter is None:
        return ref.month, ref.day
    day = easter_sunday(year) + timedelta(days=ref.easter)
    return day.month, day.day


@lru_cache(maxsize=64)
def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    shift = moon - weekday
    month = 3 + (shift + 40) // 44
    return date(year, month, shift + 28 - 31 * (month // 4))
