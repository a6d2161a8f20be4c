"""Reads times of the day: "8-12", "9.00 bis 12.30 Uhr", "ab 11 Uhr", "22:00-02:00", "10:00+"."""

from __future__ import annotations

from model.hours.cursor import Cursor
from model.hours.rules import DAY_MINUTES, Span
from model.hours.tokens import Token

_CLOCKS = ("time", "number")
_END_CLOCKS = ("time", "number", "ordinal", "date")


def starts_time(cursor: Cursor) -> bool:
    """Whether a time of the day comes next."""
    ahead = 1 if cursor.peek().kind in ("from", "between") else 0
    return cursor.peek(ahead).kind in _CLOCKS


def read_span(cursor: Cursor) -> Span:
    """Read one span of time; a start without an end is open-ended."""
    joint = "and" if cursor.accept("between") else "range"
    open_end = cursor.accept("from") is not None
    first = cursor.take()
    start = _minutes(cursor, first)
    if start >= DAY_MINUTES:
        raise cursor.fail(first)
    spoken = cursor.accept("uhr") is not None or first.kind == "time"
    if cursor.accept(joint):
        return _closed_span(cursor, start)
    if cursor.accept("plus") or open_end or spoken:
        return Span(start, start, open_end=True)
    raise cursor.fail(first)


def _closed_span(cursor: Cursor, start: int) -> Span:
    token = cursor.expect(*_END_CLOCKS)
    end = _minutes(cursor, token)
    cursor.accept("uhr")
    if end <= start:
        end += DAY_MINUTES
    if end > 2 * DAY_MINUTES:
        raise cursor.fail(token)
    return Span(start, end, open_end=cursor.accept("plus") is not None)


def _minutes(cursor: Cursor, token: Token) -> int:
    hour, minute = _hour_and_minute(token)
    bare_number = token.kind in ("number", "ordinal") and hour > 24
    if bare_number or minute > 59 or hour * 60 + minute > 2 * DAY_MINUTES:
        raise cursor.fail(token)
    return hour * 60 + minute


def _hour_and_minute(token: Token) -> tuple[int, int]:
    if token.kind == "time":
        hour, minute = token.value
        return hour, minute
    if token.kind == "date":  # "8.00-12.10." at the end of a sentence looks like a date
        year, month, day = token.value
        return (day, month) if year is None else (99, 0)
    return token.value, 0
