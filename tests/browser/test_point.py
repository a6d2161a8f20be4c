"""The point one searches from is moved: with a finger or mouse, with a tap on the map, with the arrow keys."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.visits import DESKTOP, PHONE, listen, ready, search, visit

POINT = ".pin-here"
NOTE = "[data-point-note]"


@pytest.fixture
def wide(page: Page) -> Page:
    """The answer to a search for a district, beside its map."""
    page.set_viewport_size(DESKTOP)
    search(page, "Marxloh")
    return page


def middle(page: Page) -> tuple[float, float]:
    """Where the point is on the screen."""
    box = page.locator(POINT).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def sent_by(page: Page) -> dict[str, str]:
    """Press "search here" and give what the form sent."""
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/suche")) as caught:
        page.click("[data-point-search]")
    page.wait_for_load_state()
    ready(page)
    return {name: values[-1] for name, values in parse_qs(body(caught.value), keep_blank_values=True).items()}


def body(request: Request) -> str:
    return request.post_data or ""


def test_the_arrow_keys_move_the_point_and_what_happens_is_told(wide: Page) -> None:
    wide.click("[data-point-start]")
    expect(wide.locator(POINT)).to_be_focused()
    expect(wide.locator(NOTE)).to_have_text("Der Punkt liegt an der alten Stelle.")
    x, y = middle(wide)
    wide.keyboard.press("ArrowDown")
    expect(wide.locator(NOTE)).to_have_text(re.compile(r"\d+ m vom alten Punkt, nach Süden\."))
    assert middle(wide)[1] > y and abs(middle(wide)[0] - x) < 1
    wide.keyboard.press("Shift+ArrowRight")
    expect(wide.locator(NOTE)).to_have_text(re.compile("nach Osten"))
    expect(wide.locator(NOTE)).to_have_role("status")


def test_close_up_a_step_is_ten_metres_and_with_shift_a_hundred(wide: Page) -> None:
    wide.click("[data-point-start]")
    for _ in range(6):
        wide.keyboard.press("+")
    wide.keyboard.press("ArrowUp")
    expect(wide.locator(NOTE)).to_have_text("10 m vom alten Punkt, nach Norden.")
    wide.keyboard.press("Shift+ArrowUp")
    expect(wide.locator(NOTE)).to_have_text("110 m vom alten Punkt, nach Norden.")
    for _ in range(20):
        wide.keyboard.press("Shift+ArrowUp")
    expect(wide.locator(NOTE)).to_have_text("2,1 km vom alten Punkt, nach Norden.")
    expect(wide.locator(POINT)).to_be_in_viewport()


def test_enter_searches_from_the_new_point_in_the_body_of_the_form(wide: Page) -> None:
    noise = listen(wide)
    wide.locator(POINT).focus()
    for _ in range(3):
        wide.keyboard.press("Shift+ArrowDown")
    with wide.expect_navigation():
        wide.keyboard.press("Enter")
    ready(wide)
    expect(wide.locator(".origin")).to_contain_text("Gefunden: Ihr Punkt auf der Karte")
    expect(wide.locator("#ergebnis-titel")).not_to_contain_text("ungefähr")
    expect(wide.locator("#adresse")).to_have_value("")
    expect(wide.locator("path.doubt-origin")).to_have_count(0)
    lat = wide.locator("input[name=lat]").input_value()
    assert 51.3 < float(lat) < 51.5
    assert [address for address in [wide.url, *noise.addresses] if lat in address] == []
    assert noise.messages == []


def test_escape_puts_the_point_back(wide: Page) -> None:
    before = middle(wide)
    wide.locator(POINT).focus()
    wide.keyboard.press("Shift+ArrowRight")
    expect(wide.locator("[data-point-search]")).to_be_visible()
    wide.keyboard.press("Escape")
    expect(wide.locator("[data-point-search]")).to_be_hidden()
    expect(wide.locator("[data-point-start]")).to_be_focused()
    assert middle(wide) == pytest.approx(before, abs=1)
    expect(wide.locator(".here-label > span")).to_be_visible()
    expect(wide.locator("#adresse")).to_have_value("Marxloh")


def test_the_mouse_drags_the_point(wide: Page) -> None:
    x, y = middle(wide)
    wide.mouse.move(x, y)
    wide.mouse.down()
    wide.mouse.move(x + 30, y + 20, steps=4)
    wide.mouse.move(x + 60, y + 100, steps=4)
    wide.mouse.up()
    expect(wide.locator(NOTE)).to_have_text(re.compile(r"km vom alten Punkt, nach (Süden|Südosten)\."))
    sent = sent_by(wide)
    assert re.fullmatch(r"\d+\.\d{4}", sent["lat"]) and re.fullmatch(r"\d+\.\d{4}", sent["lon"])
    assert (sent["punkt"], sent["adresse"], sent["genau"]) == ("1", "", "")
    expect(wide.locator(".origin")).to_contain_text("Ihr Punkt auf der Karte")


def test_a_click_on_the_map_puts_the_point_there_but_only_while_it_is_moved(wide: Page) -> None:
    x, y = middle(wide)
    wide.mouse.click(x + 120, y + 60)
    assert middle(wide) == pytest.approx((x, y), abs=1)
    wide.click("[data-point-start]")
    wide.mouse.click(x + 120, y + 160)
    assert middle(wide) == pytest.approx((x + 120, y + 160), abs=2)


def test_without_a_place_to_start_from_a_point_can_be_chosen(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    visit(page, "/duisburg/")
    expect(page.locator(POINT)).to_have_count(0)
    page.click("text=Punkt auf der Karte wählen")
    expect(page.locator(POINT)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(POINT)).to_have_count(0)
    page.click("text=Punkt auf der Karte wählen")
    page.keyboard.press("ArrowLeft")
    assert sent_by(page)["punkt"] == "1"
    expect(page.locator(".origin")).to_contain_text("Ihr Punkt auf der Karte")


def test_the_point_stays_while_filters_change_and_goes_with_a_new_address(wide: Page) -> None:
    wide.locator(POINT).focus()
    wide.keyboard.press("Shift+ArrowDown")
    sent_by(wide)
    wide.click("text=Thema und Filter")
    wide.click("text=Mit diesen Filtern suchen")
    expect(wide.locator(".origin")).to_contain_text("Ihr Punkt auf der Karte")
    wide.fill("#adresse", "Walsum")
    wide.keyboard.press("Enter")
    expect(wide.locator(".origin")).to_contain_text("Walsum")


def test_a_finger_moves_the_point_on_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, base_url=site, locale="de-DE")
    page = context.new_page()
    search(page, "Marxloh")
    page.tap(".views [data-view=map]")
    page.tap("[data-point-start]")
    for button in ("[data-point-search]", "[data-point-back]"):
        assert page.locator(button).bounding_box()["height"] >= 44
    area = page.locator(".map").bounding_box()
    assert area["height"] > 300
    page.touchscreen.tap(area["x"] + 200, area["y"] + 260)
    expect(page.locator(NOTE)).to_have_text(re.compile("vom alten Punkt"))
    page.tap("[data-point-search]")
    expect(page.locator(".origin")).to_contain_text("Ihr Punkt auf der Karte")
    context.close()


def test_a_finger_drags_the_point_and_not_the_map(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, base_url=site, locale="de-DE")
    page = context.new_page()
    search(page, "Marxloh")
    page.tap(".views [data-view=map]")
    expect(page.locator("[data-point-start]")).to_be_enabled()
    x, y = middle(page)
    ring = page.locator("path.doubt-origin").bounding_box()
    finger = context.new_cdp_session(page)
    for kind, to in (("Start", 0), *(("Move", step) for step in (10, 30, 60, 90)), ("End", 0)):
        points = [] if kind == "End" else [{"x": x + to / 3, "y": y + to}]
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    expect(page.locator(NOTE)).to_have_text(re.compile(r"vom alten Punkt, nach (Süden|Südosten)\."))
    moved = page.locator("path.doubt-origin").bounding_box()
    shift = moved["y"] - ring["y"]  # the line with the buttons takes room above the map
    assert middle(page) == pytest.approx((x + 30, y + 90 + shift), abs=8)
    assert moved["x"] == pytest.approx(ring["x"], abs=2)
    context.close()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_moving_the_point_keeps_nobody_out(browser: Browser, site: str, axe, size: dict[str, int], scheme: str) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, base_url=site, locale="de-DE")
    page = context.new_page()
    noise = listen(page)
    search(page, "Marxloh")
    if size is PHONE:
        page.click(".views [data-view=map]")
    expect(page.locator(POINT)).to_be_visible()
    assert axe(page) == []
    page.click("[data-point-start]")
    page.keyboard.press("ArrowDown")
    expect(page.locator(NOTE)).to_contain_text("Süden")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert noise.messages == []
    context.close()


def test_the_point_says_what_it_is_and_hands_on_the_arrow_keys(wide: Page) -> None:
    point = wide.locator(POINT)
    expect(point).to_have_role("application")
    expect(point).to_have_accessible_name(
        "Ihre Suche: Duisburg-Marxloh. irgendwo im Umkreis von 1,5 km. "
        "Ihr Suchpunkt. Mit den Pfeiltasten verschieben."
    )
    expect(point).to_have_accessible_description(re.compile("Ziehen Sie den Punkt"))
