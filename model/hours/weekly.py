"""The plain weekly times of hours, for formats that know nothing but days of the week, times and a stretch of dates."""

from __future__ import annotations

from typing import NamedTuple

from model.hours.hours import Hours
from model.hours.rules import ALL_DAYS, DAY_MINUTES, Rule


class Weekly(NamedTuple):
    """Open on some days of every week (0 is Monday) from one time to another, as "09:00"."""

    days: tuple[int, ...]
    opens: str
    closes: str


def weekly_times(hours: Hours) -> list[Weekly] | None:
    """The times at which one may come each week; None where the hours say more, or less, than such times can tell."""
    found = []
    for rule in hours.rules:
        if rule.kind == "note" or _only_closes_on_holidays(rule):
            continue
        if rule.kind != "open" or not rule.is_weekly or rule.comment or not rule.spans or rule.join == "||":
            return None
        days = tuple(day for day in range(7) if (rule.days.weekdays or ALL_DAYS) >> day & 1)
        for span in rule.spans:
            if span.open_end or span.end > DAY_MINUTES:
                return None
            found.append(Weekly(days, _clock(span.start), _clock(min(span.end, DAY_MINUTES - 1))))
    return found or None


def _only_closes_on_holidays(rule: Rule) -> bool:
    """Whether a rule only says what goes without saying in such formats."""
    days = rule.days
    return rule.kind == "closed" and days.public and not (days.school or days.weekdays or days.nth or rule.dates)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
