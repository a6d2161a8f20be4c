"""The pages around the search: start, imprint, privacy, accessibility, easy language, neutrality, borders, saved."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from model.neutrality import Policy
from tests.web.conftest import NOW
from tests.web.pages import links, reading_client, text_of
from web.context import services
from web.ground import ATTRIBUTION

PROSE = ("was-heisst-neutral", "leichte-sprache", "barrierefreiheit", "datenschutz", "impressum")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture(scope="module")
def reader(seeded):
    return reading_client(seeded, NOW)


def test_the_start_page_lists_the_regions(reader):
    html = reader.get("/").get_data(as_text=True)
    assert "/duisburg/" in links(html) and "Duisburg" in text_of(html)


def test_a_place_typed_on_the_start_page_is_answered_at_once(reader):
    html = reader.post("/", data={"adresse": "Marxloh"}).get_data(as_text=True)
    assert "2 neutrale Beratungsstellen · die nächste in ungefähr 8 km" in text_of(html)
    assert 'value="Marxloh"' in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("München", "Für diesen Ort haben wir noch keine Karte."),
        ("Xyzabcstadt", "Diesen Ort finden wir nicht."),
        ("", "Bitte geben Sie einen Ort oder eine Postleitzahl ein."),
    ],
)
def test_a_place_without_a_map_is_said(reader, typed, sentence):
    html = reader.post("/", data={"adresse": typed}).get_data(as_text=True)
    assert sentence in html and 'aria-invalid="true"' in html


@pytest.mark.parametrize("page", PROSE)
@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_every_page_of_prose_can_be_read_and_leads_on(reader, page, lang):
    response = reader.get(f"/duisburg/{page}{lang}")
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert html.count("<h1") == 1
    for link in set(links(html)):
        if link.startswith("/duisburg/"):
            assert reader.get(link).status_code == 200, link


@pytest.mark.parametrize("page", [*PROSE, "gemerkt", ""])
def test_every_page_leads_to_imprint_privacy_and_accessibility(reader, page):
    found = links(reader.get(f"/duisburg/{page}").get_data(as_text=True))
    for name in ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache"):
        assert f"/duisburg/{name}" in found


@pytest.mark.parametrize("page", [*PROSE, "gemerkt", "grenzen.json"])
def test_other_methods_and_other_regions_are_refused(reader, page):
    assert reader.post(f"/duisburg/{page}").status_code == 405
    assert reader.get(f"/atlantis/{page}").status_code == 404


def test_an_incomplete_imprint_says_so(reader):
    assert "noch nicht vollständig" in reader.get("/duisburg/impressum").get_data(as_text=True)


def test_a_complete_imprint_is_shown(app, client):
    with app.app_context():
        store = services().store
        region = store.region("duisburg")
        imprint = {name: f"Angabe {name}" for name in (*region.imprint, "represented_by")}
        with store.write(by="test", why="test") as writer:
            writer.save_region(replace(region, imprint=imprint))
    text = text_of(client.get("/duisburg/impressum").get_data(as_text=True))
    assert "noch nicht vollständig" not in text
    assert "Angabe body" in text and "Angabe represented_by" in text


def test_the_accessibility_statement_says_what_the_region_found_or_that_it_has_not_looked(app, client):
    before = client.get("/duisburg/barrierefreiheit").get_data(as_text=True)
    with app.app_context():
        store = services().store
        found = {"status": "partial", "checked_on": "1. März 2026", "method": "Selbstbewertung"}
        with store.write(by="test", why="test") as writer:
            writer.save_region(replace(store.region("duisburg"), accessibility=found))
    after = text_of(client.get("/duisburg/barrierefreiheit").get_data(as_text=True))
    assert "noch nicht selbst geprüft" in before
    assert "teilweise vereinbar" in after and "Zuletzt geprüft: 1. März 2026 (Selbstbewertung)" in after


def test_the_page_on_neutrality_follows_the_regions_own_rule(app, client):
    before = client.get("/duisburg/was-heisst-neutral").get_data(as_text=True)
    with app.app_context():
        store = services().store
        strict = replace(store.region("duisburg"), policy=Policy(frozenset({"A"}), frozenset({"verified"})))
        with store.write(by="test", why="test") as writer:
            writer.save_region(strict)
    after = client.get("/duisburg/was-heisst-neutral").get_data(as_text=True)
    assert "Es reicht, wenn eine öffentliche Quelle das sagt." in before
    assert "erst als neutral, wenn das Bildungsbüro sie geprüft hat" in after


def test_the_ground_has_the_region_its_neighbours_and_names_of_places(reader):
    response = reader.get("/duisburg/grenzen.json")
    ground = json.loads(response.get_data(as_text=True))
    roles = {feature["properties"]["role"] for feature in ground["features"]}
    names = {feature["properties"]["name"]: feature["properties"]["role"] for feature in ground["features"]}
    assert roles == {"region", "neighbour", "place"}
    assert names["Marxloh"] == "place" and names["Moers"] == "neighbour" and names["Oberhausen"] == "neighbour"
    assert ground["attribution"] == ATTRIBUTION
    assert len(response.data) < 100_000


def test_the_ground_is_not_sent_twice(reader):
    first = reader.get("/duisburg/grenzen.json")
    again = reader.get("/duisburg/grenzen.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_no_page_sets_a_cookie_or_names_another_host(reader):
    for page in ("/", *(f"/duisburg/{page}" for page in ("", *PROSE, "gemerkt"))):
        response = reader.get(page)
        html = response.get_data(as_text=True)
        assert "Set-Cookie" not in response.headers
        loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="([^"]+)"', html)
        assert [address for address in loaded if not address.startswith("/")] == []


def test_no_page_has_code_or_styles_of_its_own():
    for path in TEMPLATES.rglob("*.html"):
        markup = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=", markup), path.name
        for tag in re.findall(r"<script[^>]*>", markup):
            assert "src=" in tag or "application/json" in tag or "application/ld+json" in tag, path.name
