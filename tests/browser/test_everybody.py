"""Every page is for everybody: no barrier that axe-core knows, any width, any colours, the keyboard alone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import DESKTOP, NARROW, PHONE, listen, ready, search, visit

PAGES = {
    "regions": "/",
    "start": "/duisburg/",
    "all counselling": "/duisburg/?neutral=0",
    "courses": "/duisburg/?art=lernen",
    "nothing found": "/duisburg/?ort=marxloh&thema=sprache",
    "offer": "/duisburg/angebot/seed-05112:du-c-001",
    "coarse offer": "/duisburg/angebot/seed-05112:du-c-002",
    "report": "/duisburg/angebot/seed-05112:du-c-001/fehler",
    "neutral": "/duisburg/was-heisst-neutral",
    "easy": "/duisburg/leichte-sprache",
    "imprint": "/duisburg/impressum",
    "privacy": "/duisburg/datenschutz",
    "accessibility": "/duisburg/barrierefreiheit",
    "saved": "/duisburg/gemerkt",
    "print": "/duisburg/?druck=1&neutral=0",
    "english": "/duisburg/?lang=en",
    "not found": "/duisburg/gibt-es-nicht",
}


#: what looks different on a wide screen at night; the other pages are made of the same parts
AT_NIGHT = ("start", "courses", "nothing found", "coarse offer", "report", "neutral")


@pytest.mark.parametrize(
    ("size", "scheme", "names"),
    [(PHONE, "light", tuple(PAGES)), (DESKTOP, "dark", AT_NIGHT)],
    ids=["phone by day", "desktop at night"],
)
def test_no_page_keeps_anybody_out_or_says_anything_in_the_console(
    browser: Browser, site: str, axe, size: dict[str, int], scheme: str, names: tuple[str, ...]
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, base_url=site, locale="de-DE")
    page = context.new_page()
    noise = listen(page)
    found = {}
    for name in names:
        visit(page, PAGES[name])
        found[name] = [(one["id"], [node["html"] for node in one["nodes"]]) for one in axe(page)]
    context.close()
    assert {name: violations for name, violations in found.items() if violations} == {}
    # A browser notes on its own that the page that is not there is not there.
    assert [text for text in noise.messages if "404" not in text] == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_answer_with_open_filters_and_map_keeps_nobody_out(page: Page, axe, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    search(page, "Marxloh")
    page.click("text=Thema und Filter")
    page.click("text=Mehr Filter")
    page.click("text=Nicht neutral, aber näher")
    assert axe(page) == []
    if size is PHONE:
        page.click(".views [data-view=map]")
        page.wait_for_selector(".pin[role=button]")
        assert axe(page) == []


def test_no_page_scrolls_sideways_on_the_narrowest_phone_in_either_direction(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=NARROW, base_url=site, locale="de-DE")
    page = context.new_page()
    wide = {}
    for name, path in PAGES.items():
        visit(page, path)
        for direction in ("ltr", "rtl"):
            page.evaluate("direction => (document.documentElement.dir = direction)", direction)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > NARROW["width"]:
                wide[f"{name} {direction}"] = width
    context.close()
    assert wide == {}


def test_pages_stay_whole_with_letters_twice_as_large(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 800}, base_url=site, locale="de-DE")
    page = context.new_page()
    for path in ("/duisburg/", PAGES["offer"]):
        visit(page, path)
        page.evaluate("document.documentElement.style.fontSize = '34px'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
    context.close()


def test_whatever_can_be_pressed_on_a_phone_is_large_enough_for_a_thumb(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=site, locale="de-DE", has_touch=True)
    page = context.new_page()
    search(page, "Marxloh")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .button, summary, .chip, .check, .tool, .home')]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }))
        .map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.5)"""
    )
    context.close()
    assert small == []


def test_the_story_works_with_the_keyboard_alone(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    visit(page, "/duisburg/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "#adresse")
    page.keyboard.type("Marxloh")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche")
    ready(page)
    tab_to(page, ".card h3 a")
    page.keyboard.press("Enter")
    ready(page)
    tab_to(page, "a[href^='tel:']")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the first element of that kind has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement === document.querySelector(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def test_nothing_moves_while_the_page_loads(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((one) => (window.moved += one.value)))
          .observe({ type: "layout-shift", buffered: true });"""
    )
    visit(page, "/duisburg/")
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.02
