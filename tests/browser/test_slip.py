"""Answering slips in a real browser: by QR code, by hand, without JavaScript and in bulk, with the keyboard alone."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from actions.pilots import register_institution
from actions.refer import NewSlip, hand_over
from config import ROOT
from model.referral import Institution
from model.slip_code import fresh_slip_code, spoken
from store import Store, open_store
from store.files import load_vocabulary
from tests.browser.office import Office
from tests.browser.visits import DESKTOP, NARROW, PHONE, listen, ready

AGS, OFFER = "05112", "seed-05112:du-c-001"
PICTURES = os.environ.get("PICTURES", "")
Axe = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def store(office: Office) -> Iterator[Store]:
    opened = open_store(office.database_url, clock=lambda: datetime.now(UTC), patience_s=30)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def house(store: Store) -> Institution:
    return register_institution(store, AGS, "Stadtbibliothek", "office")[0]


@pytest.fixture
def phone(browser: Browser, office: Office) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, base_url=office.address, locale="de-DE")
    yield context
    context.close()


def slips(store: Store, house: Institution, number: int, days_ago: int = 0) -> list[str]:
    codes = [fresh_slip_code() for _ in range(number)]
    day = datetime.now(UTC).date() - timedelta(days=days_ago)
    hand_over(store, load_vocabulary(ROOT / "data" / "vocabulary"), house, [NewSlip(one, OFFER) for one in codes], day)
    return codes


def told(store: Store) -> dict[tuple[Any, ...], int]:
    return store.referrals.counts(AGS, ("outcome", "sent_on", "answered_by"), "2020-W01", "2099-W01")


def sound(page: Page, axe: Axe, name: str) -> None:
    """A page that is whole on a phone, at a desk, at 400 percent and from right to left, and keeps nobody out."""
    ready(page)
    for size in (PHONE, DESKTOP, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for direction in ("ltr", "rtl"):
            page.evaluate("direction => document.documentElement.dir = direction", direction)
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/slip-{name}-{size['width']}-{direction}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (name, size, direction)
        page.evaluate("document.documentElement.dir = 'ltr'")
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in axe(page)] == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus; whoever cannot get there cannot use the page."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}.")


def test_a_client_scans_the_code_and_answers_with_the_keyboard(
    phone: BrowserContext, store: Store, house: Institution, office: Office, axe: Axe
) -> None:
    [code] = slips(store, house, 1)
    page = phone.new_page()
    noise = listen(page)
    page.goto(f"/schein#{code}")
    expect(page.locator("#worte")).to_have_value(code.replace("-", " "))
    assert page.url == f"{office.address}/schein"
    assert page.locator("h1").inner_text() == "Wie war die Beratung?", "nothing is sent before the button is pressed"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Wie war es?")
    expect(page.locator("#wohin")).to_be_hidden()
    tab_to(page, "input[name=antwort]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#wohin")).to_be_visible()
    sound(page, axe, "answers")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("wohin es weiterging")
    tab_to(page, "#wohin")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Danke")
    assert told(store)[("sent_on", "course", "holder")] == 1
    assert all("400 (BAD REQUEST)" in one for one in noise.messages), "but for the half answer nothing goes wrong"
    assert not any(code in one for one in noise.addresses) and len(noise.addresses) > 3
    log = (office.folder / "log").read_text(encoding="utf-8").lower()
    assert "/schein" not in log and code not in log and code.replace("-", " ") not in log


def test_a_second_code_scanned_into_the_open_page_leaves_the_address_too(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/schein")
    ready(page)
    code = fresh_slip_code()
    page.evaluate("code => { location.hash = code }", code)
    expect(page.locator("#worte")).to_have_value(code.replace("-", " "))
    assert "#" not in page.url
    page.evaluate("location.hash = 'inhalt'")
    expect(page.locator("#worte")).to_have_value(code.replace("-", " "))


def test_a_client_without_javascript_types_the_words(
    browser: Browser, office: Office, store: Store, house: Institution
) -> None:
    [code] = slips(store, house, 1)
    context = browser.new_context(
        viewport=PHONE, base_url=office.address, locale="de-DE", java_script_enabled=False  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto("/schein")
    page.get_by_label("Die sechs Wörter von Ihrem Schein").fill(spoken(code))
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Es war geschlossen.").check()
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_role("link", name="Eine andere Stelle suchen")).to_have_attribute("href", "/duisburg/")
    assert told(store)[("closed", "", "holder")] == 1
    context.close()


def test_kind_words_for_every_slip_that_cannot_be_answered(
    phone: BrowserContext, store: Store, house: Institution, axe: Axe
) -> None:
    [old] = slips(store, house, 1, days_ago=100)
    page = phone.new_page()
    cases = (
        ("unknown", fresh_slip_code(), "Diesen Schein kennen wir nicht."),
        ("words", "tisch xylophonist lampe", "xylophonist"),
        ("expired", old, "Dieser Schein ist abgelaufen"),
    )
    for name, typed, sentence in cases:
        page.goto("/schein")
        page.fill("#worte", typed)
        page.click("text=Weiter")
        expect(page.locator("main")).to_contain_text(sentence)
        if name != "expired":
            expect(page.locator("#worte")).to_have_value(typed)
        sound(page, axe, name)


def test_a_centre_answers_in_bulk_with_the_keyboard_and_loses_nothing(
    phone: BrowserContext, store: Store, house: Institution, axe: Axe
) -> None:
    codes, before = slips(store, house, 4), told(store)
    [old] = slips(store, house, 1, days_ago=100)
    page = phone.new_page()
    page.goto("/schein/mehrere")
    ready(page)
    tab_to(page, "#scheine")
    for line in [*map(spoken, codes), old, "tisch lampe"]:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator(".slips li")).to_have_count(4)
    tab_to(page, "#antwort-3")
    page.keyboard.press("w")
    page.keyboard.press("Home")
    expect(page.locator("#antwort-3")).to_have_value("")
    page.select_option("#antwort-2", "sent_on")
    expect(page.locator("#wohin-2")).to_be_visible()
    expect(page.locator("#wohin-1")).to_be_hidden()
    sound(page, axe, "many-read")
    tab_to(page, "button[formaction]")
    page.keyboard.press("Enter")
    expect(page.locator("#erledigt")).to_have_text("2 Scheine bearbeitet")
    expect(page.locator(".slips li")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("wohin es weiterging")
    expect(page.locator("#scheine")).to_have_value("tisch lampe")
    sound(page, axe, "many-half")
    page.select_option("#wohin-0", "school")
    page.select_option("#antwort-1", "did_not_go")
    page.click("text=Antworten eintragen")
    expect(page.locator("#erledigt")).to_have_text("2 Scheine bearbeitet")
    expect(page.locator(".slips")).to_have_count(0)
    expect(page.locator("#scheine")).to_have_value("tisch lampe")
    sound(page, axe, "many-done")
    new = {key: count - before.get(key, 0) for key, count in told(store).items() if key[0]}
    assert new[("helped", "", "centre")] == 2 and new[("sent_on", "school", "centre")] == 1
    assert new[("did_not_go", "", "centre")] == 1
