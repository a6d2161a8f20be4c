"""Cleaning dates: days, months, years, and "about"."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.clean.dates import as_of, day, moment, read_day

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    ["04.03.2021", "4.3.2021", "2021-03-04", "4. März 2021", "04.03.21", "2021-03-04 00:00", "44259", "am 4.3.2021"],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text) == date(2021, 3, 4)


@pytest.mark.parametrize("text", ["31.02.2021", "gestern", "2021", "Dezember 2021", "", "99.99.9999"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Dezember 2021", "2021-12"), ("12/2021", "2021-12"), ("2021-12", "2021-12"), ("Stand: 12.2021", "2021-12"),
        ("ca. 2018", "ca. 2018"), ("etwa 2018", "ca. 2018"), ("2018", "2018"), ("03.12.2021", "2021-12-03"),
        ("Sept. 2020", "2020-09"), ("Mrz 2020", "2020-03"), ("Jänner 2020", "2020-01"),
        ("Frühjahr 2020", "Frühjahr 2020"), ("", ""), ("unbekannt", ""),
    ],
)  # fmt: skip
def test_the_state_of_a_source_is_told_in_one_form(text: str, state: str) -> None:
    assert as_of(text) == state
    assert as_of(state) == state


def test_a_day_to_come_cannot_be_one_of_a_check() -> None:
    warnings: list[str] = []
    assert day("04.03.2021", "Geprüft am", warnings.append, date(2021, 3, 3)) is None
    assert day("bald", "Geprüft am", warnings.append, date(2021, 3, 3)) is None
    assert day("03.03.2021", "Geprüft am", warnings.append, date(2021, 3, 3)) == date(2021, 3, 3)
    assert "future" in warnings[0]
    assert "'bald'" in warnings[1]


def test_moments_are_in_the_zone_of_the_region() -> None:
    assert str(moment("03.03.2026 10:00 Uhr", BERLIN)) == "2026-03-03 10:00:00+01:00"
    assert str(moment("2026-07-03T10:00:00Z", BERLIN)) == "2026-07-03 12:00:00+02:00"
    assert moment("10:00", BERLIN) is None
    assert moment("03.03.2026", BERLIN) is None


@given(st.text(max_size=40))
def test_any_text_is_survived(text: str) -> None:
    read_day(text)
    as_of(text)
    moment(text, BERLIN)


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2069, 12, 31)))
def test_every_day_is_read_in_every_form(given_day: date) -> None:
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"):
        assert read_day(given_day.strftime(form)) == given_day
