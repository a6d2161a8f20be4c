"""What holds at a moment, tried on the days that go wrong elsewhere."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from model.hours import Calendar, Hours, Status, open_at, parse, status

BERLIN = ZoneInfo("Europe/Berlin")
NRW = Calendar(land="NW")
SUMMER, AUTUMN = (date(2026, 7, 20), date(2026, 9, 1)), (date(2026, 10, 17), date(2026, 10, 31))
HOLIDAYS = Calendar(land="NW", school_holidays=(SUMMER, AUTUMN))


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


def ask(hours: str, moment: str, calendar: Calendar = NRW, fold: int = 0) -> Status:
    return status(parse(hours), at(moment, fold), calendar)


def test_while_open_the_closing_time_is_told():
    assert ask("Mo-Fr 09:00-17:00", "2026-11-23T10:00") == Status("open", until=at("2026-11-23T17:00"))


def test_while_closed_the_next_opening_is_told():
    assert ask("Mo-Fr 09:00-17:00", "2026-11-20T17:00") == Status("closed", next=at("2026-11-23T09:00"))


def test_the_first_minute_is_open_and_the_last_is_not():
    assert ask("Mo 09:00-17:00", "2026-11-23T09:00").state == "open"
    assert ask("Mo 09:00-17:00", "2026-11-23T17:00").state == "closed"


def test_moments_may_come_in_any_zone():
    now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert status(parse("Mo 09:00-17:00"), now, NRW).until == at("2026-11-23T17:00")


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        status(parse("Mo 09:00-17:00"), datetime(2026, 11, 23, 8, 0), NRW)


@pytest.mark.parametrize(("day", "name"), [("2026-06-04", "Fronleichnam"), ("2026-11-01", "Allerheiligen")])
def test_holidays_of_the_land_are_closed_where_the_hours_say_so(day, name):
    answer = ask("Mo-Su 09:00-17:00; PH off", f"{day}T10:00")
    assert (answer.state, answer.comment) == ("closed", "Feiertag"), name


@pytest.mark.parametrize("day", ["2026-06-04", "2026-11-01"])
def test_holidays_nobody_spoke_of_are_unknown_rather_than_open(day):
    answer = ask("Mo-Su 09:00-17:00", f"{day}T10:00")
    assert (answer.state, answer.comment) == ("unknown", "Feiertag")
    assert answer.next == at(f"{day}T09:00") + timedelta(days=1)
    assert ask("Mo-Su 09:00-17:00", f"{day}T08:00").state == "closed"


def test_the_next_opening_is_never_promised_for_a_holiday():
    assert ask("Mo-Fr 09:00-17:00", "2026-06-03T18:00").next == at("2026-06-05T09:00")


def test_all_saints_is_an_ordinary_sunday_in_berlin():
    assert ask("Mo-Su 09:00-17:00", "2026-11-01T10:00", Calendar(land="BE")).state == "open"


def test_hours_for_holidays_and_for_single_days_hold_on_holidays():
    assert ask("Mo-Fr 09:00-17:00; PH 10:00-12:00", "2026-06-04T11:00").state == "open"
    assert ask("Mo-Fr 09:00-17:00; PH 10:00-12:00", "2026-06-04T15:00").state == "closed"
    assert ask("Mo-Fr 09:00-17:00; Dec 25 10:00-12:00", "2026-12-25T11:00").state == "open"
    assert ask("24/7", "2026-12-25T11:00").state == "open"


def test_a_holiday_of_some_municipalities_is_unknown_even_where_holidays_are_closed():
    assert ask("Mo-Su 09:00-17:00; PH off", "2026-08-15T10:00", Calendar(land="BY")).state == "unknown"


def test_school_holidays_close_where_they_are_given():
    answer = ask("Mo-Fr 09:00-17:00; SH off", "2026-07-22T10:00", HOLIDAYS)
    assert (answer.state, answer.comment, answer.next) == ("closed", "Schulferien", at("2026-09-02T09:00"))
    after = ask("Mo-Fr 09:00-17:00; SH off", "2026-09-02T10:00", HOLIDAYS)
    assert after == Status("open", until=at("2026-09-02T17:00"))


def test_school_holidays_nobody_gave_are_mentioned():
    answer = ask("Mo-Fr 09:00-17:00; SH off", "2026-07-22T10:00")
    assert (answer.state, answer.comment) == ("open", "Schulferien nicht bekannt")


def test_public_holidays_nobody_can_know_are_mentioned():
    answer = ask("Mo-Fr 09:00-17:00; PH off", "2026-12-25T10:00", Calendar(zone="Europe/Vienna"))
    assert (answer.state, answer.comment) == ("open", "Feiertage nicht bekannt")


def test_other_hours_in_school_holidays_replace_the_usual_ones():
    hours = "Mo-Fr 9-17 Uhr, in den Schulferien Mo-Fr 10-12 Uhr"
    assert ask(hours, "2026-07-22T11:00", HOLIDAYS).until == at("2026-07-22T12:00")
    assert ask(hours, "2026-07-22T15:00", HOLIDAYS).state == "closed"
    assert ask(hours, "2026-07-25T11:00", HOLIDAYS).state == "closed"  # a Saturday


def test_hours_that_end_at_midnight_end_at_midnight():
    assert ask("Mo 18:00-24:00", "2026-11-23T23:59").until == at("2026-11-24T00:00")
    assert ask("Mo 18:00-24:00", "2026-11-24T00:00").state == "closed"


def test_hours_that_touch_at_midnight_are_one_opening():
    assert ask("Mo 20:00-24:00; Tu 00:00-02:00", "2026-11-23T23:00").until == at("2026-11-24T02:00")


def test_hours_over_midnight_belong_to_the_evening_they_begin():
    assert ask("Fr 22:00-02:00", "2026-11-21T01:30").until == at("2026-11-21T02:00")
    assert ask("Fr 22:00-02:00", "2026-11-20T01:30").state == "closed"
    assert ask("Fr 22:00-02:00; Sa off", "2026-11-21T01:30").state == "open"


def test_when_the_clocks_go_forward_the_night_is_an_hour_shorter():
    answer = ask("Sa 22:00-06:00", "2026-03-29T01:30")
    assert answer.until is not None
    assert answer.until.astimezone(UTC) - at("2026-03-29T01:30").astimezone(UTC) == timedelta(hours=3, minutes=30)


def test_when_the_clocks_go_back_the_night_is_an_hour_longer():
    answer = ask("Sa 22:00-06:00", "2026-10-25T01:30")
    assert answer.until is not None
    assert answer.until.astimezone(UTC) - at("2026-10-25T01:30").astimezone(UTC) == timedelta(hours=5, minutes=30)


def test_a_moment_that_does_not_exist_is_answered():
    assert ask("24/7", "2026-03-29T02:30").state == "open"
    assert ask("Mo-Fr 09:00-17:00", "2026-03-29T02:30").next == at("2026-03-30T09:00")


def test_hours_that_begin_in_the_missing_hour_begin_when_the_clocks_jump():
    answer = ask("Su 02:30-05:00", "2026-03-29T01:00")
    assert answer.next is not None
    assert answer.next.astimezone(UTC) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert ask("Su 02:15-02:45", "2026-03-29T01:00").next == at("2026-04-05T02:15")


def test_the_hour_that_comes_twice_is_open_twice():
    assert ask("Su 02:15-02:45", "2026-10-25T02:10").next == at("2026-10-25T02:15")
    assert ask("Su 02:15-02:45", "2026-10-25T02:30").state == "open"
    between = ask("Su 02:15-02:45", "2026-10-25T02:50")
    assert between.state == "closed"
    assert between.next is not None
    assert between.next.astimezone(UTC) == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert ask("Su 02:15-02:45", "2026-10-25T02:30", fold=1).state == "open"


def test_around_the_clock_has_no_end():
    assert ask("24/7", "2026-11-23T10:00") == Status("open")
    assert ask("24/7; Dec 25 off", "2026-11-23T10:00").until == at("2026-12-25T00:00")


def test_an_open_end_is_open_at_first_and_unknown_in_the_evening():
    hours = "Donnerstag ab 11 Uhr"
    assert ask(hours, "2026-11-26T10:00").next == at("2026-11-26T11:00")
    noon = ask(hours, "2026-11-26T12:00")
    assert (noon.state, noon.until, noon.open_end) == ("open", None, True)
    assert ask(hours, "2026-11-26T21:00").state == "unknown"
    assert ask(hours, "2026-11-27T00:00").state == "closed"
    assert ask("Do ab 19 Uhr", "2026-11-26T20:00").state == "open"


def test_by_appointment_alone_is_its_own_answer():
    hours = parse("nach Vereinbarung")
    assert hours.appointment
    assert hours.is_known
    assert status(hours, at("2026-12-25T10:00"), NRW).state == "appointment"


def test_hours_with_appointments_beside_them_are_closed_outside_the_hours():
    hours = parse("Mo-Fr 9-12 Uhr und nach Vereinbarung")
    assert hours.appointment
    assert status(hours, at("2026-11-21T10:00"), NRW) == Status("closed", next=at("2026-11-23T09:00"))
    assert status(hours, at("2026-11-23T10:00"), NRW).state == "open"


def test_days_by_appointment_are_told_from_days_with_hours():
    hours = "Mo 9-12 Uhr, Fr nach Vereinbarung"
    assert ask(hours, "2026-11-27T10:00").state == "appointment"
    assert ask(hours, "2026-11-27T10:00").next == at("2026-11-30T09:00")
    assert ask(hours, "2026-11-25T10:00").state == "closed"


def test_nothing_known_is_unknown():
    assert status(Hours.unknown(), at("2026-11-23T10:00"), NRW) == Status("unknown")


def test_a_closure_alone_tells_nothing_about_other_days():
    assert ask("an Feiertagen geschlossen", "2026-11-23T10:00").state == "unknown"
    assert ask("an Feiertagen geschlossen", "2026-06-04T10:00").state == "closed"
    assert open_at([parse("Mo geschlossen")], at("2026-11-24T10:00"), NRW) == [None]


def test_every_other_week_is_unknown_on_its_day_and_closed_on_others():
    hours = "Mittwoch 14-16 Uhr alle 14 Tage"
    assert ask(hours, "2026-11-25T15:00").state == "unknown"
    assert ask(hours, "2026-11-24T15:00") == Status("closed", comment="alle 14 Tage", unsure=True)


def test_hours_that_are_over_for_good_have_no_next_opening():
    assert ask("2025 Jan-Mar Mo 10:00-12:00", "2026-11-23T11:00") == Status("closed")


def test_the_next_opening_may_be_a_year_away():
    assert ask("2027 Dec 01 10:00-12:00", "2026-11-23T11:00").next == at("2027-12-01T10:00")
    assert ask("2028 Mar 01 10:00-12:00", "2026-11-23T11:00").next is None


def test_a_comment_of_a_rule_is_handed_on():
    assert ask('Mo 09:00-12:00 "Zimmer 3"', "2026-11-23T10:00").comment == "Zimmer 3"
    assert ask('Mo-Fr 09:00-12:00; Aug off "Urlaub"', "2026-08-05T10:00").comment == "Urlaub"


def test_many_patterns_are_answered_in_their_order():
    texts = ("Mo 09:00-12:00", "Tu 09:00-12:00", "", "nach Vereinbarung", "24/7", "Mo ab 8 Uhr")
    patterns = [parse(text) for text in texts]
    assert open_at(patterns, at("2026-11-23T10:00"), NRW) == [True, False, None, None, True, True]


def test_many_patterns_are_answered_at_once_as_one_by_one():
    patterns = [parse(f"Mo-Fr {hour:02d}:{minute:02d}-12:00,13:00-{end}:00; Sa 10:00-{end}:00; PH off")
                for hour in range(6, 12) for minute in range(0, 60, 3) for end in range(14, 24)]  # fmt: skip
    now = at("2026-11-23T10:00")
    answers = open_at(patterns, now, NRW)
    assert answers == [status(pattern, now, NRW).state == "open" for pattern in patterns]
    assert any(answers) and not all(answers)
