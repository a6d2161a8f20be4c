"""Institutions and centres in the office, and the sums that are told: works, bad input, other regions, files."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from actions.pilots import centre_of_token, counselling_providers, institution_of_code, register_institution
from model.referral import Referral, expires_in, monday_of, week_of
from store.slip_codes import access_digest
from tests.desk import DUISBURG, ELSEWHERE, services_of, signed_in
from tests.web.conftest import NOW

LIST = "/buero/duisburg/lotsen"


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def editor(app):
    return signed_in(app, "editor")


def code_in(page):
    return re.search(r'big-code" translate="no">([a-z0-9-]+)<', page)[1]


def test_an_institution_is_registered_and_its_code_shown_once(editor, store):
    shown = editor.post(LIST, {"name": "Stadtbibliothek"})
    code = code_in(shown.text)
    assert shown.status_code == 200 and shown.headers["Cache-Control"] == "no-store"
    assert institution_of_code(store, code, "x").name == "Stadtbibliothek"
    again = editor.get(LIST).text
    assert "Stadtbibliothek" in again and code not in again and "/lotse/duisburg/" in shown.text


def test_a_name_that_is_taken_is_told_at_the_field_and_stays_typed(editor, store):
    register_institution(store, DUISBURG, "Stadtbibliothek", "x")
    refused = editor.post(LIST, {"name": "stadtbibliothek"})
    assert refused.status_code == 400
    assert "gibt es hier schon" in refused.text and 'value="stadtbibliothek"' in refused.text


def test_an_institution_is_renamed_renewed_closed_and_opened(editor, store):
    found, code = register_institution(store, DUISBURG, "Bücherei", "x")
    path = f"{LIST}/{found.code}"
    assert editor.post(f"{path}/name", {"name": "Stadtbibliothek"}).status_code == 303
    fresh = code_in(editor.post(f"{path}/code").text)
    assert institution_of_code(store, code, "x") is None
    assert institution_of_code(store, fresh, "x").name == "Stadtbibliothek"
    assert editor.post(f"{path}/schliessen").status_code == 303
    assert "leitet nicht mehr weiter" in editor.get(LIST).text and institution_of_code(store, fresh, "x") is None
    assert editor.post(f"{path}/schliessen", {"offen": "1"}).status_code == 303
    assert institution_of_code(store, fresh, "x") is not None
    assert editor.post(f"{path}/name", {"name": ""}).status_code == 400


def test_a_centre_gets_a_token_that_is_shown_once(editor, store):
    provider = counselling_providers(store, DUISBURG)[0]
    shown = editor.post(f"{LIST}/stellen", {"stelle": provider})
    token = re.search(r'class="token" translate="no">([^<]+)<', shown.text)[1]
    found = centre_of_token(store, token)
    assert found.provider == provider and token not in editor.get(LIST).text
    assert editor.post(f"{LIST}/stellen", {"stelle": "Niemand"}).status_code == 400
    renewed = editor.post(f"{LIST}/stellen/{found.code}/schluessel").text
    assert centre_of_token(store, token) is None and "schein_" in renewed
    assert editor.post(f"{LIST}/stellen/{found.code}/schliessen").status_code == 303
    assert store.referrals.centres(DUISBURG)[0].closed


@pytest.mark.parametrize("action", ["code", "name", "schliessen"])
def test_institutions_of_other_regions_are_not_there(editor, store, action):
    found, _ = register_institution(store, ELSEWHERE, "Fremd", "x")
    assert editor.post(f"{LIST}/{found.code}/{action}", {"name": "Neu"}).status_code == 404
    assert store.referrals.institutions(ELSEWHERE) == [found]


def test_pilots_have_no_business_in_the_office(app):
    assert signed_in(app, "pilot").get(LIST).status_code == 403


@pytest.fixture
def handed_on(store):
    """Two busy weeks of last year, told since the new year."""
    found, _ = register_institution(store, DUISBURG, "=Bücherei", "x")
    key = store.keys(DUISBURG)[0]
    with store.write("x", "hand-overs") as writer:
        for number in range(26):
            week = week_of((NOW - timedelta(weeks=12 + number % 2)).date())
            one = Referral(DUISBURG, week, found.code, key, topic="studium" if number % 13 else "familie")
            writer.referrals.register(str(number), one, expires_in(monday_of(week)), "Marxloh")
    return found


def test_sums_are_told_with_what_is_too_small_withheld(editor, handed_on):
    page = editor.get(f"{LIST}/zahlen").text
    assert "<b>26 Weiterleitungen.</b>" in page and "4. Vierteljahr 2025" in page
    rows = re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>(.*?)</td>', page)
    assert ("=Bücherei", "26") in rows and ("Marxloh", "26") in rows
    assert "zurückgehalten" in page, "two hand-overs about family"


def test_files_hold_the_same_numbers_and_nothing_that_runs(editor, handed_on):
    text = editor.get(f"{LIST}/zahlen.csv?quartal=2025-Q4").data.decode("utf-8-sig")
    assert text.splitlines()[0] == "Vierteljahr;Tabelle;Zeile;Spalte;Anzahl"
    assert "2025-Q4;Einrichtungen;'=Bücherei;Weiterleitungen;26" in text
    assert ";Familie;zurückgehalten" in text and not re.search(r";[1-4]\r", text)
    answer = editor.get(f"{LIST}/zahlen.xlsx?quartal=2025-Q4")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet.title == "Weiterleitungen"
    rows = {tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)}
    assert ("2025-Q4", "Einrichtungen", "=Bücherei", "Weiterleitungen", "26") in rows
    assert len(rows) == len(text.splitlines())


def test_a_quarter_of_which_nothing_is_told_is_not_there(editor, handed_on, store):
    for quarter in ("2026-Q1", "2025-Q3", "x"):
        assert editor.get(f"{LIST}/zahlen.csv?quartal={quarter}").status_code == 404
    assert store.referrals.institution_by_access(access_digest("x")) is None


def test_without_hand_overs_there_is_nothing_to_choose(editor):
    assert "Noch gibt es nichts zu zählen" in editor.get(f"{LIST}/zahlen").text
    assert editor.get(f"{LIST}/zahlen.csv").status_code == 404
