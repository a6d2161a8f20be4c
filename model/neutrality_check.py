"""Checking neutrality: how what was checked stands beside what sources report, and how long a check lasts."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date

from model.neutrality import FACT_CODES, Fact, FactCode

#: after how many months a checked fact is to be checked again, unless somebody says otherwise
LASTS_MONTHS: Mapping[FactCode, int] = {
    "carrier_type": 24,
    "own_courses": 12,
    "paid_per_result": 12,
    "own_staff": 12,
    "own_premises": 24,
    "mandate": 24,
    "open_outcome": 12,
    "label": 12,
    "statement": 12,
}


def lasts_until(code: FactCode, checked_on: date) -> date:
    """Until when a check of a fact counts if nobody says otherwise; what speaks against neutrality lasts anyway."""
    return in_months(checked_on, LASTS_MONTHS[code])


def in_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def checked_facts(facts: Iterable[Fact]) -> dict[FactCode, Fact]:
    """For each fact that somebody checked, the newest check."""
    newest: dict[FactCode, Fact] = {}
    for fact in facts:
        known = newest.get(fact.code)
        if fact.is_checked and (known is None or (fact.checked_on or date.min) >= (known.checked_on or date.min)):
            newest[fact.code] = fact
    return newest


def with_checks(facts: Iterable[Fact], checked: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that sources report, as they are, and beside them these checked ones in place of all earlier checks."""
    reported = tuple(fact for fact in facts if not fact.is_checked)
    return (*reported, *sorted(checked, key=lambda fact: FACT_CODES.index(fact.code)))
