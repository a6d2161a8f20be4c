"""Kalender (iCalendar)

Stops of offers that travel, out of a calendar (.ics): each event is a stop, and events with the same title are one
offer. Series are taken apart with their exceptions, moved and cancelled dates, for one year from the day on which the
calendar was written. The place is LOCATION, its point GEO. Times without a zone are those of the region. Organizers and
attendees are persons and never read.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from importers.clean.offer import slug
from importers.clean.text import known_text
from model.draft import Draft, DraftPlace, DraftStop
from model.source import Source

SOURCE = Source(
    name="ical",
    title="Kalender (iCalendar)",
    key_from="the title of the events",
    key_stable=True,
)
YEAR = timedelta(days=366)
#: of a series without an end no more is taken than this
MOST_STOPS = 400
MOST_BYTES = 20_000_000


def recognise(sample: Sample) -> bool:
    """By the first line of every calendar."""
    return sample.text.lstrip("\ufeff \r\n\t")[:15].upper() == "BEGIN:VCALENDAR"


def read(path: Path, options: Options) -> Iterator[Piece]:
    """One record for each title, with all of its dates in the year that is looked at."""
    calendar = _parsed(path)
    begins = _written_on(calendar)
    offers: dict[str, dict[str, Any]] = {}
    for number, event in enumerate(calendar.walk("VEVENT"), 1):
        if not _words(event, "SUMMARY"):
            yield Reject(number, _words(event, "UID")[:80], "The event has no title.")
    for event in islice(_dates(calendar, begins), MOST_STOPS * 50):
        title = _words(event, "SUMMARY")
        if not title:
            continue
        one = offers.setdefault(title, {"title": title, "stops": []})
        one["about"] = one.get("about") or _words(event, "DESCRIPTION")
        one["url"] = one.get("url") or _words(event, "URL")
        if len(one["stops"]) < MOST_STOPS:
            one["stops"].append(_stop(event))
        else:
            one["more"] = True
    if not offers:
        yield Note(0, f"No event lies in the year from {begins.isoformat()}.")
    for number, one in enumerate(offers.values(), 1):
        if one.get("more"):
            yield Note(number, f"Only the first {MOST_STOPS} dates were taken.")
        yield Record(number, one)


def _parsed(path: Path) -> Any:
    """The calendar; one that is cut off, too large or none at all is refused."""
    import icalendar  # noqa: PLC0415 - only calendars need it

    if path.stat().st_size > MOST_BYTES:
        raise ImportRefused(f"The calendar {path.name} is larger than {MOST_BYTES // 1_000_000} MB.")
    content = path.read_bytes()
    if not content.rstrip().upper().endswith(b"END:VCALENDAR"):
        raise ImportRefused(f"The calendar {path.name} was cut off: it does not end with END:VCALENDAR.")
    try:
        return icalendar.Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise ImportRefused(f"The calendar {path.name} cannot be read: {str(error)[:200]}") from error


def _written_on(calendar: Any) -> date:
    """The day on which the calendar was written: its latest stamp, else its first event."""
    stamps = [event.decoded("DTSTAMP") for event in calendar.walk("VEVENT") if "DTSTAMP" in event]
    starts = [event.decoded("DTSTART") for event in calendar.walk("VEVENT") if "DTSTART" in event]
    days = [one.date() if isinstance(one, datetime) else one for one in stamps or starts]
    if not days:
        return date(1970, 1, 1)
    return max(days) if stamps else min(days)


def _dates(calendar: Any, begins: date) -> Iterator[Any]:
    """All single dates of the year, in order, without those that were cancelled."""
    import recurring_ical_events  # noqa: PLC0415 - as above

    try:
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(begins, begins + YEAR)
    except (ValueError, TypeError, OverflowError) as error:
        raise ImportRefused(f"The dates of the calendar cannot be worked out: {str(error)[:200]}") from error
    kept = [event for event in found if _words(event, "STATUS").upper() != "CANCELLED"]
    yield from sorted(kept, key=lambda event: _as_text(event.decoded("DTSTART")))


def _stop(event: Any) -> dict[str, str]:
    starts = event.decoded("DTSTART")
    ends = event.decoded("DTEND") if "DTEND" in event else starts
    if not isinstance(starts, datetime):
        ends = starts  # the end of a whole day is the beginning of the next one
    point = event.get("GEO")
    return {
        "starts": _as_text(starts), "ends": _as_text(ends, ends=True), "place": _words(event, "LOCATION"),
        "lat": "" if point is None else str(point.latitude), "lon": "" if point is None else str(point.longitude),
    }  # fmt: skip


def _as_text(moment: date | datetime, *, ends: bool = False) -> str:
    """A moment as text, with its zone where it has one; a whole day from its first to its last minute."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return datetime.combine(moment, time(23, 59) if ends else time()).isoformat(timespec="minutes")


def _words(event: Any, name: str) -> str:
    return known_text(str(event.get(name, "")))


def draft(record: Record) -> Draft | Reject:
    """An offer that travels, with its stops."""
    one = record.values
    return Draft(
        ref=slug(str(one["title"]))[:80],
        line=record.line,
        name=str(one["title"]),
        kind="Beratung",
        description=str(one.get("about", "")),
        formats=("mobile",),
        website=str(one.get("url", "")),
        stops=tuple(DraftStop(each["starts"], each["ends"], _place(**each)) for each in one["stops"]),
        notes=("The calendar does not say whether it is Beratung or Lernangebot; it was taken for Beratung.",),
    )


def _place(place: str, lat: str, lon: str, **_: str) -> DraftPlace:
    """What LOCATION says: a name, an address, or both with a comma between."""
    first, comma, rest = place.partition(",")
    if not any(char.isdigit() for char in place):
        name, address = place, ""
    elif comma and not any(char.isdigit() for char in first):
        name, address = first.strip(), rest.strip()
    else:
        name, address = "", place
    fine = {"lat": lat, "lon": lon, "precision": "house", "point_source": "Kalender"} if lat else {}
    return DraftPlace(name=name, address=address, **fine)
