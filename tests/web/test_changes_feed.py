"""The feed of changes, the maps for search engines, and what these shall leave alone."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from model.contact import Contact, MaintenanceContact
from tests.desk import services_of

ATOM = "{http://www.w3.org/2005/Atom}"
KEY = "seed-05112:du-c-001"
FEED = "/duisburg/aenderungen.atom"


def entries(client: FlaskClient) -> list[dict[str, str]]:
    answer = client.get(FEED)
    assert answer.mimetype == "application/atom+xml" and answer.headers["Access-Control-Allow-Origin"] == "*"
    feed = ElementTree.fromstring(answer.data)
    assert all(feed.find(ATOM + name) is not None for name in ("id", "title", "updated", "author"))
    return [{part.tag.removeprefix(ATOM): part.text or part.get("href", "") for part in entry}
            for entry in feed.findall(f"{ATOM}entry")]  # fmt: skip


def change(app: Flask, **more: object) -> None:
    store = services_of(app).store
    with store.write("Erika Musterfrau", "geheimer Grund") as writer:
        writer.save_offer(replace(store.offer(KEY), **more), maintenance=MaintenanceContact("Person", "p@x.example"))


def test_a_new_a_changed_and_an_ended_offer_are_told_without_who_and_why(app: Flask, client: FlaskClient) -> None:
    assert entries(client)[0]["title"].startswith("Neu auf der Karte: ") and len(entries(client)) == 50
    change(app, contact=Contact(phone="0203 4711", website="https://www.vhs-duisburg.de"), hours="Mo 9-12 Uhr")
    newest = entries(client)[0]
    assert newest["title"].startswith("Geändert: ") and newest["summary"] == "Geändert: Sprechzeiten, Telefon."
    assert newest["link"].endswith(f"/duisburg/angebot/{KEY}") and newest["id"] == f"{newest['link']}#2"
    with services_of(app).store.write("x", "zu") as writer:
        writer.archive_offer(KEY)
    ended = entries(client)[0]
    assert ended["title"].startswith("Nicht mehr auf der Karte: ") and "link" not in ended
    assert not any(word in client.get(FEED).text for word in ("Musterfrau", "geheimer", "p@x.example", "Person"))


def test_it_is_not_sent_again_while_nothing_changed(app: Flask, client: FlaskClient) -> None:
    mark = {"If-None-Match": client.get(FEED).headers["ETag"]}
    assert client.get(FEED, headers=mark).status_code == 304
    change(app, summary="Ganz neu & <wahr>\x0b")
    assert client.get(FEED, headers=mark).status_code == 200 and len(entries(client)) == 50


def test_pages_lead_to_the_feed(client: FlaskClient) -> None:
    assert f'type="application/atom+xml" title="Änderungen" href="{FEED}"' in client.get("/duisburg/").text


def test_search_engines_find_every_public_page_and_are_kept_from_the_others(app: Flask, client: FlaskClient) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /buero/" in robots and "Disallow: /schein/" in robots and "/*/suche" in robots
    index = ElementTree.fromstring(client.get(robots.split("Sitemap: ")[1].strip().removeprefix("http://localhost")).data)
    (where,) = (one.text for one in index.iter() if one.tag.endswith("}loc"))
    pages = [one.text for one in ElementTree.fromstring(client.get(where.removeprefix("http://localhost")).data).iter()
             if one.tag.endswith("}loc")]  # fmt: skip
    assert len(pages) == len(set(pages)) == 7 + services_of(app).store.count_offers("05112")
    assert all(client.get(page.removeprefix("http://localhost")).status_code == 200 for page in pages[:12])


@pytest.mark.parametrize("path", [FEED, "/sitemap.xml", "/robots.txt", "/duisburg/sitemap.xml"])
def test_other_methods_and_regions_are_refused(client: FlaskClient, path: str) -> None:
    assert client.post(path).status_code == 405
    if path.startswith("/duisburg"):
        assert client.get(path.replace("duisburg", "nirgends")).status_code == 404
