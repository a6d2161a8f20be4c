"""Neutrality in a browser: one person checks, another confirms, citizens see it; a new threshold shows whom it hits."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from store import open_store
from tests.actions.test_keep_document import PDF
from tests.browser.office import Office, sign_in
from tests.browser.visits import DESKTOP, PHONE, listen, visit

Axe = Callable[..., list[dict[str, Any]]]
NAME = "Beratung im Turmzimmer"


def an_offer_of_its_own(office: Office, key: str) -> str:
    """An offer of counselling about which nobody has said anything yet."""
    store = open_store(office.database_url)
    try:
        with store.write(by="test", why="an offer") as writer:
            known = store.offer("seed-05112:du-c-001")
            assert known is not None
            writer.save_offer(replace(known, key=key, name=f"{NAME} {key[-1]}", facts=()))
    finally:
        store.close()
    return key


def is_fine(page: Page, axe: Axe) -> None:
    """Nothing keeps people out, and nothing is wider than the screen."""
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in axe(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def press(page: Page, name: str) -> None:
    """Press a button or follow a link with the keyboard."""
    desk = page.locator(".desk")
    target = desk.get_by_role("button", name=name).or_(desk.get_by_role("link", name=name)).first
    target.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("size", "key"), [(DESKTOP, "manual:turm-1"), (PHONE, "manual:turm-2")], ids=["desktop", "phone"]
)
def test_a_check_by_two_people_changes_what_citizens_see(browser: Browser, office: Office, axe, size, key) -> None:
    an_offer_of_its_own(office, key)
    anna, ben, citizen = (
        browser.new_context(viewport=size, base_url=office.address, locale="de-DE").new_page() for _ in range(3)
    )
    noises = [listen(page) for page in (anna, ben, citizen)]
    sign_in(anna, office.address, office.database_url, "editor", name="Anna")
    sign_in(ben, office.address, office.database_url, "editor", name="Ben")
    visit(citizen, f"/duisburg/angebot/{key}")
    expect(citizen.get_by_text("Ob diese Stelle neutral berät, ist noch nicht geprüft.").first).to_be_visible()

    visit(anna, f"/buero/duisburg/neutralitaet/{key}")
    is_fine(anna, axe)
    for code, value in (("carrier_type", "public"), ("own_courses", "no"), ("paid_per_result", "no")):
        anna.locator(f"#wert_{code}").focus()
        anna.locator(f"#wert_{code}").select_option(value)
        anna.locator(f"#quelle_{code}").fill("Satzung der Stadt")
    anna.locator("#datei_carrier_type").set_input_files(
        {"name": "../Satzung.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    outlook = anna.locator("[data-outlook]")
    expect(outlook).to_contain_text("A – unabhängig")
    expect(outlook).to_contain_text("Neutral: Der Träger ist unabhängig und verkauft keine Kurse.")
    is_fine(anna, axe)
    press(anna, "Zur Bestätigung geben")
    expect(anna.get_by_text("Eine andere Person muss es bestätigen.")).to_be_visible()
    expect(anna.get_by_role("button", name="Bestätigen")).to_have_count(0)
    is_fine(anna, axe)
    citizen.reload()
    expect(citizen.get_by_text("ist noch nicht geprüft.").first).to_be_visible()

    visit(ben, "/buero/duisburg/neutralitaet")
    is_fine(ben, axe)
    press(ben, f"{NAME} {key[-1]}")
    expect(ben.get_by_role("link", name="Satzung.pdf")).to_be_visible()
    with ben.expect_download() as download:
        press(ben, "Satzung.pdf")
    assert download.value.suggested_filename == "Satzung.pdf"
    is_fine(ben, axe)
    press(ben, "Bestätigen")
    expect(ben.get_by_text(re.compile("Auf der Karte steht jetzt: Neutral: Der Träger ist unabhängig"))).to_be_visible()

    citizen.reload()
    expect(citizen.get_by_text("Neutral: Der Träger ist unabhängig und verkauft keine Kurse.").first).to_be_visible()
    citizen.goto("/duisburg/?neutral=1")
    expect(citizen.get_by_text(f"{NAME} {key[-1]}").first).to_be_visible()
    assert [noise.messages for noise in noises] == [[], [], []]
    for page in (anna, ben, citizen):
        page.context.close()


def test_a_wrong_form_leads_to_its_field_and_keeps_the_document(page: Page, office: Office, axe) -> None:
    key = an_offer_of_its_own(office, "manual:turm-3")
    page.set_viewport_size(PHONE)
    sign_in(page, office.address, office.database_url, "editor", name="Anna")
    visit(page, f"{office.address}/buero/duisburg/neutralitaet/{key}")
    page.locator("#wert_mandate").select_option("yes")
    page.locator("#datei_mandate").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF})
    press(page, "Zur Bestätigung geben")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#quelle_mandate-fehler")).to_have_text("Bitte schreiben Sie, woher Sie das wissen.")
    expect(page.get_by_label("a.pdf")).to_be_checked()
    is_fine(page, axe)
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#quelle_mandate")).to_be_focused()


def test_without_a_script_a_button_shows_the_outlook(browser: Browser, office: Office) -> None:
    key = an_offer_of_its_own(office, "manual:turm-4")
    context = browser.new_context(java_script_enabled=False, base_url=office.address, viewport=PHONE)
    page = context.new_page()
    sign_in(page, office.address, office.database_url, "editor", name="Anna")
    page.goto(f"/buero/duisburg/neutralitaet/{key}")
    page.locator("#wert_paid_per_result").select_option("yes")
    page.locator("fieldset", has=page.locator("#wert_paid_per_result")).locator("summary").click()
    page.locator("#quelle_paid_per_result").fill("Vertrag")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.locator("[data-outlook]")).to_contain_text("Die Stelle bekommt Geld für jede Vermittlung.")
    expect(page.locator("#quelle_paid_per_result")).to_have_value("Vertrag")
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_new_threshold_shows_whom_it_hits_before_it_counts(browser: Browser, office: Office, axe, size) -> None:
    context = browser.new_context(viewport=size, base_url=office.address, locale="de-DE")
    page = context.new_page()
    noise = listen(page)
    sign_in(page, office.address, office.database_url, "admin")
    reported, public = page.get_by_label("Eine Quelle berichtet es"), "/duisburg/angebot/seed-05112:du-c-001"
    below = "Das reicht in dieser Region nicht, um als neutral zu gelten."
    for wish, word in ((False, "Nicht mehr neutral"), (True, "Neu als neutral")):
        visit(page, "/buero/duisburg/regeln")
        is_fine(page, axe)
        reported.set_checked(wish)
        press(page, "Vorschau zeigen")
        heading = page.get_by_role("heading", name=re.compile(word))
        expect(heading).to_be_visible()
        assert int((heading.text_content() or "").rpartition(" ")[2]) > 0
        is_fine(page, axe)
        page.get_by_label("Warum?").fill("Beschluss des Beirats")
        press(page, "So speichern")
        expect(page.get_by_text(re.compile("Gespeichert. Neu neutral:"))).to_be_visible()
        is_fine(page, axe)
        page.goto(public)
        assert (page.get_by_text(below).count() > 0) is not wish
    assert noise.messages == []
    context.close()
