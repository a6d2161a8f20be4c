"""Accounts in a browser, with the keyboard alone: from the first link to the desk, and from an invitation to it."""

import re
import time
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from actions.account_links import first_admin_link
from actions.manage_accounts import Manager, invite
from model.access import Grant
from store import open_store
from tests.browser.office import Office, sign_in
from tests.browser.visits import DESKTOP, PHONE, listen

PASSWORD = "vier Wörter ohne Sinn"
Axe = Callable[..., list[dict[str, Any]]]


def tab_to(page: Page, target: Locator, patience: int = 60) -> None:
    """Move the focus with the tab key until it is there."""
    for _ in range(patience):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The tab key does not reach {target}")


def type_into(page: Page, label: str, text: str) -> None:
    """Reach a field with the tab key and type."""
    tab_to(page, page.get_by_label(label, exact=False).first)
    page.keyboard.type(text)


def is_fine(page: Page, axe: Axe) -> None:
    """Nothing keeps people out, and nothing is wider than the screen."""
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in axe(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def first_link(office: Office) -> str:
    """The link that the server printed, or a new one once there was an admin."""
    patient_until = time.monotonic() + 30
    printed = None
    # One server process prints it once it has loaded everything; another one may answer before that.
    while printed is None and time.monotonic() < patient_until:
        printed = re.search(r"http://\S+/konto/erste-einrichtung/\S+", (office.folder / "log").read_text())
        time.sleep(0.1)
    assert printed, "The server printed no link to the first admin."
    store = open_store(office.database_url)
    try:
        if not store.accounts.all():
            return printed[0]
        with store.write(by="test", why="nobody administers any more") as writer:
            for account in store.accounts.all():
                writer.accounts.close(account.id)
        return first_admin_link(store, office.address)
    finally:
        store.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def screen(browser: Browser, request: pytest.FixtureRequest):
    """A page of that size, which must say nothing in its console."""
    context = browser.new_context(viewport=request.param, locale="de-DE", timezone_id="Europe/Berlin")
    page = context.new_page()
    noise = listen(page)
    yield page
    assert [message for message in noise.messages if "status of 4" not in message] == []
    context.close()


def test_from_the_first_link_to_the_desk_with_the_keyboard_alone(screen: Page, office: Office, axe: Axe) -> None:
    page = screen
    email = f"chefin{page.viewport_size['width']}@stadt.example"
    page.goto(first_link(office))
    is_fine(page, axe)
    type_into(page, "Ihre Mail-Adresse", email)
    type_into(page, "Ihr Name", "Clara Chefin")
    type_into(page, "Passwort", "kurz")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Das Passwort ist zu kurz.")
    is_fine(page, axe)
    expect(page.get_by_label("Ihr Name")).to_have_value("Clara Chefin")
    type_into(page, "Passwort", PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiten Faktor einrichten")
    is_fine(page, axe)
    key = page.locator(".key").inner_text().replace(" ", "")
    type_into(page, "Code, den die App jetzt zeigt", "000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Dieser Code stimmt nicht.")
    type_into(page, "Code, den die App jetzt zeigt", pyotp.TOTP(key).now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Wiederherstellungs-Codes")
    codes = page.locator(".code-list code").all_inner_texts()
    assert len(codes) == 10
    is_fine(page, axe)
    tab_to(page, page.get_by_role("link", name="Ich habe die Codes aufbewahrt"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zu tun")

    tab_to(page, page.get_by_role("button", name="Abmelden"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    page.goto(f"{office.address}/buero/duisburg/konten")
    is_fine(page, axe)
    type_into(page, "Mail-Adresse", email)
    type_into(page, "Passwort", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Noch ein Code")
    is_fine(page, axe)
    type_into(page, "Code aus Ihrer App", codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Konten")


def test_an_admin_invites_and_the_invited_one_signs_in(screen: Page, office: Office, axe: Axe) -> None:
    page = screen
    email = f"neu{page.viewport_size['width']}@stadt.example"
    sign_in(page, office.address, office.database_url, "admin", name=f"Anna {page.viewport_size['width']}")
    page.goto(f"{office.address}/buero/duisburg/konten")
    is_fine(page, axe)
    type_into(page, "Mail-Adresse", email)
    page.keyboard.press("Tab")
    page.keyboard.type("Nele Neu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"Die Einladung an {email}")
    page.get_by_role("link", name=email).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nele Neu")
    is_fine(page, axe)
    again = page.get_by_role("button", name="Einladung noch einmal schicken")
    again.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Der alte Link gilt nicht mehr.")
    page.goto(f"{office.address}/buero/duisburg/konten/protokoll")
    is_fine(page, axe)
    expect(page.locator("tbody tr").first).to_contain_text("noch einmal eingeladen")

    store = open_store(office.database_url)
    who = Manager(None, office.address)
    link = invite(store, who, f"{page.viewport_size['width']}@stadt.example", Grant("editor", "05112"), "Duisburg").link
    store.close()
    page.context.clear_cookies()
    page.goto(link)
    is_fine(page, axe)
    type_into(page, "Ihr Name", "Nils Neu")
    type_into(page, "Passwort", PASSWORD)
    reveal = page.get_by_role("button", name="Passwort zeigen")
    tab_to(page, reveal)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Passwort", exact=True)).to_have_attribute("type", "text")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zu tun")
    page.goto(f"{office.address}/konto/")
    is_fine(page, axe)
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("Dieser Link wurde schon benutzt.")
    is_fine(page, axe)


def test_signing_in_works_without_scripts(browser: Browser, office: Office) -> None:
    store = open_store(office.database_url)
    who = Manager(None, office.address)
    link = invite(store, who, "ohne@stadt.example", Grant("editor", "05112"), "Duisburg").link
    store.close()
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(link)
    page.fill("#name", "Ohne Skript")
    page.fill("#passwort", PASSWORD)
    page.click("text=Konto anlegen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zu tun")
    page.click("text=Abmelden")
    page.fill("#mail", "ohne@stadt.example")
    page.fill("#passwort", PASSWORD)
    page.click("button:has-text('Anmelden')")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zu tun")
    context.close()
