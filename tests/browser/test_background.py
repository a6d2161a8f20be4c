"""The background of the map comes from another host, so it comes only after a click that says so."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import DESKTOP, PHONE, visit
from tests.server import own_settings, running_server

ROOT = Path(__file__).resolve().parents[2]
HOST = "tiles.example.org"


@pytest.fixture(scope="module")
def with_background(site: str, tmp_path_factory: pytest.TempPathFactory):
    """A second server on the same data whose operator has named a tile service."""
    assert site
    (folder,) = tmp_path_factory.getbasetemp().glob("site*[0-9]")
    settings = own_settings(folder) | {
        "BASEMAP": f"https://{HOST}/{{z}}/{{x}}/{{y}}.png",
        "BASEMAP_ATTRIBUTION": "© Beispielkarten",
        "WORKERS": "1",
        "WORKER": "none",
    }
    with running_server(ROOT, settings, folder / "log-background") as address:
        yield address


def test_the_tile_service_is_asked_after_the_click_and_not_before(page: Page, with_background: str) -> None:
    page.set_viewport_size(DESKTOP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, f"{with_background}/duisburg/")
    expect(page.locator(".map-ask")).to_contain_text(f"Dann fragt Ihr Gerät Bilder bei {HOST} ab.")
    page.wait_for_timeout(300)
    assert not [address for address in asked if HOST in address]
    page.click("[data-load-background]")
    page.wait_for_timeout(500)
    assert [address for address in asked if address.startswith(f"https://{HOST}/")]
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© Beispielkarten")
    expect(page.locator(".map-ask")).to_have_count(0)


def test_the_small_map_of_an_offer_asks_first_too(page: Page, with_background: str) -> None:
    page.set_viewport_size(PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, f"{with_background}/duisburg/angebot/seed-05112:du-c-001")
    assert not [address for address in asked if HOST in address]
    page.click("[data-load-background]")
    page.wait_for_timeout(300)
    assert [address for address in asked if address.startswith(f"https://{HOST}/")]


def test_the_privacy_page_names_the_tile_service(page: Page, with_background: str) -> None:
    visit(page, f"{with_background}/duisburg/datenschutz")
    expect(page.locator("main")).to_contain_text(HOST)


def test_without_a_tile_service_nothing_is_offered(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    visit(page, "/duisburg/")
    expect(page.locator(".map-ask")).to_have_count(0)
