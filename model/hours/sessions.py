"""What one day looks like: its sessions, that is stretches of it that are open, closed, by appointment or unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from model.hours.hours import Hours
from model.hours.matching import Facts, holds
from model.hours.rules import DAY_MINUTES, Kind, Rule, Span

# An open end is believed until the evening, and for two hours at least; after that nobody knows.
SURE_UNTIL: Final = 18 * 60
SURE_FOR: Final = 2 * 60
STRENGTH: Final[dict[str, int]] = {"closed": 0, "unknown": 1, "appointment": 2, "open": 3}

HOLIDAY: Final = "Feiertag"
SCHOOL_HOLIDAY: Final = "Schulferien"
OPEN_END: Final = "Ende nicht bekannt"


class Session(NamedTuple):
    """A stretch of a day in minutes after its midnight; it belongs to the day on which it begins."""

    start: int
    end: int
    kind: Kind
    comment: str = ""
    open_end: bool = False


def sessions(hours: Hours, today: Facts) -> list[Session]:
    """Return what happens on a day, without overlaps, in the order of time."""
    found: list[Session] = []
    holiday_rule = False
    for rule in hours.rules:
        if rule.kind == "note" or not holds(rule, today) or (holiday_rule and _is_ordinary(rule)):
            continue
        if rule.kind == "closed" and rule.days.names_holidays and not rule.spans:
            holiday_rule = True
        found = _apply(rule, found, hours, today)
    return sorted(found)


def _is_ordinary(rule: Rule) -> bool:
    """Whether the rule was written without thinking of holidays."""
    return not (rule.days.names_holidays or rule.pins_day or rule.is_always)


def _apply(rule: Rule, before: list[Session], hours: Hours, today: Facts) -> list[Session]:
    if rule.kind == "closed":
        if not rule.spans:
            return [Session(0, DAY_MINUTES, "closed", rule.comment or _reason(rule, today))]
        return _laid_over(before, _plain(rule))
    if rule.is_bare and rule.kind == "appointment":
        return before if hours.has_open_rules or before else _plain(rule)
    new = _doubted(_plain(rule), today, hours) if _is_ordinary(rule) else _plain(rule)
    if rule.join == ";":
        return _added([], new)
    return _added(before, new)


def _reason(rule: Rule, today: Facts) -> str:
    if rule.days.public and today.public:
        return HOLIDAY
    return SCHOOL_HOLIDAY if rule.days.school and today.school else ""


def _doubted(new: list[Session], today: Facts, hours: Hours) -> list[Session]:
    """On public holidays weekday hours are doubtful: most offices are closed, but nobody said so."""
    unclear = today.public is None or (today.public and not hours.names_public_holidays)
    if not unclear:
        return new
    return [
        session._replace(kind="unknown", comment=HOLIDAY, open_end=False) if session.kind == "open" else session
        for session in new
    ]


def _plain(rule: Rule) -> list[Session]:
    if not rule.spans:
        return [Session(0, DAY_MINUTES, rule.kind, rule.comment)]
    return [session for span in rule.spans for session in _of_span(span, rule)]


def _of_span(span: Span, rule: Rule) -> Iterable[Session]:
    if not span.open_end:
        yield Session(span.start, span.end, rule.kind, rule.comment)
        return
    sure = span.end if span.end > span.start else max(SURE_UNTIL, span.start + SURE_FOR)
    yield Session(span.start, sure, rule.kind, rule.comment or OPEN_END, open_end=True)
    if sure < DAY_MINUTES and rule.kind == "open":
        yield Session(sure, DAY_MINUTES, "unknown", OPEN_END)


def _laid_over(before: list[Session], new: Iterable[Session]) -> list[Session]:
    result = before
    for session in new:
        result = [piece for old in result for piece in _without(old, session)]
        result.append(session)
    return result


def _without(old: Session, cut: Session) -> Iterable[Session]:
    if cut.end <= old.start or old.end <= cut.start:
        yield old
        return
    if old.start < cut.start:
        yield old._replace(end=cut.start)
    if cut.end < old.end:
        yield old._replace(start=cut.end)


def _added(before: list[Session], new: Iterable[Session]) -> list[Session]:
    """Add sessions: where two meet, the one that helps a person more stays."""
    result = before
    for session in new:
        pieces = [session]
        for old in result:
            if STRENGTH[old.kind] >= STRENGTH[session.kind]:
                pieces = [part for piece in pieces for part in _without(piece, old)]
        for piece in pieces:
            result = _laid_over(result, [piece])
    return result
