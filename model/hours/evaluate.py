"""Answers what holds at a moment: open, closed, by appointment, or unknown – and when it is next open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple, cast

from model.hours.calendar import Calendar
from model.hours.hours import Hours
from model.hours.instants import instants
from model.hours.matching import Facts, facts
from model.hours.rules import DAY_MINUTES, State
from model.hours.sessions import STRENGTH, Session, sessions

SEARCHED_DAYS: Final = 400
NO_SCHOOL_HOLIDAYS: Final = "Schulferien nicht bekannt"
NO_PUBLIC_HOLIDAYS: Final = "Feiertage nicht bekannt"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Status:
    """What holds at a moment.

    `until` is the closing time while open, None when it never closes or when nobody knows (`open_end`).
    `next` is the next certain opening while not open, None if there is none within about 400 days.
    `unsure` means that something is known of the hours, but not enough for a plain answer.
    """

    state: State
    until: datetime | None = None
    next: datetime | None = None
    comment: str = ""
    open_end: bool = False
    unsure: bool = False


class _Moment(NamedTuple):
    """A wall-clock moment in the zone of the calendar, without a zone."""

    wall: datetime
    minute: int
    today: Facts
    yesterday: Facts


def status(hours: Hours, now: datetime, calendar: Calendar) -> Status:
    """Return whether it is open at a moment, until when, and otherwise when next."""
    local = _local(now, calendar)
    if not hours.is_known:
        return Status("unknown", comment=hours.rules[0].comment if hours.rules else "")
    if hours.is_always:
        return Status("open")
    moment = _moment(local.replace(tzinfo=None), calendar)
    session = _covering(hours, moment)
    comment = (session.comment if session else "") or _doubt(hours, moment.today, calendar)
    if session and session.kind == "open":
        return _open_status(hours, moment, now, calendar, session, comment)
    following = _next_opening(hours, moment.wall.date(), now, calendar)
    if session is None:
        return _status_outside(hours, following, comment)
    return Status(cast(State, session.kind), next=following, comment=comment, unsure=session.kind == "unknown")


def _status_outside(hours: Hours, following: datetime | None, comment: str) -> Status:
    """Return the status at a time of which no rule speaks."""
    if following is None and hours.appointment:
        return Status("appointment", comment=comment)
    if not hours.tells_openings:
        return Status("unknown", comment=comment, unsure=True)
    doubts = [rule.comment for rule in hours.rules if rule.kind == "unknown"]
    unsure = following is None and bool(doubts)
    return Status("closed", next=following, comment=doubts[0] if unsure else comment, unsure=unsure)


def open_at(patterns: Sequence[Hours], now: datetime, calendar: Calendar) -> list[bool | None]:
    """Tell for many hours at once: True open, False known not to be open, None unknown or by appointment."""
    moment = _moment(_local(now, calendar).replace(tzinfo=None), calendar)
    return [_is_open(hours, moment) for hours in patterns]


def _is_open(hours: Hours, moment: _Moment) -> bool | None:
    if not hours.is_known:
        return None
    session = _covering(hours, moment)
    if session is None:
        by_appointment = hours.appointment and not hours.has_open_rules
        return None if by_appointment or not hours.tells_openings else False
    return {"open": True, "closed": False}.get(session.kind)


def _local(now: datetime, calendar: Calendar) -> datetime:
    if now.tzinfo is None:
        raise ValueError("The present moment must carry a time zone.")
    return now.astimezone(calendar.tz)


def _moment(wall: datetime, calendar: Calendar) -> _Moment:
    day = wall.date()
    return _Moment(wall, wall.hour * 60 + wall.minute, facts(day, calendar), facts(day - _DAY, calendar))


def _covering(hours: Hours, moment: _Moment) -> Session | None:
    """Return the session at a moment, in minutes of that day; one begun yesterday may still last."""
    best: Session | None = None
    for session in sessions(hours, moment.today):
        if session.start <= moment.minute < session.end:
            best = session
            break
    if hours.passes_midnight:
        for session in sessions(hours, moment.yesterday):
            lasts = session.end - DAY_MINUTES > moment.minute
            if lasts and (best is None or STRENGTH[session.kind] > STRENGTH[best.kind]):
                best = session._replace(start=session.start - DAY_MINUTES, end=session.end - DAY_MINUTES)
    return best


def _doubt(hours: Hours, today: Facts, calendar: Calendar) -> str:
    if hours.names_school_holidays and today.school is None:
        return NO_SCHOOL_HOLIDAYS
    return NO_PUBLIC_HOLIDAYS if hours.names_public_holidays and not calendar.knows_public_holidays else ""


def _open_status(
    hours: Hours, moment: _Moment, now: datetime, calendar: Calendar, session: Session, comment: str
) -> Status:
    begin = _wall(moment.wall.date(), session.start)
    end, open_end = _end_of_opening(hours, moment, session, calendar)
    if end is None:
        return Status("open", comment=comment, open_end=open_end)
    instant = now.astimezone(UTC)
    finish = min(finish for _, finish in instants(begin, end, calendar.tz) if finish > instant)
    return Status("open", until=finish.astimezone(calendar.tz), comment=comment)


def _end_of_opening(
    hours: Hours, moment: _Moment, session: Session, calendar: Calendar
) -> tuple[datetime | None, bool]:
    """Return the wall-clock end of the opening, following sessions that join on without a gap."""
    limit = moment.wall + timedelta(days=SEARCHED_DAYS)
    current: Session | None = session
    end, day = moment.wall, moment.wall.date()
    while current is not None and current.kind == "open" and end < limit:
        if current.open_end:
            return None, True
        end = _wall(day, current.end)
        day = end.date()
        current = _covering(hours, _moment(end, calendar))
    return (end if end < limit else None), False


def _wall(day: date, minutes: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)


def _next_opening(hours: Hours, first: date, now: datetime, calendar: Calendar) -> datetime | None:
    if not hours.has_open_rules:
        return None
    instant = now.astimezone(UTC)
    for step in range(SEARCHED_DAYS + 1):
        day = first + step * _DAY
        starts = [
            start
            for session in sessions(hours, facts(day, calendar))
            if session.kind == "open"
            for start, _ in instants(_wall(day, session.start), _wall(day, session.end), calendar.tz)
            if start > instant
        ]
        if starts:
            return min(starts).astimezone(calendar.tz)
    return None
