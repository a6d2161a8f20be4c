"""What a week table cannot show, in words."""

import pytest

from model.hours import notes, parse

USUAL = "An Feiertagen meist geschlossen"


@pytest.mark.parametrize(("text", "german", "english"), [
    ("Mo 9-12 Uhr; PH off", ["An Feiertagen geschlossen"], ["Closed on public holidays"]),
    ("Mo 9-12 Uhr", [USUAL], ["Usually closed on public holidays"]),
    ("Mo 9-12; PH,SH off", ["An Feiertagen und in den Schulferien geschlossen"],
     ["Closed on public holidays and in the school holidays"]),
    ("Mo 9-12; PH 10:00-12:00", ["An Feiertagen: 10–12 Uhr"], ["On public holidays: 10:00–12:00"]),
    ("24/7", [], []),
    ("nach Vereinbarung", ["Termine nach Vereinbarung"], ["Appointments by arrangement"]),
    ("", [], []),
    ("jeden 1. Mittwoch im Monat 14-16 Uhr", ["Jeden 1. Mittwoch im Monat", USUAL],
     ["Every 1st Wednesday of the month", "Usually closed on public holidays"]),
    ("24/7; 2026 Dec 24-2027 Jan 1 off", ["24. Dezember 2026 bis 1. Januar 2027 geschlossen", USUAL],
     ["Closed 24 December 2026 to 1 January 2027", "Usually closed on public holidays"]),
    ("PH off; Rosenmontag geschlossen", ["An Feiertagen geschlossen", "Rosenmontag geschlossen"],
     ["Closed on public holidays", "Closed 48 days before Easter Sunday"]),
    ("in den Ferien Mo-Fr 10-12 Uhr", ["In den Schulferien: Montag bis Freitag 10–12 Uhr", USUAL],
     ["In the school holidays: Monday to Friday 10:00–12:00", "Usually closed on public holidays"]),
    ("Nov-Mar Sa,Su 10:00-12:00; PH off",
     ["November bis März: Samstag bis Sonntag 10–12 Uhr", "An Feiertagen geschlossen"],
     ["November to March: Saturday to Sunday 10:00–12:00", "Closed on public holidays"]),
    ("week 2-52/2 Mo 9-12; PH off", ["In geraden Kalenderwochen: Montag 9–12 Uhr", "An Feiertagen geschlossen"],
     ["In even calendar weeks: Monday 09:00–12:00", "Closed on public holidays"]),
    ("ab 1.9.2026 Mo 9-12; PH off", ["Ab 1. September 2026: Montag 9–12 Uhr", "An Feiertagen geschlossen"],
     ["From 1 September 2026: Monday 09:00–12:00", "Closed on public holidays"]),
])  # fmt: skip
def test_each_thing_the_week_cannot_show_is_said(text, german, english):
    assert notes(parse(text)) == german
    assert notes(parse(text), "en") == english


def test_free_notes_come_last():
    hours = parse('Mo 9-12 Uhr und nach Vereinbarung; "Klingel beim Hausmeister"')
    assert notes(hours) == [USUAL, "Termine nach Vereinbarung", "Klingel beim Hausmeister"]


def test_nothing_is_said_twice():
    assert notes(parse("jeden 1. Mittwoch im Monat 9-12, 14-16 Uhr")).count("Jeden 1. Mittwoch im Monat") == 1
