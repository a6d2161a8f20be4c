"""The sentences citizens read."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from model.hours import Calendar, parse, say, status

NRW = Calendar(land="NW")
BERLIN = ZoneInfo("Europe/Berlin")


def spoken(text: str, moment: str, lang: str = "de") -> str:
    now = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
    return say(status(parse(text), now, NRW), now, NRW, lang=lang)


@pytest.mark.parametrize(("text", "moment", "german", "english"), [
    ("Mo-Fr 09:00-16:00", "2026-11-23T10:00", "Heute bis 16 Uhr", "Today until 16:00"),
    ("Mo-Fr 09:00-16:30", "2026-11-23T10:00", "Heute bis 16:30 Uhr", "Today until 16:30"),
    ("Mo-Fr 09:00-16:00", "2026-11-23T08:00", "Heute ab 9 Uhr", "Today from 09:00"),
    ("Mo-Fr 09:00-16:00", "2026-11-23T16:00", "Morgen ab 9 Uhr", "Tomorrow from 09:00"),
    ("Th 11:00-15:00", "2026-11-23T16:00", "Wieder am Donnerstag um 11 Uhr", "Open again on Thursday at 11:00"),
    ("Mo 09:00-16:00", "2026-11-23T17:00", "Wieder am 30. November um 9 Uhr", "Open again on 30 November at 09:00"),
    ("Mo-Fr 09:00-16:00; 2026 Dec 24-2027 Jan 3 off", "2026-12-24T10:00", "Wieder am 4. Januar um 9 Uhr",
     "Open again on 4 January at 09:00"),
    ("Sep 01 10:00-12:00", "2026-11-23T10:00", "Wieder am 1. September 2027 um 10 Uhr",
     "Open again on 1 September 2027 at 10:00"),
    ("Mo 18:00-24:00", "2026-11-23T20:00", "Heute bis 24 Uhr", "Today until 24:00"),
    ("Mo 22:00-02:00", "2026-11-23T23:00", "Heute bis 2 Uhr", "Today until 02:00"),
    ("Mo 22:00-02:00", "2026-11-24T01:00", "Heute bis 2 Uhr", "Today until 02:00"),
    ("Mo 22:00-09:00", "2026-11-23T23:00", "Bis morgen um 9 Uhr", "Until 09:00 tomorrow"),
    ("Mo-We 00:00-24:00", "2026-11-23T10:00", "Bis Mittwoch um 24 Uhr", "Until Wednesday at 24:00"),
    ("24/7; Dec 25 off", "2026-11-23T10:00", "Bis zum 24. Dezember um 24 Uhr", "Until 24 December at 24:00"),
    ("24/7", "2026-11-23T10:00", "Rund um die Uhr", "Around the clock"),
    ("Mo ab 9 Uhr", "2026-11-23T10:00", "Jetzt geöffnet – das Ende ist nicht bekannt",
     "Open now – closing time not known"),
    ("Mo ab 9 Uhr", "2026-11-23T22:00", "Ende nicht bekannt – bitte vorher anrufen",
     "Closing time not known – please call first"),
    ("nach Vereinbarung", "2026-11-23T10:00", "Nur mit Termin", "By appointment only"),
    ("Mo n. V., Di 9-12 Uhr", "2026-11-23T10:00", "Heute nur mit Termin", "Today by appointment only"),
    ("", "2026-11-23T10:00", "Zeiten nicht bekannt – bitte anrufen", "Hours not known – please call"),
    ("siehe Homepage", "2026-11-23T10:00", "Zeiten nicht bekannt – bitte anrufen", "Hours not known – please call"),
    ("Mo-Fr", "2026-11-23T10:00", "Uhrzeit nicht bekannt – bitte anrufen", "Times not known – please call"),
    ("Mo-Fr 09:00-16:00", "2026-06-04T10:00", "Heute ist Feiertag – bitte vorher anrufen",
     "Today is a public holiday – please call first"),
    ("Mo-Fr 09:00-16:00; PH off", "2026-06-04T10:00", "Morgen ab 9 Uhr", "Tomorrow from 09:00"),
    ("Mi 14-16 Uhr alle 14 Tage", "2026-11-25T15:00", "Zeiten nicht sicher – bitte vorher anrufen",
     "Hours not certain – please call first"),
    ("2025 Mo 10:00-12:00", "2026-11-23T10:00", "Zurzeit keine Sprechzeiten", "No consultation hours at present"),
])  # fmt: skip
def test_every_state_has_its_sentence(text, moment, german, english):
    assert spoken(text, moment) == german
    assert spoken(text, moment, lang="en") == english


@pytest.mark.parametrize("text", ["", "siehe Homepage", "nach Vereinbarung", "Mo-Fr", "an Feiertagen geschlossen",
                                  "Mo ab 9 Uhr", "Mo-Su 09:00-12:00", "Mi 14-16 Uhr alle 14 Tage"])  # fmt: skip
@pytest.mark.parametrize("moment", ["2026-06-04T10:00", "2026-11-23T22:00", "2026-11-24T03:00"])
def test_nobody_reads_closed_where_nobody_knows(text, moment):
    assert "geschlossen" not in spoken(text, moment)
    assert "closed" not in spoken(text, moment, lang="en")


def test_the_missing_hour_is_said_as_the_clock_shows_it():
    assert spoken("Su 02:30-05:00", "2026-03-29T01:00") == "Heute ab 3 Uhr"


def test_a_language_we_do_not_speak_is_answered_in_german():
    assert spoken("24/7", "2026-11-23T10:00", lang="xx") == "Rund um die Uhr"
