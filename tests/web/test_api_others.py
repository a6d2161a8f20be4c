"""The other addresses of the JSON interface: works, wrong method, bad input."""

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from geo.layers import KINDS
from tests.web.test_api_nearest import MARXLOH

DUISBURG = "6.6,51.3,6.9,51.6"


@pytest.mark.parametrize("url", ["offers", "clusters?bbox=" + DUISBURG, "vocabulary", "regions", "openapi.json"])
def test_what_is_read_can_be_kept_until_it_changes(client, url):
    first = client.get(f"/api/v1/{url}")
    assert first.status_code == 200
    again = client.get(f"/api/v1/{url}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("url", ["offers", "clusters", "vocabulary", "regions", "openapi.json"])
def test_what_is_read_cannot_be_posted_to(client, url):
    assert client.post(f"/api/v1/{url}").status_code == 405


def test_all_offers_are_walked_page_by_page(client):
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get("/api/v1/offers", query_string={"limit": 40, "cursor": cursor, "region": "05112"}).get_json()
        seen += [offer["key"] for offer in page["offers"]]
        cursor = page["cursor"]
    assert len(seen) == len(set(seen)) == 135


def test_offers_are_filtered_as_in_a_search(client):
    page = client.get("/api/v1/offers?kind=counselling&topics=sprache,anerkennung&bbox=" + DUISBURG).get_json()
    assert page["offers"]
    for offer in page["offers"]:
        assert offer["kind"] == "counselling" and {"sprache", "anerkennung"} & set(offer["topics"])


def test_one_offer_tells_its_facts_source_and_place(client):
    offer = client.get("/api/v1/offers/seed-05112:du-c-001").get_json()
    assert offer["facts"][0]["code"] == "statement" and offer["facts"][0]["source"] == "Bürgerstiftung Duisburg"
    assert offer["source"]["as_of"] == "2021-12" and offer["source"]["urls"]
    assert offer["place"]["precision"] == "house" and offer["verified"] is None


def test_an_unknown_offer_is_a_404_that_names_it(client):
    response = client.get("/api/v1/offers/seed-05112:nobody")
    assert response.status_code == 404 and "seed-05112:nobody" in response.get_json()["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("offers?limit=0", "limit"),
        ("offers?limit=x", "limit"),
        ("offers?limit=nan", "limit"),
        ("offers?bbox=1,2,3", "bbox"),
        ("offers?bbox=7,51,6,52", "bbox"),
        ("offers?bbox=a,b,c,d", "bbox"),
        ("offers?topics=astrologie", "topics"),
        ("offers?farbe=rot", "farbe"),
        ("offers?neutral=vielleicht", "neutral"),
        ("offers?region=00000", "region"),
        ("clusters", "bbox"),
        ("clusters?bbox=6,51,7,52&zoom=99", "zoom"),
        ("clusters?bbox=6,51,7,52&zoom=-1", "zoom"),
    ],
)
def test_a_wrong_parameter_is_named(client, query, field):
    response = client.get(f"/api/v1/{query}")
    assert response.status_code == 400 and response.get_json()["field"] == field


def test_clusters_hold_every_offer_with_a_point_once(client):
    def total(zoom):
        spots = client.get(f"/api/v1/clusters?bbox=5,50,8,53&zoom={zoom}").get_json()["clusters"]
        return sum(spot["count"] for spot in spots)

    assert total(4) == total(11) == total(18) > 100


def test_geocoding_says_how_exactly_it_knows(client):
    origin = client.post("/api/v1/geocode", json={"q": "Marxloh"}).get_json()
    assert origin["precision"] == origin["kind"] == "district" and origin["radius_m"] > 0


def test_candidates_say_what_they_are_and_how_exactly_they_are_known(client):
    candidates = client.post("/api/v1/geocode", json={"q": "Neustadt", "region": "05112"}).get_json()["candidates"]
    assert 1 < len(candidates) <= 8
    for one in candidates:
        assert {"label", "lat", "lon", "precision", "kind", "city", "radius_m"} == one.keys()
        assert one["kind"] in ("city", "district") and one["radius_m"] > 0


def test_a_point_that_was_sent_is_of_no_kind(client):
    origin = client.post("/api/v1/nearest", json={"near": MARXLOH, "limit": 1}).get_json()["origin"]
    assert (origin["kind"], origin["precision"], origin["label"]) == ("", "house", "")


def test_suggestions_complete_what_is_typed(client):
    lines = client.post("/api/v1/suggest", json={"q": "Marx", "limit": 3}).get_json()["suggestions"]
    assert any("Marxloh" in line["text"] for line in lines) and len(lines) <= 3
    assert {"text": "Marxloh, Duisburg", "kind": "district", "city": "Duisburg"} in lines


@pytest.mark.parametrize(
    ("url", "body", "field"),
    [
        ("geocode", {}, "q"),
        ("geocode", {"q": ""}, "q"),
        ("geocode", {"q": "...."}, "q"),
        ("geocode", {"q": "x" * 10_000}, "q"),
        ("geocode", {"q": "Marxloh", "country": "DE"}, "country"),
        ("suggest", {"q": "M", "limit": 0}, "limit"),
        ("suggest", {"q": "M", "limit": 21}, "limit"),
        ("suggest", {"q": ["M"]}, "q"),
    ],
)
def test_a_wrong_field_is_named(client, url, body, field):
    response = client.post(f"/api/v1/{url}", json=body)
    assert response.status_code == 400 and response.get_json()["field"] == field


@pytest.mark.parametrize("url", ["geocode", "suggest"])
def test_addresses_are_not_taken_from_the_url(client, url):
    assert client.get(f"/api/v1/{url}?q=Marxloh").status_code == 405


def test_the_vocabulary_lists_what_the_facets_take(client):
    words = client.get("/api/v1/vocabulary").get_json()
    assert {"topics", "languages", "formats", "audiences", "phases", "costs", "funding"} <= words.keys()
    assert {"slug", "label_de", "label_en"} <= words["topics"][0].keys()


def test_regions_tell_what_they_count_as_neutral(client):
    (region,) = client.get("/api/v1/regions").get_json()["regions"]
    assert region["ags"] == "05112" and region["neutral"]["grades"] == ["A", "B"]


def test_an_address_that_does_not_exist_is_a_problem_for_programs(client):
    response = client.get("/api/v1/nowhere")
    assert response.status_code == 404 and response.content_type == "application/problem+json"


def test_health_is_ok_and_impaired_without_a_gazetteer(client, settings):
    assert client.get("/healthz").get_json() == {"status": "ok", "troubles": [], "offers": 135}
    settings.gazetteer.rename(settings.gazetteer.with_suffix(".gone"))
    health = client.get("/healthz").get_json()
    assert health["status"] == "impaired" and str(settings.gazetteer) in health["troubles"][0]
    assert client.post("/api/v1/nearest", json={"near": MARXLOH}).status_code == 200


def test_the_description_is_valid_and_complete(client, app):
    described = client.get("/api/v1/openapi.json").get_json()
    validate(described)
    routes = {
        (rule.rule.replace("<path:key>", "{key}"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") or rule.rule == "/healthz"
    }
    assert routes == {(path, method) for path, methods in described["paths"].items() for method in methods}


def test_every_kind_of_place_is_described(client):
    schemas = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    shown = {kind.shown for kind in KINDS.values()}
    assert set(schemas["PlaceKind"]["enum"]) == shown | {"", "street", "address"}


@pytest.mark.parametrize(
    ("path", "method", "call"),
    [
        ("/api/v1/nearest", "post", lambda c: c.post("/api/v1/nearest", json={"near": MARXLOH, "neutral": True})),
        ("/api/v1/geocode", "post", lambda c: c.post("/api/v1/geocode", json={"q": "Neustadt"})),
        ("/api/v1/suggest", "post", lambda c: c.post("/api/v1/suggest", json={"q": "Ham"})),
        ("/api/v1/offers", "get", lambda c: c.get("/api/v1/offers?limit=100")),
        ("/api/v1/offers/{key}", "get", lambda c: c.get("/api/v1/offers/seed-05112:du-c-002")),
        ("/api/v1/clusters", "get", lambda c: c.get("/api/v1/clusters?bbox=5,50,8,53&zoom=12")),
        ("/api/v1/vocabulary", "get", lambda c: c.get("/api/v1/vocabulary")),
        ("/api/v1/regions", "get", lambda c: c.get("/api/v1/regions")),
        ("/healthz", "get", lambda c: c.get("/healthz")),
    ],
)
def test_answers_are_as_described(client, path, method, call):
    described = client.get("/api/v1/openapi.json").get_json()
    answer = described["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    schema = {**answer, "components": described["components"]}
    errors = list(Draft202012Validator(schema).iter_errors(call(client).get_json()))
    assert not errors, errors[0]
