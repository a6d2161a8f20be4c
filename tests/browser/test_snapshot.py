"""The map in one file, opened from a disk without a network."""

from pathlib import Path

from playwright.sync_api import Browser


def test_it_opens_and_searches_without_a_network(browser: Browser, site: str, tmp_path: Path) -> None:
    online = browser.new_context()
    path = tmp_path / "karte.html"
    path.write_bytes(online.request.get(f"{site}/duisburg/daten/offers.html").body())
    online.close()
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(path.as_uri())
    page.get_by_label("Suchen").press_sequentially("marxloh")
    shown = page.locator(".offers > li:visible")
    assert 0 < shown.count() < 20
    assert page.locator("#zahl").inner_text() == f"{shown.count()} Angebote"
    page.get_by_label("Suchen").fill("")
    page.get_by_label("Was?").select_option("neutral")
    assert all("Neutral" in text for text in shown.all_inner_texts())
    pin = page.locator("path.leaflet-interactive").first
    pin.scroll_into_view_if_needed()
    pin.dispatch_event("click")
    assert page.locator(".leaflet-popup-content h2").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == 390 and wrong == []
    context.close()
