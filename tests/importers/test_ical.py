"""Calendars of stops: series with their exceptions, bounded, and never half."""

from pathlib import Path

import pytest

from importers.base import ImportRefused, Note, Options, Record
from importers.ical import MOST_STOPS, draft, read

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//DE\r\n"
TAIL = "END:VCALENDAR\r\n"


def calendar(tmp_path: Path, *lines: str, tail: str = TAIL) -> Path:
    path = tmp_path / "bus.ics"
    known = ("BEGIN:VEVENT", "UID:1@a.example", "DTSTAMP:20260301T000000Z", "SUMMARY:Bus")
    event = "\r\n".join([*known, *lines, "END:VEVENT", ""])
    path.write_bytes((HEAD + event + tail).encode())
    return path


def stops(path: Path) -> list[tuple[str, str]]:
    (one,) = [draft(piece) for piece in read(path, Options()) if isinstance(piece, Record)]
    return [(stop.starts, stop.ends) for stop in one.stops]


def test_an_endless_series_is_bounded_and_the_year_too(tmp_path) -> None:
    daily = calendar(tmp_path, "DTSTART:20260301T080000Z", "DTEND:20260301T090000Z", "RRULE:FREQ=DAILY")
    assert 365 <= len(stops(daily)) <= 367
    hourly = calendar(tmp_path, "DTSTART:20260301T080000Z", "RRULE:FREQ=HOURLY;COUNT=2000")
    assert len(stops(hourly)) == MOST_STOPS
    assert any("first 400" in piece.sentence for piece in read(hourly, Options()) if isinstance(piece, Note))


def test_summer_time_moves_the_clock_and_not_the_hour(tmp_path) -> None:
    zone = "TZID=Europe/Berlin"
    weekly = calendar(tmp_path, f"DTSTART;{zone}:20260324T100000", f"DTEND;{zone}:20260324T120000",
                      "RRULE:FREQ=WEEKLY;COUNT=2")  # fmt: skip
    assert [one[0] for one in stops(weekly)] == ["2026-03-24T10:00+01:00", "2026-03-31T10:00+02:00"]


def test_times_without_a_zone_stay_without(tmp_path) -> None:
    assert stops(calendar(tmp_path, "DTSTART:20260303T100000", "DTEND:20260303T120000")) == [
        ("2026-03-03T10:00", "2026-03-03T12:00")
    ]


def test_more_dates_and_left_out_ones_count(tmp_path) -> None:
    path = calendar(tmp_path, "DTSTART:20260303T100000", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260310T100000",
                    "RDATE:20260401T150000")  # fmt: skip
    assert [one[0][:10] for one in stops(path)] == ["2026-03-03", "2026-03-17", "2026-04-01"]


@pytest.mark.parametrize("tail", ["", "BEGIN:VEVENT\r\nSUMMARY:Halb"])
def test_a_calendar_that_was_cut_off_is_refused(tmp_path, tail) -> None:
    with pytest.raises(ImportRefused, match="cut off"):
        list(read(calendar(tmp_path, "DTSTART:20260303T100000", tail=tail), Options()))


def test_persons_are_never_read(tmp_path) -> None:
    path = calendar(tmp_path, "DTSTART:20260303T100000", "ORGANIZER;CN=Frau Niemand:mailto:n@a.example",
                    "ATTENDEE;CN=Herr Keiner:mailto:k@a.example")  # fmt: skip
    assert not any(word in str(list(read(path, Options()))) for word in ("Niemand", "Keiner", "n@a.example"))


def test_a_year_without_an_event_is_told(tmp_path) -> None:
    (note,) = read(calendar(tmp_path, "DTSTART:20200303T100000"), Options())
    assert "No event lies in the year from 2026-03-01" in note.sentence
