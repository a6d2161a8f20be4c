"""Stops of offers that travel: as calendars, and the next one on the card."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from geo.point import Point
from model.contact import MaintenanceContact
from model.place import Place, Stop
from tests.desk import services_of
from tests.web.conftest import NOW
from tests.web.pages import text_of

KEY = "seed-05112:du-c-003"
LIBRARY = Place(
    "Bibliothek Marxloh", "Kaiser-Wilhelm-Str.", "284", "47169", "Duisburg", "", Point(51.5061, 6.7637), "house"
)


def stops(*days: int) -> tuple[Stop, ...]:
    return tuple(Stop(NOW + timedelta(days=day), NOW + timedelta(days=day, hours=2), LIBRARY) for day in days)


@pytest.fixture
def bus(app):
    """The Bildungsbus with one stop that is over and two to come."""
    store = services_of(app).store
    offer = replace(store.offer(KEY), stops=stops(-7, 1, 15))
    with store.write("test", "stops") as writer:
        writer.save_offer(offer, maintenance=MaintenanceContact("Geheim", "geheim@stadt.example", "0203 666", "intern"))
    return offer


@pytest.mark.parametrize("path", ["/duisburg/termine.ics", f"/duisburg/angebot/{KEY}/termine.ics"])
def test_calendars_hold_what_is_still_to_come(client, bus, path):
    answer = client.get(path)
    assert answer.mimetype == "text/calendar" and b"\r\n" in answer.data and b"geheim" not in answer.data.lower()
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [event.decoded("DTSTART") for event in events] == [stop.starts for stop in bus.stops[1:]]
    first = events[0]
    assert str(first["SUMMARY"]) == bus.name and str(first["LOCATION"]).startswith("Bibliothek Marxloh, Kaiser")
    assert (first["GEO"].latitude, first["GEO"].longitude) == (51.5061, 6.7637)
    assert client.get(str(first["URL"]).removeprefix("http://localhost")).status_code == 200
    assert len({str(event["UID"]) for event in events}) == 2
    assert client.get(path).data == answer.data
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_calendar_can_be_read_in_again(client, bus, tmp_path):
    from importers.base import Options, Record
    from importers.ical import draft, read

    path = tmp_path / "bus.ics"
    path.write_bytes(client.get("/duisburg/termine.ics").data)
    (one,) = [draft(piece) for piece in read(path, Options()) if isinstance(piece, Record)]
    assert one.name == bus.name and [stop.place.name for stop in one.stops] == ["Bibliothek Marxloh"] * 2


def test_the_card_tells_the_next_stop(client, bus):
    words = text_of(client.get("/duisburg/?neutral=1").text)
    assert "Nächster Halt: Mittwoch, 10:30–12:30, Bibliothek Marxloh" in words
    assert f'href="/duisburg/angebot/{KEY}/termine.ics"' in client.get(f"/duisburg/angebot/{KEY}").text


def test_a_stop_farther_away_is_told_with_its_date_and_one_that_is_over_not(app, client, bus):
    store = services_of(app).store
    with store.write("test", "later") as writer:
        writer.save_offer(replace(bus, stops=stops(-7, 15)))
    assert "Mittwoch, 18. März 2026" in client.get("/duisburg/?neutral=1").text
    with store.write("test", "over") as writer:
        writer.save_offer(replace(bus, stops=stops(-7)))
    assert "Nächster Halt: zurzeit nicht bekannt" in text_of(client.get("/duisburg/?neutral=1").text)
    assert icalendar.Calendar.from_ical(client.get("/duisburg/termine.ics").data).walk("VEVENT") == []


def test_the_interface_measures_to_the_next_stop(client, bus):
    near = {"near": {"lat": 51.5061, "lon": 6.7637}, "limit": 50}
    hit = next(hit for hit in client.post("/api/v1/nearest", json=near).get_json()["hits"] if hit["key"] == KEY)
    assert (hit["distance_m"], hit["lat"], hit["place_precision"]) == (0, 51.5061, "house")
    assert hit["next_stop"]["counts"] and hit["next_stop"]["place"]["name"] == "Bibliothek Marxloh"
    page = client.post("/duisburg/suche", data={"adresse": "47169", "neutral": "0"}).text
    assert f'"key": "{KEY}"' in page, "it has a pin"


def test_what_is_not_there_is_said_so(client):
    assert client.get("/duisburg/angebot/nobody:1/termine.ics").status_code == 404
    assert client.get("/nirgends/termine.ics").status_code == 404
    assert client.post("/duisburg/termine.ics").status_code == 405
