"""What a visitor types stays between them and this one answer."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from tests.browser.visits import listen, ready, search, visit

SECRET = "Geheimgasse 4711"


def test_no_page_asks_another_host_for_anything(page: Page, site: str) -> None:
    noise = listen(page)
    search(page, "Marxloh")
    for path in ("/", "/duisburg/?art=lernen", "/duisburg/angebot/seed-05112:du-c-001", "/duisburg/datenschutz"):
        visit(page, path)
    inside = (site, "data:", "blob:")
    assert [address for address in noise.addresses if not address.startswith(inside)] == []


def test_a_typed_address_is_in_no_address_of_a_page_or_request(page: Page) -> None:
    noise = listen(page)
    visit(page, "/duisburg/")
    page.locator("#adresse").press_sequentially(SECRET, delay=10)
    page.wait_for_timeout(400)
    page.click(".button-search")
    page.wait_for_url("**/suche")
    ready(page)
    assert page.input_value("#adresse") == SECRET
    seen = [page.url, *noise.addresses]
    assert [address for address in seen if "geheim" in unquote(address).lower()] == []


def test_no_cookie_is_set_and_nothing_typed_is_kept_on_the_device(page: Page) -> None:
    search(page, SECRET)
    assert page.context.cookies() == []
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "geheim" not in kept.lower()


def test_a_typed_address_is_in_no_log_and_no_file_of_the_server(
    page: Page, site: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    visit(page, "/duisburg/")
    page.locator("#adresse").press_sequentially(SECRET, delay=10)
    page.wait_for_timeout(400)
    page.click(".button-search")
    page.wait_for_url("**/suche")
    (folder,) = tmp_path_factory.getbasetemp().glob("site*[0-9]")
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert {"log", "offers.sqlite", "gazetteer.sqlite"} <= {path.name for path in written}
    assert [path.name for path in written if b"geheimgasse" in path.read_bytes().lower()] == []
