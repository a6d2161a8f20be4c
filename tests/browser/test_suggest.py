"""The search field with suggestions: a combobox for the keyboard, for a finger and for those who listen."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import DESKTOP, PHONE, listen, visit


@pytest.fixture
def field(page: Page, lively: str) -> Locator:
    """The empty search field of a map whose gazetteer knows streets and stops."""
    visit(page, f"{lively}/duisburg/")
    return page.locator("#adresse")


def typed(field: Locator, text: str) -> None:
    """Type a text and wait for its suggestions."""
    field.press_sequentially(text, delay=10)
    expect(field).to_have_attribute("aria-expanded", "true")


def caret(page: Page) -> int:
    return int(page.evaluate("document.querySelector('#adresse').selectionStart"))


def lines(page: Page) -> Locator:
    """The suggestions; the page has other options too, in the choice of a radius."""
    return page.get_by_role("listbox").first.get_by_role("option")


def marked(page: Page) -> Locator:
    return page.locator("[role=option][aria-selected=true]")


def test_the_field_tells_what_it_is_and_which_list_belongs_to_it(page: Page, field: Locator) -> None:
    expect(field).to_have_role("combobox")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-expanded", "false")
    typed(field, "ruhr")
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    in_duisburg = page.get_by_role("group", name="Duisburg").get_by_role("option")
    expect(in_duisburg).to_have_count(lines(page).count())


def test_each_suggestion_says_what_it_is_and_shows_what_was_typed(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    expect(page.get_by_role("option", name="Ruhrort, Duisburg Stadtteil")).to_be_visible()
    expect(page.get_by_role("option", name="Ruhrort Bahnhof, Duisburg Haltestelle")).to_be_visible()
    expect(page.get_by_role("option", name="Ruhrorter Straße, 47059 Duisburg Straße")).to_be_visible()
    assert set(page.locator("[role=option] b").all_text_contents()) == {"Ruhrort"}


def test_the_number_of_suggestions_is_announced(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    status = page.locator(".suggest [role=status]")
    expect(status).to_have_text(f"{lines(page).count()} Vorschläge")
    field.fill("qqqqqqxyz")
    expect(status).to_have_text("Kein Vorschlag. Sie können trotzdem suchen.")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_the_arrow_keys_walk_through_the_list_and_round_again(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    options = lines(page)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("ruhrort")


def test_home_end_and_the_sideward_arrows_stay_in_the_text(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert caret(page) == 0
    expect(marked(page)).to_have_count(0)
    page.keyboard.press("End")
    assert caret(page) == 7
    page.keyboard.press("ArrowLeft")
    assert caret(page) == 6
    assert field.get_attribute("aria-activedescendant") is None


def test_escape_closes_the_list_and_then_empties_the_field(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("ruhrort")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")


def test_escape_before_the_suggestions_come_keeps_what_was_typed_and_them_away(page: Page, field: Locator) -> None:
    field.press_sequentially("ruhrort")
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    expect(field).to_have_value("ruhrort")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_alt_and_down_opens_the_list_and_alt_and_up_closes_it(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    page.keyboard.press("Alt+ArrowUp")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Alt+ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(marked(page)).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(lines(page).first).to_have_attribute("aria-selected", "true")


def test_down_asks_for_suggestions_to_a_text_that_was_there_before(page: Page, lively: str) -> None:
    visit(page, f"{lively}/duisburg/?ort=duisburg-marxloh")
    page.locator("#adresse").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    expect(marked(page)).to_have_count(1)


def test_tab_leaves_the_field_with_the_text_as_it_is(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator(".button-search")).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("ruhrort")


def test_enter_takes_the_marked_line_and_without_one_it_searches(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Ruhrort, Duisburg")
    expect(field).to_be_focused()
    page.wait_for_timeout(400)
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".origin")).to_contain_text("Gefunden: Duisburg-Ruhrort")


def test_a_line_that_was_marked_for_an_older_text_is_not_taken(page: Page, field: Locator) -> None:
    typed(field, "ruhrort")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("x")
    expect(marked(page)).to_have_count(0)


def test_a_street_leaves_the_caret_where_its_number_goes(page: Page, field: Locator) -> None:
    typed(field, "heerstr")
    page.get_by_role("option", name="Heerstraße, 47053 Duisburg").click()
    expect(field).to_have_value("Heerstraße , 47053 Duisburg")
    expect(page.locator(".suggest-hint")).to_have_text("Bitte jetzt die Hausnummer eintippen.")
    expect(page.locator(".suggest [role=status]")).to_have_text("Bitte jetzt die Hausnummer eintippen.")
    page.keyboard.type("11")
    expect(field).to_have_value("Heerstraße 11, 47053 Duisburg")
    expect(page.locator(".suggest-hint")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".origin")).to_contain_text("Gefunden: Heerstraße 11, 47053 Duisburg")


def test_a_number_that_was_typed_already_is_kept(page: Page, field: Locator) -> None:
    typed(field, "heerstr 7b")
    page.get_by_role("option", name="Heerstraße, 47053 Duisburg").click()
    expect(field).to_have_value("Heerstraße 7b, 47053 Duisburg")
    expect(page.locator(".suggest-hint")).to_be_hidden()


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Straße des 17. Juni, 10623 Berlin", "straße des 17. juni", "Straße des 17. Juni |, 10623 Berlin"),
        ("Straße des 17. Juni, 10623 Berlin", "straße des 17 juni 135", "Straße des 17. Juni 135|, 10623 Berlin"),
        ("Am Markt, 47051 Duisburg", "am markt 12-14, 47051", "Am Markt 12-14|, 47051 Duisburg"),
        ("Am Markt, 47051 Duisburg", "am markt 65 a", "Am Markt 65 a|, 47051 Duisburg"),
        ("Am Markt, 47051 Duisburg", "47051 am m", "Am Markt |, 47051 Duisburg"),
        ("Am Markt, 47051 Duisburg", "am markt 12 duisburg", "Am Markt 12|, 47051 Duisburg"),
        ("Am Markt", "am m", "Am Markt |"),
    ],
)
def test_a_taken_street_is_completed_around_its_number(page: Page, text: str, before: str, after: str) -> None:
    visit(page, "/duisburg/")
    done = page.evaluate(
        """async ([text, typed]) => {
          const { completed } = await import("/static/js/completed.js");
          return completed({ text, kind: "street" }, typed);
        }""",
        [text, before],
    )
    assert f"{done['text'][: done['caret']]}|{done['text'][done['caret'] :]}" == after


@pytest.mark.parametrize(
    ("text", "before", "shown"),
    [
        ("Königstraße", "konigstr", "[Königstr]aße"),
        ("Königstraße", "koenigstrasse", "[Königstraße]"),
        ("Ko\u0308nigstraße", "köni", "[Ko\u0308ni]gstraße"),
        ("Am Markt 3, Duisburg", "markt 3", "Am [Markt 3], Duisburg"),
        ("Heerstraße, 47053 Duisburg", "heer 47053", "[Heer]straße, [47053] Duisburg"),
        ("Marxloh, Duisburg", "duisburg marx", "[Marx]loh, [Duisburg]"),
        ("Marxloh", "maxl", "Marxloh"),
        ("Marxloh", "-", "Marxloh"),
    ],
)
def test_what_was_typed_is_found_in_a_suggestion_however_it_is_written(
    page: Page, text: str, before: str, shown: str
) -> None:
    visit(page, "/duisburg/")
    ranges = page.evaluate(
        """async ([text, typed]) => (await import("/static/js/emphasis.js")).matching(text, typed)""", [text, before]
    )
    for start, end in reversed(ranges):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    assert text == shown


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_open_suggestions_keep_nobody_out(
    browser: Browser, lively: str, axe, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, base_url=lively, locale="de-DE")
    page = context.new_page()
    noise = listen(page)
    visit(page, "/duisburg/")
    typed(page.locator("#adresse"), "bergstr")
    page.keyboard.press("ArrowDown")
    assert axe(page) == []
    page.keyboard.press("Enter")
    assert axe(page) == []
    assert noise.messages == []
    context.close()


def test_a_finger_takes_a_suggestion_and_the_keyboard_of_the_phone_stays(browser: Browser, lively: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, base_url=lively, locale="de-DE")
    page = context.new_page()
    visit(page, "/duisburg/")
    page.tap("#adresse")
    typed(page.locator("#adresse"), "ruhrort")
    option = page.get_by_role("option", name="Ruhrort Bahnhof")
    heights = [one.bounding_box()["height"] for one in lines(page).all()]
    assert min(heights) >= 44
    option.tap()
    expect(page.locator("#adresse")).to_have_value("Ruhrort Bahnhof, Duisburg")
    expect(page.locator("#adresse")).to_be_focused()
    context.close()


def test_without_scripts_the_field_is_a_plain_field(browser: Browser, lively: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, base_url=lively)
    page = context.new_page()
    page.goto("/duisburg/")
    assert page.locator("#adresse").get_attribute("role") is None
    page.fill("#adresse", "Heerstraße , 47053 Duisburg")
    page.keyboard.press("Enter")
    expect(page.locator(".origin")).to_contain_text("Gefunden: Heerstraße, 47053 Duisburg")
    context.close()


def test_an_ambiguous_place_is_chosen_with_a_button(page: Page, lively: str, axe) -> None:
    page.set_viewport_size(PHONE)
    visit(page, f"{lively}/duisburg/")
    page.fill("#adresse", "Bergstraße 3")
    page.keyboard.press("Enter")
    choices = page.get_by_role("group", name="Meinten Sie …?")
    expect(choices.get_by_role("button")).not_to_have_count(0)
    for button in choices.get_by_role("button").all():
        place, kind = button.locator(".candidate > span").all_text_contents()  # the words, not their layout
        assert place.startswith("Bergstraße") and kind.split(" · ")[0] in ("Straße", "Adresse")
    assert axe(page) == []
    choices.get_by_role("link", name="Schreiben Sie Ort oder Postleitzahl dazu.").click()
    expect(page.locator("#adresse")).to_be_focused()
    choices.get_by_role("button", name="47228").click()
    expect(page.locator(".origin")).to_contain_text("47228 Duisburg")
