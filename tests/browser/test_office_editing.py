"""Editing in the office: found in the list, changed by keyboard, brought together with others, many at once."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import Office, sign_in

KEY = "seed-05112:du-c-001"
NAME = "Bildungsberatung im Stadtfenster"
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
#: a folder for looking at the pages; without it no pictures are taken
PICTURES = os.environ.get("PICTURES", "")
Axe = Callable[..., list[dict[str, Any]]]


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]


def sound(page: Page, axe: Axe, name: str) -> None:
    """A page that keeps nobody out and fits its window."""
    look(page, name)
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in axe(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def tab_to(page: Page, name: str, *, most: int = 200) -> None:
    """Press Tab until the field or button has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"the keyboard never came to {name}")


@pytest.mark.parametrize("size", SIZES)
def test_an_offer_is_found_and_changed_by_keyboard_alone(page: Page, office: Office, axe: Axe, size: str) -> None:
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, office.address, office.database_url, "editor", name=f"Anna {size}")
    page.goto(f"{office.address}/buero/duisburg/angebote")
    sound(page, axe, "list")
    tab_to(page, "q")
    page.keyboard.type(NAME.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("1 Angebot")
    tab_to(page, NAME)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    page.wait_for_selector("body[data-offer-form]", state="attached")
    sound(page, axe, "form")

    tab_to(page, "hours")
    page.keyboard.press("Control+A")
    page.keyboard.type(f"Mo-Fr 9-1{size[0]} Uhr")
    expect(page.locator("#hours-gelesen")).to_contain_text(f"Wir lesen: Montag bis Freitag, 9 bis 1{size[0]} Uhr")
    expect(page.locator("[data-draft-note]")).to_contain_text("Entwurf gesichert um", timeout=8000)

    tab_to(page, "Vorschau")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    shown = opened.value
    shown.wait_for_selector("text=Gespeichert ist noch nichts.")
    expect(shown.get_by_role("heading", level=1)).to_have_text(NAME)
    shown.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    sound(shown, axe, "preview")
    shown.close()

    tab_to(page, "why")
    page.keyboard.type("Anruf am Montag")
    page.keyboard.press("Enter")
    expect(page.locator(".flash").first).to_contain_text("Gespeichert: Sprechzeiten.")
    expect(page.locator("#hours")).to_have_value(f"Mo-Fr 9-1{size[0]} Uhr")
    sound(page, axe, "saved")
    assert errors == []


def test_the_pin_is_moved_by_arrow_keys_and_the_point_is_then_the_hand_s(page: Page, office: Office, axe: Axe) -> None:
    sign_in(page, office.address, office.database_url, "editor", name="Pia")
    page.goto(f"{office.address}/buero/duisburg/angebot/seed-05112:du-c-002")
    page.wait_for_selector("body[data-offer-form]", state="attached")
    page.get_by_text("Punkt von Hand setzen").click()
    pin = page.get_by_role("application")
    expect(pin).to_be_visible()
    pin.focus()
    before = page.locator("[name=place-lat]").input_value()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowRight")
    assert before == ""
    assert float(page.locator("[name=place-lat]").input_value()) > 51
    sound(page, axe, "pin")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".flash").first).to_contain_text("Gespeichert: Ort.")
    expect(page.locator("[data-place-note]")).to_contain_text("auf das Haus genau")


def test_errors_are_told_on_top_and_at_the_field(page: Page, office: Office, axe: Axe) -> None:
    sign_in(page, office.address, office.database_url, "editor", name="Eva")
    page.goto(f"{office.address}/buero/duisburg/angebot/seed-05112:du-c-003")
    page.fill("#name", "")
    page.fill("#phone", "keine Nummer")
    page.fill("#hours", "Mo-Fr irgendwie")
    page.get_by_text("Punkt von Hand setzen").click()
    page.fill("#place-lat", "1")
    page.fill("#place-lon", "1")
    page.locator("[name=languages-times]").last.fill("Di 9-12 Uhr")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".problem-list")).to_be_focused()
    expect(page.locator(".problem-list")).to_contain_text("5 Angaben fehlen noch oder stimmen nicht.")
    expect(page.locator("#phone")).to_have_value("keine Nummer")
    sound(page, axe, "errors")
    page.set_viewport_size(SIZES["390"])  # type: ignore[arg-type]
    sound(page, axe, "errors")


def test_leaving_without_saving_is_asked_about_and_the_draft_is_there_again(page: Page, office: Office) -> None:
    sign_in(page, office.address, office.database_url, "editor", name="Ute")
    address = f"{office.address}/buero/duisburg/angebot/seed-05112:du-c-006"
    page.goto(address)
    page.wait_for_selector("body[data-offer-form]", state="attached")
    page.locator("#bring").press_sequentially("Zeugnisse")
    expect(page.locator("[data-draft-note]")).to_contain_text("Entwurf gesichert", timeout=8000)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{office.address}/buero/duisburg/angebote")
    assert asked == ["beforeunload"]
    page.goto(address)
    expect(page.locator(".draft-note")).to_contain_text("Sie haben einen Entwurf von")
    page.get_by_role("link", name="Mit dem Entwurf weitermachen").click()
    expect(page.locator("#bring")).to_have_value("Zeugnisse")


def test_two_who_change_the_same_choose_and_nothing_is_lost(browser: Browser, office: Office, axe: Axe) -> None:
    address = f"{office.address}/buero/duisburg/angebot/seed-05112:du-c-005"
    pages = {}
    for name in ("Anna", "Bea"):
        page = pages[name] = browser.new_context(locale="de-DE", viewport=SIZES["1280"]).new_page()  # type: ignore[arg-type]
        sign_in(page, office.address, office.database_url, "editor", name=name)
        page.goto(address)
    pages["Anna"].fill("#hours", "Mo 9-12 Uhr")
    pages["Anna"].fill("#summary", "Ein Satz von Anna.")
    pages["Anna"].get_by_role("button", name="Speichern").click()
    expect(pages["Anna"].locator(".flash").first).to_contain_text("Gespeichert")
    bea = pages["Bea"]
    bea.fill("#hours", "Di 9-12 Uhr")
    bea.fill("#bring", "Zeugnisse")
    bea.get_by_role("button", name="Speichern").click()
    expect(bea.get_by_role("heading", level=1)).to_have_text("Zwei Personen haben das Gleiche geändert")
    expect(bea.locator(".problem-list")).to_contain_text("Anna hat um")
    sound(bea, axe, "merge")
    bea.set_viewport_size(SIZES["390"])  # type: ignore[arg-type]
    sound(bea, axe, "merge")
    bea.get_by_role("radio", name="Ihre Fassung").check()
    bea.get_by_role("button", name="So speichern").click()
    expect(bea.locator("#hours")).to_have_value("Di 9-12 Uhr")
    expect(bea.locator("#summary")).to_have_value("Ein Satz von Anna.")
    expect(bea.locator("#bring")).to_have_value("Zeugnisse")
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_many_are_changed_together_and_taken_back(page: Page, office: Office, axe: Axe, size: str) -> None:
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    sign_in(page, office.address, office.database_url, "editor", name="Mia")
    page.goto(f"{office.address}/buero/duisburg/angebote?art=learning")
    ticks = page.locator("[name=key]")
    for number in range(3):
        ticks.nth(number).check()
    page.get_by_label("Was ändern?").select_option(label="Lebensphasen dazunehmen")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lebensphasen dazunehmen")
    page.get_by_label("Frühe Bildung").check()
    page.get_by_role("button", name="Zeigen, was sich ändert").click()
    expect(page.get_by_role("heading", name="Das ändert sich")).to_be_visible()
    sound(page, axe, "bulk")
    page.get_by_role("button", name="3 Angebote ändern").click()
    expect(page.locator(".flash")).to_contain_text("3 Angebote geändert.")
    sound(page, axe, "bulk-done")
    page.get_by_role("button", name="Alles zurücknehmen").click()
    expect(page.locator(".flash")).to_contain_text("3 Angebote zurückgenommen.")
    sound(page, axe, "bulk-undone")


def test_a_new_offer_with_its_address_found_while_typing(page: Page, office: Office, axe: Axe) -> None:
    sign_in(page, office.address, office.database_url, "editor", name="Nora")
    page.goto(f"{office.address}/buero/duisburg/angebote/neu")
    page.wait_for_selector("body[data-offer-form]", state="attached")
    sound(page, axe, "new")
    page.fill("#name", "Neue Lernberatung am Ring")
    page.fill("#place-city", "Duisburg")
    page.locator("#place-district").press_sequentially("Hochfeld")
    expect(page.locator("[data-place-note]")).to_contain_text("Gefunden: ", timeout=8000)
    page.get_by_role("button", name="Noch eine Sprache").click()
    page.locator("[name=languages-code]").last.select_option(label="Türkisch")
    page.get_by_role("button", name="Anlegen").click()
    expect(page.locator(".flash").first).to_contain_text("Das Angebot ist angelegt.")
    page.get_by_role("link", name="Auf der Karte ansehen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Neue Lernberatung am Ring")


def test_a_suggestion_fills_the_parts_of_the_address(
    page: Page, lively: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (offers,) = tmp_path_factory.getbasetemp().glob("site*[0-9]/offers.sqlite")
    sign_in(page, lively, f"sqlite:///{offers}", "editor", name="Sue")
    page.goto(f"{lively}/buero/duisburg/angebote/neu")
    page.wait_for_selector("body[data-offer-form]", state="attached")
    page.locator("#place-street").press_sequentially("heerstr")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#place-street")).to_have_value("Heerstraße")
    expect(page.locator("#place-city")).to_have_value("Duisburg")
    expect(page.locator("#place-postcode")).to_have_value("47053")
    expect(page.locator("#place-number")).to_be_focused()
    page.keyboard.type("109")
    expect(page.locator("[data-place-note]")).to_contain_text("Gefunden: Heerstraße", timeout=8000)
