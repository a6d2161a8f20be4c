"""Clean dates: days, and the state of a source as people tell it ("Dezember 2021", "ca. 2018")."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from importers.clean.text import Warn, fold, known, shorten
from model.dates import MONTHS

_MONTH_BY_NAME = {
    form: number
    for names in MONTHS.values()
    for number, name in enumerate(names, 1)
    for form in {fold(name), fold(name)[:3], fold(name)[:4]}
} | {"maerz": 3, "mrz": 3, "jaenner": 1, "sept": 9}
_DAY_FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<d>\d{1,2})\s?[./]\s?(?P<m>\d{1,2})\s?[./]\s?(?P<y>\d{4}|\d{2})(?:\s.*)?"),
    re.compile(r"(?P<d>\d{1,2})\.?\s(?P<month>[^\W\d]+)\.?,?\s(?P<y>\d{4})"),
    re.compile(r"(?P<month>[^\W\d]+)\s(?P<d>\d{1,2}),?\s(?P<y>\d{4})"),
)
_MONTH_FORMS = (
    re.compile(r"(?P<y>\d{4})\s?[-/.]\s?(?P<m>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})\s?[-/.]\s?(?P<y>\d{4})"),
    re.compile(r"(?P<month>[^\W\d]+)\.?\s(?P<y>\d{4})"),
)
_ABOUT = re.compile(r"(?i)^(?:ca\.?|circa|etwa|ungefähr|um|about|approx\.?|~)\s*(?=\S)")
_PREFIX = re.compile(r"(?i)^(?:stand|datum|vom|von|seit|am|abgerufen(?:\sam)?|gesehen|geprüft)\b[:\s]*")
_SERIAL = re.compile(r"[34]\d{4}")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:Uhr)?\s*(Z|[+-]\d{2}:?\d{2})?$")


@lru_cache(maxsize=8_192)
def read_day(text: str) -> date | None:
    """The day a text names, None if it names none."""
    line = _PREFIX.sub("", known(text))
    if _SERIAL.fullmatch(line):
        return date(1899, 12, 30) + timedelta(days=int(line))  # how spreadsheets count days
    for form in _DAY_FORMS:
        match = form.fullmatch(line)
        if match:
            parts = match.groupdict()
            month = _month(parts)
            try:
                return date(_year(parts["y"]), month, int(parts["d"])) if month else None
            except ValueError:
                return None
    return None


def _month(parts: dict[str, str]) -> int:
    return int(parts["m"]) if parts.get("m") else _MONTH_BY_NAME.get(fold(parts.get("month") or ""), 0)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def day(text: str, what: str, warn: Warn, today: date | None = None) -> date | None:
    """The day a cell names; a day to come cannot be one on which something was checked."""
    line = known(text)
    if not line:
        return None
    found = read_day(line)
    if found is None:
        warn(f"{what} {shorten(line)!r} is no day; it was left out.")
    elif today is not None and found > today:
        warn(f"{what} {shorten(line)!r} lies in the future; it was left out.")
        return None
    return found


@lru_cache(maxsize=8_192)
def as_of(text: str) -> str:
    """The state of a source in the form "2021-12-03", "2021-12", "2021" or "ca. 2018"; other words stay as they are."""
    line = _PREFIX.sub("", known(text))
    about = _ABOUT.match(line)
    rest = line[about.end() :] if about else line
    prefix = "ca. " if about else ""
    if re.fullmatch(r"(?:19|20)\d{2}", rest):
        return prefix + rest
    whole = read_day(rest)
    if whole:
        return prefix + whole.isoformat()
    for form in _MONTH_FORMS:
        match = form.fullmatch(rest)
        if match and 1 <= (month := _month(match.groupdict())) <= 12:
            return f"{prefix}{int(match['y']):04d}-{month:02d}"
    return line


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A day with its time, in the zone of the region unless the text names another; None if it is none."""
    line = known(text)
    clock = _CLOCK.search(line)
    found = read_day(line[: clock.start()].strip(" T,") if clock else "")
    if clock is None or found is None:
        return None
    try:
        if clock[3]:
            offset = clock[3].replace("Z", "+00:00")
            return datetime.fromisoformat(f"{found}T{int(clock[1]):02d}:{clock[2]}{offset}").astimezone(zone)
        return datetime(found.year, found.month, found.day, int(clock[1]), int(clock[2]), tzinfo=zone)
    except ValueError:
        return None
