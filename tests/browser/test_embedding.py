"""A page of somebody else shows the list in a frame that is as high as it needs to be."""

import http.server
import threading
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page


@pytest.fixture
def elsewhere(tmp_path: Path, site: str):
    """The address of another host's page with the one line of script."""
    wish = 'data-region="duisburg" data-filter="thema=sprache&amp;neutral=0"'
    line = f'<script src="{site}/einbetten.js" {wish}></script>'
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Schule</title><p>Vorher</p>{line}<p>Nachher</p>")
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


def test_the_frame_fits_its_list_and_leaves_no_cookie(page: Page, elsewhere: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(elsewhere)
    frame = page.frame_locator("iframe")
    frame.locator(".card").first.wait_for()
    inner = frame.locator("html")
    page.wait_for_function("document.querySelector('iframe').offsetHeight > 1000")
    height = page.locator("iframe").evaluate("one => one.offsetHeight")
    assert abs(height - inner.evaluate("one => one.scrollHeight")) < 4
    assert inner.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert page.context.cookies() == []
    with page.context.expect_page() as opened:
        frame.locator("h1 a").click()
    assert "/duisburg/" in opened.value.url


def test_a_pin_of_the_framed_map_opens_its_card(page: Page, site: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/duisburg/eingebettet?ansicht=karte")
    pin = page.locator(".leaflet-marker-icon[aria-label^='Nummer 1']")
    pin.focus()
    page.keyboard.press("Enter")
    assert page.locator(".map-card h3").inner_text() and wrong == []
