"""Reads on which days hours hold: weekdays, "1. und 3. Mittwoch im Monat", public and school holidays."""

from __future__ import annotations

from model.hours.clause import Clause
from model.hours.cursor import Cursor
from model.hours.tokens import Token
from model.hours.words import WORKING_DAYS

DAY_KINDS = frozenset({"day", "daypart", "days", "workdays", "public", "school", "somedays"})


def read_days(cursor: Cursor, clause: Clause) -> None:
    """Read one weekday, range of weekdays or kind of holiday into the clause."""
    token = cursor.take()
    if token.kind in ("public", "school", "somedays"):
        _holiday(cursor, clause, token)
        return
    clause.within = clause.within or (_holidays_only(clause) and cursor.tokens[cursor.at - 2].kind in _HOLIDAYS)
    if token.kind in ("day", "daypart"):
        _weekday(cursor, clause, token)
    elif token.kind == "days":
        clause.weekdays |= token.value
    else:
        clause.saturday_unsure = not clause.weekdays
        clause.weekdays |= WORKING_DAYS


_HOLIDAYS = frozenset({"public", "school", "somedays"})


def _holidays_only(clause: Clause) -> bool:
    return (clause.public or clause.school) and not (clause.weekdays or clause.nth)


def _holiday(cursor: Cursor, clause: Clause, token: Token) -> None:
    if cursor.peek().kind in ("range", "plus") and cursor.peek(2).kind == "daycount":
        raise cursor.fail()
    clause.public = clause.public or token.kind == "public"
    clause.school = clause.school or token.kind != "public"
    if token.kind == "somedays":
        clause.some_holidays = cursor.raw(token)


def _weekday(cursor: Cursor, clause: Clause, token: Token) -> None:
    first = token.value
    clause.saturday_unsure = False
    if token.kind == "daypart":
        clause.part_of_day = cursor.raw(token)
    if cursor.peek().kind == "range" and cursor.peek(1).kind in ("day", "daypart"):
        cursor.take()
        clause.weekdays |= _between(first, cursor.take().value)
    elif cursor.accept("left"):
        clause.nth += [(first, number) for number in _numbers(cursor)]
    else:
        clause.weekdays |= 1 << first
    if cursor.peek().kind in ("range", "plus") and cursor.peek(2).kind == "daycount":
        raise cursor.fail()


def _between(first: int, last: int) -> int:
    length = (last - first) % 7
    return sum(1 << (first + step) % 7 for step in range(length + 1))


def _numbers(cursor: Cursor) -> list[int]:
    """Read the numbers in "We[1,3]", "We[-1]" or "We[1-2]" up to the closing bracket."""
    found: list[int] = []
    while True:
        sign = -1 if cursor.accept("range") else 1
        token = cursor.expect("number")
        last = cursor.expect("number").value if sign > 0 and cursor.accept("range") else token.value
        if not 1 <= token.value <= last <= 5:
            raise cursor.fail(token)
        found += [sign * number for number in range(token.value, last + 1)]
        if cursor.accept("right"):
            return found
        cursor.expect("and")


def read_nth(cursor: Cursor, clause: Clause, ordinals: list[Token], every: bool) -> None:
    """Give meaning to "1. und 3." before a weekday, or after it ("mittwochs, 1. und 3. im Monat").

    "Jeden zweiten Mittwoch" without "im Monat" may mean every fourteen days or the second one of the month;
    nobody can tell, so such hours are unknown rather than guessed.
    """
    numbers = [token.value for token in ordinals]
    if not all(number in (-2, -1, 1, 2, 3, 4, 5) for number in numbers):
        raise cursor.fail(ordinals[0])
    if cursor.peek().kind == "monthly" and clause.weekdays:
        clause.nth += [(day, number) for day in range(7) if clause.weekdays >> day & 1 for number in numbers]
        clause.weekdays = 0
        return
    day = cursor.expect("day", "daypart")
    if every and len(numbers) == 1 and numbers[0] > 1 and not any(t.kind == "monthly" for t in cursor.tokens):
        clause.weekdays |= 1 << day.value
        clause.kind, clause.comment = "unknown", f"jeden {cursor.raw(ordinals[0], day)}"
        return
    clause.nth += [(day.value, number) for number in numbers]
