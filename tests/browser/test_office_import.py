"""A list on its way from a file to the map: columns, preview, progress, undo; and the log of mails."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from model.mail import Mail
from store import open_store
from tests.browser.office import Office, sign_in

SIZES = [{"width": 390, "height": 844}, {"width": 1280, "height": 900}]
STRANGE = "Was;Wer;Wo genau;PLZ;Stadt;Intern\n"
SEEN: list[str] = []


def rows(count: int, phone: str = "") -> str:
    return "".join(f"Beratung {n};Träger {n % 7};Heerstraße {n};47053;Duisburg;x{phone}\n" for n in range(1, count + 1))


@pytest.fixture(params=SIZES, ids=["390", "1280"])
def desk(page: Page, office: Office, request: pytest.FixtureRequest) -> Page:
    """Somebody of the office at their desk."""
    page.set_viewport_size(request.param)
    sign_in(page, office.address, office.database_url, "editor")
    page.on("pageerror", lambda error: SEEN.append(str(error)))
    return page


def width(page: Page) -> int:
    size = page.viewport_size
    assert size
    return size["width"]


def fits(page: Page) -> None:
    """Nothing sticks out to the right."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width(page)


def choose(page: Page, heading: str, meaning: str) -> None:
    page.get_by_label(heading, exact=True).select_option(label=meaning)


def test_a_list_with_strange_headings_gets_onto_the_map_and_off_again(
    desk: Page, office: Office, axe, tmp_path: Path
) -> None:
    size = width(desk)
    file = tmp_path / f"liste-{size}.csv"
    file.write_text(STRANGE.replace("Intern", f"Intern {size}") + rows(60), encoding="utf-8")
    desk.goto(f"{office.address}/buero/duisburg/einlesen")
    assert axe(desk) == []
    fits(desk)
    desk.get_by_label("Datei", exact=True).set_input_files(file)
    desk.get_by_label(re.compile("Name der Liste")).fill(f"Probe {size}")
    desk.get_by_role("button", name="Hochladen und ansehen").press("Enter")
    expect(desk.get_by_text("finden wir keine Spalte mit dem Namen")).to_be_visible(timeout=60_000)
    assert axe(desk) == []
    fits(desk)
    choose(desk, "Was", "Name")
    choose(desk, "Wer", "Träger")
    choose(desk, "Wo genau", "Straße")
    desk.get_by_role("button", name="Noch einmal ansehen").press("Enter")
    expect(desk.get_by_text("Noch ist nichts geändert.")).to_be_visible(timeout=60_000)
    expect(desk.locator(".outcome", has_text="neu")).to_contain_text("60")
    assert axe(desk) == []
    fits(desk)
    desk.get_by_role("button", name="Übernehmen").press("Enter")
    expect(desk.get_by_text("Eingelesen.", exact=False).first).to_be_visible(timeout=60_000)
    assert axe(desk) == []
    fits(desk)
    store = open_store(office.database_url)
    assert len(store.keys(region="05112", source=f"probe-{size}")) == 60
    desk.get_by_role("link", name="Zurücknehmen").press("Enter")
    desk.get_by_label("Warum?").fill("Nur zur Probe.")
    desk.get_by_role("button", name="Jetzt zurücknehmen").press("Enter")
    expect(desk.get_by_text("Zurückgenommen.", exact=False).first).to_be_visible()
    assert store.keys(region="05112", source=f"probe-{size}") == []
    store.close()
    assert SEEN == []


def test_progress_survives_leaving_and_coming_back_and_a_page_without_scripts(
    desk: Page, office: Office, axe, tmp_path: Path, browser
) -> None:
    file = tmp_path / "lang.csv"
    file.write_text("Name;Träger;Straße;PLZ;Ort;Intern\n" + rows(4000), encoding="utf-8")
    desk.goto(f"{office.address}/buero/duisburg/einlesen")
    desk.get_by_label("Datei", exact=True).set_input_files(file)
    desk.get_by_label(re.compile("Name der Liste")).fill("Lang")
    desk.get_by_role("button", name="Hochladen und ansehen").click()
    desk.wait_for_url(re.compile("/einlesen/[a-z0-9]+$"))
    address = desk.url
    assert desk.locator("progress").count() == 0 or axe(desk) == []
    desk.goto(f"{office.address}/buero/duisburg/einlesen")
    expect(desk.get_by_role("link", name="lang.csv").first).to_be_visible()
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(desk.context.cookies())
    quiet = plain.new_page()
    quiet.goto(address)
    expect(quiet.get_by_text("So würde es werden.")).to_be_visible(timeout=90_000)
    desk.goto(address)
    expect(desk.locator(".outcome", has_text="neu")).to_contain_text("4000")
    plain.close()


def test_the_log_of_mails_lets_a_person_send_an_unclear_mail_again(desk: Page, office: Office, axe) -> None:
    size = width(desk)
    store = open_store(office.database_url)
    with store.write("test", "a mail") as writer:
        mail = Mail(f"unclear-{size}", f"stelle{size}@traeger.example", "Stimmt das noch?", "Guten Tag\n", "freshness",
                    "05112")  # fmt: skip
        writer.mails.queue(mail)
        record = writer.mails.claim("stadt.example", 1000)
        assert record and record.key == mail.key
        writer.mails.gave_up(record, "unclear", "Der Versand wurde unterbrochen.")
    desk.goto(f"{office.address}/buero/duisburg/post?stand=offen")
    assert axe(desk) == []
    fits(desk)
    desk.get_by_role("button", name=re.compile(f"Noch einmal senden ?: {mail.to}")).press("Enter")
    expect(desk.get_by_text("Die Mail geht gleich noch einmal hinaus.")).to_be_visible()
    until = time.monotonic() + 30
    while store.mails.by_key(mail.key).state != "sent" and time.monotonic() < until:
        time.sleep(0.2)
    assert store.mails.by_key(mail.key).state == "sent"
    assert any(mail.to in file.read_text(encoding="utf-8") for file in office.outbox.glob("*.eml"))
    store.close()
