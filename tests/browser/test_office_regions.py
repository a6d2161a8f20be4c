"""An operator sets up another region with the keyboard and sees what it lacks, at both sizes."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office, sign_in
from tests.browser.visits import DESKTOP, PHONE, listen, visit

PICTURES = os.environ.get("PICTURES", "")


def is_fine(page: Page, axe: Callable[..., list[dict[str, Any]]], name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in axe(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("size", "city", "slug"), [(DESKTOP, "Münster", "muenster"), (PHONE, "Essen", "essen")])
def test_a_region_is_set_up_with_the_keyboard(page: Page, office: Office, axe, size, city, slug) -> None:
    page.set_viewport_size(size)
    noise = listen(page)
    sign_in(page, office.address, office.database_url, "admin", "", name="Olga")
    visit(page, f"{office.address}/buero/regionen/neu")
    is_fine(page, axe, f"region-new-{size['width']}")
    page.locator("#gebiet").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.locator("#gebiet").focus()
    page.keyboard.type(city)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(f"{city} einrichten")
    is_fine(page, axe, f"region-start-{size['width']}")
    page.locator(".start-missing .button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(f"Regeln für {city}")
    visit(page, f"{office.address}/{slug}/")
    expect(page.locator("h1")).to_have_text("Wo bekomme ich Rat?")
    # The form that was sent empty is answered with 400, which Chromium notes.
    assert [one for one in noise.messages if "400" not in one] == []
