"""Lists as files: works, wrong role, wrong method, bad input, no token, another region."""

import csv
import io
import logging

import openpyxl
import pytest

from model.contact import MaintenanceContact
from tests.desk import ELSEWHERE, services_of, signed_in
from tests.store.examples import an_offer

KEY = "seed-05112:du-c-001"
SECRET = "geheim@stadt.example"
PATHS = ("/buero/duisburg/ausgabe", "/buero/duisburg/ausgabe.csv", "/buero/duisburg/ausgabe.xlsx")


@pytest.fixture
def store(app):
    store = services_of(app).store
    with store.write(by="test", why="contacts") as writer:
        writer.save_offer(writer.offer(KEY), maintenance=MaintenanceContact("Frau Geheim", SECRET))
        writer.save_offer(an_offer("liste:moers", region=ELSEWHERE, name="Rat in Moers"))
    return store


@pytest.fixture
def person(app):
    return signed_in(app)


def table(answer):
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_selection_of_the_list_is_handed_out_as_csv(store, person):
    answer = person.get("/buero/duisburg/ausgabe.csv")
    assert answer.content_type == "text/csv; charset=utf-8" and answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="angebote-duisburg-2026-03-03.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    rows = table(answer)
    assert len(rows) == store.count_offers("05112") and "Rat in Moers" not in answer.text
    learning = table(person.get("/buero/duisburg/ausgabe.csv?art=learning"))
    assert {row["Art"] for row in learning} == {"Lernangebot"} and 0 < len(learning) < len(rows)
    assert table(person.get("/buero/duisburg/ausgabe.csv?q=gibtesnicht")) == []


def test_the_selection_is_handed_out_as_a_workbook(store, person):
    answer = person.get("/buero/duisburg/ausgabe.xlsx?art=learning")
    assert answer.headers["Content-Disposition"] == "attachment; filename=angebote-duisburg-2026-03-03.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet.max_row == len(table(person.get("/buero/duisburg/ausgabe.csv?art=learning"))) + 1
    assert SECRET.encode() not in answer.data and answer.headers["Cache-Control"] == "no-store"


def test_no_file_to_be_passed_on_has_a_contact_of_the_house(store, person):
    for path in ("/buero/duisburg/ausgabe.csv", "/buero/duisburg/ausgabe.csv?intern=1&bleibt_im_haus=ja"):
        answer = person.get(path)
        assert SECRET not in answer.text and "Pflege" not in answer.text


def test_contacts_come_along_after_a_warning_only_and_without_a_trace_of_people_in_the_log(store, person, caplog):
    page = person.get("/buero/duisburg/ausgabe?art=counselling")
    assert "Geben Sie sie nicht weiter." in page.text and 'name="art" value="counselling"' in page.text
    refused = person.post("/buero/duisburg/ausgabe", {"format": "csv"})
    assert refused.status_code == 400 and "Bitte bestätigen Sie, dass die Datei im Haus bleibt." in refused.text
    assert SECRET not in refused.text
    with caplog.at_level(logging.INFO):
        answer = person.post("/buero/duisburg/ausgabe", {"format": "csv", "bleibt_im_haus": "ja", "art": "counselling"})
    (row,) = [row for row in table(answer) if row["Kennung"] == KEY.partition(":")[2]]
    assert row["Pflege-E-Mail"] == SECRET and "intern-angebote-" in answer.headers["Content-Disposition"]
    assert "handed out for region 05112" in caplog.text and "@" not in caplog.text
    book = person.post("/buero/duisburg/ausgabe", {"format": "xlsx", "bleibt_im_haus": "ja"})
    assert "Pflegekontakt" in [cell.value for cell in openpyxl.load_workbook(io.BytesIO(book.data)).active[1]]


@pytest.mark.parametrize(("role", "region"), [("pilot", "05112"), ("provider", "05112"), ("editor", ELSEWHERE)])
def test_whoever_has_no_right_here_gets_nothing(app, store, role, region):
    stranger = signed_in(app, role, region)
    assert [stranger.get(path).status_code for path in PATHS] == [403] * 3
    assert stranger.post(PATHS[0], {"bleibt_im_haus": "ja"}).status_code == 403


def test_without_the_token_of_the_form_no_contact_goes_out(store, person):
    answer = person.client.post(PATHS[0], data={"bleibt_im_haus": "ja", "format": "csv"})
    assert answer.status_code == 400 and SECRET not in answer.text


def test_a_wrong_method_is_refused_and_a_visitor_is_asked_to_sign_in(client, person):
    assert person.post(PATHS[1]).status_code == 405
    assert [client.get(path).status_code for path in PATHS] == [302] * 3
