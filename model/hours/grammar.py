"""Reads the tokens of hours into clauses, one grammar for OSM expressions and for German sentences.

The difficulty is not the words but what belongs together: "Mo-Do 8-16, Fr 8-12, nach Vereinbarung" are three
statements, "Mo 9-12, 14-16" is one, and "außer Mi" turns round what follows. Where two readings are equally
likely the text is refused; a wrong time costs a person a bus ride.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from model.hours.clause import Clause
from model.hours.cursor import Cursor
from model.hours.dates import DATE_KINDS, read_dates, read_days_of_month, starts_dates
from model.hours.days import DAY_KINDS, read_days, read_nth
from model.hours.phrases import denies_appointment, means_appointment
from model.hours.rules import APPOINTMENT_WORDS, DAY_MINUTES, Kind, Span
from model.hours.times import read_span, starts_time

_SELECTOR_KINDS: Final = DAY_KINDS | DATE_KINDS | {"ordinal", "each"}


class Grammar:
    """Reads one text; `clauses` are its statements in the order they were written."""

    def __init__(self, text: str) -> None:
        self.cursor = Cursor(text)
        self.clauses: list[Clause] = []
        self.clause = Clause()
        self.separated = False  # a comma or "und" was read and not yet used
        self.needed = False  # "nur nach Vereinbarung" was said of everything
        self.school_term_only = False

    def read(self) -> list[Clause]:
        """Return all clauses; HoursError names the first piece that makes no sense."""
        while self.cursor.peek().kind != "end":
            self._step()
        self._finish()
        if self.school_term_only:
            self.clauses.append(Clause(kind="closed", school=True))
        return self.clauses

    def _step(self) -> None:
        kind = self.cursor.peek().kind
        if starts_dates(self.cursor):
            self._dates()
        elif kind in DAY_KINDS:
            self._days(kind)
        elif starts_time(self.cursor):
            self._time()
        elif kind in _STEPS:
            _STEPS[kind](self)
        else:
            raise self.cursor.fail()

    # -- between clauses

    def _finish(self) -> None:
        clause, before = self.clause, self.clauses[-1] if self.clauses else None
        if clause.is_empty:
            return
        if before and clause.is_dates_only and clause.touching and not before.has_dates:
            before.copy_dates(clause)
            return
        if before and clause.narrows(before):
            before.narrow(clause)
            return
        if before and clause.is_times_only and before.has_selectors and not clause.after_stop:
            raise self.cursor.fail(clause.first_time)  # every day, or the days before?
        if before and clause.goes_on_with(before):
            if not (before.spans or before.kind or before.comment or clause.kind or clause.comment):
                before.spans = clause.spans
                return
            clause.copy_selectors(before)
            clause.join = ","
        if before and not clause.after_stop:
            clause.inherit(before, self.cursor.german)
        self.clauses.append(clause)

    def _next(self, after_stop: bool = False) -> None:
        self._finish()
        self.clause = Clause(";" if after_stop else ",", after_stop, touching=not (after_stop or self.separated))
        self.separated = False

    def _stop(self) -> None:
        self.cursor.take()
        self._next(after_stop=True)

    def _fallback(self) -> None:
        self._stop()
        self.clause.join = "||"

    def _comma(self) -> None:
        self.cursor.take()
        self.separated = True

    def _skip(self) -> None:
        self.cursor.take()

    # -- days and dates

    def _make_room(self) -> None:
        """Begin a new clause unless the present one still lacks days, or is listing them."""
        waits = not self.clause.has_selectors and not self.separated
        if self.clause.is_full and not waits:
            self._next()

    def _listed(self) -> None:
        self.clause.listed = self.clause.listed or (self.separated and self.clause.has_selectors)
        self.separated = False

    def _days(self, kind: str) -> None:
        self._make_room()
        clause = self.clause
        if self.separated and clause.has_dates and not clause.has_days and kind in ("public", "school", "somedays"):
            self._split()
        self._listed()
        read_days(self.cursor, self.clause)

    def _dates(self) -> None:
        self._make_room()
        clause = self.clause
        if self.separated and clause.has_days and not clause.has_dates and not _is_one_weekday(clause):
            self._split()
        self._listed()
        read_dates(self.cursor, self.clause)

    def _split(self) -> None:
        """Say the same of two kinds of days: "an Feiertagen und am 24.12. geschlossen"."""
        first = self.clause
        first.twin = not first.prefixed
        self._next()
        if first.prefixed:
            self.clause.kind, self.clause.comment, self.clause.prefixed = first.kind, first.comment, True

    def _ordinals(self) -> None:
        cursor = self.cursor
        every = cursor.at > 0 and cursor.tokens[cursor.at - 1].kind == "each"
        ordinals, ranged = [cursor.take()], False
        while cursor.peek().kind in ("and", "range") and cursor.peek(1).kind in ("ordinal", "date"):
            ranged = cursor.take().kind == "range"
            if cursor.peek().kind == "date":
                break
            ordinals.append(cursor.take())
        if cursor.peek().kind != "monthly":
            self._make_room()
        self._listed()
        if cursor.peek().kind in ("month", "date"):
            read_days_of_month(cursor, self.clause, ordinals, ranged)
        else:
            read_nth(cursor, self.clause, ordinals, every)

    # -- times

    def _time(self) -> None:
        clause, first = self.clause, self.cursor.peek()
        span = read_span(self.cursor)
        if clause.lends_times:
            self.clauses[-1].spans.append(span)
        elif clause.kind == "closed" and (clause.listed if clause.prefixed else clause.ended):
            raise self.cursor.fail(first)
        else:
            self._room_for_time(clause)
            self.clause.times_first = self.clause.times_first or not self.clause.has_selectors
            self.clause.first_time = self.clause.first_time or first
            self.clause.spans.append(span)
        self.separated = False

    def _room_for_time(self, clause: Clause) -> None:
        turned_round = clause.times_first and clause.has_selectors and self.separated  # "9-12 Uhr Mo, 14-16 Uhr Di"
        if not clause.spans or not (clause.ended or turned_round):
            return
        self._next()
        if not clause.times_first:
            self.clause.copy_selectors(clause)

    def _always(self) -> None:
        self.cursor.take()
        self.clause.spans.append(Span(0, DAY_MINUTES))
        self.separated = False

    # -- what is said of the days and times

    def _closed(self) -> None:
        token, clause = self.cursor.take(), self.clause
        if clause.spans and not self.separated and self.cursor.peek().kind in _SELECTOR_KINDS:
            raise self.cursor.fail(token)
        if (clause.kind and clause.has_selectors) or (clause.spans and self.separated):
            self._next()
        clause = self.clause
        if clause.kind:
            raise self.cursor.fail(token)
        clause.kind = "closed"
        clause.ended = clause.has_selectors or bool(clause.spans)
        clause.prefixed = not clause.ended
        self.separated = False

    def _except(self) -> None:
        self.cursor.take()
        before = self.clause
        self._next()
        self.clause.kind = None if before.kind == "closed" else "closed"
        self.clause.prefixed = True
        self.clause.lends_times = before.has_selectors and not before.spans and before.kind != "closed"

    def _open(self) -> None:
        if self.clause.kind:
            raise self.cursor.fail()
        self.cursor.take()
        self.clause.kind = "open"
        self.clause.ended = bool(self.clause.spans)

    def _unknown(self) -> None:
        if self.clause.kind:
            raise self.cursor.fail()
        self.cursor.take()
        self._say("unknown", "")

    def _sometimes(self) -> None:
        if self.clause.kind:
            raise self.cursor.fail()
        self._say("unknown", self.cursor.raw(self.cursor.take()))

    def _comment(self) -> None:
        text = self.cursor.peek().value
        if means_appointment(text):
            self._appointment(text)
        else:
            self._remark_on(self.cursor.take().value)

    def _remark(self) -> None:
        text = self.cursor.raw(self.cursor.take())
        self._remark_on("telefonisch" if text.lower().startswith("telefon") else text)

    def _remark_on(self, text: str) -> None:
        ahead = self.cursor.peek().kind in _SELECTOR_KINDS or starts_time(self.cursor)
        if self.separated and ahead and self.clause.spans:
            self._next()
        if self.clause.kind == "appointment" and denies_appointment(text):
            raise self.cursor.fail(self.cursor.tokens[self.cursor.at - 1])
        self.clause.comment = f"{self.clause.comment}, {text}" if self.clause.comment else text
        self._mark_said()

    def _appointment(self, words: str = APPOINTMENT_WORDS) -> None:
        """By appointment: said of the hours just named, or of all other times when a comma stands between."""
        separate = self.separated or self.cursor.peek().kind == "also"
        token = self.cursor.take()
        if separate and (self.clause.spans or self.clause.ended):
            self._next()
        if denies_appointment(self.clause.comment):
            raise self.cursor.fail(token)
        self._say("appointment", words)

    def _needed(self) -> None:
        self.needed = self.needed or self.separated or self.clause.is_empty
        self._appointment()

    def _say(self, kind: Kind, comment: str) -> None:
        self.clause.kind, self.clause.comment = kind, comment or self.clause.comment
        self._mark_said()
        self.separated = False

    def _mark_said(self) -> None:
        """Remember whether a statement came before the days it speaks of, or after the times."""
        clause = self.clause
        clause.ended = bool(clause.spans)
        if not clause.has_selectors and not clause.spans:
            clause.prefixed = True
            clause.lead = (clause.kind, clause.comment)

    def _school_term(self) -> None:
        self.cursor.take()
        self.school_term_only = True

    def _too(self) -> None:
        self.cursor.take()
        self.clause.too = self.separated or self.clause.is_empty
        if self.separated and self.clause.is_full:
            self._next()
            self.clause.too = True

    def _part_of_day(self) -> None:
        self.clause.part_of_day = self.cursor.raw(self.cursor.take())


def _is_one_weekday(clause: Clause) -> bool:
    return clause.weekdays.bit_count() == 1 and not (clause.nth or clause.public or clause.school)


_STEPS: Final[dict[str, Callable[[Grammar], None]]] = {
    "and": Grammar._comma,
    "hard": Grammar._stop,
    "fallback": Grammar._fallback,
    "ordinal": Grammar._ordinals,
    "each": Grammar._skip,
    "monthly": Grammar._skip,
    "always": Grammar._always,
    "closed": Grammar._closed,
    "except": Grammar._except,
    "open": Grammar._open,
    "unknown": Grammar._unknown,
    "comment": Grammar._comment,
    "remark": Grammar._remark,
    "appointment": Grammar._appointment,
    "also": Grammar._appointment,
    "needed": Grammar._needed,
    "sometimes": Grammar._sometimes,
    "schoolterm": Grammar._school_term,
    "too": Grammar._too,
    "part": Grammar._part_of_day,
}
