"""Entries that nobody confirms any more, and parts checked by themselves, as citizens and programs see them."""

from dataclasses import replace
from datetime import date

import pytest

from model.offer import FieldCheck, Verification
from web.i18n import words
from web.wording import freshness, parts_checked

KEY = "seed-05112:du-c-001"
WARNING = "Schon länger nicht bestätigt. Bitte vorher anrufen."


@pytest.fixture
def store(app):
    return app.extensions["open_services"]().store


def change(store, key, **changes):
    with store.write("me", "test") as writer:
        writer.save_offer(replace(writer.offer(key), **changes))


def nearest(client, **more):
    return client.post("/api/v1/nearest", json={"near": {"lat": 51.43, "lon": 6.76}, "region": "05112", **more}).json


def test_the_page_of_an_offer_warns_and_says_what_was_checked_when(client, store):
    assert WARNING not in client.get(f"/duisburg/angebot/{KEY}").text
    checks = (FieldCheck("hours", date(2026, 3, 1), "x", "phone"), FieldCheck("address", date(2024, 1, 1), "x", "web"))
    change(
        store, KEY, faded_on=date(2026, 2, 1), checks=checks, verification=Verification(date(2025, 1, 1), "x", "mail")
    )
    page = client.get(f"/duisburg/angebot/{KEY}").text
    assert WARNING in page and "Zeiten geprüft am 1. März 2026 (Telefon)" in page
    assert "Adresse geprüft" not in page  # the whole entry was checked later
    english = client.get(f"/duisburg/angebot/{KEY}?lang=en").text
    assert "Not confirmed for a long time. Please call first." in english
    assert "Opening hours checked on 1 March 2026" in english


def test_a_card_warns_too_and_comes_last(client, store):
    first = nearest(client, neutral=True, kind="counselling")["hits"][0]
    assert first["faded"] is False
    change(store, first["key"], faded_on=date(2026, 2, 1))
    found = nearest(client, neutral=True, kind="counselling", limit=100)["hits"]
    assert found[0]["key"] != first["key"] and found[0]["faded"] is False
    own = [hit for hit in found if not hit["neighbour"]]
    assert own[-1]["key"] == first["key"] and own[-1]["faded"] is True
    page = client.post("/duisburg/suche", data={"adresse": "Heerstraße 109", "art": "beratung", "neutral": "1"}).text
    assert page.count("Schon länger nicht bestätigt.") == 1


def test_the_promise_speaks_of_the_nearest_that_somebody_confirms(client, store):
    form = {"adresse": "Heerstraße 109, Duisburg", "art": "beratung", "neutral": "1"}
    assert "die nächste in" in client.post("/duisburg/suche", data=form).text.replace("&nbsp;", " ")
    for key in store.keys("05112"):
        change(store, key, faded_on=date(2026, 2, 1))
    page = client.post("/duisburg/suche", data=form).text.replace("&nbsp;", " ")
    assert "Schon länger nicht bestätigt." in page
    assert "die nächste in" not in page and "in Duisburg</h2>" in page


def test_the_interface_tells_parts_that_were_checked(client, store):
    change(store, KEY, checks=(FieldCheck("phone", date(2026, 3, 1), "x", "phone"),))
    found = client.get(f"/api/v1/offers/{KEY}").json
    assert found["checks"] == [{"part": "phone", "on": "2026-03-01", "how": "phone"}]
    assert found["faded"] is False


def test_a_faded_entry_is_never_called_checked(store):
    offer = replace(store.offer(KEY), verification=Verification(date(2026, 3, 1), "x", "phone"))
    assert freshness(offer, date(2026, 3, 3), words("de")).checked
    faded = freshness(replace(offer, faded_on=date(2026, 3, 2)), date(2026, 3, 3), words("de"))
    assert (faded.checked, faded.doubtful, faded.warning) == (False, True, WARNING)
    nobody = replace(offer, faded_on=date(2026, 3, 2), contact=replace(offer.contact, phone=""))
    assert freshness(nobody, date(2026, 3, 3), words("de")).warning.endswith("Bitte vorher nachfragen.")


@pytest.mark.parametrize(("part", "word"), [("hours", "Zeiten"), ("phone", "Telefon"), ("address", "Adresse")])
def test_each_part_has_its_word(store, part, word):
    offer = replace(store.offer(KEY), verification=None, checks=(FieldCheck(part, date(2026, 3, 1)),))
    assert parts_checked(offer, words("de")) == [f"{word} geprüft am 1. März 2026"]
