"""Says a status in one short sentence for citizens; never "geschlossen" when nobody knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from model.hours.calendar import Calendar
from model.hours.evaluate import Status
from model.hours.phrasebook import Phrasebook, clock_words, phrasebook
from model.hours.rules import NO_TIME_WORDS
from model.hours.sessions import HOLIDAY, OPEN_END

_WEEK: Final = 6
_HALF_YEAR: Final = 183


def say(status: Status, now: datetime, calendar: Calendar, lang: str = "de") -> str:
    """Return the status as a sentence: "Heute bis 16 Uhr", "Wieder am Donnerstag um 11 Uhr", "Nur mit Termin"."""
    book = phrasebook(lang)
    today = now.astimezone(calendar.tz).date()
    if status.state == "open":
        return _say_open(status, today, calendar, book)
    if status.state == "appointment":
        return book["appointment today"] if status.next else book["appointment"]
    if status.state == "unknown":
        return _say_unknown(status, book)
    if status.next is None:
        return book["unsure" if status.unsure else "never"]
    return _say_next(status.next.astimezone(calendar.tz), today, book)


def _say_unknown(status: Status, book: Phrasebook) -> str:
    if status.comment == HOLIDAY:
        return book["holiday"]
    if status.comment == OPEN_END:
        return book["over"]
    if status.comment == NO_TIME_WORDS:
        return book["time unknown"]
    return book["unsure"] if status.unsure and (status.comment or status.next) else book["unknown"]


def _say_open(status: Status, today: date, calendar: Calendar, book: Phrasebook) -> str:
    if status.until is None:
        return book["open end"] if status.open_end else book["always"]
    until = status.until.astimezone(calendar.tz)
    minutes, day = until.hour * 60 + until.minute, until.date()
    if minutes == 0:
        minutes, day = 24 * 60, day - timedelta(days=1)
    time = _clock(minutes, book)
    if day == today:
        return book["until today"].format(time=time)
    if day == today + timedelta(days=1):
        # Two in the morning still belongs to tonight for everybody who is awake.
        return book["until today" if minutes <= 6 * 60 else "until tomorrow"].format(time=time)
    if (day - today).days <= _WEEK:
        return book["until day"].format(day=book.days[day.weekday()], time=time)
    return book["until date"].format(date=_date(day, today, book), time=time)


def _say_next(opening: datetime, today: date, book: Phrasebook) -> str:
    day, time = opening.date(), _clock(opening.hour * 60 + opening.minute, book)
    away = (day - today).days
    if away == 0:
        return book["next today"].format(time=time)
    if away == 1:
        return book["next tomorrow"].format(time=time)
    if away <= _WEEK:
        return book["next day"].format(day=book.days[day.weekday()], time=time)
    return book["next date"].format(date=_date(day, today, book), time=time)


def _date(day: date, today: date, book: Phrasebook) -> str:
    key = "date with year" if (day - today).days > _HALF_YEAR else "date"
    return book[key].format(day=day.day, month=book.months[day.month - 1], year=day.year)


def _clock(minutes: int, book: Phrasebook) -> str:
    return book["clock"].format(time=clock_words(minutes, book))
