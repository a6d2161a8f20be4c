"""Opening hours as Integreat tells them, seven days from Monday on, in the words of opening_hours."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from importers.clean.text import Warn
from importers.json_file import dict_of, list_of, text_of

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TIME = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")
_UNKNOWN = "unknown"
_ARRANGED = '"nach Vereinbarung"'


def hours_of(days: Any, warn: Warn) -> str:
    """The hours of a week; nothing if none of its days tells any, and unknown for each day that does not."""
    if not isinstance(days, list) or not days:
        return ""
    if len(days) > len(_DAYS):
        warn(f"The opening hours have {len(days)} days; they were left out.")
        return ""
    rules = [_rule(day, name, warn) for name, day in zip(_DAYS, days, strict=False)]
    rules += [_UNKNOWN] * (len(_DAYS) - len(days))
    if set(rules) == {_UNKNOWN}:
        return ""
    return "; ".join(f"{','.join(_spans(rules, rule))} {rule}" for rule in dict.fromkeys(rules))


def _rule(day: Any, name: str, warn: Warn) -> str:
    """What holds on one day."""
    told = dict_of(day)
    slots = list_of(told, "timeSlots")
    if told.get("closed") is True:
        if not slots and told.get("allDay") is not True:
            return "off"
        warn(f"The opening hours call {name} closed, and tell times for it too; they were taken for unknown.")
        return _UNKNOWN
    if told.get("allDay") is True:
        return "00:00-24:00"
    times = [_slot(slot) for slot in slots]
    if not all(times):
        warn(f"The opening hours of {name} have times that cannot be read; they were taken for unknown.")
        return _UNKNOWN
    arranged = any(dict_of(part).get("appointmentOnly") is True for part in (told, *slots))
    return " ".join(filter(None, (",".join(times), _ARRANGED if arranged else ""))) or _UNKNOWN


def _slot(slot: Any) -> str:
    """From when until when; nothing if one of the two is missing or both are the same."""
    ends = [_TIME.match(text_of(dict_of(slot).get(name))) for name in ("start", "end")]
    if not all(ends) or len({end[0] for end in ends if end}) < 2:
        return ""
    return "-".join(end[0].zfill(5) for end in ends if end)


def _spans(rules: list[str], rule: str) -> Iterator[str]:
    """The days on which a rule holds: "Mo-We", "Fr"."""
    for holds, group in groupby(range(len(rules)), lambda number: rules[number] == rule):
        if holds:
            days = [_DAYS[number] for number in group]
            yield days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}"
