"""The story this map is made for: somebody types where they are, sees the nearest neutral counselling, and calls."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import DESKTOP, PHONE, listen, ready, search, visit


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_type_a_district_see_the_nearest_neutral_counselling_open_it_and_call(
    browser: Browser, site: str, size: dict[str, int], scripts: bool
) -> None:
    context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="de-DE", base_url=site)
    page = context.new_page()
    noise = listen(page)
    page.goto("/duisburg/")
    page.fill("#adresse", "Marxloh")
    page.click(".button-search")
    expect(page.locator("#ergebnis-titel")).to_have_text("2 neutrale Beratungsstellen · die nächste in ungefähr 8 km")
    first = page.locator(".card").first
    expect(first).to_contain_text("Bildungsberatung im Stadtfenster")
    expect(first).to_contain_text("Neutral laut Bürgerstiftung Duisburg")
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bildungsberatung im Stadtfenster")
    call = page.locator("header .actions a[href^='tel:']")
    expect(call).to_be_visible()
    assert call.get_attribute("href") == "tel:02032835708"
    page.locator("header .actions a[href$='#weg']").click()
    expect(page.locator("#weg")).to_be_in_viewport()
    assert noise.messages == []
    context.close()


def test_going_back_from_an_offer_shows_the_same_list_again(page: Page) -> None:
    search(page, "Marxloh")
    page.locator(".card h3 a").first.click()
    ready(page)
    page.go_back()
    expect(page.locator("#ergebnis-titel")).to_contain_text("die nächste in ungefähr 8 km")
    expect(page.locator("#adresse")).to_have_value("Marxloh")


def test_the_link_on_an_offer_leads_back_to_the_list_one_came_from(page: Page) -> None:
    search(page, "Marxloh")
    page.locator(".card h3 a").first.click()
    ready(page)
    page.click("[data-back]")
    expect(page.locator("#ergebnis-titel")).to_contain_text("die nächste in ungefähr 8 km")


def test_suggestions_come_while_typing_and_are_taken_with_the_keyboard(page: Page) -> None:
    visit(page, "/duisburg/")
    page.locator("#adresse").press_sequentially("marxl", delay=30)
    expect(page.get_by_role("option").first).to_contain_text("Marxloh")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#adresse")).to_have_value("Marxloh, Duisburg")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".origin")).to_contain_text("Gefunden: Duisburg-Marxloh")


def test_the_devices_place_is_asked_for_only_after_a_click(browser: Browser, site: str) -> None:
    context = browser.new_context(
        base_url=site, locale="de-DE", permissions=["geolocation"],
        geolocation={"latitude": 51.50194, "longitude": 6.75694, "accuracy": 20},
    )  # fmt: skip
    page = context.new_page()
    visit(page, "/duisburg/")
    expect(page.locator("#ergebnis-titel")).to_have_text("2 neutrale Beratungsstellen in Duisburg")
    page.click("[data-locate]")
    expect(page.locator(".origin")).to_contain_text("Gefunden: Ihr Standort")
    assert "51." not in page.url
    context.close()


def test_a_device_that_keeps_its_place_to_itself_is_told_what_to_do(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, locale="de-DE", permissions=[])
    page = context.new_page()
    visit(page, "/duisburg/")
    page.click("[data-locate]")
    expect(page.locator("[data-locate-note]")).to_contain_text("Bitte tippen Sie eine Adresse ein.")
    context.close()


def test_filters_narrow_the_answer_and_the_address_stays(page: Page) -> None:
    search(page, "Marxloh")
    page.click("text=Thema und Filter")
    page.locator("label", has_text="Studium").first.click()
    page.locator("label", has_text="Nur neutrale Beratung").click()
    page.click("text=Mit diesen Filtern suchen")
    expect(page.locator(".fold-filters > summary")).to_contain_text("Studium, auch nicht neutral")
    expect(page.locator("#adresse")).to_have_value("Marxloh")
    expect(page.locator("#ergebnis-titel")).to_contain_text("Beratungsangebote")


def test_an_offer_is_noted_on_this_device_listed_and_forgotten(page: Page) -> None:
    visit(page, "/duisburg/")
    page.locator("[data-save]").first.click()
    expect(page.locator("[data-save]").first).to_have_attribute("aria-pressed", "true")
    page.click("[data-saved-link]")
    expect(page.locator("[data-saved-list] .card")).to_have_count(1)
    expect(page.locator("[data-saved-list] a[href^='tel:']")).to_have_count(1)
    page.click("[data-saved-clear]")
    expect(page.locator("[data-saved-empty]")).to_be_visible()
    expect(page.locator("[data-saved-link]")).to_be_hidden()


def test_an_error_is_reported_without_an_account(page: Page) -> None:
    visit(page, "/duisburg/angebot/seed-05112:du-c-001")
    page.click("text=Etwas stimmt nicht")
    page.get_by_label("Die Stelle ist umgezogen.").check()
    page.click("text=Hinweis senden")
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke für Ihren Hinweis")


def test_the_language_is_changed_without_losing_the_search(page: Page) -> None:
    search(page, "Marxloh")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#ergebnis-titel")).to_have_text("2 neutral counselling offices · the nearest in about 8 km")
    page.locator(".card h3 a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
