"""The week as a table."""

import pytest

from model.hours import WeekRow, parse, week_table


def times(text: str, lang: str = "de") -> list[str]:
    return [row.times for row in week_table(parse(text), lang)]


def row(text: str, day: str) -> WeekRow:
    return next(row for row in week_table(parse(text)) if row.day == day)


def test_a_week_has_seven_days_from_monday():
    assert [row.day for row in week_table(parse("Mo 9-12"))] == [
        "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
    ]  # fmt: skip
    assert week_table(parse("Mo 9-12"), "en")[0] == WeekRow("Monday", "09:00–12:00")


@pytest.mark.parametrize(("text", "monday"), [
    ("Mo 8-16 Uhr", "8–16 Uhr"),
    ("Mo 8-12, 14-18:30 Uhr", "8–12 Uhr, 14–18:30 Uhr"),
    ("Mo-Fr 8-12, Mo 14-16", "8–12 Uhr, 14–16 Uhr"),
    ("Mo-Fr 08:00-18:00; Mo 10:00-12:00", "10–12 Uhr"),
    ("Mo-Fr 08:00-18:00; Mo 12:00-13:00 off", "8–12 Uhr, 13–18 Uhr"),
    ("Mo-Fr 8-12, Mo geschlossen", "geschlossen"),
    ("Di 8-12", "geschlossen"),
    ("off", "geschlossen"),
    ("24/7", "rund um die Uhr"),
    ("Mo 22-2 Uhr", "22–2 Uhr"),
    ("Mo 18-24 Uhr", "18–24 Uhr"),
    ("Mo ab 11 Uhr", "ab 11 Uhr"),
    ("Mo", "Uhrzeit nicht bekannt"),
    ("Mo n. V.", "nach Vereinbarung"),
    ("Di 9-12 und nach Vereinbarung", "nach Vereinbarung"),
    ("Di 9-12 Uhr nach Vereinbarung", "geschlossen"),
    ("nach Vereinbarung", "nach Vereinbarung"),
    ("", "nicht bekannt"),
    ("an Feiertagen geschlossen", "nicht bekannt"),
    ("siehe Homepage", "nicht bekannt"),
])  # fmt: skip
def test_a_day_is_said_in_words(text, monday):
    assert row(text, "Montag").times == monday


def test_days_of_the_month_stand_in_their_row_with_a_note():
    hours = "jeden 1. und 3. Mittwoch im Monat 14-16 Uhr"
    assert row(hours, "Mittwoch") == WeekRow("Mittwoch", "14–16 Uhr", "jeden 1. und 3. Mittwoch im Monat")
    assert row(hours, "Montag") == WeekRow("Montag", "geschlossen")


def test_days_of_the_month_beside_weekly_hours_bring_their_own_times():
    hours = "Mo-Fr 9-12 Uhr, jeden letzten Mittwoch im Monat 14-16 Uhr"
    assert row(hours, "Mittwoch") == WeekRow("Mittwoch", "9–12 Uhr", "jeden letzten Mittwoch im Monat: 14–16 Uhr")


def test_hours_of_a_season_are_noted():
    assert row("April bis Oktober: Mo 9-17 Uhr", "Montag") == WeekRow("Montag", "9–17 Uhr", "April bis Oktober")


def test_remarks_stand_beside_their_day():
    assert row("Mo 9-12 Uhr ohne Anmeldung", "Montag").note == "ohne Anmeldung"
    assert row("Mo 9-12 Uhr nach Vereinbarung", "Montag").note == "nach Vereinbarung"
    assert row("werktags 9-12 Uhr", "Samstag").note == "werktags"


def test_holidays_do_not_change_the_usual_week():
    assert times("Mo-Fr 9-12 Uhr; PH off; SH off; 24.12. geschlossen") == ["9–12 Uhr"] * 5 + ["geschlossen"] * 2
