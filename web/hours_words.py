"""Consultation hours as we read them, and what of them cannot be read, in German sentences."""

import re

from model.hours import HoursError, notes, parse, week_table


def hours_words(text: str) -> str:
    """Consultation hours as we read them: "Montag bis Freitag, 9 bis 17 Uhr"; "" where nobody knows any.

    Raises HoursError for what cannot be read.
    """
    hours = parse(text)
    week = _week_words([(row.day, ", ".join(filter(None, (row.times, row.note)))) for row in week_table(hours)])
    told = [*(week if hours.is_known else []), *notes(hours)]
    return re.sub(r"(\d)–(\d)", r"\1 bis \2", ". ".join(told)) + ("." if told else "")


def hours_problem(text: str) -> str:
    """What cannot be read in consultation hours, as a sentence; "" if all of it can."""
    try:
        parse(text)
    except HoursError as error:
        part = error.part if len(error.part) < len(text) or len(text) <= 40 else ""
        what = f"Diesen Teil der Zeiten verstehen wir nicht: „{part}“." if part else "Diese Zeiten verstehen wir nicht."
        return f"{what} Schreiben Sie zum Beispiel: Mo–Fr 9–12 Uhr."
    return ""


def read_back(text: str) -> str:
    """A sentence on how hours are read, for whoever typed them; "" where nobody knows any."""
    if hours_problem(text):
        return "Wir zeigen die Zeiten so, wie sie da stehen. Ob offen ist, können wir nicht sagen."
    told = hours_words(text)
    return f"Wir lesen: {told}" if told else ""


def _week_words(rows: list[tuple[str, str]]) -> list[str]:
    """The days of the week with their times, days with the same times together."""
    runs: list[tuple[list[str], str]] = []
    for day, times in rows:
        if runs and runs[-1][1] == times:
            runs[-1][0].append(day)
        else:
            runs.append(([day], times))
    return [f"{_day_words(days)}, {times}" for days, times in runs if times != "nicht bekannt"]


def _day_words(days: list[str]) -> str:
    return days[0] if len(days) == 1 else f"{days[0]} {'und' if len(days) == 2 else 'bis'} {days[-1]}"
