"""The pilots' pages: three questions, options with warnings, sheets, access, own sums; and nothing about a person."""

import logging
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from actions.pilots import close_institution, register_institution, renew_access
from geo.point import Point
from model.offer import Language, Verification
from model.referral import Referral, expires_in, monday_of, week_of
from model.slip_code import read_slip_code
from store.referrals import TABLES, columns_of
from tests.application import an_app
from tests.desk import DUISBURG, ELSEWHERE, services_of, signed_in
from tests.web.conftest import NOW
from web.gate import FORM_FIELD
from web.i18n import words
from web.kept_words import kept
from web.pilot_access import COOKIE

DESK, OPTIONS, SHEET = "/lotse/duisburg/", "/lotse/duisburg/auswahl", "/lotse/duisburg/zettel"


@pytest.fixture
def here(app):
    return services_of(app)


@pytest.fixture
def house(here):
    return register_institution(here.store, DUISBURG, "Stadtbibliothek", "office")


@pytest.fixture
def pilot(client, house):
    """A browser that hands on for the library."""
    assert give_access(client, house[1]).status_code == 303
    return client


def give_access(client, code, region="duisburg"):
    page = client.get(f"/lotse/{region}/zugang").text
    return client.post(f"/lotse/{region}/zugang", data={FORM_FIELD: token_in(page), "code": code})


def token_in(page):
    return re.search(rf'name="{FORM_FIELD}" value="([^"]+)"', page)[1]


def options(client, **asked):
    return client.post(OPTIONS, data=asked).text


def values_in(page):
    """What the ticks of some options send."""
    return re.findall(r'type="checkbox" name="angebot" value="([^"]+)"', page)


def send_sheet(client, page, number=2, **more):
    picked = values_in(page)[:number]
    return client.post(SHEET, data={FORM_FIELD: token_in(page), "angebot": picked, "schein": "1", **more})


def counts(here, *by):
    return here.store.referrals.counts(DUISBURG, by, "2020-W01", "2030-W01")


def change(here, key, **values):
    with here.store.write("me", "change") as writer:
        writer.save_offer(replace(here.store.offer(key), **values))


def test_the_desk_is_open_to_everybody_and_asks_three_questions(client):
    page = client.get(DESK).text
    assert client.get("/lotse/").location == DESK
    assert [len(re.findall(f'type="radio" name="{name}"', page)) for name in ("thema", "phase")] == [15, 7]
    assert page.count("weiß nicht") >= 2 and "noindex" in page


def test_nothing_answered_still_gives_places(client):
    page = options(client)
    assert len(values_in(page)) == 5 and "5 Stellen, die beste zuerst" in page


@pytest.mark.parametrize("place", ["Marxloh", "47169", "Weseler Straße, Duisburg"])
def test_near_a_district_a_postcode_or_an_address(client, place):
    page = options(client, adresse=place, thema="schulabschluss")
    assert "In der Nähe von:" in page and "die nächste neutrale" in page and " km</strong>" in page


def test_a_place_that_there_is_not_keeps_what_was_answered(client):
    page = options(client, adresse="Qwxyz", thema="sprache", wunsch=["abend"])
    assert "finden wir in Duisburg nicht" in page and not values_in(page)
    assert re.search(r'name="thema" value="sprache" checked', page) and 'value="Qwxyz"' in page
    assert re.search(r'name="wunsch" value="abend" checked', page)


def test_unknown_answers_count_as_not_asked(client):
    assert values_in(options(client, thema="<script>", phase="lebenslang", sprache="klingonisch", wunsch="alles"))


def key_of_first(page):
    return values_in(page)[0].partition("|")[0]


def test_every_warning_is_told_before_a_wrong_hand_over(client, here):
    key = key_of_first(options(client, thema="schulabschluss"))
    change(here, key, hours="Do 10-12", appointment="unknown", restriction="nur Frauen", formats=("group",),
           languages=(Language("tr", "Do 10-12"),),
           verification=Verification(date(2024, 5, 6), "Büro", "phone"))  # fmt: skip
    with here.store.write("x", "wait") as writer:
        writer.referrals.report_wait(key, week_of(NOW.date()))
    page = options(client, thema="schulabschluss", sprache="tr")
    for told in ("Heute geschlossen.", "Nur für: nur Frauen", "Beratung nur in der Gruppe.", "Türkisch nur: Do 10-12",
                 "Jetzt gerade nicht auf Türkisch. Wieder am Donnerstag um 10 Uhr",
                 "Lange nicht geprüft: zuletzt am 6. Mai 2024", "länger als vier Wochen warten"):  # fmt: skip
        assert told in page, told
    change(here, key, languages=(Language("de"),), faded_on=NOW.date(), appointment="required")
    page = options(client, sprache="tr", thema="schulabschluss")
    for told in ("Nur mit Termin. Rufen Sie", "Türkisch ist dort nicht eingetragen.", "Schon länger nicht bestätigt."):
        assert told in page, told
    assert "<span>Nicht neutral.</span>" in options(client, thema="schulabschluss", adresse="Marxloh")
    assert "Ob diese Stelle neutral berät, ist nicht geprüft." in options(client, thema="anerkennung")


def test_unknown_is_never_told_as_no(client, here):
    page = options(client, wunsch=["rollstuhl"], sprache="uk")
    assert "Nicht bekannt: Ukrainisch, mit dem Rollstuhl." in page
    assert "Passt nicht" not in page and "Heute geschlossen" not in page.split("Hochfeld")[0]


def test_without_an_institution_there_are_sheets_but_no_slips(client, here):
    page = options(client)
    sheet = send_sheet(client, page).text
    assert sheet.count("paper-slip") == 2 and "six-words" not in sheet and "Zugang Ihrer Einrichtung" in sheet
    assert not counts(here, "week")


def test_a_sheet_with_slips_records_codes_alone_and_each_once(pilot, here, house):
    page = options(pilot, thema="schulabschluss", phase="schule", sprache="tr", wunsch=["telefon"], adresse="Marxloh")
    first, second = (value.partition("|")[0] for value in values_in(page)[:2])
    more = {f"warum-{second}": "hours", f"angerufen-{first}": "1", "ortsteil": "Marxloh"}
    sheet = send_sheet(pilot, page, **more)
    assert sheet.headers["Cache-Control"] == "no-store"
    codes = re.findall(r'class="six-words"[^>]*>(.*?)</p>', sheet.text)
    typed = [read_slip_code(re.sub("<[^>]+>", " ", one)) for one in codes]
    assert typed == [value.split("|")[1] for value in values_in(page)[:2]]
    everything = ("week", "institution", "offer", "topic", "phase", "format", "language", "why_not_nearest",
                  "live_contact", "outcome")  # fmt: skip
    common = ("2026-W10", house[0].code)
    asked = ("schulabschluss", "schule", "phone", "tr")
    expected = {(*common, first, *asked, "", True, ""): 1, (*common, second, *asked, "hours", False, ""): 1}
    assert counts(here, *everything) == expected
    assert here.store.referrals.districts(DUISBURG, "2026-Q1") == {"Marxloh": 2}
    again = pilot.post(SHEET, data={FORM_FIELD: token_in(sheet.text), "schein": "1", "art": "a6", "sprache": "en",
                                    "angebot": re.findall(r'name="angebot" value="([^"]+)"', sheet.text)})  # fmt: skip
    assert "papers-a6" in again.text and codes[0] in again.text and sum(counts(here, "week").values()) == 2


@pytest.mark.parametrize(
    ("style", "told"),
    [("de", ("Mitbringen", "Rollstuhl", "Fragen Sie nach")), ("en", ("Bring along", "Wheelchair", "Ask for")),
     ("einfach", ("Sagen Sie: Ich brauche Bildungs-Beratung.", "Fragen Sie: Was kostet es?"))],
)  # fmt: skip
def test_a_sheet_speaks_the_language_of_the_person(pilot, style, told):
    page = options(pilot)
    for art in ("blatt", "a6", "text"):
        sheet = send_sheet(pilot, page, art=art, sprache=style).text
        assert all(one in sheet for one in told if art != "text" or one not in ("Rollstuhl", "Wheelchair",
                   "Fragen Sie nach", "Ask for", "Sagen Sie: Ich brauche Bildungs-Beratung.")), art  # fmt: skip


def test_a_message_is_sent_by_the_pilots_own_program(pilot):
    sheet = send_sheet(pilot, options(pilot), art="text").text
    assert 'href="sms:?&amp;body=' in sheet and 'href="mailto:?subject=' in sheet
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", sheet, re.DOTALL)[1]
    assert "Ihr Schein:" in text and "/schein" in text and "Telefon:" in text


def test_the_code_stands_behind_the_hash_of_the_qr_and_in_no_link(pilot):
    sheet = send_sheet(pilot, options(pilot)).text
    code = re.findall(r'name="angebot" value="([^"]+)"', sheet)[0].split("|")[1]
    assert code not in "".join(re.findall(r'(?:href|action|src)="([^"]+)"', sheet))


def test_the_nearest_stop_is_named_where_one_is_known(pilot, here, monkeypatch):
    key = key_of_first(options(pilot, adresse="Marxloh"))
    place = here.store.offer(key).place
    change(here, key, place=replace(place, point=Point(51.43, 6.76), precision="house"))
    without = send_sheet(pilot, options(pilot, adresse="Marxloh"), 1).text
    assert 'class="blank"' in without
    monkeypatch.setattr(type(here.geocoder), "nearest_stop", lambda *_: ("Pollmann", 140.0))
    sheet = send_sheet(pilot, options(pilot, adresse="Marxloh"), 1).text
    assert "Pollmann, von dort etwa 3 Minuten zu Fuß" in sheet


def test_a_sheet_of_what_is_gone_says_so(pilot, here):
    page = options(pilot)
    key = key_of_first(page)
    change(here, key, status="archived")
    sheet = send_sheet(pilot, page).text
    assert "steht nicht" in sheet and sheet.count("paper-slip") == 1 and not counts(here, "week")


def test_an_empty_sheet_leads_back(client):
    for answer in (client.get(SHEET), client.post(SHEET, data={"angebot": ["", "|||", "x"]})):
        assert answer.status_code == 200 and "Zu den drei Fragen" in answer.text
    assert client.get(OPTIONS).location == DESK


def test_a_form_of_another_site_registers_nothing(pilot, here):
    picked = values_in(options(pilot))
    sheet = pilot.post(SHEET, data={"angebot": picked, "schein": "1"}).text
    assert "Bitte drücken Sie noch einmal auf „Mit Schein“." in sheet and "six-words" not in sheet
    assert not counts(here, "week")


def test_an_access_code_is_kept_as_a_cookie_that_names_the_institution_alone(client, here, house):
    assert "kennen wir nicht" in give_access(client, "abcd").text
    answer = give_access(client, house[1].upper())
    cookie = answer.headers["Set-Cookie"]
    assert answer.location == DESK and "HttpOnly" in cookie and "SameSite=Lax" in cookie and house[1] not in cookie
    assert "Stadtbibliothek" in client.get("/lotse/duisburg/zugang").text
    page = client.get("/lotse/duisburg/zugang").text
    client.post("/lotse/duisburg/abmelden", data={FORM_FIELD: token_in(page)})
    assert "Stadtbibliothek" not in client.get("/lotse/duisburg/zugang").text


@pytest.mark.parametrize("end", [renew_access, close_institution])
def test_a_cookie_ends_with_the_code(pilot, here, house, end):
    assert "Zettel mit Schein" in options(pilot)
    end(here.store, house[0], "office")
    page = options(pilot)
    assert "Zettel mit Schein" not in page
    send_sheet(pilot, page)
    assert not counts(here, "week")


def test_a_cookie_that_somebody_made_up_is_worth_nothing(client, house):
    client.set_cookie(COOKIE, "x.y.z", path="/lotse")
    assert "Zettel mit Schein" not in options(client)


def test_an_institution_of_another_region_hands_nobody_on_here(client, here):
    _, code = register_institution(here.store, ELSEWHERE, "Fremd", "x")
    assert give_access(client, code).status_code == 404, "its region is not set up here"
    assert "Zettel mit Schein" not in options(client)


def test_guessing_access_codes_is_slowed_down(client, house):
    answers = [give_access(client, "3333-3333-3333").status_code for _ in range(22)]
    assert answers[-1] == 429 and give_access(client, house[1]).status_code == 429


def test_an_account_of_a_pilot_hands_on_for_its_institution(app, here, house):
    person = signed_in(app, "pilot", provider="Stadtbibliothek")
    page = person.client.post(OPTIONS, data={}).text
    assert "Sie leiten weiter für: Stadtbibliothek." in page
    send_sheet(person.client, page, 1)
    assert counts(here, "institution") == {(house[0].code,): 1}
    assert "Zettel mit Schein" not in signed_in(app, "editor").client.post(OPTIONS, data={}).text


def test_a_pilot_sees_the_sums_of_their_own_institution_alone(pilot, here, house):
    other, _ = register_institution(here.store, DUISBURG, "Andere", "x")
    with here.store.write("x", "hand-overs") as writer:
        for number in range(19):
            week = week_of((NOW - timedelta(weeks=12)).date())
            code = house[0].code if number < 12 else other.code
            one = Referral(DUISBURG, week, code, here.store.keys(DUISBURG)[0], topic="studium")
            writer.referrals.register(str(number), one, expires_in(monday_of(week)))
    page = pilot.get("/lotse/duisburg/zahlen").text
    assert "12 Weiterleitungen" in page and "4. Vierteljahr 2025" in page and "Studium" in page
    assert "Andere" not in page and "19" not in re.sub(r"<[^>]+>", "", page)
    assert pilot.application.test_client().get("/lotse/duisburg/zahlen").location == "/lotse/duisburg/zugang"


def test_the_page_of_what_is_kept_shows_every_column_that_there_is(client):
    page = client.get("/lotse/duisburg/was-wir-speichern").text
    for name, table in TABLES.items():
        for column in columns_of(name):
            assert f"<code>{column}</code>" in page
        assert len(table.columns) > 1
    for lang in ("de", "en"):
        assert sum(len(one.columns) for one in kept(words(lang))) == sum(map(len, map(columns_of, TABLES)))


def test_the_self_check_tells_what_was_right_and_keeps_nothing(client):
    right = {"kurse": "nein", "selbst": "nein", "name": "nein", "unsicher": "ja", "anrufen": "nein"}
    page = client.post("/lotse/duisburg/einstieg", data=right)
    assert "4 von 5 richtig." in page.text and page.text.count("Richtig.") == 4
    assert page.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in page.headers


def test_nothing_that_was_asked_is_logged_stored_or_put_into_an_address(settings, caplog):
    app = an_app(settings, clock=lambda: NOW)
    here, client = services_of(app), app.test_client()
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    with caplog.at_level(logging.DEBUG):
        page = options(client, adresse="Heerstraße 4711, 47053 Duisburg", thema="grundbildung", sprache="tr")
        send_sheet(client, page)
    assert "4711" not in caplog.text.lower() and "grundbildung" not in caplog.text
    addresses = re.findall(r'(?:href|action)="([^"]+)"', page)
    assert addresses and not any("4711" in one.lower() or "grundbildung" in one for one in addresses)
    assert "Heerstraße 4711".encode() not in database.read_bytes()
    assert not here.store.referrals.counts(DUISBURG, ("week",), "2020-W01", "2030-W01")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_page_speaks_both_languages_and_keeps_to_it(client, lang):
    query = "" if lang == "de" else "?lang=en"
    for path in ("", "einstieg", "zugang", "was-wir-speichern"):
        page = re.sub(r'<a class="tool".*?</a>', "", client.get(f"/lotse/duisburg/{path}{query}").text)
        links = re.findall(r'href="(/lotse/duisburg/[^"]*|/schein[^"]*)"', page)
        assert f'<html lang="{lang}"' in page
        assert len(links) > 4 and all(("lang=en" in link) == (lang == "en") for link in links)
