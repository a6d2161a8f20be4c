"""From a new installation to the first offer on the map: the first admin signs up and writes it, citizens see it."""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import Office
from tests.browser.test_office_accounts import PASSWORD, first_link
from tests.browser.visits import DESKTOP, PHONE, listen

Axe = Callable[..., list[dict[str, Any]]]


def is_fine(page: Page, axe: Axe) -> None:
    """Nothing keeps people out, and nothing is wider than the screen."""
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in axe(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_the_first_link_to_the_first_published_offer(
    browser: Browser, office: Office, axe: Axe, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size, locale="de-DE", timezone_id="Europe/Berlin")
    page = context.new_page()
    noise = listen(page)
    name = f"Lernberatung am Hafen {size['width']}"

    page.goto(first_link(office))
    page.get_by_label("Ihre Mail-Adresse").fill(f"erste{size['width']}@stadt.example")
    page.get_by_label("Ihr Name").fill("Erika Erste")
    page.get_by_label("Passwort", exact=False).first.fill(PASSWORD)
    page.keyboard.press("Enter")
    key = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("Code, den die App jetzt zeigt").fill(pyotp.TOTP(key).now())
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ich habe die Codes aufbewahrt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zu tun")

    page.goto(f"{office.address}/buero/duisburg/angebote")
    page.get_by_role("link", name="Neues Angebot").click()
    page.wait_for_selector("body[data-offer-form]", state="attached")
    is_fine(page, axe)
    page.locator("#name").fill(name)
    page.locator("#provider").fill("Verein am Hafen")
    page.locator("#summary").fill("Wir beraten Sie zu Schule und Beruf.")
    page.get_by_role("button", name="Anlegen").click()
    expect(page.get_by_role("status").first).to_contain_text("Das Angebot ist angelegt.")

    citizen = browser.new_context(viewport=size, locale="de-DE").new_page()
    citizen.goto(page.url.replace("/buero", ""))
    expect(citizen.get_by_role("heading", level=1)).to_have_text(name)
    expect(citizen.locator("main")).to_contain_text("Verein am Hafen")
    is_fine(citizen, axe)
    citizen.context.close()
    assert [message for message in noise.messages if "status of 4" not in message] == []
    context.close()
