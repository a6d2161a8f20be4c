"""Our answers beside those of opening-hours-py: where both should agree, and where ours differ on purpose."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from opening_hours import OpeningHours
from opening_hours import State as TheirState

from model.hours import Calendar, parse, status
from tests.model.hours.expressions import day_expressions, moments, night_expressions, tries

BERLIN = ZoneInfo("Europe/Berlin")
# A zone whose holidays nobody knows, so that both sides only see the week.
NO_HOLIDAYS = Calendar(zone="Europe/Vienna")
NRW = Calendar(land="NW")
SEARCHED = timedelta(days=14)
THEIR_STATES = {TheirState.OPEN: "open", TheirState.CLOSED: "closed", TheirState.UNKNOWN: "unknown"}


def _clocks_change(moment: datetime | None) -> bool:
    return moment is not None and (moment.month, moment.day) in ((3, 29), (10, 25), (3, 28), (10, 31))


def _their_change(theirs: OpeningHours, now: datetime) -> datetime | None:
    """Their next change within two weeks; asking for any change at all may search eight thousand years."""
    for _, end, _, _ in theirs.intervals(now, now + SEARCHED):
        if end is not None and end < now + SEARCHED:
            return end.replace(tzinfo=None)
        return None
    return None


def _compare(text: str, wall: datetime) -> None:
    zone = NO_HOLIDAYS.tz
    now = wall.replace(tzinfo=zone)
    assume(not _clocks_change(wall))
    theirs, ours = OpeningHours(text, timezone=zone), status(parse(text), now, NO_HOLIDAYS)
    assert ours.state == THEIR_STATES[theirs.state(now)[0]], text
    change = _their_change(theirs, now)
    assume(not _clocks_change(change))
    found = ours.until if ours.state == "open" else ours.next
    if change is None:
        assert found is None or found.replace(tzinfo=None) - wall >= SEARCHED, text
    else:
        assert found is not None and found.replace(tzinfo=None) == change, text


@tries(400)
@given(day_expressions(), moments)
@example("Mo-Fr 09:00-17:00; Aug 01-31 off", datetime(2026, 8, 31, 23, 45))
@example("Mo 20:00-24:00; Tu 00:00-02:00", datetime(2026, 11, 23, 23, 0))
@example("Sa[-1] 10:00-12:00", datetime(2026, 2, 28, 10, 0))
def test_expressions_within_a_day_mean_the_same_to_both(text, wall):
    _compare(text, wall)


@tries(300)
@given(night_expressions, moments)
def test_expressions_over_midnight_mean_the_same_to_both(text, wall):
    _compare(text, wall)


@tries(200)
@given(day_expressions(), moments)
def test_our_spelling_of_an_expression_means_the_same_to_them_as_the_original(text, wall):
    zone = NO_HOLIDAYS.tz
    now = wall.replace(tzinfo=zone)
    assume(not _clocks_change(wall))
    ours, original = (OpeningHours(spelled, timezone=zone) for spelled in (parse(text).osm, text))
    assert ours.state(now)[0] == original.state(now)[0], parse(text).osm


# What the recorded answers get wrong for a town hall in North Rhine-Westphalia, and what we answer instead.
DIFFERENT = {
    ("Mo-Fr 09:00-17:00; PH off", "2026-06-04T10:00"): "closed",  # Fronleichnam
    ("Mo-Su 09:00-17:00; PH off", "2026-06-04T10:00"): "closed",
    ("Mo-Su 09:00-17:00; PH off", "2026-11-01T10:00"): "closed",  # Allerheiligen
    ("Mo-Th 08:00-12:00,13:00-16:00; Fr 08:00-12:00; PH off", "2026-06-04T10:00"): "closed",
    ("Mo-Fr 09:00-17:00; Aug 01-31 off", "2026-06-04T10:00"): "unknown",  # a holiday nobody spoke of
    ("Mo-Fr 09:00-17:00; SH off", "2026-06-04T10:00"): "unknown",
    ('"nach Vereinbarung"', "*"): "appointment",
    ('Mo-Fr 09:00-12:00 unknown "nach Vereinbarung"', "*"): "appointment",
    ("", "*"): "unknown",
}  # fmt: skip
# Where the next opening they name is a holiday here.
LATER = {("Mo-Fr 22:00-02:00", "2026-06-04T10:00"): "2026-06-05 22:00:00+02:00"}
# What they refuse or trip over and we answer.
ANSWERED = {
    "Mo-Do 08:00-12:00": ("open", "closed", "closed", "unknown", "closed"),
    "Di 10:00-12:00": ("closed", "closed", "closed", "closed", "closed"),
    "Mo-Fr 9-17 Uhr": ("open", "closed", "closed", "unknown", "closed"),
}
MOMENTS = ("2026-11-23T10:00", "2026-10-03T10:00", "2026-11-01T10:00", "2026-06-04T10:00", "2026-03-29T02:30")


def test_recorded_answers_agree_except_where_they_are_known_to_be_wrong(shared_data):
    rows = json.loads((shared_data / "opening_hours" / "observed_opening_hours_py_2.1.4.json").read_text("utf-8"))
    assert len(rows) == 70
    for row in rows:
        text, at = row["oh"], row["at"]
        now = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
        ours = status(parse(text), now, NRW)
        expected = DIFFERENT.get((text, at), DIFFERENT.get((text, "*"), row.get("state")))
        if expected is None:
            expected = ANSWERED[text][MOMENTS.index(at)] if text in ANSWERED else _in_the_gap(text)
        assert ours.state == expected, (text, at)
        if row.get("state") == ours.state and row["next"] != "None":
            assert str(ours.until or ours.next) == LATER.get((text, at), row["next"]), (text, at)


def _in_the_gap(text: str) -> str:
    """At 02:30 in the night the clocks go forward they raise a TypeError; it is simply night."""
    return "open" if text == "24/7" else "closed"


@pytest.mark.parametrize(("text", "at", "theirs", "ours"), [
    # Sessions belong to the evening on which they begin: Saturday's own hours do not end Friday night early.
    ("Fr 22:00-04:00; Sa 10:00-12:00", "2026-11-21T02:00", "closed", "open"),
    # "Closed on public holidays" is meant wherever it stands.
    ("PH off; Mo-Su 09:00-17:00", "2026-10-03T10:00", "open", "closed"),
    # Times after a semicolon go on with the day before it; read strictly they would cancel all that was said.
    ("Mo-Fr 08:00-12:00; 13:00-18:00", "2026-11-22T14:00", "open", "closed"),
    ("Mo-Fr 08:00-12:00; 13:00-18:00", "2026-11-23T09:00", "closed", "open"),
    # Days without times tell nothing about the night.
    ("Mo-Fr", "2026-11-20T03:00", "open", "unknown"),
    # An open end is believed until the evening only.
    ("Th 11:00+", "2026-11-26T23:00", "open", "unknown"),
    # By appointment is not open.
    ('Mo-Fr 10:00-12:00 "nach Vereinbarung"', "2026-11-23T11:00", "open", "appointment"),
    # A fallback counts at every moment at which nothing else does, not on whole days only.
    ("Mo-Fr 08:00-12:00 || unknown", "2026-11-23T13:00", "closed", "unknown"),
    # Every second week of two is one week.
    ("week 47-48/2 Mo 10:00-12:00", "2026-11-23T11:00", "open", "closed"),
    # SH Mo-Fr means weekdays in school holidays, not either.
    ("SH Mo-Fr 10:00-12:00", "2026-11-23T11:00", "open", "closed"),
])  # fmt: skip
def test_differences_we_want(text, at, theirs, ours):
    now = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    assert THEIR_STATES[OpeningHours(text, timezone=BERLIN, country="DE").state(now)[0]] == theirs
    assert status(parse(text), now, NRW).state == ours


@tries(200)
@given(day_expressions(), moments)
def test_on_nationwide_holidays_that_are_named_both_agree(text, wall):
    zone = BERLIN
    text += "; PH off"
    day = datetime(2026, 12, 25, wall.hour, wall.minute)
    now = day.replace(tzinfo=zone).astimezone(UTC)
    theirs = OpeningHours(text, timezone=zone, country="DE").state(now.astimezone(zone))[0]
    assert status(parse(text), now, NRW).state == THEIR_STATES[theirs] == "closed"
