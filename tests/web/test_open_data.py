"""The offers of a region as files for everybody."""

import json

import pytest

from exporters import EXPORTERS
from tests.desk import services_of


@pytest.mark.parametrize("ending", EXPORTERS)
def test_every_format_is_a_file_that_anybody_may_take(client, ending):
    answer = client.get(f"/duisburg/daten/offers.{ending}")
    assert answer.status_code == 200 and len(answer.data) > (100 if ending == "ics" else 10_000)
    suffix = {"hsds": "hsds.json", "hsds-csv": "hsds.zip"}.get(ending, ending)
    assert f'filename="bildungsberatung-duisburg.{suffix}"' in answer.headers["Content-Disposition"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/duisburg/daten/offers.{ending}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_leads_to_every_file_and_names_every_source(app, client):
    page = client.get("/duisburg/daten").text
    assert all(f'href="/duisburg/daten/offers.{ending}"' in page for ending in EXPORTERS)
    assert 'href="/duisburg/daten"' in client.get("/duisburg/").text
    told = json.loads(client.get("/duisburg/daten/offers.geojson").data)
    assert sum(one["offers"] for one in told["sources"]) == len(told["features"]) == 135
    assert "Open data" in client.get("/duisburg/daten?lang=en").text


def test_a_change_is_in_the_file_at_once(app, client):
    before = client.get("/duisburg/daten/offers.geojson").data
    with services_of(app).store.write("test", "closed") as writer:
        writer.archive_offer("seed-05112:du-c-001")
    after = json.loads(client.get("/duisburg/daten/offers.geojson").data)
    assert len(after["features"]) == len(json.loads(before)["features"]) - 1


@pytest.mark.parametrize("path", ["/duisburg/daten/offers.exe", "/nirgends/daten", "/nirgends/daten/offers.csv"])
def test_what_there_is_not_is_said_so(client, path):
    assert client.get(path).status_code == 404


def test_nothing_can_be_sent_there(client):
    assert client.post("/duisburg/daten").status_code == 405
