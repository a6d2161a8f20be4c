"""Pilots in the office, on phone and desktop: a code and its sheet to print, changes with the keyboard, a token."""

import io
import os
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import Office, sign_in
from tests.browser.visits import DESKTOP, PHONE, listen, ready

LIST = "/buero/duisburg/lotsen"
PICTURES = os.environ.get("PICTURES", "")
Axe = Callable[..., list[dict[str, Any]]]


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def screen(browser: Browser, office: Office, request: pytest.FixtureRequest):
    """A page of that size, in which an editor is signed in, and which must say nothing in its console."""
    context = browser.new_context(viewport=request.param, base_url=office.address, locale="de-DE")
    page = context.new_page()
    noise = listen(page)
    sign_in(page, office.address, office.database_url, "editor")
    yield page
    assert [message for message in noise.messages if "status of 400" not in message] == []
    context.close()


def is_fine(page: Page, axe: Axe, name: str) -> None:
    """Nothing keeps people out, and nothing is wider than the screen."""
    ready(page)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{page.viewport_size['width']}.png", full_page=True)
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in axe(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def unfold(page: Page, name: str) -> None:
    """Open what can be done with an institution, with the keyboard."""
    summary = page.locator("tbody tr").filter(has_text=name).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")


def test_an_institution_gets_its_code_and_a_sheet_to_print(screen: Page, axe: Axe) -> None:
    page, name = screen, f"Bibliothek {screen.viewport_size['width']}"
    page.goto("/buero/duisburg/")
    page.get_by_role("link", name="Lotsen", exact=True).first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lotsen")
    is_fine(page, axe, "office-pilots-empty")
    page.get_by_label("Name der Einrichtung").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Code für {name}")
    code = page.locator(".big-code").inner_text()
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    expect(page.get_by_role("button", name="Drucken")).to_be_visible()
    is_fine(page, axe, "office-pilots-code")

    page.emulate_media(media="print")
    for left_out in ("Drucken", "Abmelden"):
        expect(page.get_by_role("button", name=left_out)).to_be_hidden()
    expect(page.get_by_role("navigation", name="Bildungsbüro")).to_be_hidden()
    sheet = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    assert len(sheet) == 1
    told = " ".join(sheet[0].get_textpage().get_text_bounded().split())
    desk = page.url.split("/buero/")[0] + "/lotse/duisburg/"
    assert name in told and code in told and desk in told and "nur jetzt" not in told
    picture = sheet[0].render(scale=3).to_pil()
    if PICTURES:
        picture.save(f"{PICTURES}/office-pilots-sheet-{page.viewport_size['width']}.png")
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [desk]
    page.emulate_media(media="screen")

    page.get_by_role("link", name="Zurück zu den Lotsen").press("Enter")
    expect(page.locator("tbody tr").filter(has_text=name)).to_contain_text("leitet weiter")
    assert code not in page.content()


def test_an_institution_is_renamed_closed_and_opened_with_the_keyboard(screen: Page, axe: Axe) -> None:
    page, name = screen, f"Stadtteilbüro {screen.viewport_size['width']}"
    page.goto(LIST)
    page.get_by_label("Name der Einrichtung").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Zurück zu den Lotsen").press("Enter")
    unfold(page, name)
    field = page.locator("tbody tr").filter(has_text=name).get_by_label("Name", exact=True)
    field.fill(" ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Bitte geben Sie den Namen")
    is_fine(page, axe, "office-pilots-wrong")
    page.goto(LIST)
    unfold(page, name)
    field.fill(f"{name} Nord")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Der Name ist geändert.")
    unfold(page, f"{name} Nord")
    is_fine(page, axe, "office-pilots-unfolded")
    page.get_by_role("button", name=re.compile(f"^Schließen ?: {name} Nord")).press("Enter")
    row = page.locator("tbody tr").filter(has_text=f"{name} Nord")
    expect(row).to_contain_text("geschlossen")
    unfold(page, f"{name} Nord")
    page.get_by_role("button", name=re.compile(f"^Wieder öffnen ?: {name} Nord")).press("Enter")
    expect(row).to_contain_text("leitet weiter")


def test_a_centre_gets_a_token_and_an_example(screen: Page, axe: Axe) -> None:
    page = screen
    page.goto(LIST)
    number = 0 if page.viewport_size == PHONE else 1
    provider = page.locator("#stellen-liste option").nth(number).get_attribute("value")
    page.get_by_label("Träger der Beratungsstelle").fill(provider)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Schlüssel für {provider}")
    token = page.locator(".token").inner_text()
    assert token.startswith("schein_") and f"Bearer {token}" in page.locator("pre").inner_text()
    expect(page.get_by_role("button", name="Schlüssel kopieren")).to_be_visible()
    is_fine(page, axe, "office-pilots-token")
    page.get_by_role("link", name="Zurück zu den Lotsen").press("Enter")
    row = page.locator("tbody tr").filter(has_text=provider)
    expect(row).to_contain_text("Schlüssel gilt")
    assert token not in page.content()
    is_fine(page, axe, "office-pilots-centres")
    page.get_by_role("button", name=re.compile(f"^Schließen ?: {re.escape(provider)}")).press("Enter")
    expect(row).to_contain_text("geschlossen")
