"""What a device keeps for the desk without a network: all files, public data, and no duplicates when it hands in."""

import json
import re
from dataclasses import replace

import pytest

from actions.pilots import register_institution
from config import ROOT
from model.slip_code import fresh_slip_code
from model.slip_words import WORDS
from tests.desk import DUISBURG, services_of
from tests.web.test_pilot import give_access
from web.pilot_offline import ASSETS

STATIC = ROOT / "static"
HAND_IN = "/lotse/duisburg/nachtragen"


@pytest.fixture
def here(app):
    return services_of(app)


@pytest.fixture
def pilot(client, here):
    _, code = register_institution(here.store, DUISBURG, "Stadtbibliothek", "office")
    give_access(client, code)
    return client


def imported(name):
    """The scripts that a script imports, and those that they import."""
    text = (STATIC / name).read_text(encoding="utf-8")
    found = {name}
    for one in re.findall(r'^import .* from "(\.[^"]+)"', text, re.MULTILINE):
        found |= imported(str(((STATIC / name).parent / one).resolve().relative_to(STATIC)))
    return found


def test_every_file_that_the_page_needs_is_kept(client):
    page = client.get("/lotse/duisburg/ohne-netz").text
    named = set(re.findall(r'/static/([^"?]+\.(?:css|js|svg))"', page))
    scripts = set().union(*(imported(one) for one in named if one.endswith(".js")))
    assert set(ASSETS) == named | scripts
    assert all((STATIC / name).is_file() for name in ASSETS)


def test_the_data_is_public_and_holds_every_counselling_offer(client, here):
    data = client.get("/lotse/duisburg/daten.json").get_json()
    counselling = {key for key in here.store.keys(DUISBURG) if here.store.offer(key).kind == "counselling"}
    assert {one["key"] for one in data["offers"]} == counselling and data["institution"] == ""
    assert data["slip_words"] == list(WORDS) and len(data["places"]) > 70
    first = data["offers"][0]
    assert first["sheets"].keys() == {"de", "en", "einfach"} and len(first["closed"]) == 28
    assert "Pflege" not in json.dumps(data)


def test_the_data_names_the_institution_of_the_device_and_is_not_sent_twice(pilot):
    answer = pilot.get("/lotse/duisburg/daten.json")
    assert answer.get_json()["institution"] == "Stadtbibliothek"
    again = pilot.get("/lotse/duisburg/daten.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and "private" in answer.headers["Cache-Control"]


def test_the_data_changes_with_the_map(client, here):
    before = client.get("/lotse/duisburg/daten.json").headers["ETag"]
    offer = here.store.offer(here.store.keys(DUISBURG)[0])
    with here.store.write("x", "renamed") as writer:
        writer.save_offer(replace(offer, name="Neuer Name"))
    assert client.get("/lotse/duisburg/daten.json").headers["ETag"] != before


def test_slips_are_handed_in_once_each_and_bad_ones_are_named(pilot, here):
    key = here.store.keys(DUISBURG)[0]
    slips = [{"code": fresh_slip_code(), "offer": key, "topic": "studium", "live_contact": True, "name": "Ada"},
             {"code": "x", "offer": key}, {"code": fresh_slip_code(), "offer": "nobody:1"}]  # fmt: skip
    for _ in range(2):
        told = pilot.post(HAND_IN, json={"slips": slips}).get_json()["slips"]
        assert [bool(one["problem"]) for one in told] == [False, True, True]
    assert here.store.referrals.counts(DUISBURG, ("topic", "live_contact"), "2020-W01", "2030-W01") == {
        ("studium", True): 1
    }


@pytest.mark.parametrize("body", [None, [], {}, {"slips": []}, {"slips": "x"}, {"slips": ["x"]}, {"slips": [{}] * 21}])
def test_what_is_no_list_of_slips_is_refused(pilot, body):
    assert pilot.post(HAND_IN, json=body).status_code == 400


def test_only_institutions_hand_in_and_only_as_scripts_of_our_own_do(pilot, here, client):
    slip = {"code": fresh_slip_code(), "offer": here.store.keys(DUISBURG)[0]}
    assert pilot.post(HAND_IN, data={"slips": json.dumps([slip])}).status_code == 400
    stranger = pilot.application.test_client()
    assert stranger.post(HAND_IN, json={"slips": [slip]}).status_code == 403
    assert not here.store.referrals.counts(DUISBURG, ("week",), "2020-W01", "2030-W01")


def test_the_worker_may_answer_for_all_pages_of_pilots_and_keeps_no_answers(client):
    answer = client.get("/lotse/sw.js")
    assert answer.status_code == 200 and "javascript" in answer.content_type
    assert "cache.put" not in answer.text and "addAll" not in answer.text
