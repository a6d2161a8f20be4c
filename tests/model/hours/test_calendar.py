"""Public holidays of every Land, school holidays where given, and what nobody knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.hours import Calendar
from model.hours.calendar import LAENDER
from model.hours.matching import easter_sunday

NRW_2026 = {(1, 1), (4, 3), (4, 6), (5, 1), (5, 14), (5, 25), (6, 4), (10, 3), (11, 1), (12, 25), (12, 26)}


def _days(year: int) -> list[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [date.fromordinal(number) for number in range(first, last + 1)]


def test_the_holidays_of_north_rhine_westphalia_are_complete():
    nrw = Calendar(land="NW")
    assert {(day.month, day.day) for day in _days(2026) if nrw.is_public_holiday(day)} == NRW_2026


@pytest.mark.parametrize(("land", "day"), [
    ("NW", date(2026, 6, 4)), ("BY", date(2026, 1, 6)), ("BE", date(2026, 3, 8)), ("SN", date(2026, 11, 18)),
    ("TH", date(2026, 9, 20)), ("SL", date(2026, 8, 15)), ("HH", date(2026, 10, 31)), ("BW", date(2026, 11, 1)),
])  # fmt: skip
def test_each_land_keeps_its_own_holidays(land, day):
    assert Calendar(land=land).is_public_holiday(day)
    assert not Calendar(land="NI").is_public_holiday(day) or land == "HH"


def test_holidays_of_some_municipalities_are_neither_yes_nor_no():
    assert Calendar(land="BY").public_holiday(date(2026, 8, 15)) is None
    assert Calendar(land="SN").public_holiday(date(2026, 6, 4)) is None
    assert not Calendar(land="SN").is_public_holiday(date(2026, 6, 4))


def test_without_a_land_the_nationwide_holidays_are_certain_and_the_others_are_not():
    anywhere = Calendar()
    assert anywhere.is_public_holiday(date(2026, 10, 3))
    assert anywhere.public_holiday(date(2026, 6, 4)) is None
    assert anywhere.public_holiday(date(2026, 6, 5)) is False


def test_outside_germany_public_holidays_are_not_known():
    vienna = Calendar(zone="Europe/Vienna")
    assert not vienna.knows_public_holidays
    assert not vienna.is_public_holiday(date(2026, 12, 25))


def test_school_holidays_include_both_ends_and_are_unknown_in_other_years():
    calendar = Calendar(land="NW", school_holidays=((date(2026, 7, 20), date(2026, 9, 1)),))
    assert calendar.is_school_holiday(date(2026, 7, 20))
    assert calendar.is_school_holiday(date(2026, 9, 1))
    assert calendar.school_holiday(date(2026, 9, 2)) is False
    assert calendar.school_holiday(date(2027, 7, 20)) is None
    assert Calendar().school_holiday(date(2026, 7, 20)) is None


def test_calendars_are_equal_by_value_and_can_be_keys():
    first, last = date(2026, 7, 20), date(2026, 9, 1)
    given_as_lists = Calendar(land="NW", school_holidays=[[first, last]])
    assert {given_as_lists} == {Calendar("Europe/Berlin", "NW", ((first, last),))}


@pytest.mark.parametrize(("wrong", "message"), [
    ({"land": "XX"}, "“XX” is not a German Land"),
    ({"land": "DE-NW"}, "“DE-NW” is not a German Land"),
    ({"zone": "Europe/Duisburg"}, "“Europe/Duisburg” is not a time zone"),
    ({"zone": ""}, "is not a time zone"),
    ({"school_holidays": ((date(2026, 9, 1), date(2026, 7, 20)),)}, "end before they begin"),
])  # fmt: skip
def test_a_calendar_that_cannot_be_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        Calendar(**wrong)


@pytest.mark.parametrize("land", LAENDER)
def test_every_land_has_between_nine_and_thirteen_holidays(land):
    calendar = Calendar(land=land)
    assert 9 <= sum(calendar.is_public_holiday(day) for day in _days(2026)) <= 13


@given(st.integers(1995, 2099))
def test_the_day_after_our_easter_sunday_is_a_holiday(year):
    sunday = easter_sunday(year)
    assert sunday.weekday() == 6
    assert Calendar(land="NW").is_public_holiday(sunday - timedelta(days=2))
    assert Calendar(land="NW").is_public_holiday(sunday + timedelta(days=1))


def test_holidays_of_other_countries_are_theirs():
    austria, liechtenstein = Calendar("Europe/Vienna", country="AT"), Calendar("Europe/Vaduz", country="LI")
    assert austria.is_public_holiday(date(2026, 10, 26)) and not austria.is_public_holiday(date(2026, 10, 3))
    assert liechtenstein.is_public_holiday(date(2026, 8, 15))
    assert Calendar("Europe/Zurich", "ZH", country="CH").public_holiday(date(2026, 5, 1)) is True
    assert Calendar("Europe/Zurich", country="CH").public_holiday(date(2026, 5, 1)) is None
    assert not Calendar("Pacific/Nauru", country="XX").knows_public_holidays
