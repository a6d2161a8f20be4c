"""A campaign in a real browser: from the list to the return rate, answered on a phone, a desk, and without scripts."""

import email
import email.policy
import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from store import Store, open_store
from tests.browser.office import Office, sign_in

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PICTURES = os.environ.get("PICTURES", "")
KEY = "seed-05112:du-c-001"
LIST = f"""Einrichtung;Ansprechpartner;E-Mail;Telefon;Straße;Hausnummer;PLZ;Ort;Typ;Stadtteil;Angebote
Volkshochschule Nord;Frau Şahin;vhs@traeger.example;0203 1;Königstraße;47;47051;Duisburg;VHS;Altstadt;
Beratung am Brückenplatz;Herr Öz;;0203 2;Brückenplatz;1;47053;Duisburg;Verein;Hochfeld;{KEY}
Kolleg Süd;;kolleg@traeger.example;0203 3;Weg;2;47055;Duisburg;Kolleg;Wanheimerort;
;ohne@traeger.example;;;;;;;;
"""
Axe = Callable[..., list[dict[str, Any]]]


def sound(page: Page, axe: Axe, name: str) -> None:
    """A page that keeps nobody out and fits both windows."""
    before = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{size['width']}.png", full_page=True)
        found = [(one["id"], [node["target"] for node in one["nodes"]]) for one in axe(page)]
        assert found == [], f"{name} at {size['width']}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} at {size['width']} is {wide} px too wide"
        small = page.evaluate(
            """() => [...document.querySelectorAll("main :is(button, .button, summary, input:not([type=hidden]))")]
            .filter(one => one.checkVisibility() && !one.closest(".campaign-tick, .entry-tick, .check"))
            .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))"""
        )
        assert small == [], name
    page.set_viewport_size(before)  # type: ignore[arg-type]


@pytest.fixture
def store(office: Office) -> Store:
    return open_store(office.database_url, patience_s=30)


def new_page(browser: Browser, size: dict[str, int], **more: Any) -> Page:
    return browser.new_context(viewport=size, locale="de-DE", **more).new_page()  # type: ignore[arg-type]


def mail_to(office: Office, to: str, words: str) -> str:
    """The text of the mail to somebody, once the worker of the server has sent it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for file in office.outbox.glob("*.eml"):
            mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
            if to in mail["To"] and words in text:
                return str(text)
        time.sleep(0.2)
    raise AssertionError(f"no mail came to {to}")


def make(page: Page, office: Office, axe: Axe, folder: Path) -> None:
    """The office writes a campaign, chooses its questions, reads the list in, and invites."""
    page.goto(f"{office.address}/buero/duisburg/")
    page.get_by_role("link", name="Erhebungen").click()
    sound(page, axe, "list-empty")
    page.get_by_role("link", name="Neue Erhebung").click()
    page.get_by_label("Name der Erhebung").fill("Frühjahrsabfrage")
    today = datetime.now(UTC).date()
    page.get_by_label("Erster Tag").fill(today.isoformat())
    page.get_by_label("Letzter Tag").fill((today + timedelta(days=30)).isoformat())
    page.get_by_label("Text der Einladung").fill("Guten Tag {nahme}")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Den Platzhalter {nahme} gibt es nicht.")
    sound(page, axe, "texts-wrong")
    page.get_by_label("Text der Einladung").fill("Guten Tag {name},\nstimmt das zu {einrichtung} noch? Bis zum {bis}.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", name="Fragen", exact=True)).to_be_visible()
    page.get_by_label("Frage", exact=True).fill("Wie viele Menschen beraten Sie im Monat?")
    page.get_by_label("Art der Antwort").select_option("number")
    page.get_by_role("button", name="Speichern und noch eine Frage").click()
    new = page.get_by_role("group", name="Neue Frage")
    new.get_by_label("Frage", exact=True).fill("Was fehlt bei Ihnen?")
    new.get_by_label("Art der Antwort").select_option("several")
    new.get_by_label("Antworten zur Wahl").fill("Räume\nPersonal")
    new.get_by_label("Muss beantwortet werden").check()
    sound(page, axe, "questions")
    page.get_by_role("button", name="Speichern", exact=True).click()
    sound(page, axe, "draft")
    page.get_by_role("link", name="Aufnehmen").click()
    (folder / "liste.csv").write_text(LIST, encoding="utf-8")
    page.get_by_label("CSV- oder Excel-Datei").set_input_files(folder / "liste.csv")
    page.get_by_role("button", name="Liste lesen").click()
    expect(page.get_by_text("Zeile 5: Die Einrichtung fehlt.")).to_be_visible()
    sound(page, axe, "preview")
    page.get_by_role("button", name="3 aufnehmen").click()
    expect(page.get_by_text("3 Einrichtungen aufgenommen.")).to_be_visible()
    sound(page, axe, "people")
    page.get_by_role("link", name="Zur Erhebung").click()
    page.get_by_role("button", name="Jetzt einladen").click()
    expect(page.get_by_text("Die Mails werden jetzt geschrieben")).to_be_visible()


def print_letter(page: Page, folder: Path) -> str:
    """The office prints the only letter; the code that stands on it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Briefe drucken").click()
    download.value.save_as(folder / "briefe.pdf")
    (letter,) = pypdfium2.PdfDocument(folder / "briefe.pdf")
    if PICTURES:
        letter.render(scale=2).to_pil().save(f"{PICTURES}/letter.png")
    text = letter.get_textpage().get_text_range()
    assert "Beratung am Brückenplatz" in text
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)[0]  # type: ignore[index]


def answer_on_a_phone(page: Page, office: Office, axe: Axe, code: str) -> None:
    """Somebody types the code from the letter, begins, changes a phone number, and puts the phone away."""
    page.goto(f"{office.address}/umfrage")
    sound(page, axe, "enter")
    typed = code.replace("-", " ").lower()
    page.get_by_label("Code aus dem Brief").fill(typed[:-1] + ("X" if code[-1] != "X" else "Y"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Dieser Code stimmt nicht ganz.")
    sound(page, axe, "enter-wrong")
    page.get_by_label("Code aus dem Brief").fill(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Frühjahrsabfrage")).to_be_visible()
    sound(page, axe, "form")
    page.get_by_label("Wie viele Menschen").fill("40")
    page.get_by_role("button", name="Etwas ändern").click()
    expect(page.get_by_label("Telefon", exact=True)).to_be_visible()
    sound(page, axe, "offer")
    page.get_by_label("Telefon", exact=True).fill("0203 44 55 66")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Gespeichert. Noch ist nichts gesendet.")).to_be_visible()
    expect(page.get_by_label("Wie viele Menschen")).to_have_value("40")
    sound(page, axe, "saved")
    assert page.context.cookies() == []


def go_on_at_a_desk(page: Page, office: Office, axe: Axe, code: str) -> None:
    """The same person goes on at another device with the keyboard alone, and sends."""
    page.goto(f"{office.address}/umfrage")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.get_by_label("Code aus dem Brief").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Wie viele Menschen")).to_have_value("40")
    expect(page.get_by_text("0203 44 55 66")).to_be_visible()
    page.get_by_role("button", name="Antworten senden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Bitte beantworten Sie noch: „Was fehlt bei Ihnen?“")
    expect(page.get_by_role("alert")).to_be_focused()
    sound(page, axe, "missing")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Räume").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Antworten senden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Vielen Dank")).to_be_visible()
    sound(page, axe, "thanks")


def answer_without_scripts(page: Page, office: Office, link: str) -> None:
    """Somebody opens the link from a mail in a browser that runs no scripts."""
    page.goto(link)
    expect(page.get_by_text("Von Ihnen steht noch nichts auf der Karte.")).to_be_visible()
    page.get_by_label("Personal").check()
    page.get_by_role("button", name="Antworten senden").click()
    expect(page.get_by_role("heading", name="Vielen Dank")).to_be_visible()


def test_from_the_list_to_the_return_rate(
    browser: Browser, office: Office, store: Store, axe: Axe, tmp_path: Path
) -> None:
    desk = new_page(browser, DESK)
    sign_in(desk, office.address, office.database_url, "editor", name="Anna")
    make(desk, office, axe, tmp_path)
    code = print_letter(desk, tmp_path)
    text = mail_to(office, "vhs@traeger.example", "stimmt das zu Volkshochschule Nord noch?")
    assert "Guten Tag Frau Şahin," in text
    answer_on_a_phone(new_page(browser, PHONE), office, axe, code)
    go_on_at_a_desk(new_page(browser, DESK), office, axe, code)
    link = re.search(r"http://\S+/umfrage/[a-z0-9]{12}", text)[0]  # type: ignore[index]
    answer_without_scripts(new_page(browser, DESK, java_script_enabled=False), office, link)

    desk.goto(f"{office.address}/buero/duisburg/erhebungen")
    desk.get_by_role("link", name="Frühjahrsabfrage").click()
    expect(desk.get_by_text("66,7 %").first).to_be_visible()
    expect(desk.get_by_role("row", name="Verein 1 von 1")).to_be_visible()
    sound(desk, axe, "rate")
    desk.get_by_role("button", name="Jetzt erinnern").click()
    reminder = mail_to(office, "kolleg@traeger.example", "Was Sie schon gespeichert haben")
    assert "Ihre Antwort fehlt uns noch." in reminder
    desk.get_by_role("link", name="Wer noch fehlt").click()
    expect(desk.get_by_role("link", name="Kolleg Süd")).to_be_visible()
    sound(desk, axe, "silent")
    desk.get_by_role("link", name="Kolleg Süd").click()
    sound(desk, axe, "person")
    desk.get_by_label("Notiz").fill("Am Telefon abgesagt")
    desk.get_by_role("button", name="Hat abgesagt").click()
    desk.get_by_role("link", name="Zur Erhebung").click()
    desk.get_by_role("link", name="Antworten", exact=True).click()
    expect(desk.get_by_role("row", name="Räume 1 von 2")).to_be_visible()
    sound(desk, axe, "answers")
    (suggestion,) = store.suggestions.page("05112", channel="campaign")
    assert (suggestion.key, suggestion.names) == (KEY, ("phone",))
    desk.get_by_role("link", name="Zur Erhebung").click()
    desk.get_by_text("Erhebung jetzt abschließen").click()
    desk.get_by_role("button", name="Abschließen").click()
    expect(desk.get_by_text("Die Codes gelten nicht mehr.")).to_be_visible()
    sound(desk, axe, "closed")
