"""The sentences and names in which hours are said, German and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Phrasebook:
    """Everything one language needs to speak about hours."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    lasts: tuple[str, ...]  # the last, the last but one …
    says: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.says[key]


GERMAN: Final = Phrasebook(
    days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
            "November", "Dezember"),
    lasts=("letzten", "vorletzten", "drittletzten", "viertletzten", "fünftletzten"),
    says={
        "clock": "{time} Uhr",
        "span": "{first}–{last} Uhr",
        "from": "ab {time}",
        "all day": "rund um die Uhr",
        "always": "Rund um die Uhr",
        "until today": "Heute bis {time}",
        "until tomorrow": "Bis morgen um {time}",
        "until day": "Bis {day} um {time}",
        "until date": "Bis zum {date} um {time}",
        "open end": "Jetzt geöffnet – das Ende ist nicht bekannt",
        "next today": "Heute ab {time}",
        "next tomorrow": "Morgen ab {time}",
        "next day": "Wieder am {day} um {time}",
        "next date": "Wieder am {date} um {time}",
        "never": "Zurzeit keine Sprechzeiten",
        "appointment": "Nur mit Termin",
        "appointment today": "Heute nur mit Termin",
        "unknown": "Zeiten nicht bekannt – bitte anrufen",
        "unsure": "Zeiten nicht sicher – bitte vorher anrufen",
        "holiday": "Heute ist Feiertag – bitte vorher anrufen",
        "time unknown": "Uhrzeit nicht bekannt – bitte anrufen",
        "over": "Ende nicht bekannt – bitte vorher anrufen",
        "date": "{day}. {month}",
        "date with year": "{day}. {month} {year}",
        "closed": "geschlossen",
        "closed when": "{when} geschlossen",
        "no time": "Uhrzeit nicht bekannt",
        "by appointment": "nach Vereinbarung",
        "appointments": "Termine nach Vereinbarung",
        "hours unknown": "nicht bekannt",
        "holidays maybe": "An Feiertagen meist geschlossen",
        "public": "An Feiertagen",
        "school": "In den Schulferien",
        "public and school": "An Feiertagen und in den Schulferien",
        "nth": "Jeden {numbers} {day} im Monat",
        "and": "und",
        "to": "bis",
        "day to day": "{first} bis {last}",
        "from date": "Ab {date}",
        "until": "Bis {date}",
        "weeks": "In den Kalenderwochen {weeks}",
        "even weeks": "In geraden Kalenderwochen",
        "odd weeks": "In ungeraden Kalenderwochen",
        "easter": "Ostersonntag",
        "days after easter": "{days} Tage nach Ostersonntag",
        "days before easter": "{days} Tage vor Ostersonntag",
        "not sure": "nicht sicher",
    },
)  # fmt: skip

ENGLISH: Final = Phrasebook(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"),
    lasts=("last", "last but one", "third to last", "fourth to last", "fifth to last"),
    says={
        "clock": "{time}",
        "span": "{first}–{last}",
        "from": "from {time}",
        "all day": "around the clock",
        "always": "Around the clock",
        "until today": "Today until {time}",
        "until tomorrow": "Until {time} tomorrow",
        "until day": "Until {day} at {time}",
        "until date": "Until {date} at {time}",
        "open end": "Open now – closing time not known",
        "next today": "Today from {time}",
        "next tomorrow": "Tomorrow from {time}",
        "next day": "Open again on {day} at {time}",
        "next date": "Open again on {date} at {time}",
        "never": "No consultation hours at present",
        "appointment": "By appointment only",
        "appointment today": "Today by appointment only",
        "unknown": "Hours not known – please call",
        "unsure": "Hours not certain – please call first",
        "holiday": "Today is a public holiday – please call first",
        "time unknown": "Times not known – please call",
        "over": "Closing time not known – please call first",
        "date": "{day} {month}",
        "date with year": "{day} {month} {year}",
        "closed": "closed",
        "closed when": "Closed {when}",
        "no time": "time not known",
        "by appointment": "by appointment",
        "appointments": "Appointments by arrangement",
        "hours unknown": "not known",
        "holidays maybe": "Usually closed on public holidays",
        "public": "On public holidays",
        "school": "In the school holidays",
        "public and school": "On public holidays and in the school holidays",
        "nth": "Every {numbers} {day} of the month",
        "and": "and",
        "to": "to",
        "day to day": "{first} to {last}",
        "from date": "From {date}",
        "until": "Until {date}",
        "weeks": "In calendar weeks {weeks}",
        "even weeks": "In even calendar weeks",
        "odd weeks": "In odd calendar weeks",
        "easter": "Easter Sunday",
        "days after easter": "{days} days after Easter Sunday",
        "days before easter": "{days} days before Easter Sunday",
        "not sure": "not certain",
    },
)  # fmt: skip

_BOOKS: Final = {"de": GERMAN, "en": ENGLISH}


def phrasebook(lang: str) -> Phrasebook:
    """Return the phrasebook of a language; languages we do not speak are answered in German."""
    return _BOOKS.get(lang, GERMAN)


def clock_words(minutes: int, book: Phrasebook) -> str:
    """Return a time of the day as people say it: "9", "9:30", "24"; in English always "09:00"."""
    hour, minute = divmod(minutes, 60)
    if hour > 24 or (hour == 24 and minute):
        hour -= 24
    if book is ENGLISH:
        return f"{hour:02d}:{minute:02d}"
    return f"{hour}:{minute:02d}" if minute else str(hour)
