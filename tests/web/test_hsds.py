"""HSDS: every answer validates against the official schemas, and lists are narrowed as the standard says."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from model.contact import MaintenanceContact
from tests.desk import services_of
from tests.web.conftest import NOW

BASE = "https://hsds.local/schema/"


@cache
def registry(folder: Path) -> Registry:
    found = []
    for file in folder.glob("*.json"):
        schema = json.loads(file.read_text(encoding="utf-8"))
        found.append((BASE + file.name, Resource.from_contents({**schema, "$id": BASE + file.name}, DRAFT202012)))
    return Registry().with_resources(found)


@pytest.fixture(scope="session")
def wrong(shared_data):
    """What is wrong with a thing after the official schema of its kind."""
    known = registry(shared_data / "hsds" / "schema")

    def errors(thing: dict, kind: str) -> list[str]:
        validator = Draft202012Validator({"$ref": f"{BASE}{kind}.json"}, registry=known, format_checker=FormatChecker())
        return [f"{error.json_path}: {error.message[:120]}" for error in validator.iter_errors(thing)]

    return errors


@pytest.fixture(scope="session")
def declared(shared_data):
    """The names of properties that the schema of a kind declares."""
    folder = shared_data / "hsds" / "schema"
    return lambda kind: set(json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))["properties"])


def contents(client, path: str, **query) -> list[dict]:
    """A whole list, page by page."""
    found, number = [], 1
    while True:
        page = client.get(f"/hsds/{path}", query_string={**query, "page": number, "per_page": 60}).json
        assert page["size"] == len(page["contents"]) and page["empty"] == (not page["contents"])
        assert page["first_page"] == (number == 1)
        found += page["contents"]
        if page["last_page"]:
            assert page["total_items"] == len(found) and page["total_pages"] == number
            return found
        number += 1


def test_the_root_names_version_profile_and_document(client):
    told = client.get("/hsds/").json
    assert told["version"] == "3.0" and client.get("/hsds").status_code == 200
    for name in ("profile", "openapi_url"):
        assert client.get(told[name].removeprefix("http://localhost")).status_code == 200
    validate(client.get("/hsds/openapi.json").json)


def test_all_services_validate_and_say_nothing_undeclared(client, wrong, declared):
    found = contents(client, "services", full="true")
    assert len(found) == 135 and len({one["id"] for one in found}) == 135
    assert [error for one in found for error in wrong(one, "service")] == []
    for one in found:
        assert set(one) <= declared("service")
        for each in one.get("attributes", ()):
            assert set(each) <= declared("attribute") and set(each["taxonomy_term"]) <= declared("taxonomy_term")
        for each in one.get("service_at_locations", ()):
            assert set(each["location"]) <= declared("location")


@pytest.mark.parametrize(
    ("path", "kind"),
    [("services", "service"), ("organizations", "organization"), ("service_at_locations", "service_at_location"),
     ("taxonomies", "taxonomy"), ("taxonomy_terms", "taxonomy_term")],
)  # fmt: skip
def test_every_list_and_every_single_thing_validates(client, wrong, path, kind):
    found = contents(client, path)
    assert found and [error for one in found for error in wrong(one, kind)] == []
    for one in found[:20]:
        alone = client.get(f"/hsds/{path}/{one['id']}").json
        assert alone["id"] == one["id"] and wrong(alone, kind) == []
    assert client.get(f"/hsds/{path}/00000000-0000-0000-0000-000000000000").status_code == 404


def test_full_organizations_hold_their_services(client, wrong):
    found = contents(client, "organizations", full_service="true")
    assert sum(len(one["services"]) for one in found) == 135
    assert [error for one in found for service in one["services"] for error in wrong(service, "service")] == []


def test_neutrality_is_told_with_its_evidence_and_date(client):
    (one,) = [each for each in contents(client, "services", full="true", search="Hochfeld Bildungsberatung vor Ort")
              if each["name"] == "Bildungsberatung vor Ort in Hochfeld"]  # fmt: skip
    told = {each["link_type"]: each for each in one["attributes"]}
    assert told["neutrality"]["taxonomy_term"]["code"] == "B"
    assert told["neutrality"]["value"] == "reported, 2021-12"


def test_lists_are_narrowed_by_terms_organizations_words_and_places(client):
    every = contents(client, "services", full="true")
    term = next(one for one in contents(client, "taxonomy_terms") if one["code"] == "weiterbildung")
    of_term = contents(client, "services", taxonomy_term_id=term["id"])
    assert 0 < len(of_term) < 135
    assert len(of_term) == sum(any(a["taxonomy_term_id"] == term["id"] for a in one["attributes"]) for one in every)
    assert len(contents(client, "services", taxonomy_id=term["taxonomy_id"])) >= len(of_term)
    organization = every[0]["organization_id"]
    of_one = contents(client, "services", organization_id=organization)
    assert of_one and all(one["organization_id"] == organization for one in of_one)
    near = contents(client, "services", near="51.4325,6.7652", radius=1000)
    assert 0 < len(near) < 135 and len(contents(client, "services", region="05112")) == 135
    assert 0 < len(contents(client, "service_at_locations", postcode="47051")) < len(
        contents(client, "service_at_locations", postcode="47051", proximity=5000)
    )
    assert set(contents(client, "services", minimal="true")[0]) == {"id", "name", "status"}


def test_only_what_changed_after_a_moment_is_told_if_asked(app, client):
    store = services_of(app).store
    later = (NOW + timedelta(days=4000)).isoformat()
    assert contents(client, "services", modified_after=later) == []
    assert len(contents(client, "services", modified_after="2020-01-01T00:00:00Z")) == 135
    key = store.keys(region="05112")[0]
    with store.write("test", "closed") as writer:
        writer.archive_offer(key)
    assert len(contents(client, "services")) == 134


@pytest.mark.parametrize(
    "query", ["foo=1", "page=0", "per_page=x", "format=xml", "modified_after=gestern", "minimal=maybe", "near=here",
              "near=51,6&radius=-1"],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(client, query):
    answer = client.get(f"/hsds/services?{query}")
    assert answer.status_code == 400 and answer.mimetype == "application/problem+json"
    assert answer.json["detail"].endswith(".")


def test_a_list_may_come_line_by_line(client):
    lines = client.get("/hsds/services?format=ndjson&per_page=7").text.splitlines()
    assert len(lines) == 7 and all(json.loads(line)["id"] for line in lines)


def test_no_internal_contact_and_no_unknown_hours_come_out(app, client):
    store = services_of(app).store
    offer = store.offer("seed-05112:du-c-003")
    with store.write("test", "internal") as writer:
        writer.save_offer(offer, maintenance=MaintenanceContact("Geheim", "geheim@stadt.example", "0203 666", "intern"))
    text = client.get("/hsds/services?full=true&per_page=500").text
    assert "geheim" not in text.lower() and "0203 666" not in text
    one = next(one for one in json.loads(text)["contents"] if one["name"] == offer.name)
    assert offer.hours == "" and "schedules" not in one


def test_nothing_can_be_sent_there(client):
    assert client.post("/hsds/services").status_code == 405
