"""Any text at all: it is read, or refused with a sentence; never does the parser hang or stumble."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.hours import Calendar, Hours, HoursError, notes, open_at, parse, say, status, week_table
from model.hours.words import lexicon
from tests.model.hours.expressions import day_expressions, night_expressions, tries

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NRW = Calendar(land="NW")
PIECES = [
    *sorted(lexicon()), "9", "12", "9-12", "9.30", "14:00-16:00", "24.12.", "1.", "3.", "1.9.2026", "2026", "25",
    "99:99", ",", ";", ".", "-", "–", "+", "||", "|", "/", "&", "(", ")", "[", "]", '"', ":", "\n", "24/7", "n. V.",
    "Uhr", "nach Vereinbarung", "Termine nach Vereinbarung", "nur mit Termin", "ohne Anmeldung", "14-tägig",
    "im Monat", "Sommerferien", "außerhalb der Ferien", "zwischen Weihnachten und Neujahr", "[1,3]", "[-1]",
    "-2 days", "week 1-53/2",
]  # fmt: skip
soup = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
near_hours = st.text(alphabet="MoDiFrSaTuWePH0123456789:.,;-–+|/[]() \"Uhrbis", max_size=80)


def _ask_everything(hours: Hours) -> None:
    now = status(hours, NOW, NRW)
    assert now.state in ("open", "closed", "appointment", "unknown")
    known = {True: ("open",), False: ("closed", "appointment"), None: ("appointment", "unknown")}
    assert now.state in known[open_at([hours], NOW, NRW)[0]], hours.osm
    for lang in ("de", "en"):
        assert say(now, NOW, NRW, lang=lang)
        assert len(week_table(hours, lang)) == 7
        assert all(notes(hours, lang))


@tries(400)
@given(st.one_of(st.text(max_size=200), soup, near_hours))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        hours = parse(text)
    except HoursError as error:
        assert str(error).endswith(".")
        assert len(error.part) <= 200
    else:
        assert hours == parse(text)
        _ask_everything(hours)


@tries(400)
@given(st.one_of(day_expressions(), night_expressions))
def test_the_osm_spelling_of_hours_is_read_as_the_same_hours(text):
    hours = parse(text)
    again = parse(hours.osm)
    assert again.osm == hours.osm
    assert status(again, NOW, NRW) == status(hours, NOW, NRW)


@pytest.mark.parametrize("text", [
    "Mo" * 500, "9-" * 500, "-" * 1000, "Mo," * 333, "[" * 1000, '"' * 1000, "1." * 500, "nach " * 200, " " * 1000,
    "Mo 9-12 Uhr, " * 76, "und " * 250, "24.12." * 166, "termin" * 166, "Mo-" * 333, "keine " * 166,
])  # fmt: skip
def test_long_and_hostile_texts_are_answered_or_refused(text):
    with suppress(HoursError):
        _ask_everything(parse(text))


def test_more_than_a_thousand_characters_are_refused():
    with pytest.raises(HoursError, match="at most 1000 characters, these have 1001"):
        parse("Mo 9-12 " + "x" * 993)


@pytest.mark.parametrize("text", ["", None, "  ", "-", "–", "?", "k. A.", "k.A.", "keine Angabe", "unbekannt",
                                  "Unknown", "nicht bekannt", "n/a", "Öffnungszeiten: unbekannt"])  # fmt: skip
def test_nothing_and_its_synonyms_are_unknown(text):
    hours = parse(text)
    assert hours == Hours.unknown()
    assert not hours.is_known
    assert status(hours, NOW, NRW).state == "unknown"


@pytest.mark.parametrize(("text", "part"), [
    ("Mo 9-12, Bürgerbüro", "Bürgerbüro"),
    ("sunrise-sunset", "sunrise"),
    ("Mo-Fr 9-25 Uhr", "25"),
    ("Mo 09:70-12:00", "09:70"),
    ("Feb 30 10:00-12:00", "30"),
    ("Mo[7] 10:00-12:00", "7"),
    ("PH -1 day off", "-"),
    ("Mo 9-12 @ home", "@"),
    ("week 60 Mo 10:00-12:00", "60"),
    ("2027 Jan 1-2026 Dec 24 off", "2027"),
    ("ab 1. September Mo 9-12 Uhr", "ab"),
    ("Freitag bis 12 Uhr", "bis"),
])  # fmt: skip
def test_the_part_that_is_not_understood_is_named(text, part):
    with pytest.raises(HoursError) as caught:
        parse(text)
    assert caught.value.part == part
    assert f"“{part}” is not understood" in str(caught.value)


@pytest.mark.parametrize("text", [
    "Mo 9-12, geschlossen",  # closed when?
    "Mo 9-12 Uhr keine Sprechstunde am Mittwoch",  # whose "keine"?
    "Mo 9-12, Di geschlossen, 14-16 Uhr",  # on which day?
    "Mo 9",  # nine in the morning, or nine offices?
])  # fmt: skip
def test_texts_with_two_readings_are_refused_rather_than_guessed(text):
    with pytest.raises(HoursError):
        parse(text)


def test_hours_are_equal_by_what_they_say_and_can_be_keys():
    assert {parse("Mo 9-12 Uhr"), parse("Mo 9-12 Uhr")} == {parse("Mo 9-12 Uhr")}
    assert parse("Mo 9-12 Uhr").text == "Mo 9-12 Uhr"
    assert parse("Mo 9-12 Uhr") != parse("Di 9-12 Uhr")


def test_a_text_that_points_elsewhere_is_kept_as_a_note_and_unknown():
    hours = parse("siehe Homepage")
    assert not hours.is_known
    assert notes(hours) == ["Siehe Homepage"]
