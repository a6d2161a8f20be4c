"""/<region>/angebot/<key>/fehler: works, wrong method, bad input."""

import pytest

from actions.admit import FREE_ABOUT
from tests.open_form import open_token, solved
from web.context import services
from web.sending import PROOF_FIELD

URL = "/duisburg/angebot/seed-05112:du-c-001/fehler"


@pytest.fixture
def kept(app):
    """What the store has been told."""

    def reports():
        with app.app_context():
            return [(report.key, report.reason, report.text) for report in services().store.reports()]

    return reports


@pytest.fixture
def send(app, client):
    """Sends the form as a page that was opened half a minute ago."""
    return lambda **form: client.post(URL, data=open_token(app, "report") | form)


def test_the_form_asks_what_is_wrong_and_for_no_name(client):
    html = client.get(URL).get_data(as_text=True)
    assert "Bildungsberatung im Stadtfenster" in html
    assert html.count('type="radio"') == 6
    assert "Bitte schreiben Sie keine Namen" in html


def test_a_report_is_kept_and_thanked_for(client, send, kept):
    response = send(grund="moved", text="jetzt am Markt")
    assert (response.status_code, response.location) == (303, f"{URL}?gesendet=1")
    assert kept() == [("seed-05112:du-c-001", "moved", "jetzt am Markt")]
    thanks = client.get(response.location).get_data(as_text=True)
    assert "Danke für Ihren Hinweis" in thanks and "Sie müssen nichts weiter tun." in thanks


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(client, kept):
    response = client.post(URL, data={"grund": "moved", "text": "x", "webseite": "https://spam.example"})
    assert response.status_code == 303
    assert kept() == []


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Bitte wählen Sie aus, was nicht stimmt."),
        ({"grund": "quatsch"}, "Bitte wählen Sie aus, was nicht stimmt."),
        ({"grund": "other"}, "Bitte schreiben Sie in wenigen Worten, was nicht stimmt"),
        ({"grund": "hours", "text": "x" * 501}, "Bitte schreiben Sie in wenigen Worten, was nicht stimmt"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(send, kept, form, sentence):
    response = send(**form)
    html = response.get_data(as_text=True)
    assert response.status_code == 400
    assert sentence in html and 'role="alert"' in html
    assert form.get("text", "") in html
    assert kept() == []


def test_an_unknown_offer_cannot_be_reported(client):
    assert client.get("/duisburg/angebot/test:fehlt/fehler").status_code == 404
    assert client.post("/duisburg/angebot/test:fehlt/fehler", data={"grund": "moved"}).status_code == 404


def test_other_methods_are_refused(client):
    assert client.delete(URL).status_code == 405


def test_no_cookie_is_set(client, send):
    assert "Set-Cookie" not in client.get(URL).headers
    assert "Set-Cookie" not in send(grund="moved").headers


@pytest.mark.parametrize("token", [{}, {"_form": "x"}])
def test_a_form_without_a_good_token_is_shown_again(client, kept, token):
    response = client.post(URL, data={"grund": "moved", "text": "jetzt am Markt"} | token)
    assert response.status_code == 400
    assert "Bitte senden Sie noch einmal." in response.text and "jetzt am Markt" in response.text
    assert kept() == []


def test_a_form_on_another_site_keeps_nothing(app, client, kept):
    form = open_token(app, "report") | {"grund": "moved"}
    assert client.post(URL, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    old = open_token(app, "report", age_s=13 * 3600) | {"grund": "moved"}
    assert client.post(URL, data=old).status_code == 400
    assert kept() == []


def test_very_many_reports_on_one_offer_need_a_piece_of_work(send, kept):
    for _ in range(FREE_ABOUT):
        assert send(grund="moved").status_code == 303
    asked = send(grund="hours", text="Mo zu")
    assert asked.status_code == 429 and "Mo zu" in asked.text
    assert "Bitte senden Sie in einer Stunde noch einmal" in asked.text
    proof = {PROOF_FIELD: solved(asked.text)}
    assert send(grund="hours", text="Mo zu", **proof).status_code == 303
    assert send(grund="hours", text="noch einmal", **proof).status_code == 429
    assert len(kept()) == FREE_ABOUT + 1
