"""Turns wall-clock times into instants, also on the two days a year when the clocks are changed.

Hours are wall-clock times. In spring an hour does not exist: what begins in it begins when the clock jumps.
In autumn an hour comes twice: what is open then is open twice.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_MARGIN = timedelta(hours=4)
_MINUTE = timedelta(minutes=1)


def instants(first: datetime, last: datetime, tz: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return when it really is between two wall-clock times, as at most two stretches in UTC.

    UTC, because Python compares moments of one zone by their wall clocks and so mixes up the hour that comes twice.
    """
    low, high = _roughly(first, tz) - _MARGIN, _roughly(last, tz) + _MARGIN
    before, after = _offset(low, tz), _offset(high, tz)
    start, end = _real(first, before), _real(last, after)
    if before == after:
        return [(start, end)]
    change = _change(low, high, tz)
    earlier = (start, min(_real(last, before), change))
    later = (max(_real(first, after), change), end)
    pieces = [piece for piece in (earlier, later) if piece[0] < piece[1]]
    if len(pieces) == 2 and earlier[1] == later[0]:
        pieces = [(start, end)]
    return pieces


def _roughly(wall: datetime, tz: ZoneInfo) -> datetime:
    """Return an instant at most an hour away from what a wall clock shows."""
    return wall.replace(tzinfo=tz).astimezone(UTC)


def _offset(instant: datetime, tz: ZoneInfo) -> timedelta:
    return instant.astimezone(tz).utcoffset() or timedelta(0)


def _real(wall: datetime, offset: timedelta) -> datetime:
    return (wall - offset).replace(tzinfo=UTC)


def _change(low: datetime, high: datetime, tz: ZoneInfo) -> datetime:
    """Return the instant at which the clocks are changed between two instants."""
    old = _offset(low, tz)
    while high - low > _MINUTE:
        middle = low + (high - low) // 2 // _MINUTE * _MINUTE
        if middle <= low:
            break
        low, high = (middle, high) if _offset(middle, tz) == old else (low, middle)
    return high
