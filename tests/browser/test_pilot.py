"""The pilots' stories in a real browser: from the first question to the answered slip, also without a network."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from actions.advise import advise
from actions.pilots import register_institution
from actions.refer import NewSlip, hand_over
from actions.referral_counts import weeks_of
from config import ROOT
from geo.live import LiveGeocoder
from model.advice import WISHES, Wishes
from model.campaign_code import grouped
from model.referral import Referral, expires_in, monday_of, quarter_of, week_of
from model.slip_code import fresh_slip_code, spoken
from search.memory import Finder
from store import Store, open_store
from store.files import load_vocabulary
from store.slip_codes import access_digest
from tests.browser.network import Network, network_to
from tests.browser.office import Office, sign_in
from tests.browser.visits import DESKTOP, NARROW, PHONE, ready

AGS = "05112"
PICTURES = os.environ.get("PICTURES", "")
Axe = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def store(office: Office) -> Iterator[Store]:
    opened = open_store(office.database_url, clock=lambda: datetime.now(UTC), patience_s=30)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def access(store: Store) -> str:
    return grouped(register_institution(store, AGS, "Stadtbibliothek", "office")[1])


@pytest.fixture
def device(browser: Browser, office: Office) -> Iterator[BrowserContext]:
    """A phone of its own."""
    context = browser.new_context(viewport=PHONE, base_url=office.address, locale="de-DE")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def network(office: Office) -> Iterator[Network]:
    """What a device reaches the server through, so that it can be cut."""
    with network_to(office.address) as network:
        yield network


@pytest.fixture
def travelling(browser: Browser, network: Network) -> Iterator[BrowserContext]:
    """A phone that is taken to where there is no network."""
    context = browser.new_context(viewport=PHONE, base_url=network.address, locale="de-DE")
    yield context
    context.close()


def sound(page: Page, axe: Axe, name: str) -> None:
    """A page that keeps nobody out, at 390 and 1280 pixels."""
    before = page.viewport_size
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/pilot-{name}-{size['width']}.png", full_page=True)
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in axe(page)] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size(before)  # type: ignore[arg-type]


def let_in(page: Page, access: str) -> None:
    """Type the institution's code, and wait until the device has kept what it needs."""
    page.goto("/lotse/duisburg/zugang")
    page.fill("#code", access)
    page.click("form .button-main")
    page.wait_for_url("**/lotse/duisburg/")
    page.wait_for_selector("body[data-kept]", state="attached")
    if not looked_after(page):
        page.reload()
        assert looked_after(page)


def looked_after(page: Page) -> bool:
    """Whether the service worker looks after the page, or does within ten seconds."""
    # Asked once and answered by the browser: to ask again and again the page would have to allow eval.
    return page.evaluate("""() => new Promise((done) => {
        if (navigator.serviceWorker.controller) done(true);
        navigator.serviceWorker.addEventListener("controllerchange", () => done(true));
        setTimeout(() => done(false), 10000);
    })""")


def press(page: Page, selector: str) -> None:
    """Choose something as one does with the keyboard."""
    page.locator(selector).first.focus()
    page.keyboard.press("Space")


def ask(page: Page, place: str = "Marxloh") -> None:
    """Answer the three questions with the keyboard alone."""
    press(page, "input[name=thema][value=schulabschluss]")
    press(page, "input[name=phase][value=weiterbildung]")
    press(page, "input[name=wunsch][value=ohne-termin]")
    page.locator("#sprache").focus()
    page.keyboard.type("Türkisch")
    page.locator("#adresse").focus()
    page.keyboard.type(place)
    page.keyboard.press("Escape")
    page.locator("#suche .button-wide").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=angebot]")
    ready(page)


def make_sheet(page: Page) -> list[str]:
    """Take the first two places and make a sheet with slips; gives their words."""
    for number in (0, 1):
        page.locator("input[name=angebot]").nth(number).focus()
        page.keyboard.press("Space")
    page.locator("button[name=schein]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".six-words >> nth=1")
    ready(page)
    return [" ".join(text.split()) for text in page.locator(".six-words").all_inner_texts()]


def records(store: Store, *by: str) -> dict[tuple[Any, ...], int]:
    return store.referrals.counts(AGS, by, "2020-W01", "2099-W01")


def test_a_hand_over_from_the_first_question_to_the_answered_slip(
    device: BrowserContext, access: str, store: Store, axe: Axe
) -> None:
    page = device.new_page()
    let_in(page, access)
    sound(page, axe, "desk")
    before = sum(records(store, "week").values())
    ask(page)
    sound(page, axe, "options")
    expect(page.locator(".origin")).to_contain_text("Marxloh")
    codes = make_sheet(page)
    sound(page, axe, "sheet")
    assert sum(records(store, "week").values()) == before + 2
    assert len(page.pdf(format="A4")) > 10_000
    press(page, "input[name=art][value=a6]")
    page.wait_for_selector(".papers-a6")
    ready(page)
    press(page, "input[name=sprache][value=en]")
    page.wait_for_selector(".papers[lang=en]")
    ready(page)
    assert [" ".join(text.split()) for text in page.locator(".six-words").all_inner_texts()] == codes
    assert sum(records(store, "week").values()) == before + 2
    assert "Marxloh" not in page.url and not any("marxloh" in one.lower() for one in page.evaluate("location.href"))
    # Pressed before the page's script listens: whoever comes next finds nothing all the same.
    page.locator("main [data-next-person]").evaluate("link => link.replaceWith(link.cloneNode(true))")
    assert page.evaluate("sessionStorage.getItem('lotse-zettel')") is not None
    page.locator("main [data-next-person]").click()
    page.wait_for_url("**/lotse/duisburg/")
    ready(page)
    assert page.evaluate("sessionStorage.getItem('lotse-zettel')") is None

    answer_by_client(device, codes[0], axe)
    assert records(store, "outcome", "answered_by")[("helped", "holder")] == 1


def answer_by_client(device: BrowserContext, words: str, axe: Axe) -> None:
    """The client opens the QR code of the slip, and presses two buttons."""
    page = device.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/schein#{words.lower().replace(' ', '-')}")
    expect(page.locator("#worte")).to_have_value(words.lower())
    assert page.url.endswith("/schein"), "the words are gone from the address"
    sound(page, axe, "slip")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=antwort]")
    sound(page, axe, "answers")
    press(page, "input[name=antwort][value=helped]")
    page.click("text=Antwort senden")
    expect(page.locator("h1")).to_have_text("Danke")
    sound(page, axe, "thanks")
    assert not any("-".join(words.lower().split()[:2]) in address.lower() for address in asked)


def test_the_same_without_a_network(
    travelling: BrowserContext, network: Network, access: str, store: Store, axe: Axe
) -> None:
    page = travelling.new_page()
    let_in(page, access)
    before = sum(records(store, "week").values())
    network.cut()
    travelling.set_offline(True)
    page.goto("/lotse/duisburg/")
    ready(page)
    expect(page.locator("[data-made]")).to_contain_text(str(datetime.now(UTC).year))
    ask(page)
    expect(page.locator("[data-origin]")).to_contain_text("Marxloh")
    sound(page, axe, "offline-options")
    codes = make_sheet(page)
    sound(page, axe, "offline-sheet")
    assert len(page.pdf(format="A4")) > 10_000
    press(page, "input[name=art][value=text]")
    page.wait_for_selector("#text")
    expect(page.locator("#text")).to_have_value(re.compile(codes[0]))
    kept = page.evaluate("caches.open('lotse-1').then(c => c.keys()).then(k => k.map(r => r.method + ' ' + r.url))")
    assert not any("auswahl" in one or "zettel" in one or one.startswith("POST") for one in kept)
    texts = page.evaluate("""async () => { const c = await caches.open('lotse-1'); const k = await c.keys();
        return (await Promise.all(k.map(async r => (await c.match(r)).text()))).join('') }""")
    assert codes[0].lower().replace(" ", "-") not in texts and '"antworten">[]<' in texts
    waiting = page.evaluate("localStorage.getItem('lotse-scheine')")
    assert "arxloh" not in waiting and codes[0].lower().replace(" ", "-") in waiting
    assert sum(records(store, "week").values()) == before

    network.mend()
    travelling.set_offline(False)
    for _ in range(2):
        page.goto("/lotse/duisburg/")
        page.wait_for_selector("body[data-kept]", state="attached")
    assert page.evaluate("localStorage.getItem('lotse-scheine')") == "[]"
    assert sum(records(store, "week").values()) == before + 2
    answer_by_client(travelling, codes[1], axe)


def test_network_that_fails_after_the_questions_were_answered_loses_nothing(
    travelling: BrowserContext, network: Network, access: str
) -> None:
    page = travelling.new_page()
    let_in(page, access)
    ask(page)
    network.cut()
    travelling.set_offline(True)
    codes = make_sheet(page)
    assert len(codes) == 2 and page.locator("[data-slips-kept]").is_visible()
    network.mend()
    travelling.set_offline(False)
    expect(page.locator("[data-slips-kept]")).to_contain_text("Nachgemeldete Scheine: 2.")
    assert page.evaluate("localStorage.getItem('lotse-scheine')") == "[]"


def test_slips_that_were_handed_in_twice_count_once(device: BrowserContext, access: str, store: Store) -> None:
    page = device.new_page()
    let_in(page, access)
    key = store.keys(AGS)[0]
    before = sum(records(store, "week").values())
    slip = {"code": fresh_slip_code(), "offer": key, "topic": "", "region": "duisburg"}
    bad = {**slip, "code": fresh_slip_code(), "offer": "nobody:1"}
    for _ in range(2):
        page.evaluate("slips => localStorage.setItem('lotse-scheine', JSON.stringify(slips))", [slip, bad])
        page.goto("/lotse/duisburg/")
        expect(page.locator("[data-handed-in]")).to_contain_text("steht nicht auf der Karte")
    assert sum(records(store, "week").values()) == before + 1


def test_the_desk_can_be_installed(device: BrowserContext, access: str) -> None:
    page = device.new_page()
    let_in(page, access)
    manifest = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then(r => r.json())")
    assert manifest["start_url"] == "/lotse/duisburg/" and manifest["display"] == "standalone"
    assert page.evaluate("url => fetch(url).then(r => r.status)", manifest["icons"][0]["src"]) == 200


def test_a_centre_answers_many_slips_at_once(device: BrowserContext, access: str, store: Store, axe: Axe) -> None:
    house = store.referrals.institutions(AGS)[0]
    words = load_vocabulary(ROOT / "data" / "vocabulary")
    codes = [fresh_slip_code() for _ in range(6)]
    slips = [NewSlip(code, "seed-05112:du-c-001") for code in codes]
    hand_over(store, words, house, slips, datetime.now(UTC).date())
    before = records(store, "answered_by").get(("centre",), 0)
    page = device.new_page()
    page.goto("/schein/mehrere")
    sound(page, axe, "many")
    page.fill("#scheine", "\n".join([*map(spoken, codes), "apfel birne tisch"]))
    page.click("text=Scheine lesen")
    expect(page.locator(".slips li")).to_have_count(6)
    expect(page.locator("#scheine")).to_have_value("apfel birne tisch")
    page.select_option("#antwort-5", "did_not_go")
    sound(page, axe, "many-read")
    page.click("text=Antworten eintragen")
    expect(page.locator("#erledigt")).to_have_text("6 Scheine bearbeitet")
    sound(page, axe, "many-done")
    assert records(store, "answered_by")[("centre",)] == before + 6


def test_the_office_registers_an_institution_and_sees_sums_with_small_ones_withheld(
    device: BrowserContext, office: Office, store: Store, axe: Axe
) -> None:
    last = quarter_of(week_of(monday_of(weeks_of(quarter_of(week_of(datetime.now(UTC).date())))[0]) - timedelta(7)))
    with store.write("x", "hand-overs") as writer:
        house = writer.referrals.add_institution(AGS, "Betriebsrat", access_digest("y"))
        for number in range(30):
            week = weeks_of(last)[number % 2]
            topic = "familie" if number < 2 else "studium"
            one = Referral(AGS, week, house.code, "seed-05112:du-c-001", topic=topic)
            writer.referrals.register(f"past {number}", one, expires_in(monday_of(week)), "Marxloh")
    page = device.new_page()
    sign_in(page, office.address, office.database_url, "editor")
    page.goto("/buero/duisburg/lotsen")
    sound(page, axe, "office")
    page.locator("form[action='/buero/duisburg/lotsen'] input[name=name]").fill("Volkshochschule")
    page.click("text=Anmelden und Code bekommen")
    expect(page.locator(".big-code")).to_have_text(re.compile(r"^\w{4}-\w{4}-\w{4}$"))
    sound(page, axe, "office-code")
    page.goto("/buero/duisburg/lotsen/zahlen")
    sound(page, axe, "office-figures")
    text = page.inner_text("main")
    assert "30 Weiterleitungen." in text and "Betriebsrat" in text
    row = page.locator("#t-weeks ~ .wide-table tbody tr").last
    assert row.locator("td").all_inner_texts()[:1] != ["2"] and "zurückgehalten" in row.inner_text()
    with page.expect_download() as download:
        page.click("text=Als CSV")
    told = open(download.value.path(), encoding="utf-8-sig").read()  # noqa: SIM115, PTH123
    assert ";Familie;zurückgehalten" in told and not re.search(r";[1-4]\n", told)


@pytest.mark.parametrize(
    "path",
    ["/lotse/duisburg/", "/lotse/duisburg/einstieg", "/lotse/duisburg/zugang", "/lotse/duisburg/was-wir-speichern",
     "/lotse/duisburg/ohne-netz", "/schein", "/schein/mehrere"],
)  # fmt: skip
def test_pages_are_whole_at_four_hundred_percent_and_from_right_to_left(
    browser: Browser, office: Office, axe: Axe, path: str
) -> None:
    context = browser.new_context(viewport=NARROW, base_url=office.address, locale="de-DE")
    page = context.new_page()
    page.goto(path)
    ready(page)
    for direction in ("ltr", "rtl"):
        page.evaluate("direction => document.documentElement.dir = direction", direction)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], direction
        assert [one["id"] for one in axe(page)] == []
    context.close()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_options_and_sheet_are_whole_at_four_hundred_percent(
    browser: Browser, office: Office, access: str, axe: Axe, direction: str
) -> None:
    context = browser.new_context(viewport=NARROW, base_url=office.address, locale="de-DE")
    page = context.new_page()
    let_in(page, access)
    for step in (ask, make_sheet):
        step(page)
        page.evaluate("direction => document.documentElement.dir = direction", direction)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        assert [one["id"] for one in axe(page)] == []
    context.close()


def test_what_a_screen_reader_is_told(device: BrowserContext, access: str) -> None:
    page = device.new_page()
    let_in(page, access)
    assert page.get_by_role("group", name="Worum geht es?").get_by_role("radio").count() == 15
    ask(page)
    assert page.get_by_role("heading", level=2, name=re.compile("Stellen, die beste zuerst")).count() == 1
    first = page.get_by_role("article").first
    assert first.get_by_role("list", name="Vorher wissen").get_by_role("listitem").count() >= 1
    assert first.get_by_role("checkbox", name=re.compile("Auf den Zettel ?: ")).count() == 1
    page.locator("button", has_text="Zettel ohne Schein").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte wählen Sie zuerst eine Stelle")


SOME_WISHES = [
    {}, {"topic": "sprache"}, {"topic": "schulabschluss", "language": "tr"}, {"wheelchair": True}, {"phone": True},
    {"topic": "anerkennung", "walk_in": True, "phase": "weiterbildung"}, {"evening": True, "topic": "familie"},
    {"language": "gsg", "phone": True, "wheelchair": True, "evening": True, "walk_in": True, "topic": "studium"},
]  # fmt: skip


@pytest.mark.parametrize("place", ["", "Marxloh", "Rheinhausen", "47051"])
def test_the_device_chooses_as_the_server_does(
    device: BrowserContext, access: str, office: Office, store: Store, place: str
) -> None:
    page = device.new_page()
    let_in(page, access)
    region = store.region(AGS)
    assert region is not None
    words = load_vocabulary(ROOT / "data" / "vocabulary")
    finder = Finder(store, words, lambda: datetime.now(UTC))
    geocoder = LiveGeocoder(office.folder / "gazetteer.sqlite")
    near = geocoder.find(place, region.box).point if place else None
    asked = """async ([wishes, place]) => {
        const { advise } = await import('/static/js/offline_rank.js');
        const { findPlace } = await import('/static/js/offline_places.js');
        const data = await (await fetch('/lotse/duisburg/daten.json')).json();
        const found = advise(data, wishes, findPlace(data.places, place)?.point ?? null);
        return { keys: found.options.map(one => one.offer.key), lost: found.givenUp,
                 nearest: found.options.filter(one => one.nearest).map(one => one.offer.key) } }"""
    for wishes in SOME_WISHES:
        told = page.evaluate(asked, [{name: wishes.get(name, "") for name in WISHES}, place])
        ours = advise(store, finder, region, Wishes(**wishes), near, datetime.now(UTC))  # type: ignore[arg-type]
        assert told["keys"] == [one.hit.offer.key for one in ours.options], wishes
        assert told["lost"] == list(ours.given_up), wishes
        assert told["nearest"] == [one.hit.offer.key for one in ours.options if one.nearest], wishes
