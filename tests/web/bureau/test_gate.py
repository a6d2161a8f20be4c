import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from tests.application import an_app
from tests.desk import ELSEWHERE, signed_in
from tests.web.conftest import NOW
from web.gate import COOKIE, FORM_FIELD


def test_the_desk_leads_to_the_only_region(app):
    answer = signed_in(app).get("/buero/")
    assert answer.status_code == 302
    assert answer.location == "/buero/duisburg/"


def test_whoever_is_not_signed_in_is_led_to_the_form(app):
    answer = app.test_client().get("/buero/duisburg/")
    assert answer.status_code == 302
    assert answer.location == "/konto/anmelden?weiter=/buero/duisburg/"


@pytest.mark.parametrize(("role", "region"), [("provider", "05112"), ("pilot", "05112"), ("editor", ELSEWHERE)])
def test_whoever_has_no_right_here_is_told_so(app, role, region, caplog):
    answer = signed_in(app, role, region).get("/buero/duisburg/")
    assert answer.status_code == 403
    assert "Ihr Konto hat dafür kein Recht in dieser Region." in answer.text
    assert "@" not in caplog.text


def test_a_form_without_its_token_changes_nothing(app):
    person = signed_in(app)
    answer = person.client.post("/konto/abmelden", data={FORM_FIELD: "x" * 64})
    assert answer.status_code == 400
    assert "Nichts wurde geändert." in answer.text
    assert person.get("/buero/duisburg/").status_code == 200


def test_signing_out_ends_the_session_itself(app):
    person = signed_in(app)
    assert person.post("/konto/abmelden").status_code == 302
    person.client.set_cookie(COOKIE, person.token)
    assert person.get("/buero/duisburg/").status_code == 302


def test_pages_of_the_office_are_kept_by_nobody(app):
    answer = signed_in(app).get("/buero/duisburg/")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_is_shown_while_nobody_can_write(settings):
    moment = [NOW]
    app = an_app(settings, clock=lambda: moment[0])
    person = signed_in(app)
    moment[0] += timedelta(minutes=10)
    path = settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert person.get("/buero/duisburg/").status_code == 200
