"""iCalendar (RFC 5545): the dated stops of offers that travel, for the calendars of people and institutions."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from exporters.content import Export
from model.offer import Offer
from model.place import Stop


def write(export: Export, zone: str = "UTC", address: str = "") -> bytes:
    """All stops that are still to come on the day of the export, told in a time zone.

    `address` is what the page of an offer begins with, "" if the calendar shall not lead there.
    """
    import icalendar  # noqa: PLC0415 - only calendars need it

    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Bildungsberatungslandkarte//Halte//DE")
    calendar.add("name", export.title)
    calendar.add("x-wr-calname", export.title)
    begins = datetime.combine(export.day, time(), ZoneInfo(zone))
    for offer in export.offers:
        for stop in offer.stops:
            if stop.ends >= begins:
                calendar.add_component(_event(icalendar, offer, stop, zone, address))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(icalendar: Any, offer: Offer, stop: Stop, zone: str, address: str) -> Any:
    event, place = icalendar.Event(), stop.place
    starts, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (stop.starts, stop.ends))
    event.add("uid", f"{offer.key.replace(':', '.')}.{stop.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}@bildungsberatung")
    event.add("dtstamp", offer.edited_at or stop.starts.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", offer.name)
    event.add("description", "\n".join(filter(None, (offer.summary, stop.note, offer.provider.name))))
    event.add("location", ", ".join(filter(None, (place.name, place.address or place.district))))
    if place.point:
        event.add("geo", (round(place.point.lat, 6), round(place.point.lon, 6)))
    if address:
        event.add("url", address + offer.key)
    return event
