"""Schedules of HSDS in the words of opening_hours."""

import re
from typing import Any

from importers.clean.text import Warn, known
from importers.json_file import dict_of, text_of
from model.hours import HoursError, parse

_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
_TIME = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")


def hours_of(schedules: list[Any], warn: Warn) -> str:
    """When a service is there; nothing where nobody can be sure."""
    told = [dict_of(one) for one in schedules]
    words = list(dict.fromkeys(known(text_of(one.get("description"))) for one in told))
    if len(words) == 1 and _is_read(words[0]):
        return words[0]
    if any(known(text_of(one.get(name))) for one in told for name in ("valid_to", "until", "count")):
        warn("The hours are limited to a season; they were taken for unknown.")
        return ""
    rules = [rule for one in told if (rule := _rule(one))]
    if rules and len(rules) == len(told):
        return "; ".join(dict.fromkeys(rules))
    return "; ".join(filter(None, words))


def _rule(schedule: dict[str, Any]) -> str:
    """One weekly time, "" where it is none."""
    days = [_DAYS.get(day.strip(), "") for day in text_of(schedule.get("byday")).split(",")]
    times = [_TIME.match(text_of(schedule.get(name))) for name in ("opens_at", "closes_at")]
    each_week = text_of(schedule.get("interval")) in ("", "1")
    if text_of(schedule.get("freq")) != "WEEKLY" or not each_week or not all(days) or not all(times):
        return ""
    return f"{','.join(days)} {'-'.join(time[0].zfill(5) for time in times if time)}"


def _is_read(text: str) -> bool:
    """Whether hours in words are ones that we can read ourselves."""
    try:
        return bool(text) and parse(text).is_known
    except HoursError:
        return False
