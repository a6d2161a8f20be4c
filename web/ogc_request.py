"""Reading the parameters of OGC API – Features; what is not written as the standard says is refused with a sentence."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import request

from geo.point import Box

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?", re.IGNORECASE)


class BadParameter(ValueError):
    """A parameter that cannot be used: the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time, open where there is no beginning or no end; both ends belong to it."""

    begins: datetime | None
    ends: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return (self.begins is None or moment >= self.begins) and (self.ends is None or moment <= self.ends)


def whole_number(name: str, default: int, *, least: int) -> int:
    """A whole number, or what counts where none is given."""
    text = request.args.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"\d{1,9}", text) or int(text) < least:
        raise BadParameter(f"The parameter {name} must be a whole number from {least} on.")
    return int(text)


def flag_of(name: str) -> bool:
    """Whether something is asked for."""
    text = request.args.get(name, "false").lower()
    if text not in ("true", "false"):
        raise BadParameter(f"The parameter {name} must be true or false.")
    return text == "true"


def bbox_of(name: str) -> Box | None:
    """The box of four numbers, or of six with heights, which count for nothing here."""
    text = request.args.get(name)
    if text is None:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (4, 6):
        raise BadParameter(f"The parameter {name} must be four or six numbers: west,south,east,north.")
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadParameter(f"The parameter {name} must go from west to east and from south to north, in degrees.")
    return Box(west, south, east, north)


def interval_of(name: str) -> Interval | None:
    """A moment, a day, or a stretch between two of them, ".." or nothing standing for an open end."""
    text = request.args.get(name)
    if text is None:
        return None
    first, slash, last = text.partition("/")
    if not slash:
        return Interval(_moment(name, first, ends=False), _moment(name, first, ends=True))
    begins = None if first in ("", "..") else _moment(name, first, ends=False)
    ends = None if last in ("", "..") else _moment(name, last, ends=True)
    if begins and ends and ends < begins:
        raise BadParameter(f"The parameter {name} ends before it begins.")
    return Interval(begins, ends)


def _moment(name: str, text: str, *, ends: bool) -> datetime:
    """A moment; of a day its beginning or its end."""
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        if len(text) == 10:
            day = datetime.combine(date.fromisoformat(text), time(), UTC)
            return day + timedelta(days=1, microseconds=-1) if ends else day
        return datetime.fromisoformat(text.upper().replace("Z", "+00:00"))
    except ValueError:
        raise BadParameter(f"The parameter {name} must be a time such as 2026-03-01T00:00:00Z (RFC 3339).") from None
