"""From a suggestion to publication with four eyes, and a provider's own page, in a real browser."""

import os
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from actions.suggest import suggest
from model.region import OfficeRules
from store import Store, open_store
from tests.browser.office import Office, sign_in

KEY = "seed-05112:du-c-001"
NAME = "Bildungsberatung im Stadtfenster"
VIEWED = "seed-05112:du-l-001"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
#: a folder for looking at the pages; without it no pictures are taken
PICTURES = os.environ.get("PICTURES", "")
PERSON = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
Axe = Callable[..., list[dict[str, Any]]]


def sound(page: Page, axe: Axe, name: str) -> None:
    """A page that keeps nobody out and fits its window."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in axe(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def kept(office: Office) -> Store:
    """The store of the running office."""
    return open_store(office.database_url)


@pytest.fixture(scope="module", autouse=True)
def passer_by(browser: Browser, office: Office) -> None:
    """Seven looks at an offer before all tests here: the server writes views down only after half a minute."""
    page = browser.new_context(user_agent=PERSON, java_script_enabled=False).new_page()
    for _ in range(7):
        page.goto(f"{office.address}/duisburg/angebot/{VIEWED}")
    assert page.context.cookies() == []
    page.context.close()


def four_eyes(office: Office, on: bool) -> None:
    store = kept(office)
    region = store.region("05112")
    assert region is not None
    with store.write(by="test", why="rules") as writer:
        writer.save_region(replace(region, office=OfficeRules(four_eyes=on)))
    store.close()


def field(page: Page, label: str) -> Any:
    """What stands about one field on the page of a suggestion."""
    return page.get_by_role("group", name=label, exact=True)


def unfold(page: Page, title: str) -> None:
    """Open a part of the form."""
    page.locator("summary", has_text=title).click()


def test_a_suggestion_is_public_once_two_people_have_agreed(browser: Browser, office: Office, axe: Axe) -> None:
    four_eyes(office, on=True)
    visitor = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="de-DE").new_page()
    visitor.goto(f"{office.address}/duisburg/angebot/{KEY}")
    visitor.get_by_role("link", name="Angaben ändern").click()
    unfold(visitor, "Wann?")
    visitor.get_by_label("Sprechzeiten").fill("Mo–Fr 9–12 Uhr")
    unfold(visitor, "Sprachen und Zugang")
    visitor.get_by_label("Mitbringen").fill("Den alten Schulranzen")
    visitor.get_by_label("Ihre E-Mail-Adresse für eine Antwort").fill("vera@post.example")
    visitor.wait_for_timeout(2200)  # nobody fills in a form faster
    visitor.get_by_role("button", name="Vorschlag senden").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Danke für Ihren Vorschlag")
    visitor.goto(f"{office.address}/duisburg/angebot/{KEY}")
    expect(visitor.get_by_text("Schulranzen")).to_have_count(0)

    anna = browser.new_context(viewport=DESK, locale="de-DE").new_page()
    sign_in(anna, office.address, office.database_url, "editor", name="Anna")
    anna.goto(f"{office.address}/buero/duisburg/vorschlaege")
    sound(anna, axe, "suggestions")
    anna.get_by_role("link", name=NAME).first.click()
    sound(anna, axe, "suggestion")
    assert anna.get_by_role("radio", checked=True).count() == 0
    anna.get_by_role("button", name="Entscheidung speichern").click()
    expect(anna.get_by_role("alert")).to_contain_text("Bitte wählen Sie: annehmen oder ablehnen.")
    sound(anna, axe, "suggestion-wrong")
    field(anna, "Sprechzeiten").get_by_label("Annehmen").check()
    field(anna, "Mitbringen").get_by_label("Ablehnen").check()
    anna.get_by_role("button", name="Entscheidung speichern").click()
    expect(anna.get_by_text("Jetzt muss eine zweite Person bestätigen.")).to_be_visible()
    anna.get_by_role("link", name=NAME).first.click()
    anna.get_by_role("button", name="Entscheidung speichern").click()
    expect(anna.get_by_role("alert")).to_contain_text("Jetzt muss eine zweite Person bestätigen.")
    visitor.goto(f"{office.address}/duisburg/angebot/{KEY}")
    expect(visitor.get_by_text("9–12")).to_have_count(0)

    bernd = browser.new_context(viewport=PHONE, locale="de-DE").new_page()
    sign_in(bernd, office.address, office.database_url, "editor", name="Bernd")
    bernd.goto(f"{office.address}/buero/duisburg/vorschlaege")
    sound(bernd, axe, "suggestions")
    bernd.get_by_role("link", name=NAME).first.click()
    expect(bernd.get_by_text("Anna hat so entschieden.")).to_be_visible()
    sound(bernd, axe, "suggestion-half")
    bernd.get_by_role("button", name="Entscheidung speichern").click()
    expect(bernd.get_by_text("Angenommenes steht auf der Karte.")).to_be_visible()

    visitor.goto(f"{office.address}/duisburg/angebot/{KEY}")
    expect(visitor.get_by_text("9–12").first).to_be_visible()
    expect(visitor.get_by_text("Schulranzen")).to_have_count(0)
    store = kept(office)
    assert store.revisions(KEY)[0].by == "Anna und Bernd"
    store.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_the_public_forms_keep_nobody_out(browser: Browser, office: Office, axe: Axe, size: dict[str, int]) -> None:
    page = browser.new_context(viewport=size, locale="de-DE").new_page()  # type: ignore[arg-type]
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in (f"angebot/{KEY}/aendern", "vorschlag", "vorschlag?lang=en", "vorschlag?gesendet=1"):
        page.goto(f"{office.address}/duisburg/{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        sound(page, axe, path.split("/")[0].replace("?", "-"))
    page.goto(f"{office.address}/duisburg/vorschlag")
    page.get_by_role("button", name="Vorschlag senden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    sound(page, axe, "vorschlag-wrong")
    assert errors == []


def test_whoever_sends_very_much_lets_the_browser_work_a_little(browser: Browser, office: Office, axe: Axe) -> None:
    page = browser.new_context(viewport=PHONE, locale="de-DE").new_page()
    page.goto(f"{office.address}/duisburg/angebot/{KEY}/aendern")
    links = " ".join(f"https://seite{number}.example" for number in range(4))
    page.get_by_label("Ihre Nachricht an das Bildungsbüro").fill(f"Bitte sehen Sie hier: {links}")
    page.wait_for_timeout(2200)
    page.get_by_role("button", name="Vorschlag senden").click()
    expect(page.get_by_role("status").filter(has_text="Fertig.")).to_be_visible(timeout=60_000)
    sound(page, axe, "proof")
    expect(page.get_by_role("button", name="Jetzt senden")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke für Ihren Vorschlag")


def test_a_suggestion_is_decided_by_keyboard_alone(page: Page, office: Office) -> None:
    four_eyes(office, on=False)
    store = kept(office)
    other = "seed-05112:du-c-002"
    base = store.offer(other)
    assert base is not None
    code = suggest(store, region="05112", base=base, proposed=replace(base, bring="Nur gute Laune"), channel="public",
                   names=("bring",))  # fmt: skip
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    sign_in(page, office.address, office.database_url, "editor", name="Cem")
    page.goto(f"{office.address}/buero/duisburg/vorschlaege/{code}")
    tab_to(page, "feld-bring")
    page.keyboard.press("Space")
    tab_to(page, "Entscheidung speichern")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Der Vorschlag steht jetzt auf der Karte.")).to_be_visible()
    changed = store.offer(other)
    assert changed is not None and changed.bring == "Nur gute Laune"
    store.close()


def tab_to(page: Page, name: str, *, most: int = 80) -> None:
    """Press Tab until the field or button has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"the keyboard never came to {name}")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_a_provider_confirms_suggests_and_sees_views(
    browser: Browser, office: Office, axe: Axe, size: dict[str, int]
) -> None:
    four_eyes(office, on=False)
    store = kept(office)
    offer = store.offer(KEY)
    assert offer is not None
    passer_by = browser.new_context(java_script_enabled=False).new_page()
    page = browser.new_context(viewport=size, locale="de-DE").new_page()  # type: ignore[arg-type]
    who = {"provider": offer.provider.name, "name": str(size["width"])}
    sign_in(page, office.address, office.database_url, "provider", **who)
    page.goto(f"{office.address}/anbieter/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Angebote")
    sound(page, axe, "own")
    expect(page.get_by_role("row").filter(has_text=NAME)).to_contain_text("weniger als 5")
    page.get_by_role("button", name=re.compile(f"^Stimmt so ?: {NAME}")).click()
    expect(page.get_by_text("Das Angebot ist bestätigt. Danke.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=NAME)).to_contain_text("Bestätigt am")
    page.get_by_role("link", name=re.compile(f"^Ändern ?: {NAME}")).click()
    sound(page, axe, "own-change")
    unfold(page, "Kontakt")
    number = f"0203 {size['width']} 5555"
    page.get_by_role("textbox", name="Telefon").fill(number)
    page.get_by_role("button", name="An das Bildungsbüro senden").click()
    expect(page.get_by_text("Ihr Vorschlag ist beim Bildungsbüro.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=NAME)).to_contain_text("geprüft")
    sound(page, axe, "own-sent")

    sign_in(page, office.address, office.database_url, "editor", name="Dora")
    page.goto(f"{office.address}/buero/duisburg/vorschlaege?von=provider")
    page.get_by_role("link", name=NAME).click()
    page.get_by_label("Annehmen").check()
    page.get_by_role("button", name="Entscheidung speichern").click()
    passer_by.goto(f"{office.address}/duisburg/angebot/{KEY}")
    expect(passer_by.get_by_role("link", name=number, exact=True)).to_be_visible()
    now = store.offer(KEY)
    assert now is not None
    assert [check.part for check in now.checks] == ["phone"]
    store.close()


def test_views_of_people_reach_the_provider(browser: Browser, office: Office) -> None:
    store = kept(office)
    offer = store.offer(VIEWED)
    assert offer is not None
    month = f"{datetime.now(ZoneInfo('Europe/Berlin')):%Y-%m}"
    patient_until = time.monotonic() + 90
    while store.views.of_keys([VIEWED], [month]).get((VIEWED, month), 0) < 7 and time.monotonic() < patient_until:
        time.sleep(0.5)
    store.close()
    page = browser.new_context(viewport=DESK, locale="de-DE").new_page()
    sign_in(page, office.address, office.database_url, "provider", provider=offer.provider.name, name="viewed")
    page.goto(f"{office.address}/anbieter/duisburg/")
    row = page.get_by_role("row").filter(has=page.locator(f'a[href="/duisburg/angebot/{VIEWED}"]'))
    expect(row.locator("td[data-label^=Aufrufe]").first).to_have_text("7")
