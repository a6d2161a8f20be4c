"""Enter in the search field searches, on the first page and on the answer to a search."""

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("second", ["Walsum", "47119"])
def test_enter_searches_again_in_the_same_language(page: Page, site: str, second: str) -> None:
    page.goto(f"{site}/duisburg/")
    field = page.locator("#adresse")
    field.fill("Marxloh")
    field.press("Enter")
    expect(page.get_by_text("Gefunden: Duisburg-Marxloh")).to_be_visible()
    field.fill(second)
    field.press("Enter")
    expect(page.get_by_text(re.compile(f"Gefunden: .*{second}"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_the_answer_can_still_be_read_in_english(page: Page, site: str) -> None:
    page.goto(f"{site}/duisburg/")
    page.locator("#adresse").fill("Marxloh")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#adresse")).to_have_value("Marxloh")
