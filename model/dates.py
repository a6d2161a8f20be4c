"""Dates as people say them, in German and English, also when only the month or year is known."""

import re
from datetime import date

MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
}  # fmt: skip
PARTIAL = re.compile(r"(ca\. )?(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def say_day(day: date, lang: str = "de") -> str:
    """A day in words: "3. März 2026"."""
    month = MONTHS[lang][day.month - 1]
    return f"{day.day}. {month} {day.year}" if lang == "de" else f"{day.day} {month} {day.year}"


def say_as_of(text: str, lang: str = "de") -> str:
    """The date of a source in words: "2021-12" becomes "Dezember 2021"; what is no date stays as it is."""
    match = PARTIAL.fullmatch(text.strip())
    if not match:
        return text
    about, year, month, day = match.groups()
    prefix = {"de": "etwa ", "en": "about "}[lang] if about else ""
    if day and month:
        try:
            return prefix + say_day(date(int(year), int(month), int(day)), lang)
        except ValueError:
            return text
    if month and 1 <= int(month) <= 12:
        return f"{prefix}{MONTHS[lang][int(month) - 1]} {year}"
    return prefix + year


def year_of(text: str) -> int | None:
    """The year of a source's date, None where it tells none."""
    match = PARTIAL.fullmatch(text.strip())
    return int(match[2]) if match else None
