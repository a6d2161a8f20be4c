"""What is handed out: whole, sourced, harmless in a spreadsheet, and without internal contacts."""

import csv
import io
import json
import zipfile
from datetime import date

import openpyxl
import pyogrio
import pytest

from exporters import EXPORTERS, export
from geo.point import Point
from model.contact import Contact, MaintenanceContact
from model.neutrality import Fact
from model.offer import Language, Offer, Verification
from model.place import Place
from model.provider import Provider
from model.source import Provenance
from store import open_store

SECRET = "vertraulich"
DAY = date(2026, 3, 3)


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


def unpacked(content):
    """A file as it is, and if it is packed all that is in it."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def written(tmp_path, store, name):
    path = tmp_path / f"offers.{name}"
    path.write_bytes(export(name, store, DAY, title="Bildungsberatung Duisburg"))
    return path


def table(store):
    text = export("csv", store, DAY).decode()
    assert text.startswith("\ufeff") and "\r\n" in text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_no_export_holds_a_maintenance_contact(store):
    save(store, an_offer())
    assert store.maintenance_contact("test:1").note == SECRET
    for name in EXPORTERS:
        assert SECRET.encode() not in unpacked(export(name, store, DAY)), name


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
    there, nowhere = json.loads(export("geojson", store, DAY))["features"]
    assert there["geometry"] == {"type": "Point", "coordinates": [6.7, 51.4]}
    assert there["properties"]["precision"] == "street"
    assert nowhere["geometry"] is None and nowhere["properties"]["precision"] == "unknown"


def test_a_region_and_the_archived_are_kept_apart(store):
    save(store, an_offer("1"), an_offer("2", region="05113"), an_offer("3"))
    with store.write(by="test", why="closed") as writer:
        writer.archive_offer("test:3")
    features = json.loads(export("geojson", store, DAY, "05112"))["features"]
    assert [feature["id"] for feature in features] == ["test:1"]


def test_many_offers_are_all_there(store, monkeypatch):
    monkeypatch.setattr("exporters.PAGE", 7)
    save(store, *(an_offer(f"{number:03}") for number in range(21)))
    assert len(json.loads(export("geojson", store, DAY))["features"]) == len(table(store)) == 21


def test_an_empty_store_gives_an_empty_export(store, tmp_path):
    assert json.loads(export("geojson", store, DAY))["features"] == []
    assert export("csv", store, DAY).decode() == "\ufeff"
    assert len(pyogrio.read_dataframe(written(tmp_path, store, "gpkg"), layer="offers")) == 0
    assert b"<Placemark" not in export("kml", store, DAY)


ODD = an_offer(
    "a/1", name="Rat & <Tat> \"heute\"", summary="]]>&\x0b", place=Place("", "Weg", "1", city="Duisburg",
    point=Point(51.4, 6.7), precision="house"), provenance=Provenance("osm", licence="ODbL 1.0", attribution="© OSM"),
    facts=(Fact("statement", "yes", source="Stiftung", as_of="2021-12"),),
)  # fmt: skip


def test_every_format_names_sources_and_licences_and_how_neutral_an_offer_is(store, tmp_path):
    save(store, ODD, an_offer("2"))
    told = json.loads(export("geojson", store, DAY, title="Karte"))
    assert (told["title"], told["date"]) == ("Karte", "2026-03-03")
    assert {"source": "osm", "licence": "ODbL 1.0", "attribution": "© OSM", "offers": 1} in told["sources"]
    about = told["features"][1]["properties"]
    assert (about["neutrality_grade"], about["neutrality_evidence"], about["neutrality_as_of"], about["licence"]) == (
        "B", "reported", "2021-12", "ODbL 1.0")  # fmt: skip
    assert told["features"][0]["properties"]["neutrality_evidence"] is None


def test_kml_is_read_by_others_whatever_is_written_in_it(store, tmp_path):
    save(store, ODD, an_offer("2"))
    frame = pyogrio.read_dataframe(written(tmp_path, store, "kml"))
    there = frame[~frame.geometry.isna()].iloc[0]
    assert there["Name"] == ODD.name and (there.geometry.x, there.geometry.y) == (6.7, 51.4)
    text = export("kml", store, DAY).decode()
    assert "ODbL 1.0" in text and '<Data name="neutrality_grade"><value>B</value>' in text
    assert text.count("<Placemark") == 2


def test_a_geopackage_is_read_by_others_with_its_sources(store, tmp_path):
    save(store, ODD, an_offer("2"))
    path = written(tmp_path, store, "gpkg")
    offers = pyogrio.read_dataframe(path, layer="offers").set_index("key")
    assert offers.crs.to_epsg() == 4326 and len(offers) == 2
    there = offers.loc["test:a/1"]
    assert (there.geometry.x, there.geometry.y, there["name"], there["licence"]) == (6.7, 51.4, ODD.name, "ODbL 1.0")
    assert offers.loc["test:2"].geometry is None
    sources = pyogrio.read_dataframe(path, layer="sources", read_geometry=False)
    assert set(sources["attribution"].fillna("")) == {"", "© OSM"}


def test_a_workbook_has_the_template_and_a_sheet_of_sources(store, tmp_path):
    save(store, ODD, an_offer("2"))
    book = openpyxl.load_workbook(written(tmp_path, store, "xlsx"))
    assert book.sheetnames == ["Angebote", "Quellen"]
    rows = list(book["Angebote"].values)
    assert rows[0][:3] == ("Kennung", "Name", "Träger") and {row[0] for row in rows[1:]} == {"a/1", "2"}
    assert ("osm", "ODbL 1.0", "© OSM", "1") in list(book["Quellen"].values)
