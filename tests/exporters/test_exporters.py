"""What is handed out: whole, sourced, harmless in a spreadsheet, and without internal contacts."""

import csv
import io
import json
from datetime import date

import pytest

from exporters import EXPORTERS, export
from geo.point import Point
from model.contact import Contact, MaintenanceContact
from model.offer import Language, Offer, Verification
from model.place import Place
from model.provider import Provider
from model.source import Provenance
from store import open_store

SECRET = "vertraulich"


def an_offer(ref="1", **more):
    values = {"region": "05112", "name": "Beratung", "kind": "counselling", "provider": Provider("Träger"), **more}
    return Offer(key=f"test:{ref}", **values)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True)
    yield store
    store.close()


def save(store, *offers):
    with store.write(by="test", why="test") as writer:
        for offer in offers:
            maintenance = MaintenanceContact(f"{SECRET} Name", f"{SECRET}@example.org", SECRET, SECRET)
            writer.save_offer(offer, maintenance=maintenance)


def table(store):
    text = export("csv", store)
    assert text.startswith("\ufeff") and "\r\n" in text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_no_export_holds_a_maintenance_contact(store):
    save(store, an_offer())
    assert store.maintenance_contact("test:1").note == SECRET
    for name in EXPORTERS:
        assert SECRET not in export(name, store), name


def test_a_cell_never_begins_a_formula(store):
    save(store, an_offer(name="=1+1", contact=Contact(phone="+49 203 1"), summary="@x", description="-3"))
    (row,) = table(store)
    assert (row["Name"], row["Telefon"], row["Kurztext"], row["Beschreibung"]) == ("'=1+1", "'+49 203 1", "'@x", "'-3")


def test_unknown_stays_empty(store):
    save(store, an_offer())
    (row,) = table(store)
    assert row["Kosten"] == row["Barrierefrei"] == row["Sprechzeiten"] == row["Breite"] == row["Geprüft am"] == ""


def test_everything_known_is_there(store):
    offer = an_offer(
        place=Place("Stadtfenster", "Steinsche Gasse", "26", point=Point(51.4, 6.7), precision="house"),
        languages=(Language("tr"),),
        verification=Verification(date(2026, 3, 3), "Bildungsbüro", "phone"),
        provenance=Provenance("test", ("https://example.org/a",), "2021-12", "CC0", "Zeitung"),
    )
    save(store, offer)
    (row,) = table(store)
    assert (row["Breite"], row["Länge"], row["Genauigkeit"]) == ("51.4", "6.7", "house")
    assert (row["Geprüft am"], row["Geprüft wie"], row["Sprachen"]) == ("2026-03-03", "phone", "tr")
    assert row["Quelle"] == "https://example.org/a | Zeitung" and row["Lizenz"] == "CC0"


def test_geojson_has_the_longitude_first_and_no_geometry_where_there_is_no_point(store):
    save(store, an_offer("1", place=Place(point=Point(51.4, 6.7), precision="street")), an_offer("2"))
    there, nowhere = json.loads(export("geojson", store))["features"]
    assert there["geometry"] == {"type": "Point", "coordinates": [6.7, 51.4]}
    assert there["properties"]["precision"] == "street"
    assert nowhere["geometry"] is None and nowhere["properties"]["precision"] == "unknown"


def test_a_region_and_the_archived_are_kept_apart(store):
    save(store, an_offer("1"), an_offer("2", region="05113"), an_offer("3"))
    with store.write(by="test", why="closed") as writer:
        writer.archive_offer("test:3")
    features = json.loads(export("geojson", store, "05112"))["features"]
    assert [feature["id"] for feature in features] == ["test:1"]


def test_many_offers_are_all_there(store, monkeypatch):
    monkeypatch.setattr("exporters.PAGE", 7)
    save(store, *(an_offer(f"{number:03}") for number in range(21)))
    assert len(json.loads(export("geojson", store))["features"]) == len(table(store)) == 21


def test_an_empty_store_gives_an_empty_export(store):
    assert json.loads(export("geojson", store))["features"] == []
    assert export("csv", store) == "\ufeff"
