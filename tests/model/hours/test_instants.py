"""Wall-clock stretches turned into real ones, checked minute by minute against the clock itself."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.hours.instants import instants
from tests.model.hours.expressions import tries

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = (datetime(2026, 3, 28, 20), datetime(2026, 10, 24, 20), datetime(2026, 11, 23, 20))


@tries(100)
@given(st.sampled_from(NIGHTS), st.integers(0, 14 * 60), st.integers(1, 10 * 60))
@example(NIGHTS[0], 6 * 60 + 15, 30)
@example(NIGHTS[1], 6 * 60 + 15, 30)
def test_a_stretch_holds_exactly_the_minutes_at_which_the_clock_shows_it(night, start, length):
    first = night + timedelta(minutes=start)
    last = first + timedelta(minutes=length)
    found = instants(first, last, BERLIN)
    begin = (night - timedelta(hours=4)).replace(tzinfo=UTC)
    for minute in range(0, 34 * 60, 5):
        moment = begin + timedelta(minutes=minute)
        shown = first <= moment.astimezone(BERLIN).replace(tzinfo=None) < last
        assert any(start <= moment < end for start, end in found) == shown


@pytest.mark.parametrize(("first", "last", "hours"), [
    ("2026-03-28T22:00", "2026-03-29T06:00", [7]),
    ("2026-10-24T22:00", "2026-10-25T06:00", [9]),
    ("2026-03-29T02:00", "2026-03-29T03:00", []),
    ("2026-10-25T02:00", "2026-10-25T03:00", [2]),
    ("2026-10-25T02:00", "2026-10-25T02:30", [0.5, 0.5]),
])  # fmt: skip
def test_the_nights_of_the_clock_change_have_their_real_length(first, last, hours):
    found = instants(datetime.fromisoformat(first), datetime.fromisoformat(last), BERLIN)
    assert [(end - start) / timedelta(hours=1) for start, end in found] == hours
