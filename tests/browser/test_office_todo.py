"""The to-do list in a browser: what is found is mended and leaves the list; two entries become one, and come apart."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from actions.watch import watch
from geo.live import LiveGeocoder
from model.contact import Contact
from model.source import Provenance
from store import Store, open_store
from store.files import load_vocabulary
from tests.browser.office import Office, sign_in

ROOT = Path(__file__).resolve().parent.parent.parent
#: for each size an offer of its own, so that no pair is left over for the other one
TWINS = {"1280": "seed-05112:du-c-005", "390": "seed-05112:du-c-006"}
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
PICTURES = os.environ.get("PICTURES", "")
Axe = Callable[..., list[dict[str, Any]]]
by_size = pytest.mark.parametrize("size", SIZES)


def sound(page: Page, axe: Axe, name: str) -> None:
    """A page that keeps nobody out and fits its window."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in axe(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def with_store(office: Office, change: Callable[[Store], None] = lambda _store: None) -> None:
    """Change something behind the scenes, and let the watch look, as the worker does every minute."""
    store = open_store(office.database_url, clock=lambda: datetime.now(UTC))
    try:
        change(store)
        vocabulary = load_vocabulary(ROOT / "data" / "vocabulary")
        watch(store, LiveGeocoder(office.folder / "gazetteer.sqlite"), vocabulary, datetime.now(UTC))
    finally:
        store.close()


def spoil(store: Store) -> None:
    """Three offers whose telephone cannot be dialled."""
    with store.write(by="test", why="wrong numbers") as writer:
        for number in (1, 2, 3):
            offer = store.offer(f"seed-05112:du-c-00{number}")
            assert offer is not None
            writer.save_offer(replace(offer, contact=replace(offer.contact, phone="bei Frau Meier")))


def count(page: Page, title: str) -> int:
    """The number beside a line of the to-do list, 0 where there is no such line."""
    line = page.locator(".todo-group", has=page.get_by_role("heading", name=title))
    return int(line.locator(".todo-count").inner_text()) if line.count() else 0


def tab_to(page: Page, words: str, *, most: int = 200) -> None:
    """Press Tab until what begins with these words has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(words):
            return
    raise AssertionError(f"the keyboard never came to {words}")


@by_size
def test_what_is_found_is_mended_by_keyboard_and_leaves_the_list(
    page: Page, office: Office, axe: Axe, size: str
) -> None:
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with_store(office, spoil)
    sign_in(page, office.address, office.database_url, "editor", name=f"Anna {size}")
    page.goto(f"{office.address}/buero/duisburg/")
    expect(page.get_by_role("heading", name="In 15 Minuten schaffen Sie")).to_be_visible()
    sound(page, axe, "todo")
    before = count(page, "Telefonnummer kann nicht stimmen")
    assert before == 3

    tab_to(page, "Anfangen: Telefonnummer kann nicht stimmen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Telefonnummer kann nicht stimmen")
    expect(page.locator(".finding").first).to_contain_text("„bei Frau Meier“ kann man nicht wählen.")
    page.wait_for_selector("body[data-ready]", state="attached")
    sound(page, axe, "work-list")
    tab_to(page, page.locator(".finding h3").first.inner_text())
    page.keyboard.press("j")
    expect(page.locator("#zeile-2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#zeile-1")).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator(".flash")).to_contain_text("Zurückgestellt bis")
    expect(page.locator("#zeile-1")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator(".flash")).to_contain_text("Das stimmt so.")
    expect(page.locator("#zeile-1")).to_be_focused()
    page.keyboard.press("b")
    page.wait_for_url("**/buero/duisburg/angebot/**#phone")
    page.wait_for_selector("body[data-ready]", state="attached")
    page.locator("#phone").fill("0203 283-5708")
    page.locator("#phone").press("Enter")
    page.wait_for_load_state()

    page.goto(f"{office.address}/buero/duisburg/")
    assert count(page, "Telefonnummer kann nicht stimmen") == 0
    with_store(office)
    page.reload()
    assert count(page, "Telefonnummer kann nicht stimmen") == 0
    page.goto(f"{office.address}/buero/duisburg/zu-tun/phone")
    expect(page.get_by_text("Hier ist alles erledigt.")).to_be_visible()
    page.locator("summary", has_text="Zurückgestellt oder als richtig gemerkt (2)").click()
    sound(page, axe, "work-list-empty")
    for _ in range(2):
        page.get_by_role("button", name="Wieder in die Liste").first.click()
        page.wait_for_selector("body[data-ready]", state="attached")
        if page.locator("summary").count():
            page.locator("summary").click()
    expect(page.locator(".finding-list[data-findings] .finding")).to_have_count(2)
    assert errors == []


@by_size
def test_two_entries_become_one_and_the_old_address_leads_on(page: Page, office: Office, axe: Axe, size: str) -> None:
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    kept, twin = TWINS[size], f"other:{size}"

    def add_twin(store: Store) -> None:
        first = store.offer(kept)
        assert first is not None
        with store.write(by="test", why="another list") as writer:
            writer.save_offer(
                replace(first, key=twin, summary="Wir beraten Sie in aller Ruhe.", topics=("geld",),
                        contact=Contact("0203 555123"), hours="Mo 9-12 Uhr", provenance=Provenance("other"))
            )  # fmt: skip

    with_store(office, add_twin)
    sign_in(page, office.address, office.database_url, "editor", name=f"Berta {size}")
    page.goto(f"{office.address}/duisburg/angebot/{twin}")
    name = page.get_by_role("heading", level=1).inner_text()
    page.goto(f"{office.address}/buero/duisburg/")
    page.get_by_role("link", name="Vielleicht doppelt").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vielleicht doppelt")
    sound(page, axe, "doubles")
    tab_to(page, "Nebeneinander ansehen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ist das dasselbe Angebot?")
    sound(page, axe, "pair")
    if page.locator("input[name=bleibt]").first.get_attribute("value") == twin:
        page.get_by_role("link", name="Der andere soll bleiben").click()
    page.locator("input[name=feld-hours][value=dropped]").check()
    page.get_by_role("button", name="Einen Eintrag daraus machen").click()
    expect(page.locator(".flash")).to_contain_text(f"Aus zwei Einträgen ist einer geworden: {name}.")
    sound(page, axe, "merged")

    page.goto(f"{office.address}/duisburg/angebot/{twin}")
    expect(page).to_have_url(f"{office.address}/duisburg/angebot/{kept}")
    expect(page.locator("main")).to_contain_text("Montag")

    page.goto(f"{office.address}/buero/duisburg/doppelte")
    page.get_by_role("button", name="Wieder zwei machen").first.click()
    expect(page.locator(".flash")).to_contain_text("Wieder zwei Einträge.")
    fresh = page.context.request.get(f"{office.address}/api/v1/offers/{twin}", max_redirects=0)
    assert fresh.status == 200
    with_store(office)
    page.goto(f"{office.address}/buero/duisburg/doppelte")
    page.get_by_role("button", name="Kein Doppel").first.click()
    expect(page.get_by_text("Kein Eintrag sieht doppelt aus.")).to_be_visible()
