"""Writes rules as an OSM opening_hours expression, always in the same spelling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from model.hours.rules import ALL_DAYS, DAY_MINUTES, Dates, DateSpan, DayRef, Days, Rule, Span, Steps
from model.hours.words import OSM_DAYS, OSM_MONTHS

_JOINTS = {";": "; ", ",": ", ", "||": " || "}


def write(rules: Iterable[Rule]) -> str:
    """Return the rules as one OSM expression."""
    text = ""
    for rule in rules:
        # Times alone after a comma would be read as more times of the days before.
        every_day = text and rule.join == "," and rule.spans and not rule.days and not rule.dates
        said = replace(rule, days=Days(ALL_DAYS)) if every_day else rule
        text += (_JOINTS[rule.join] if text else "") + write_rule(said)
    return text


def write_rule(rule: Rule) -> str:
    """Return one rule as an OSM expression."""
    parts = [_dates(rule.dates), write_days(rule.days), _times(rule), _modifier(rule)]
    if rule.comment:
        parts.append('"' + rule.comment.replace('"', "'") + '"')
    return " ".join(part for part in parts if part)


def _modifier(rule: Rule) -> str:
    if rule.kind == "closed":
        return "off"
    if rule.kind == "unknown" or (rule.kind == "appointment" and not rule.is_bare):
        return "unknown"
    return ""


def _times(rule: Rule) -> str:
    if rule.is_always:
        return "24/7"
    return ",".join(_span(span) for span in rule.spans)


def _span(span: Span) -> str:
    if span.open_end and span.start == span.end:
        return f"{clock(span.start)}+"
    end = span.end - DAY_MINUTES if DAY_MINUTES < span.end < span.start + DAY_MINUTES else span.end
    return f"{clock(span.start)}-{clock(end)}" + ("+" if span.open_end else "")


def clock(minutes: int) -> str:
    """Return minutes after midnight as "09:30"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def write_days(days: Days) -> str:
    """Return weekdays and holidays as OSM writes them."""
    weekdays = [*(_run(OSM_DAYS, first, last) for first, last in runs(days.weekdays)), *_nth(days)]
    holidays = [name for name, named in (("PH", days.public), ("SH", days.school)) if named]
    if days.within:
        return f"{','.join(holidays)} {','.join(weekdays)}"
    return ",".join(weekdays + holidays)


def runs(mask: int) -> list[tuple[int, int]]:
    """Return the first and last day of every unbroken run of weekdays in a mask."""
    found: list[tuple[int, int]] = []
    for day in (day for day in range(7) if mask >> day & 1):
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _run(names: tuple[str, ...], first: int, last: int) -> str:
    if first == last:
        return names[first]
    return f"{names[first]}{',' if last == first + 1 else '-'}{names[last]}"


def _nth(days: Days) -> list[str]:
    numbers: dict[int, list[str]] = {}
    for weekday, number in days.nth:
        numbers.setdefault(weekday, []).append(str(number))
    return [f"{OSM_DAYS[weekday]}[{','.join(found)}]" for weekday, found in sorted(numbers.items())]


def _dates(dates: Dates) -> str:
    parts = [
        ",".join(_steps(years, 4) for years in dates.years),
        ",".join(_date_span(span) for span in dates.spans),
        "week " + ",".join(_steps(weeks, 2) for weeks in dates.weeks) if dates.weeks else "",
    ]
    return " ".join(part for part in parts if part)


def _steps(steps: Steps, width: int) -> str:
    first, last = f"{steps.first:0{width}d}", f"{steps.last:0{width}d}"
    if steps.last == 9999:
        return f"{first}+"
    return (first if first == last else f"{first}-{last}") + (f"/{steps.step}" if steps.step > 1 else "")


def _date_span(span: DateSpan) -> str:
    first, last = span.first, span.last
    if first is None or last is None:
        return f"{_day(first)}+" if first else f"1900 Jan 01-{_day(last)}"
    if first.month and first.day == 1 and last.day == 31:
        return _months(first, last)
    if first == last:
        return _day(first)
    same_month = first.month and (first.year, first.month) == (last.year, last.month) and first.day < last.day
    return f"{_day(first)}-{f'{last.day:02d}' if same_month else _day(last)}"


def _months(first: DayRef, last: DayRef) -> str:
    begin, end = _year(first) + OSM_MONTHS[first.month - 1], OSM_MONTHS[last.month - 1]
    if (first.year, first.month) == (last.year, last.month):
        return begin
    if first.year != last.year:
        return f"{_day(first)}-{_day(last)}"
    return f"{begin}-{end}"


def _day(day: DayRef | None) -> str:
    if day is None:
        return ""
    if day.easter is not None:
        sign = "-" if day.easter < 0 else "+"
        unit = "day" if abs(day.easter) == 1 else "days"
        return _year(day) + ("easter" if not day.easter else f"easter {sign}{abs(day.easter)} {unit}")
    return f"{_year(day)}{OSM_MONTHS[day.month - 1]} {day.day:02d}"


def _year(day: DayRef) -> str:
    return f"{day.year} " if day.year is not None else ""
