"""When an entry is due and what comes next: only dates, no clock."""

from datetime import date, timedelta

import pytest

from model.freshness import (
    Rhythm,
    RhythmError,
    call_fades,
    due_before,
    is_due,
    next_due,
    next_step,
    rhythm_from,
    stage_of,
)
from model.region import OfficeRules

YEARLY, TWICE, HALF = Rhythm(), Rhythm(months=(2, 8)), Rhythm(every=6)
RULES = OfficeRules()
ASKED = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("verified", "rhythm", "due"),
    [
        (None, YEARLY, None),
        (date(2025, 3, 3), YEARLY, date(2026, 3, 3)),
        (date(2024, 2, 29), YEARLY, date(2025, 2, 28)),
        (date(2025, 8, 31), HALF, date(2026, 2, 28)),
        (date(2025, 12, 5), Rhythm(every=1), date(2026, 1, 5)),
        (date(2026, 1, 31), TWICE, date(2026, 2, 1)),
        (date(2026, 2, 1), TWICE, date(2026, 8, 1)),
        (date(2026, 9, 30), TWICE, date(2027, 2, 1)),
        (date(2026, 5, 5), Rhythm(months=(5,)), date(2027, 5, 1)),
    ],
)
def test_the_next_day_on_which_an_entry_is_due(verified, rhythm, due):
    assert next_due(verified, rhythm, 12) == due
    if due:
        assert is_due(verified, rhythm, 12, due)
        assert not is_due(verified, rhythm, 12, due - timedelta(days=1))
    else:
        assert is_due(verified, rhythm, 12, date(2026, 1, 1))


@pytest.mark.parametrize("rhythm", [YEARLY, TWICE, HALF, Rhythm(every=1), Rhythm(every=60), Rhythm(months=(12,))])
def test_both_ways_of_asking_agree_on_every_day(rhythm):
    for step in range(0, 800, 3):
        day = date(2024, 1, 1) + timedelta(days=step)
        edge = due_before(rhythm, 12, day)
        for verified in (edge - timedelta(days=1), edge, *(day - timedelta(days=n * 31) for n in range(30))):
            assert is_due(verified, rhythm, 12, day) == (next_due(verified, rhythm, 12) <= day), (verified, day)


def test_a_rhythm_is_kept_as_a_short_text():
    for rhythm, text in ((YEARLY, ""), (HALF, "every 6"), (TWICE, "in 2,8")):
        assert rhythm.text == text
        assert rhythm_from(text) == rhythm


@pytest.mark.parametrize("text", ["every", "every 0x", "in 13", "in 8,2", "in 2,2", "sometimes", "every 61", "in "])
def test_a_text_that_is_no_rhythm_is_refused(text):
    with pytest.raises(RhythmError):
        rhythm_from(text)


def test_an_interval_and_months_together_are_refused():
    with pytest.raises(RhythmError):
        Rhythm(every=6, months=(2,))


@pytest.mark.parametrize(
    ("reminders", "last", "days", "step"),
    [
        (0, 0, 0, "wait"),
        (0, 0, 13, "wait"),
        (0, 0, 14, "remind"),
        (0, 0, 99, "remind"),  # a worker that stood still passes nothing over
        (1, 14, 27, "wait"),
        (1, 14, 28, "remind"),
        (1, 99, 100, "wait"),  # and hurries nobody afterwards
        (1, 99, 113, "remind"),
        (2, 28, 41, "wait"),
        (2, 28, 42, "fade"),
        (2, 113, 126, "wait"),
        (2, 113, 127, "fade"),
    ],
)
def test_what_comes_next_when_nobody_answers(reminders, last, days, step):
    at = ASKED + timedelta(days=days)
    assert next_step(reminders, ASKED, ASKED + timedelta(days=last), at, RULES) == step


def test_a_region_may_remind_once_or_never():
    once = OfficeRules(remind_after_days=(10,), fade_after_days=20)
    assert next_step(1, ASKED, ASKED + timedelta(days=10), ASKED + timedelta(days=20), once) == "fade"
    never = OfficeRules(remind_after_days=(), fade_after_days=20)
    assert next_step(0, ASKED, ASKED, ASKED + timedelta(days=19), never) == "wait"
    assert next_step(0, ASKED, ASKED, ASKED + timedelta(days=20), never) == "fade"


def test_an_entry_without_an_address_fades_after_the_same_time():
    assert not call_fades(ASKED, ASKED + timedelta(days=41), RULES)
    assert call_fades(ASKED, ASKED + timedelta(days=42), RULES)


def test_the_stage_tells_how_often_somebody_was_reminded():
    assert [stage_of(number) for number in range(4)] == ["asked", "reminded_1", "reminded_2", "reminded_2"]
