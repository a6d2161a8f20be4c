"""The freshness ladder in a real browser: from due to confirmed by mail link, and from due to faded to the phone."""

import email
import email.policy
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from actions.freshness_ladder import climb_in
from actions.send_mail import send_due
from model.contact import MaintenanceContact
from model.offer import Verification
from store import Store, open_store
from tests.actions.working import tools_of
from tests.browser.office import Office, sign_in

AGS = "05112"
ONE, TWO, THREE, FOUR = (f"seed-05112:du-c-{number:03}" for number in (1, 2, 3, 5))
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PICTURES = os.environ.get("PICTURES", "")
WARNING = "Schon länger nicht bestätigt."
Axe = Callable[..., list[dict[str, Any]]]


def sound(page: Page, axe: Axe, name: str) -> None:
    """A page that keeps nobody out and fits both windows."""
    before = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{size['width']}.png", full_page=True)
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in axe(page)] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        small = page.evaluate(
            """() => [...document.querySelectorAll("main button, main .button, main input:not([type=hidden])")]
            .filter(one => one.checkVisibility() && !one.closest(".check, .pick-label, .entry-tick"))
            .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))"""
        )
        assert small == []
    page.set_viewport_size(before)  # type: ignore[arg-type]


class Simulated:
    """The office's database with a clock of its own, and the worker's part of the ladder."""

    def __init__(self, office: Office, start: datetime) -> None:
        self.office, self.now = office, start
        self.store: Store = open_store(office.database_url, clock=lambda: self.now, patience_s=30)

    def climb(self) -> int:
        """One step of the ladder, and its mails sent into the outbox."""
        region = self.store.region(AGS)
        assert region is not None
        steps = climb_in(self.store, region, self.now, self.office.address)
        send_due(tools_of(self.store, self.office.folder, clock=lambda: self.now + timedelta(minutes=1)))
        return steps

    def until(self, day: datetime) -> None:
        """Climb at ten o'clock of every day until a moment."""
        while self.now < day:
            self.climb()
            self.now += timedelta(days=1)


def ten_o_clock(days_ago: int) -> datetime:
    """Ten o'clock in the morning, Duisburg's office hours, on a weekday some days ago or just before."""
    moment = (datetime.now(UTC) - timedelta(days=days_ago)).replace(hour=9, minute=0, second=0, microsecond=0)
    while moment.weekday() > 4 or moment > datetime.now(UTC):
        moment -= timedelta(days=1)
    return moment


def letters(office: Office, to: str) -> list[tuple[str, str]]:
    """Subject and text of the mails to somebody, in the order in which they were sent."""
    found = []
    for file in sorted(office.outbox.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if to in mail["To"]:
            found.append((str(mail["Subject"]).strip(), mail.get_body(("plain",)).get_content()))
    return found


def link_in(text: str) -> str:
    return re.search(r"http://\S+/stimmt/\S+", text)[0]  # type: ignore[index]


@pytest.fixture
def due(office: Office) -> Store:
    """The office's database in which only the entries of these stories are due."""
    store = open_store(office.database_url, patience_s=30)
    region = store.region(AGS)
    assert region is not None
    today = datetime.now(UTC).date()
    with store.write(by="test", why="set up") as writer:
        bureau = {"name": "Bildungsbüro", "email": "buero@stadt.example", "phone": "0203 283 0"}
        writer.save_region(replace(region, bureau=bureau, imprint={"body": "Stadt Duisburg", "city": "47049 Duisburg"}))
        for key in store.keys(AGS):
            offer = writer.offer(key)
            assert offer is not None
            asked = {ONE: "kaya@traeger.example", TWO: "kaya@traeger.example", THREE: "stumm@traeger.example"}.get(key)
            fresh = None if key in (ONE, TWO, THREE, FOUR) else Verification(today, "Bildungsbüro", "phone")
            contact = MaintenanceContact("Frau Kaya", asked, "0203 555 123") if asked else MaintenanceContact()
            writer.save_offer(
                replace(offer, verification=fresh, faded_on=None, contact=replace(offer.contact, email="")),
                maintenance=contact,
            )
            writer.upkeep.leave(key)
    return store


def test_from_due_to_confirmed_by_the_link_in_a_mail(browser: Browser, office: Office, due: Store, axe: Axe) -> None:
    admin = browser.new_context(viewport=DESK, locale="de-DE").new_page()
    sign_in(admin, office.address, office.database_url, "admin", name="Anna")
    admin.goto(f"{office.address}/buero/duisburg/bestaetigen/")
    expect(admin.get_by_role("heading", name="Wir fragen noch nicht von selbst nach")).to_be_visible()
    admin.get_by_text("Diese Mails gingen zuerst hinaus").click()
    expect(admin.get_by_text("kaya@traeger.example").first).to_be_visible()
    sound(admin, axe, "freshness-off")
    admin.get_by_role("button", name="Nachfragen einschalten").press("Enter")
    expect(admin.get_by_role("heading", name="Wir fragen von selbst nach")).to_be_visible()

    ladder = Simulated(office, ten_o_clock(0))
    assert ladder.climb() > 0
    ((subject, text),) = letters(office, "kaya@traeger.example")
    assert subject == "Stimmt das noch? 2 Angebote auf der Karte Duisburg"
    for words in ("Stadt Duisburg", "Stimmt so", "Gibt es nicht mehr", "buero@stadt.example"):
        assert words in text
    admin.goto(f"{office.address}/buero/duisburg/bestaetigen/?gruppe=asked")
    expect(admin.get_by_text("gefragt am").first).to_be_visible()
    sound(admin, axe, "freshness-asked")

    scanner = browser.new_context().request
    version, link = due.version(), link_in(text)
    for _ in range(3):
        assert scanner.get(link).status == 200
    assert due.version() == version

    provider = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="de-DE").new_page()
    provider.goto(link)
    expect(provider.get_by_role("heading", level=1)).to_have_text("Stimmt das noch?")
    seeing = browser.new_context(viewport=PHONE, locale="de-DE").new_page()
    seeing.goto(link)
    sound(seeing, axe, "confirm-ask")
    names = [due.offer(key).name for key in (ONE, TWO)]  # type: ignore[union-attr]
    provider.get_by_role("link", name=re.compile(f"Ändern.*{names[1]}")).click()
    provider.locator("summary", has_text="Kontakt").click()
    provider.get_by_role("textbox", name="Telefon").fill("0203 777 888")
    provider.get_by_role("button", name="Änderung senden").click()
    expect(provider.get_by_role("status")).to_contain_text("Wir prüfen Ihre Änderung.")
    provider.get_by_role("button", name=re.compile(f"Stimmt so.*{names[0]}")).click()
    expect(provider.get_by_role("heading", level=1)).to_have_text("Danke, alles ist beantwortet")
    seeing.goto(link)
    sound(seeing, axe, "confirm-used")

    assert due.offer(ONE).verification.how == "mail"  # type: ignore[union-attr]
    (waiting,) = due.suggestions.page(AGS, channel="confirmation")
    assert (waiting.key, waiting.names) == (TWO, ("phone",))
    seeing.goto(f"{office.address}/duisburg/angebot/{ONE}")
    expect(seeing.get_by_text(re.compile(r"Geprüft am .* \(E-Mail\)"))).to_be_visible()
    seeing.goto(f"{office.address}/stimmt/{'x' * 43}")
    sound(seeing, axe, "confirm-unknown")


def test_a_change_by_link_says_what_is_wrong_and_loses_nothing(
    browser: Browser, office: Office, due: Store, axe: Axe
) -> None:
    with due.write(by="test", why="on") as writer:
        writer.upkeep.switch(AGS, True, 200)
    ladder = Simulated(office, ten_o_clock(0))
    ladder.climb()
    page = browser.new_context(viewport=DESK, locale="de-DE").new_page()
    page.goto(link_in(letters(office, "stumm@traeger.example")[-1][1]))
    page.get_by_role("link", name="Ändern").click()
    page.locator("summary", has_text="Kontakt").click()
    sound(page, axe, "confirm-change")
    page.get_by_role("textbox", name="E-Mail").fill("keine adresse")
    page.get_by_role("button", name="Änderung senden").click()
    expect(page.get_by_role("alert")).to_contain_text("Nichts ist verloren.")
    expect(page.get_by_role("textbox", name="E-Mail")).to_have_value("keine adresse")
    sound(page, axe, "confirm-wrong")


def test_from_due_to_faded_to_confirmed_by_phone(browser: Browser, office: Office, due: Store, axe: Axe) -> None:
    with due.write(by="test", why="on") as writer:
        writer.upkeep.switch(AGS, True, 200)
    ladder = Simulated(office, ten_o_clock(60))
    before = len(letters(office, "stumm@traeger.example"))
    ladder.until(ten_o_clock(0))
    subjects = [subject.split(":")[0] for subject, _ in letters(office, "stumm@traeger.example")[before:]]
    assert subjects == [f"Stimmt das noch? {due.offer(THREE).name}".split(":")[0], "Erinnerung", "Letzte Erinnerung"]  # type: ignore[union-attr]
    assert due.offer(THREE).faded_on is not None and due.offer(FOUR).faded_on is not None  # type: ignore[union-attr]

    citizen = browser.new_context(viewport=PHONE, locale="de-DE").new_page()
    citizen.goto(f"{office.address}/duisburg/angebot/{THREE}")
    expect(citizen.get_by_text(WARNING)).to_be_visible()
    sound(citizen, axe, "offer-faded")
    citizen.goto(f"{office.address}/duisburg/")
    expect(citizen.get_by_text(WARNING).first).to_be_visible()
    sound(citizen, axe, "cards-faded")
    citizen.goto(link_in(letters(office, "stumm@traeger.example")[-1][1]))
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Dieser Link gilt nicht mehr")
    sound(citizen, axe, "confirm-expired")

    caller = browser.new_context(viewport=DESK, locale="de-DE").new_page()
    sign_in(caller, office.address, office.database_url, "editor", name="Birgül")
    caller.goto(f"{office.address}/buero/duisburg/bestaetigen/?gruppe=phone")
    sound(caller, axe, "freshness-phone")
    caller.get_by_role("link", name="Telefonliste öffnen").click()
    caller.wait_for_selector("body[data-phone-list]", state="attached")
    sound(caller, axe, "phone-list")
    if PICTURES:
        caller.emulate_media(media="print")
        caller.screenshot(path=f"{PICTURES}/phone-list-print.png", full_page=True)
        caller.emulate_media(media="screen")
    count = due.upkeep.phone_list_count(AGS)
    assert caller.locator("[data-call]").count() == count
    first = caller.locator("[data-call]").first
    expect(first).to_be_focused()
    caller.keyboard.press("ArrowDown")
    expect(caller.locator("[data-call]").nth(1)).to_be_focused()
    caller.keyboard.press("n")
    expect(caller.get_by_role("status").filter(has_text="Niemand erreicht")).to_be_visible()
    name = due.offer(THREE).name  # type: ignore[union-attr]
    caller.locator("[data-call]", has_text=name).focus()
    caller.keyboard.press("b")
    expect(caller.get_by_role("status").filter(has_text=f"Bestätigt: {name}")).to_be_visible()
    expect(caller.locator("[data-call]")).to_have_count(count - 1)
    assert caller.evaluate("document.activeElement.hasAttribute('data-call')")
    assert due.offer(THREE).faded_on is None  # type: ignore[union-attr]
    assert due.offer(THREE).verification.how == "phone"  # type: ignore[union-attr]
    citizen.goto(f"{office.address}/duisburg/angebot/{THREE}")
    expect(citizen.get_by_text(WARNING)).to_have_count(0)


def test_the_phone_list_works_without_scripts_and_rhythms_by_keyboard(
    browser: Browser, office: Office, due: Store, axe: Axe
) -> None:
    with due.write(by="test", why="faded") as writer:
        for key in (THREE, FOUR):
            offer = writer.offer(key)
            assert offer is not None
            writer.save_offer(replace(offer, faded_on=datetime(2026, 1, 5, tzinfo=UTC).date()))
    plain = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="de-DE").new_page()
    sign_in(plain, office.address, office.database_url, "editor", name="Birgül")
    plain.goto(f"{office.address}/buero/duisburg/bestaetigen/telefon")
    plain.get_by_role("button", name=re.compile("^Gibt es nicht mehr")).first.click()
    expect(plain.get_by_role("status").filter(has_text="Soll es nicht mehr geben")).to_be_visible()
    expect(plain.locator("[data-call]")).to_have_count(1)

    page = browser.new_context(viewport=DESK, locale="de-DE").new_page()
    sign_in(page, office.address, office.database_url, "editor", name="Birgül")
    page.goto(f"{office.address}/buero/duisburg/bestaetigen/?gruppe=gone")
    sound(page, axe, "freshness-gone")
    page.get_by_role("button", name=re.compile("^Es gibt das Angebot noch")).press("Enter")
    page.goto(f"{office.address}/buero/duisburg/bestaetigen/?gruppe=all")
    page.get_by_label(re.compile("auswählen$")).first.press(" ")
    page.get_by_label("Immer in diesen Monaten:").press(" ")
    page.get_by_label("Februar").press(" ")
    page.get_by_label("August").press(" ")
    page.get_by_role("button", name="Rhythmus speichern").press("Enter")
    expect(page.get_by_text("1 Angebot wird ab jetzt im Februar und August bestätigt.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Kontakt ändern")).first.press("Enter")
    page.get_by_label("Mailadresse für Nachfragen").fill("keine")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    sound(page, axe, "contact")
