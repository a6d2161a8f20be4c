"""Turns the clauses of a text into rules in an order in which later ones win, as OSM reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from model.hours.clause import Clause
from model.hours.rules import (
    ALL_DAYS,
    APPOINTMENT_WORDS,
    DAY_MINUTES,
    NO_TIME_WORDS,
    Dates,
    Days,
    HoursError,
    Join,
    Rule,
    Span,
)

_SATURDAY = 0b0100000
_WHOLE_DAY = (Span(0, DAY_MINUTES),)
_HALVES = {"vormittag": Span(0, 12 * 60), "nachmittag": Span(12 * 60, DAY_MINUTES)}


def build(clauses: list[Clause], german: bool, needed: bool) -> tuple[Rule, ...]:
    """Return the rules of a text; `needed` means that it asks for an appointment throughout."""
    _finish_twins(clauses)
    if german:
        _give_dated_hours_their_days(clauses)
    rules = [rule for clause in clauses for rule in _rules_of(clause)]
    if needed:
        rules = [_by_appointment(rule) for rule in rules if not rule.is_bare] or rules
    if len(rules) > 1:
        rules = [_as_fallback(rule) for rule in rules]
    if any(clause.saturday_unsure for clause in clauses) and not any(rule.days.public for rule in rules):
        rules.append(Rule("closed", days=Days(public=True)))
    if german:
        rules = _joined(sorted(rules, key=_rank), _after_stop(clauses))
    return tuple(sorted(_merged(rules), key=lambda rule: rule.is_bare and rule.join == "||"))


def _merged(rules: list[Rule]) -> list[Rule]:
    """Put times of the same days into one rule; a closure cuts out whatever the joint before it."""
    done: list[Rule] = []
    for rule in rules:
        same = bool(done) and rule.join == "," and replace(done[-1], spans=rule.spans, join=",") == rule
        if same and done[-1].spans:
            done[-1] = replace(done[-1], spans=_sorted(done[-1].spans + rule.spans))
        else:
            done.append(replace(rule, join=";") if rule.kind == "closed" and rule.join == "," else rule)
    return done


def _sorted(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans), key=lambda span: (span.start, span.end, span.open_end)))


def _finish_twins(clauses: list[Clause]) -> None:
    for clause, after in reversed(list(pairwise(clauses))):
        if clause.twin:
            clause.kind, clause.comment, clause.spans = after.kind, after.comment, list(after.spans)


def _give_dated_hours_their_days(clauses: list[Clause]) -> None:
    """In "Mo-Fr 9-17, im August 9-12 Uhr" the second half means the same weekdays."""
    weekdays = 0
    for clause in clauses:
        if clause.has_days and clause.spans and clause.kind != "closed":
            weekdays |= clause.weekdays
        ranges = bool(clause.dates) and not all(span.is_one_day for span in clause.dates)
        if ranges and clause.spans and not clause.has_days and clause.kind is None:
            clause.weekdays = weekdays
        if clause.school and clause.spans and not (clause.weekdays or clause.public) and weekdays:
            clause.weekdays, clause.within = weekdays, True


def _rules_of(clause: Clause) -> list[Rule]:
    rule = _rule(clause)
    if not clause.saturday_unsure:
        return [rule]
    # "werktags" covers Saturday by the letter of the law and leaves it out in everyday speech.
    saturday = replace(rule, kind="unknown", days=replace(rule.days, weekdays=_SATURDAY), comment="werktags")
    return [rule, saturday]


def _rule(clause: Clause) -> Rule:
    plain = Rule(
        kind=clause.kind or "open",
        spans=_sorted(clause.spans),
        days=clause.day_choice(),
        dates=clause.date_choice(),
        comment=clause.comment,
        join=clause.join,
    )
    if clause.some_holidays:
        closed = "geschlossen" if clause.kind == "closed" else "andere Zeiten"
        return replace(plain, kind="unknown", spans=(), comment=f"in den {clause.some_holidays} {closed}")
    if plain.is_bare:
        return _bare_rule(plain, clause)
    if plain.spans:
        return plain
    if plain.kind == "closed" and clause.part_of_day and not clause.part_of_day.lower().startswith("ganz"):
        return _closed_part(plain, clause.part_of_day)
    return _rule_without_times(plain, clause) if plain.kind == "open" else plain


def _closed_part(rule: Rule, part: str) -> Rule:
    """Close only the half of the day that is named; of evenings and noons nobody knows when they begin."""
    for name, span in _HALVES.items():
        if name in part.lower():
            return replace(rule, spans=(span,))
    return replace(rule, kind="unknown", comment=f"{part} geschlossen")


def _bare_rule(rule: Rule, clause: Clause) -> Rule:
    if clause.kind is None:
        return replace(rule, kind="note")
    return replace(rule, spans=_WHOLE_DAY) if clause.kind == "open" else rule


def _rule_without_times(rule: Rule, clause: Clause) -> Rule:
    """Days without times: open all day only if the text says "open", else nobody knows when."""
    if clause.kind == "open":
        return replace(rule, spans=_WHOLE_DAY)
    return replace(rule, kind="unknown", comment=clause.part_of_day or clause.comment or NO_TIME_WORDS)


def _by_appointment(rule: Rule) -> Rule:
    free = rule.kind != "open" or "ohne" in rule.comment or "kein" in rule.comment
    return rule if free else replace(rule, kind="appointment", comment=APPOINTMENT_WORDS)


def _as_fallback(rule: Rule) -> Rule:
    """A statement about all times must not wipe out the times stated beside it."""
    if not rule.is_bare or rule.join == "||":
        return rule
    if rule.kind == "closed":
        raise HoursError("The opening hours say “geschlossen” without saying when.", "geschlossen")
    return replace(rule, join="||")


def _rank(rule: Rule) -> int:
    """In German texts exceptions hold wherever they stand, so they are moved behind what they except from."""
    special = rule.days.names_holidays or bool(rule.dates)
    if rule.kind == "closed":
        return 2 if special or 0 < rule.days.weekdays < ALL_DAYS else 0
    return 1 if special and rule.join != "||" else 0


def _after_stop(clauses: list[Clause]) -> bool:
    return any(clause.after_stop for clause in clauses[1:])


def _joined(rules: list[Rule], stops: bool) -> list[Rule]:
    """Give German rules their joints: hours of one day add up unless they contradict each other."""
    done: list[Rule] = []
    for rule in rules:
        done.append(rule if rule.join == "||" else replace(rule, join=_join(rule, done, stops)))
    return done


def _join(rule: Rule, earlier: list[Rule], stops: bool) -> Join:
    if rule.kind == "closed" or _rank(rule):
        return ";"
    sharing = [other for other in earlier if _mask(other.days) & _mask(rule.days) and other.kind != "closed"]
    if not sharing or rule.dates != Dates():
        return ";"
    contradicts = stops and any(_overlap(rule, other) for other in sharing) and not rule.days.nth
    return ";" if contradicts else ","


def _mask(days: Days) -> int:
    mask = days.weekdays
    for weekday, _ in days.nth:
        mask |= 1 << weekday
    return mask or ALL_DAYS


def _overlap(rule: Rule, other: Rule) -> bool:
    return any(a.start < b.end and b.start < a.end for a in rule.spans for b in other.spans)
