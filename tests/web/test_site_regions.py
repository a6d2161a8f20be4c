"""Several regions in one installation: each has its own pages, and neighbours know of each other."""

import pytest

from actions.add_region import Wanted, add_region
from config import ROOT
from geo.point import Point
from model.offer import Offer
from model.place import Place
from model.provider import Provider
from tests.web.pages import cards, links, text_of
from web.context import services

ESSEN = Offer(
    key="test:essen",
    region="05113",
    name="Beratung in Essen",
    kind="counselling",
    provider=Provider("Stadt Essen"),
    place=Place(street="Porscheplatz", number="1", city="Essen", point=Point(51.4566, 7.0123), precision="house"),
)


@pytest.fixture
def two_regions(app):
    with app.app_context():
        store = services().store
        add_region(store, ROOT / "data", Wanted("05113"))
        with store.write(by="test", why="test") as writer:
            writer.save_offer(ESSEN)


@pytest.mark.usefixtures("two_regions")
def test_the_start_page_lists_both_and_every_page_leads_to_the_other(client):
    assert {"/duisburg/", "/essen/"} <= set(links(client.get("/").get_data(as_text=True)))
    assert "Andere Region" in client.get("/duisburg/").get_data(as_text=True)


@pytest.mark.usefixtures("two_regions")
def test_a_place_typed_on_the_start_page_is_answered_in_its_own_region(client):
    assert "Bildungsberatung Essen" in client.post("/", data={"adresse": "Essen"}).get_data(as_text=True)
    assert "Bildungsberatung Duisburg" in client.post("/", data={"adresse": "Marxloh"}).get_data(as_text=True)


@pytest.mark.usefixtures("two_regions")
def test_a_place_in_the_other_region_is_said_and_can_be_searched_there(client):
    html = client.post("/duisburg/suche", data={"adresse": "Essen", "neutral": "0"}).get_data(as_text=True)
    assert "Dieser Ort liegt nicht in Duisburg." in html
    assert 'formaction="/essen/suche"' in html
    assert not [link for link in links(html) if "ort=essen" in link and link.startswith("/essen/")]


@pytest.mark.usefixtures("two_regions")
def test_an_offer_of_the_neighbour_is_marked_in_the_list_and_opens_on_its_own_page(client):
    html = client.post("/duisburg/suche", data={"adresse": "Essen", "neutral": "0"}).get_data(as_text=True)
    (card,) = [card for card in cards(html) if "Beratung in Essen" in card]
    assert "in Essen" in text_of(card)
    response = client.get("/duisburg/angebot/test:essen")
    assert (response.status_code, response.location) == (302, "/essen/angebot/test:essen")
    assert client.get(response.location).status_code == 200
