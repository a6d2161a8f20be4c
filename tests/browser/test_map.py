"""The map: same numbers as the list, reachable by keyboard, quiet, and never in the way."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import DESKTOP, PHONE, ready, search, visit


@pytest.fixture
def wide(page: Page) -> Page:
    page.set_viewport_size(DESKTOP)
    return page


def test_cards_and_pins_bear_the_same_numbers_and_names(wide: Page) -> None:
    search(wide, "Marxloh")
    pin = wide.get_by_role("button", name="Nummer 1: Bildungsberatung im Stadtfenster, neutrale Beratung")
    expect(pin).to_be_visible()
    expect(pin.locator(".number")).to_have_text("1")
    expect(wide.locator("#treffer-1 .number")).to_have_text("1")


def test_list_and_map_are_in_step(wide: Page) -> None:
    search(wide, "Marxloh")
    pins = wide.locator(".pin[role=button]")
    wide.locator("#treffer-2").hover()
    expect(pins.filter(has_text="2")).to_have_class(r"leaflet-marker-icon pin leaflet-zoom-animated "
                                                    r"leaflet-interactive is-active")  # fmt: skip
    wide.locator("h1").hover()
    pins.filter(has_text="1").focus()
    expect(wide.locator("#treffer-1")).to_have_class("card is-active")


def test_a_pin_leads_to_its_card_with_the_keyboard(wide: Page) -> None:
    search(wide, "Marxloh")
    wide.locator(".pin[role=button]").filter(has_text="2").focus()
    wide.keyboard.press("Enter")
    expect(wide.locator("#treffer-2 h3 a")).to_be_focused()


def test_a_coarse_origin_bears_a_circle_of_doubt_that_is_wholly_in_view_and_says_what_it_means(wide: Page) -> None:
    search(wide, "Marxloh")
    circle = wide.locator("path.doubt-origin")
    expect(circle).to_have_count(1)
    ring, area = circle.bounding_box(), wide.locator(".map").bounding_box()
    assert ring["width"] > 40
    assert area["x"] < ring["x"] and ring["x"] + ring["width"] < area["x"] + area["width"]
    assert area["y"] < ring["y"] and ring["y"] + ring["height"] < area["y"] + area["height"]
    label = wide.locator(".here-label")
    expect(label).to_have_text("Ihre Suche: Duisburg-Marxlohirgendwo im Umkreis von 1,5 km")
    assert label.locator("> span").bounding_box()["y"] >= ring["y"] + ring["height"] - 1
    expect(wide.locator(".legend")).to_contain_text("Kreis: Ort nur ungefähr bekannt")


def test_a_stop_is_a_spot_without_a_circle(wide: Page, lively: str) -> None:
    search(wide, "Ruhrort Bahnhof", lively)
    expect(wide.locator(".origin")).to_contain_text("Haltestelle")
    expect(wide.locator(".origin")).not_to_contain_text("ungefähr")
    expect(wide.locator(".pin-here")).to_be_visible()
    expect(wide.locator("path.doubt-origin")).to_have_count(0)
    expect(wide.locator(".share")).to_have_count(0)


def test_the_rest_of_a_long_list_is_grouped_and_opens(wide: Page) -> None:
    visit(wide, "/duisburg/?art=lernen")
    groups = wide.locator(".pin[role=button]:has(.cluster)")
    expect(groups.first).to_be_visible()
    before = groups.count()
    groups.first.focus()
    wide.keyboard.press("Enter")
    wide.wait_for_timeout(800)
    assert groups.count() != before or wide.locator(".map-card a").count() > 0


def test_the_ground_shows_the_region_and_says_who_drew_it(wide: Page) -> None:
    visit(wide, "/duisburg/")
    expect(wide.locator("path.border-region")).to_have_count(1)
    expect(wide.locator(".leaflet-control-attribution")).to_contain_text("BKG")
    expect(wide.locator(".name", has_text="Moers")).to_be_visible()


def test_on_a_phone_the_map_is_a_view_of_its_own_with_a_way_back(page: Page) -> None:
    page.set_viewport_size(PHONE)
    search(page, "Marxloh")
    expect(page.locator(".map")).to_be_hidden()
    page.click(".views [data-view=map]")
    expect(page.locator(".map-back")).to_be_focused()
    pin = page.locator(".pin[role=button]").filter(has_text="1")
    pin.click()
    expect(page.locator(".map-card")).to_contain_text("Bildungsberatung im Stadtfenster")
    expect(pin).to_be_in_viewport()
    page.click(".map-card .close")
    page.click(".map-back")
    expect(page.locator(".map")).to_be_hidden()
    expect(page.locator("#ergebnis-titel")).to_be_visible()


def test_the_phones_own_back_button_closes_the_map_and_keeps_the_answer(page: Page) -> None:
    page.set_viewport_size(PHONE)
    search(page, "Marxloh")
    page.click(".views [data-view=map]")
    page.go_back()
    expect(page.locator(".map")).to_be_hidden()
    expect(page.locator("#ergebnis-titel")).to_contain_text("ungefähr 8 km")


def test_the_page_scrolls_over_the_small_map_of_an_offer(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, base_url=site, locale="de-DE")
    page = context.new_page()
    visit(page, "/duisburg/angebot/seed-05112:du-c-001")
    assert page.evaluate("getComputedStyle(document.querySelector('.map-small')).touchAction") in ("auto", "pan-y")
    context.close()


def test_the_wheel_scrolls_the_page_until_the_map_was_clicked(wide: Page) -> None:
    visit(wide, "/duisburg/?neutral=0")
    wide.mouse.move(1000, 400)
    wide.mouse.wheel(0, 600)
    wide.wait_for_timeout(300)
    assert wide.evaluate("window.scrollY") > 300


def test_a_phone_fetches_no_map_before_it_is_asked_for(page: Page) -> None:
    page.set_viewport_size(PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, "/duisburg/")
    assert not [address for address in asked if address.endswith(("leaflet.js", "grenzen.json"))]


def test_without_scripts_there_is_no_map_and_no_dead_button(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/duisburg/")
    for selector in (".map", ".views", "[data-locate]", "[data-save]", "[data-saved-link]"):
        assert not [one for one in page.locator(selector).all() if one.is_visible()], selector
    page.goto("/duisburg/angebot/seed-05112:du-c-001")
    for selector in (".map", "[data-print]", "[data-share]", "[data-copy]", "[data-maps-app]"):
        assert not [one for one in page.locator(selector).all() if one.is_visible()], selector
    context.close()


def test_a_calm_device_gets_no_animation(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", base_url=site)
    page = context.new_page()
    visit(page, "/duisburg/")
    assert page.locator(".leaflet-zoom-anim, .leaflet-fade-anim").count() == 0
    ready(page)
    context.close()
