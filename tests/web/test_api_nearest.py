"""POST /api/v1/nearest: works, wrong method, bad input."""

import json
import logging

import pytest

URL = "/api/v1/nearest"
MARXLOH = {"lat": 51.50194, "lon": 6.75694}


def ask(client, **body):
    response = client.post(URL, json=body)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


@pytest.mark.parametrize(
    ("address", "precision"),
    [("Heerstraße 109, 47053 Duisburg", "district"), ("47119", "postcode"), ("Marxloh", "district"),
     ("Duisburg Hbf", "place"), ("duisburg-marxloh", "district")],
)  # fmt: skip
def test_neutral_counselling_is_sorted_by_metres_with_grade_and_reason(client, address, precision):
    answer = ask(client, near={"address": address}, neutral=True, limit=5)
    assert answer["origin"]["precision"] == precision
    assert answer["hits"]
    distances = [hit["distance_m"] for hit in answer["hits"]]
    assert distances == sorted(distances)
    for hit in answer["hits"]:
        assert hit["neutrality"]["neutral"] and hit["neutrality"]["grade"] in ("A", "B")
        assert "laut" in hit["neutrality"]["why"] and "noch nicht geprüft" in hit["neutrality"]["why"]


def test_an_ambiguous_or_unknown_street_is_never_a_confident_house(client):
    origin = ask(client, near={"address": "Hauptstraße 5"})["origin"]
    assert origin["ambiguous"] or origin["precision"] == "none"
    assert origin["lat"] is None


def test_a_place_that_is_not_known_still_tells_what_needs_no_way(client):
    answer = ask(client, near={"address": "Qwertzuiopweg 12"}, neutral=True)
    assert answer["hits"] == [] and answer["total"] == 0
    assert [hit["name"] for hit in answer["remote"]] == ["Mobile Bildungsberatung im Bildungsbus"]


def test_a_point_is_as_good_as_an_address(client):
    answer = ask(client, near=MARXLOH, kind="counselling", limit=3)
    assert len(answer["hits"]) == 3 and answer["hits"][0]["distance_m"] < 1500


def test_what_is_nearer_but_not_neutral_says_why(client):
    answer = ask(client, near=MARXLOH, neutral=True)
    assert answer["nearer_not_neutral"]
    for hit in answer["nearer_not_neutral"]:
        assert not hit["neutrality"]["neutral"] and hit["neutrality"]["why"]
        assert hit["distance_m"] <= answer["hits"][0]["distance_m"]


def test_every_key_leads_to_its_offer(client):
    for hit in ask(client, near=MARXLOH, limit=10)["hits"]:
        assert client.get(f"/api/v1/offers/{hit['key']}").get_json()["name"] == hit["name"]


def test_filters_narrow_the_answer(client):
    everything = ask(client, near=MARXLOH, limit=100)["total"]
    german = ask(client, near=MARXLOH, topics=["sprache"], limit=100)
    assert 0 < german["total"] < everything
    assert all("sprache" in hit["topics"] for hit in german["hits"])


def test_an_empty_radius_is_widened(client):
    answer = ask(client, near={"lat": 51.55, "lon": 6.63}, neutral=True, radius_m=1000)
    assert answer["widened"] and answer["hits"][0]["distance_m"] > 1000


BAD = [
    ({}, "near"),
    ({"near": "Marxloh"}, "near"),
    ({"near": {"address": ""}}, "address"),
    ({"near": {"address": "   "}}, "address"),
    ({"near": {"address": "x" * 10_000}}, "address"),
    ({"near": {"address": "!!! ??? ---"}}, "address"),
    ({"near": {"address": 47119}}, "address"),
    ({"near": {"lat": 95, "lon": 6}}, "near"),
    ({"near": {"lat": 51, "lon": 6000}}, "near"),
    ({"near": {"lat": "51", "lon": "6"}}, "near"),
    ({"near": {"lat": 51}}, "near"),
    ({"near": {"lat": True, "lon": 6}}, "near"),
    ({"near": MARXLOH, "topics": ["astrologie"]}, "topics"),
    ({"near": MARXLOH, "topics": "sprache"}, "topics"),
    ({"near": MARXLOH, "topics": [1]}, "topics"),
    ({"near": MARXLOH, "limit": -1}, "limit"),
    ({"near": MARXLOH, "limit": 0}, "limit"),
    ({"near": MARXLOH, "limit": 2.5}, "limit"),
    ({"near": MARXLOH, "limit": "5"}, "limit"),
    ({"near": MARXLOH, "limit": 10**30}, "limit"),
    ({"near": MARXLOH, "neutral": "yes"}, "neutral"),
    ({"near": MARXLOH, "kind": "course"}, "kind"),
    ({"near": MARXLOH, "radius_m": -5}, "radius_m"),
    ({"near": MARXLOH, "open_at": "gestern"}, "open_at"),
    ({"near": MARXLOH, "open_at": "0001-01-01T00:00"}, "open_at"),
    ({"near": MARXLOH, "open_at": "9999-12-31T23:59"}, "open_at"),
    ({"near": MARXLOH, "region": "99999"}, "region"),
    ({"near": MARXLOH, "umkreis": 5}, "umkreis"),
]


@pytest.mark.parametrize(("body", "field"), BAD, ids=lambda case: str(case)[:60])
def test_bad_input_is_answered_with_a_sentence_and_its_field(client, body, field):
    response = client.post(URL, json=body)
    problem = response.get_json()
    assert response.status_code == problem["status"] == 400
    assert response.content_type == "application/problem+json"
    assert problem["field"] == field
    assert problem["detail"].endswith(".") and len(problem["detail"]) > 20


@pytest.mark.parametrize("body", ["{", "[1, 2]", "null", '"Marxloh"', '{"near": {"lat": NaN, "lon": 6}}', ""])
def test_broken_json_is_answered_with_a_sentence(client, body):
    response = client.post(URL, data=body, content_type="application/json")
    assert response.status_code == 400
    assert response.get_json()["detail"].endswith(".")


def test_a_body_that_is_not_json_says_what_is_wanted(client):
    response = client.post(URL, data={"near": "Marxloh"})
    assert response.status_code == 400 and "Content-Type: application/json" in response.get_json()["detail"]


def test_a_body_that_is_too_large_is_refused(client):
    response = client.post(URL, data=json.dumps({"near": "x" * 100_000}), content_type="application/json")
    assert response.status_code == 413 and response.content_type == "application/problem+json"


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_another_method_is_refused(client, method):
    response = getattr(client, method)(URL)
    assert response.status_code == 405
    assert response.content_type == "application/problem+json"
    assert "POST" in response.headers["Allow"]


def test_an_address_is_neither_logged_nor_kept(client, caplog, tmp_path):
    secret = "Geheimnisvollstraße 4711"
    with caplog.at_level(logging.DEBUG):
        ask(client, near={"address": secret})
    assert secret not in caplog.text
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"Geheimnisvoll" not in file.read_bytes(), file


def test_the_answer_is_kept_by_nobody_on_the_way(client):
    assert client.post(URL, json={"near": MARXLOH}).headers["Cache-Control"] == "no-store"
