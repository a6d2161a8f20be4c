from datetime import date, timedelta

import pytest

from model.referral import SLIP_DAYS, expires_in, monday_of, quarter_of, week_of, weeks_later


@pytest.mark.parametrize(
    ("day", "week"), [(date(2026, 1, 1), "2026-W01"), (date(2027, 1, 1), "2026-W53"), (date(2024, 12, 30), "2025-W01")]
)
def test_a_day_belongs_to_an_iso_week(day, week):
    assert week_of(day) == week
    assert monday_of(week) <= day < monday_of(week) + timedelta(days=7)


def test_weeks_are_counted_over_the_end_of_a_year():
    assert weeks_later("2026-W53", 1) == "2027-W01" and weeks_later("2027-W01", -1) == "2026-W53"


@pytest.mark.parametrize(
    ("week", "quarter"),
    [("2026-W01", "2026-Q1"), ("2026-W14", "2026-Q2"), ("2026-W53", "2026-Q4"), ("2025-W01", "2025-Q1")],
)
def test_a_week_counts_wholly_to_one_quarter(week, quarter):
    assert quarter_of(week) == quarter


def test_a_slip_lives_at_least_ninety_days_and_does_not_tell_the_day_it_was_made():
    monday = date(2026, 3, 2)
    ends = {expires_in(monday + timedelta(days=number)) for number in range(7)}
    assert len(ends) == 2
    for number in range(7):
        day = monday + timedelta(days=number)
        assert day + timedelta(days=SLIP_DAYS) <= monday_of(expires_in(day)) + timedelta(days=6)
