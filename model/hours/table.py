"""The week as a table, one row a day."""

from __future__ import annotations

from dataclasses import dataclass

from model.hours.hours import Hours
from model.hours.notes import dates_words, nth_words, remark, spans_words
from model.hours.phrasebook import Phrasebook, phrasebook
from model.hours.rules import Rule, Span


@dataclass(frozen=True)
class WeekRow:
    """One day of the usual week: its times in words and what must be said beside them."""

    day: str
    times: str
    note: str = ""


def week_table(hours: Hours, lang: str = "de") -> list[WeekRow]:
    """Return Monday to Sunday of a usual week without holidays; "geschlossen" only where that is known."""
    book = phrasebook(lang)
    return [_row(hours, weekday, book) for weekday in range(7)]


def _row(hours: Hours, weekday: int, book: Phrasebook) -> WeekRow:
    weekly = _in_force([rule for rule in hours.rules if _speaks_weekly_of(rule, weekday)])
    special = [rule for rule in hours.rules if _speaks_sometimes_of(rule, weekday)]
    usual = [rule for rule in weekly if rule.kind != "closed"]
    remarks = [note for rule in usual if (note := remark(rule, book))]
    remarks += [_sometimes(rule, weekday, book, with_times=bool(usual)) for rule in special]
    return WeekRow(book.days[weekday], _times_in_row(hours, weekly, special, book), "; ".join(dict.fromkeys(remarks)))


def _times_in_row(hours: Hours, weekly: list[Rule], special: list[Rule], book: Phrasebook) -> str:
    if any(rule.kind != "closed" for rule in weekly):
        return _times(weekly, book)
    if special:
        return _times(special, book)
    if weekly:
        return book["closed"]
    if hours.appointment_any_time:
        return book["by appointment"]
    return book["closed"] if hours.is_known and hours.tells_openings else book["hours unknown"]


def _speaks_weekly_of(rule: Rule, weekday: int) -> bool:
    if rule.kind == "note" or rule.dates or rule.days.within or (rule.is_bare and rule.kind != "closed"):
        return False
    return not rule.days or bool(rule.days.weekdays >> weekday & 1)


def _speaks_sometimes_of(rule: Rule, weekday: int) -> bool:
    """Whether the rule opens on this weekday in a part of the year or of the month only."""
    if rule.kind in ("closed", "note") or rule.pins_day or rule.days.names_holidays:
        return False
    nth = any(number == weekday for number, _ in rule.days.nth)
    dated = bool(rule.dates) and (not rule.days or bool(rule.days.weekdays >> weekday & 1))
    return nth or dated


def _sometimes(rule: Rule, weekday: int, book: Phrasebook, with_times: bool) -> str:
    named = [text for text, number in nth_words(rule, book) if number == weekday]
    when = ", ".join([*(text[0].lower() + text[1:] for text in named), *_period(rule, book)])
    times = f": {spans_words(rule.spans, book)}" if with_times and rule.spans else ""
    said = remark(rule, book)
    return f"{when}{times}" + (f", {said}" if said else "")


def _period(rule: Rule, book: Phrasebook) -> list[str]:
    return [dates_words(rule.dates, book)] if rule.dates else []


def _in_force(rules: list[Rule]) -> list[Rule]:
    """Leave out the rules that later ones replace."""
    kept: list[Rule] = []
    for rule in rules:
        replaces = not rule.spans if rule.kind == "closed" else rule.join == ";"
        kept = [rule] if replaces else [*kept, rule]
    return kept


def _times(rules: list[Rule], book: Phrasebook) -> str:
    spans = {span for rule in rules if rule.kind != "closed" for span in rule.spans}
    for rule in rules:
        if rule.kind == "closed":
            spans = {piece for span in spans for piece in _cut(span, rule.spans)}
    if spans:
        return spans_words(sorted(spans, key=lambda span: (span.start, span.end)), book)
    by_appointment = any(rule.kind == "appointment" for rule in rules)
    return book["by appointment"] if by_appointment else book["no time"]


def _cut(span: Span, holes: tuple[Span, ...]) -> list[Span]:
    pieces = [span]
    for hole in holes:
        pieces = [
            Span(start, end, piece.open_end)
            for piece in pieces
            for start, end in ((piece.start, min(piece.end, hole.start)), (max(piece.start, hole.end), piece.end))
            if start < end or (piece.open_end and start == piece.start == end)
        ]
    return pieces
