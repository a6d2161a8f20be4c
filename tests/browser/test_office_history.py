"""The history in a browser: a mistake is found, an older version comes back, a whole delivery is taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from model.source import Source
from store import open_store
from tests.browser.office import Office, sign_in
from tests.browser.visits import DESKTOP, PHONE, listen, visit

Axe = Callable[..., list[dict[str, Any]]]


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


def spoil(office: Office, key: str, file: str) -> None:
    """Let a wrong delivery change one offer and make another."""
    store = open_store(office.database_url)
    try:
        with store.write(by="import liste", why=f"Tabelle: {file}") as writer:
            run = writer.start_run(Source("liste", "Liste"), file, "0" * 64, "05112")
            offer = writer.offer(key)
            assert offer is not None
            writer.save_offer(replace(offer, contact=replace(offer.contact, phone="0203 000000")))
            writer.save_offer(replace(offer, key=f"liste:{file}", name=f"Falscher Eintrag {file}"))
            writer.finish_run(run, {"new": 1, "changed": 1})
    finally:
        store.close()


@pytest.fixture(params=[(DESKTOP, "du-c-001"), (PHONE, "du-c-003")], ids=["desktop", "phone"])
def screen(browser: Browser, office: Office, request: pytest.FixtureRequest):
    """A page of that size and an offer of its own, which must say nothing in its console."""
    size, ref = request.param
    context = browser.new_context(viewport=size, base_url=office.address, locale="de-DE")
    page = context.new_page()
    noise = listen(page)
    sign_in(page, office.address, office.database_url, "editor", name="Anna")
    yield page, f"seed-05112:{ref}"
    # A browser notes on its own that a form was sent back.
    assert [text for text in noise.messages if "400" not in text] == []
    context.close()


def test_an_older_version_comes_back_and_citizens_see_it(screen, office: Office, axe) -> None:
    page, key = screen
    store = open_store(office.database_url)
    before = store.offer(key)
    assert before is not None
    with store.write(by="Ben", why="am Telefon verhört") as writer:
        writer.save_offer(replace(before, summary="Ganz falscher Satz"))
    store.close()
    visit(page, f"/buero/duisburg/verlauf/{key}")
    expect(page.get_by_text("am Telefon verhört")).to_be_visible()
    expect(page.locator("ins", has_text="Ganz falscher Satz")).to_be_visible()
    is_fine(page, axe)
    press(page, "Zu Version 1 zurück")
    expect(page.locator("del", has_text="Ganz falscher Satz")).to_be_visible()
    is_fine(page, axe)
    page.get_by_label("Warum?").fill("Der alte Satz stimmt.")
    press(page, "So wiederherstellen")
    expect(page.get_by_text("Version 1 gilt wieder.")).to_be_visible()
    expect(page.get_by_text("Der alte Satz stimmt.")).to_be_visible()
    is_fine(page, axe)
    page.goto(f"/duisburg/angebot/{key}")
    expect(page.get_by_text("Ganz falscher Satz")).to_have_count(0)


def test_a_wrong_delivery_is_taken_back(screen, office: Office, axe) -> None:
    page, key = screen
    file = f"{key[-3:]}.csv"
    spoil(office, key, file)
    page.goto(f"/duisburg/angebot/liste:{file}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Falscher Eintrag")
    visit(page, "/buero/duisburg/verlauf")
    is_fine(page, axe)
    row = page.get_by_role("row").filter(has_text=file).or_(page.locator("tr", has_text=file)).first
    row.get_by_role("link", name="Ganz zurücknehmen").press("Enter")
    expect(page.get_by_text("1 neues Angebot kommt ins Archiv.")).to_be_visible()
    is_fine(page, axe)
    page.get_by_label("Warum?").fill("falsche Datei")
    press(page, "Jetzt zurücknehmen")
    expect(page.get_by_text("Neu und jetzt im Archiv: 1.")).to_be_visible()
    is_fine(page, axe)
    answer = page.request.get(f"/duisburg/angebot/liste:{file}")
    assert answer.status == 404
    page.goto(f"/duisburg/angebot/{key}")
    expect(page.get_by_text("0203 000000")).to_have_count(0)


def test_the_list_goes_out_as_a_file_and_contacts_only_after_a_warning(screen, axe) -> None:
    page, _ = screen
    visit(page, "/buero/duisburg/ausgabe?art=learning")
    is_fine(page, axe)
    with page.expect_download() as download:
        press(page, "CSV")
    assert download.value.suggested_filename.startswith("angebote-duisburg-")
    press(page, "Excel mit Pflegekontakten")
    expect(page.get_by_role("alert")).to_contain_text("Bitte bestätigen Sie, dass die Datei im Haus bleibt.")
    is_fine(page, axe)
    page.get_by_label("Die Datei bleibt im Haus.").check()
    with page.expect_download() as download:
        press(page, "Excel mit Pflegekontakten")
    assert download.value.suggested_filename.startswith("intern-angebote-duisburg-")
