"""Weekly times: told where they are the whole truth, and not at all where they would not be."""

import pytest

from model.hours import parse
from model.hours.weekly import Weekly, weekly_times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Mo-Fr 9-12 Uhr", [Weekly((0, 1, 2, 3, 4), "09:00", "12:00")]),
        ("Mo 9-12, Do 14-18 Uhr", [Weekly((0,), "09:00", "12:00"), Weekly((3,), "14:00", "18:00")]),
        ("Mo-Fr 09:00-12:00; PH off", [Weekly((0, 1, 2, 3, 4), "09:00", "12:00")]),
        ("Mo-So 0-24 Uhr", [Weekly((0, 1, 2, 3, 4, 5, 6), "00:00", "23:59")]),
    ],
)
def test_plain_weeks_are_told(text, times):
    assert weekly_times(parse(text)) == times


@pytest.mark.parametrize(
    "text", ["", "nach Vereinbarung", "Mo 9-12 Uhr und nach Vereinbarung", "1. Mo im Monat 10-12 Uhr",
             "Mo-Fr 9-12 Uhr außer in den Schulferien", "Apr-Sep: Mo 9-12 Uhr", "Mo ab 9 Uhr", "Fr 22-2 Uhr"],
)  # fmt: skip
def test_what_is_more_than_a_plain_week_is_not_told_as_one(text):
    assert weekly_times(parse(text)) is None
