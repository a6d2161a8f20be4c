"""A region that was just set up: its pages, its interface and its first list work without another step."""

import pytest

from actions.add_region import Wanted, add_region
from actions.import_offers import import_file
from config import ROOT

LIST = """Name;Träger;Art;Straße;Hausnummer;PLZ;Ort;Breite;Länge;Telefon;Sprechzeiten;Neutral laut
Beratung der Stadt;Stadt Münster;Beratung;Musterweg;1;48143;Münster;51.9625;7.6256;0251 1234;Mo-Fr 9-17 Uhr;Stadtrat
Telefonische Beratung;Stadt Münster;Beratung;;;;Münster;;;0251 1235;;Stadtrat
"""


@pytest.fixture
def muenster(app, tmp_path):
    """Münster, set up, with its first list."""
    services = app.extensions["open_services"]()
    region, _ = add_region(services.store, ROOT / "data", Wanted("05515"))
    table = tmp_path / "liste.csv"
    table.write_text(LIST, encoding="utf-8")
    report = import_file(services.store, table, region, services.vocabulary, services.geocoder, clock=services.clock)
    assert report.counts["new"] == 2
    return region


@pytest.mark.parametrize("page", ["", "was-heisst-neutral", "impressum", "datenschutz", "barrierefreiheit",
                                  "leichte-sprache", "grenzen.json"])  # fmt: skip
def test_every_page_of_the_new_region_is_there(client, muenster, page):
    response = client.get(f"/muenster/{page}")
    assert response.status_code == 200 and "Duisburg" not in response.get_data(as_text=True).split("<main")[0][-400:]


def test_its_offers_are_found_from_an_address_in_it(client, muenster):
    page = client.post("/muenster/suche", data={"adresse": "Münster", "neutral": "1"}).get_data(as_text=True)
    assert "Beratung der Stadt" in page and "Stadtrat" in page


def test_the_interface_knows_it_by_key_and_by_name(client, muenster):
    for region in ("05515", "muenster"):
        body = {"near": {"lat": 51.96, "lon": 7.62}, "region": region, "neutral": True}
        hits = client.post("/api/v1/nearest", json=body).get_json()["hits"]
        assert [hit["name"] for hit in hits] == ["Beratung der Stadt"]


def test_both_regions_are_offered_at_the_start(client, muenster):
    page = client.get("/").get_data(as_text=True)
    assert "/muenster/" in page and "/duisburg/" in page


def test_every_district_gets_a_page(client, app):
    services = app.extensions["open_services"]()
    for ags in ("01001", "03159", "08111", "09184", "11000", "16063"):
        region, _ = add_region(services.store, ROOT / "data", Wanted(ags))
        assert client.get(f"/{region.slug}/").status_code == 200
