"""Reads when in the year hours hold: months, days, ranges, years, calendar weeks, Easter."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from model.hours.clause import Clause
from model.hours.cursor import Cursor
from model.hours.rules import DateSpan, DayRef, Steps
from model.hours.tokens import Token

DATE_KINDS = frozenset({"month", "date", "year", "easter", "named", "week", "parity", "betweenyears"})
_LAST_YEAR: Final = 9999
_MONTH_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class _Bound(NamedTuple):
    """One end of a range; `whole_month` when only the month was named."""

    day: DayRef
    whole_month: bool = False


def starts_dates(cursor: Cursor) -> bool:
    """Whether a date comes next, perhaps after "ab" or "bis"."""
    ahead = 1 if cursor.peek().kind in ("from", "range") else 0
    kind = cursor.peek(ahead).kind
    return kind in DATE_KINDS or (ahead == 1 and kind == "ordinal" and cursor.peek(2).kind == "month")


def read_dates(cursor: Cursor, clause: Clause) -> None:
    """Read one date, range of dates, year, or choice of weeks into the clause."""
    kind = cursor.peek().kind
    if kind == "betweenyears":
        cursor.take()
        clause.dates.append(DateSpan(DayRef(12, 27), DayRef(12, 31)))
    elif kind == "parity":
        clause.weeks.append(Steps(2, 52, 2) if cursor.take().value == 0 else Steps(1, 53, 2))
        cursor.accept("week")
    elif kind == "week":
        _weeks(cursor, clause)
    elif kind == "year" and _is_year_list(cursor, clause):
        clause.years.append(_years(cursor))
    else:
        clause.dates.append(_range(cursor))
        _more_days(cursor, clause)


def _is_year_list(cursor: Cursor, clause: Clause) -> bool:
    return bool(clause.years) or cursor.peek(1).kind not in ("month", "easter")


def _years(cursor: Cursor) -> Steps:
    first = cursor.take()
    if cursor.accept("plus"):
        return Steps(first.value, _LAST_YEAR)
    last = cursor.take() if cursor.peek().kind == "range" and cursor.peek(1).kind == "year" else None
    end = cursor.take().value if last else first.value
    if end < first.value:
        raise cursor.fail(first)
    return Steps(first.value, end)


def _weeks(cursor: Cursor, clause: Clause) -> None:
    cursor.take()
    while True:
        token = cursor.expect("number", "ordinal")
        last = cursor.expect("number", "ordinal").value if cursor.accept("range") else token.value
        step = cursor.take().value if _takes_step(cursor) else 1
        if not (1 <= token.value <= last <= 53 and step >= 1):
            raise cursor.fail(token)
        clause.weeks.append(Steps(token.value, last, step))
        if not (cursor.peek().kind == "and" and cursor.peek(1).kind == "number" and cursor.peek(2).kind != "uhr"):
            return
        cursor.take()


def _takes_step(cursor: Cursor) -> bool:
    slash = cursor.peek()
    if slash.kind == "and" and cursor.raw(slash) == "/" and cursor.peek(1).kind == "number":
        cursor.take()
        return True
    return False


def _range(cursor: Cursor) -> DateSpan:
    begin = cursor.peek()
    if cursor.accept("from"):
        return DateSpan(_with_year(cursor, _first(_bound(cursor)), begin), None)
    if cursor.accept("range"):
        return DateSpan(None, _with_year(cursor, _last(_bound(cursor)), begin))
    first = _bound(cursor)
    if cursor.accept("plus"):
        return DateSpan(_with_year(cursor, _first(first), begin), None)
    second = _second_bound(cursor, first) if cursor.accept("range") else first
    span = _from_to(_first(first), _last(second))
    if _is_backwards(span):
        raise cursor.fail(begin)
    return span


def _is_backwards(span: DateSpan) -> bool:
    first, last = span.first, span.last
    if first is None or last is None or first.year is None or last.year is None or 0 in (first.month, last.month):
        return False
    return (last.year, last.month, last.day) < (first.year, first.month, first.day)


def _with_year(cursor: Cursor, day: DayRef, begin: Token) -> DayRef:
    if day.year is None:
        raise cursor.fail(begin)
    return day


def _second_bound(cursor: Cursor, first: _Bound) -> _Bound:
    token = cursor.peek()
    if token.kind == "number" and not first.whole_month and first.day.easter is None:
        cursor.take()
        return _Bound(_checked(cursor, token, DayRef(first.day.month, token.value, first.day.year)))
    return _bound(cursor)


def _bound(cursor: Cursor) -> _Bound:
    year = cursor.take().value if cursor.peek().kind == "year" else None
    token = cursor.expect("month", "date", "easter", "named", "ordinal")
    if token.kind == "date":
        own_year, month, day = token.value
        return _Bound(_checked(cursor, token, DayRef(month, day, own_year)))
    if token.kind == "named":
        return _named(cursor, token)
    if token.kind == "easter":
        return _Bound(DayRef(0, 0, year, easter=_easter_days(cursor)))
    if token.kind == "ordinal":
        month = cursor.expect("month")
        return _Bound(_checked(cursor, token, DayRef(month.value, token.value, _year_after(cursor, None))))
    return _month(cursor, token, year)


def _month(cursor: Cursor, token: Token, year: int | None) -> _Bound:
    day = cursor.peek()
    if day.kind == "number" and not token.german:
        cursor.take()
        return _Bound(_checked(cursor, day, DayRef(token.value, day.value, year)))
    return _Bound(DayRef(token.value, 1, _year_after(cursor, year)), whole_month=True)


def _year_after(cursor: Cursor, year: int | None) -> int | None:
    if year is None and cursor.peek().kind == "year" and cursor.peek(1).kind != "month":
        return int(cursor.take().value)
    return year


def _named(cursor: Cursor, token: Token) -> _Bound:
    year = _year_after(cursor, None)
    if isinstance(token.value, int):
        return _Bound(DayRef(0, 0, year, easter=token.value))
    month, day = token.value
    return _Bound(DayRef(month, day, year))


def _easter_days(cursor: Cursor) -> int:
    if cursor.peek().kind not in ("range", "plus") or cursor.peek(2).kind != "daycount":
        return 0
    sign = -1 if cursor.take().kind == "range" else 1
    days = int(cursor.expect("number").value)
    cursor.take()
    return sign * days


def _checked(cursor: Cursor, token: Token, day: DayRef) -> DayRef:
    if not (1 <= day.month <= 12 and 1 <= day.day <= _MONTH_LENGTHS[day.month - 1]):
        raise cursor.fail(token)
    return day


def _first(bound: _Bound) -> DayRef:
    return bound.day


def _last(bound: _Bound) -> DayRef:
    return replace(bound.day, day=31) if bound.whole_month else bound.day


def _from_to(first: DayRef, last: DayRef) -> DateSpan:
    """Give the range its years: a year named once holds for both ends, across New Year's Eve if need be."""
    wraps = (last.month, last.day) < (first.month, first.day) and first.easter is None and last.easter is None
    if first.year is not None and last.year is None:
        last = replace(last, year=first.year + wraps)
    elif last.year is not None and first.year is None:
        first = replace(first, year=last.year - wraps)
    return DateSpan(first, last)


def _more_days(cursor: Cursor, clause: Clause) -> None:
    """Read the rest of "Dec 24,31": further days of the same month. In German texts such numbers are hours."""
    named = clause.dates[-1].first
    while named is not None and named.month and named.day and not cursor.german and _more_follow(cursor):
        cursor.take()
        token = cursor.take()
        first = _checked(cursor, token, replace(named, day=token.value))
        last = cursor.take() if cursor.accept("range") else token
        clause.dates.append(DateSpan(first, _checked(cursor, last, replace(named, day=last.value))))


def _more_follow(cursor: Cursor) -> bool:
    return cursor.peek().kind == "and" and cursor.peek(1).kind == "number"


def read_days_of_month(cursor: Cursor, clause: Clause, ordinals: list[Token], ranged: bool) -> None:
    """Give meaning to "24. und 31. Dezember" or "24.-26.12.": ordinals before a month or a full date."""
    token = cursor.expect("month", "date")
    if token.kind == "month":
        year, month, day = _year_after(cursor, None), token.value, ordinals.pop().value
    else:
        year, month, day = token.value
    last = _checked(cursor, token, DayRef(month, day, year))
    days = [_checked(cursor, ordinal, DayRef(month, ordinal.value, year)) for ordinal in ordinals]
    first = days.pop() if ranged and days else last
    if cursor.accept("range"):
        last = _last(_bound(cursor))
    clause.dates += [*(DateSpan(other, other) for other in days), _from_to(first, last)]
