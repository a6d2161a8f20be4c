"""schema.org in every public page: what is known, nothing that is not, and nothing that could run."""

import json
import re
from dataclasses import replace

import pytest
from extruct.jsonld import JsonLdExtractor

from geo.point import Point
from model.contact import MaintenanceContact
from model.neutrality import Fact
from model.offer import Cost, Offer
from model.place import Place
from tests.desk import services_of

#: what a search engine needs of each kind of thing
REQUIRED = {"Service": {"name", "description", "url", "provider", "serviceType", "areaServed"},
            "Course": {"name", "description", "url", "provider"}, "WebSite": {"name", "url", "hasPart"}}  # fmt: skip


def structured(html: str) -> dict:
    """What extruct, which reads pages as search engines do, finds in a page; it is what stands there."""
    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    (found,) = JsonLdExtractor().extract(html)
    assert found == json.loads(written)
    return found


@pytest.fixture
def offer(app) -> Offer:
    return services_of(app).store.offer("seed-05112:du-c-002")


def save(app, offer: Offer) -> str:
    with services_of(app).store.write("test", "offer") as writer:
        writer.save_offer(offer, maintenance=MaintenanceContact("Geheim", "geheim@stadt.example", "0203 666", "intern"))
    return f"/duisburg/angebot/{offer.key}"


def parts(thing, kind):
    """All parts of a kind, at any depth."""
    if isinstance(thing, dict):
        if thing.get("@type") == kind:
            yield thing
        for value in thing.values():
            yield from parts(value, kind)
    elif isinstance(thing, list):
        for one in thing:
            yield from parts(one, kind)


def test_every_offer_has_what_is_required_and_nothing_empty(app, client):
    for key in services_of(app).store.keys(region="05112"):
        told = structured(client.get(f"/duisburg/angebot/{key}").text)
        assert told["@context"] == "https://schema.org" and set(told) >= REQUIRED[told["@type"]], key
        assert '""' not in json.dumps(told) and "null" not in json.dumps(told), key


def test_a_region_lists_its_offers_and_its_data(client):
    told = structured(client.get("/duisburg/").text)
    assert told["@type"] == "WebSite" and set(told) >= REQUIRED["WebSite"]
    (listed,) = parts(told, "ItemList")
    assert listed["itemListElement"][0]["url"].startswith("http://localhost/duisburg/angebot/")
    (data,) = parts(told, "Dataset")
    assert client.get(data["url"].removeprefix("http://localhost")).status_code == 200


def test_what_somebody_searched_is_not_in_it(client):
    page = client.post("/duisburg/suche", data={"adresse": "Weseler Straße 1, Marxloh"}).text
    assert "application/ld+json" not in page


def test_hours_points_and_prices_are_told_only_where_they_are_known(app, client, offer):
    known = replace(
        offer, hours="Mo-Fr 9-12 Uhr", appointment="not_needed", cost=Cost("free"),
        place=Place("", "Weg", "1", "47051", "Duisburg", "", Point(51.43, 6.76), "house"),
        facts=(Fact("carrier_type", "public"),),
    )  # fmt: skip
    told = structured(client.get(save(app, known)).text)
    (hours, *_) = parts(told, "OpeningHoursSpecification")
    assert (hours["opens"], hours["dayOfWeek"][0]) == ("09:00", "https://schema.org/Monday")
    assert told["isAccessibleForFree"] is True and list(parts(told, "GovernmentOrganization"))
    assert next(parts(told, "PostalAddress"))["addressCountry"] == "DE"
    unknown = replace(known, hours="nach Vereinbarung", cost=Cost(), place=replace(known.place, precision="place"))
    told = structured(client.get(save(app, unknown)).text)
    assert not list(parts(told, "OpeningHoursSpecification")) and not list(parts(told, "GeoCoordinates"))
    assert "isAccessibleForFree" not in told


def test_nothing_that_was_typed_ends_the_script_and_no_internal_contact_is_in_it(app, client, offer):
    evil = replace(offer, name="</script><script>alert(1)</script>", summary="<!-- & \u2028")
    page = client.get(save(app, evil)).text
    assert structured(page)["name"] == evil.name and "<script>alert" not in page
    assert "geheim" not in page.lower() and "0203 666" not in page
