"""OGC API – Features: as the standard says, and as real map programs read it."""

from collections.abc import Iterator
from datetime import timedelta

import geopandas
import pyogrio
import pytest
from openapi_spec_validator import validate
from owslib.ogcapi.features import Features

from config import ROOT
from geo.point import Box
from tests.desk import services_of
from tests.seeded import copy_seeded
from tests.server import own_settings, running_server
from tests.web.conftest import NOW

OFFERS = "/ogc/collections/offers-duisburg/items"
CENTRE = Box(6.74, 51.42, 6.80, 51.45)
BBOX = "6.74,51.42,6.80,51.45"


def inside(offer) -> bool:
    return offer.place is None or offer.place.point is None or CENTRE.contains(offer.place.point)


@pytest.fixture
def every(app):
    return services_of(app).store.list_offers(region="05112", limit=1_000)


@pytest.fixture(scope="module")
def address(seeded, tmp_path_factory) -> Iterator[str]:
    """A real server with the data that a new installation begins with."""
    folder = copy_seeded(seeded, tmp_path_factory.mktemp("ogc"))
    settings = own_settings(folder) | {"WORKERS": "1", "WORKER": "none"}
    with running_server(ROOT, settings, folder / "log") as found:
        yield found


@pytest.mark.parametrize("path", ["/ogc", "/ogc/"])
def test_the_landing_page_leads_everywhere(client, path):
    links = client.get(path).json["links"]
    assert {"self", "service-desc", "conformance", "data"} <= {link["rel"] for link in links}
    for link in links:
        answer = client.get(link["href"].replace("http://localhost", ""))
        assert answer.status_code == 200 and answer.mimetype == link["type"].partition(";")[0]


def test_it_says_what_it_conforms_to_and_describes_itself(client):
    assert any(one.endswith("/conf/core") for one in client.get("/ogc/conformance").json["conformsTo"])
    answer = client.get("/ogc/api", headers={"Accept": "application/vnd.oai.openapi+json;version=3.0"})
    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    validate(answer.json)


def test_collections_are_those_of_the_regions_and_one_of_all(client):
    found = {one["id"]: one for one in client.get("/ogc/collections").json["collections"]}
    assert list(found) == ["offers", "offers-duisburg"]
    west, south, east, north = found["offers-duisburg"]["extent"]["spatial"]["bbox"][0]
    assert west < 6.76 < east and south < 51.43 < north
    assert client.get("/ogc/collections/offers-duisburg").json == found["offers-duisburg"]
    assert "kind" in client.get("/ogc/collections/offers/queryables").json["properties"]


def test_pages_of_items_lead_through_all_of_them_once(client, every):
    seen, path = [], f"{OFFERS}?limit=50"
    while path:
        answer = client.get(path)
        assert answer.mimetype == "application/geo+json" and answer.json["numberMatched"] == len(every)
        seen += [feature["id"] for feature in answer.json["features"]]
        assert answer.json["numberReturned"] == len(answer.json["features"])
        onwards = [link["href"] for link in answer.json["links"] if link["rel"] == "next"]
        path = onwards[0].replace("http://localhost", "") if onwards else ""
    assert sorted(seen) == sorted(offer.key for offer in every)


def test_a_box_holds_what_lies_in_it_and_what_has_no_point(client, every):
    for box in (BBOX, "6.74,51.42,-10,6.80,51.45,900"):
        found = client.get(f"{OFFERS}?bbox={box}&limit=1000").json["features"]
        assert {one["id"] for one in found} == {offer.key for offer in every if inside(offer)}
    assert any(one["geometry"] is None for one in found) and 0 < len(found) < len(every)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("kind=counselling", lambda offer: offer.kind == "counselling"),
        ("kind=learning&topic=sprache", lambda offer: offer.kind == "learning" and "sprache" in offer.topics),
        ("cost=free", lambda offer: offer.cost.kind == "free"),
        ("accessible=true", lambda offer: offer.accessibility.wheelchair in ("yes", "limited")),
        ("accessible=false", lambda offer: True),
    ],
)
def test_filters_are_really_filtered(client, every, query, fits):
    found = client.get(f"{OFFERS}?{query}&limit=1000").json["features"]
    assert {one["id"] for one in found} == {offer.key for offer in every if fits(offer)}


def test_times_look_at_the_day_of_the_last_change(app, client, every):
    store = services_of(app).store
    with store.write("test", "closed") as writer:
        writer.archive_offer(every[0].key)
        writer.restore_offer(every[0].key)
    later = (NOW + timedelta(days=1)).date().isoformat()
    (changed,) = client.get(f"{OFFERS}?datetime=../{later}").json["features"]
    assert changed["id"] == every[0].key and changed["properties"]["updated"] == NOW.date().isoformat()
    assert client.get(f"{OFFERS}?datetime={NOW.date().isoformat()}").json["numberMatched"] == 1
    assert client.get(f"{OFFERS}?datetime={later}/..").json["numberMatched"] == len(every) - 1


@pytest.mark.parametrize(
    "query",
    ["foo=1", "bbox=1,2,3", "bbox=a,b,c,d", "bbox=7,51,6,52", "bbox=0,-91,1,1", "limit=0", "limit=-1", "limit=x",
     "offset=-1", "datetime=heute", "datetime=2026-13-01", "datetime=2026-03-02/2026-03-01", "kind=party",
     "topic=astrologie", "neutral=maybe", "f=html"],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(client, query):
    answer = client.get(f"{OFFERS}?{query}")
    assert answer.status_code == 400 and answer.json["code"] == "400" and answer.json["description"].endswith(".")


def test_a_limit_above_the_highest_is_the_highest(client):
    assert client.get(f"{OFFERS}?limit=999999").status_code == 200


def test_one_item_has_its_own_links_and_what_is_not_there_is_said(client, every):
    key = every[0].key
    told = client.get(f"{OFFERS}/{key}").json
    assert told["id"] == key and {link["rel"] for link in told["links"]} == {"self", "collection"}
    for path in (f"{OFFERS}/nobody:1", "/ogc/collections/nowhere", "/ogc/collections/nowhere/items"):
        answer = client.get(path)
        assert answer.status_code == 404 and answer.json["code"] == "404"
    assert client.post(OFFERS).status_code == 405


def test_gdal_reads_all_offers_and_lets_the_server_filter(address, every):
    if "OAPIF" not in pyogrio.list_drivers():
        pytest.skip("the GDAL in pyogrio has no OAPIF driver: pip install pyogrio==0.13.0")
    source = f"OAPIF:{address}/ogc"
    frame = geopandas.read_file(source, layer="offers-duisburg")
    assert len(frame) == len(every) and frame.crs.to_epsg() == 4326
    placed = sum(offer.place is not None and offer.place.point is not None for offer in every)
    assert int((~frame.geometry.isna()).sum()) == placed
    boxed = geopandas.read_file(source, layer="offers-duisburg", bbox=(6.74, 51.42, 6.80, 51.45))
    there = sum(bool(inside(offer) and offer.place and offer.place.point) for offer in every)
    assert int((~boxed.geometry.isna()).sum()) == there
    counselling = pyogrio.read_dataframe(source, layer="offers-duisburg", where="kind = 'counselling'")
    assert len(counselling) == sum(offer.kind == "counselling" for offer in every)


def test_owslib_reads_collections_items_and_boxes(address, every):
    features = Features(f"{address}/ogc/")
    assert features.feature_collections() == ["offers", "offers-duisburg"]
    page = features.collection_items("offers-duisburg", limit=1000)
    assert page["numberMatched"] == len(page["features"]) == len(every)
    boxed = features.collection_items("offers-duisburg", bbox=[6.74, 51.42, 6.80, 51.45], limit=1000)
    assert len(boxed["features"]) == sum(map(inside, every))
    assert features.collection_item("offers-duisburg", every[0].key)["id"] == every[0].key
    assert "kind" in features.collection_queryables("offers-duisburg")["properties"]
