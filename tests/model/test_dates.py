"""Dates in words."""

from datetime import date

import pytest

from model.dates import say_as_of, say_day, year_of


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("2021-12", "Dezember 2021", "December 2021"),
        ("2021", "2021", "2021"),
        ("2021-03-09", "9. März 2021", "9 March 2021"),
        ("ca. 2018", "etwa 2018", "about 2018"),
        ("2021-13", "2021", "2021"),
        ("2021-02-30", "2021-02-30", "2021-02-30"),
        ("Herbst 2020", "Herbst 2020", "Herbst 2020"),
        ("", "", ""),
    ],
)
def test_the_date_of_a_source_is_said_as_exactly_as_it_is_known(text, german, english):
    assert say_as_of(text) == german
    assert say_as_of(text, "en") == english


def test_a_day_is_said_in_full():
    assert say_day(date(2026, 3, 3)) == "3. März 2026"


@pytest.mark.parametrize(("text", "year"), [("2021-12", 2021), ("ca. 2018", 2018), ("", None), ("Herbst", None)])
def test_the_year_of_a_source_is_found_where_there_is_one(text, year):
    assert year_of(text) == year
