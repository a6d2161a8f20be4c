"""/<region>/angebot/<key>/fehler: works, wrong method, bad input."""

import pytest

from web.context import services

URL = "/duisburg/angebot/seed-05112:du-c-001/fehler"


@pytest.fixture
def kept(app):
    """What the store has been told."""

    def reports():
        with app.app_context():
            return [(report.key, report.reason, report.text) for report in services().store.reports()]

    return reports


def test_the_form_asks_what_is_wrong_and_for_no_name(client):
    html = client.get(URL).get_data(as_text=True)
    assert "Bildungsberatung im Stadtfenster" in html
    assert html.count('type="radio"') == 6
    assert "Bitte schreiben Sie keine Namen" in html


def test_a_report_is_kept_and_thanked_for(client, kept):
    response = client.post(URL, data={"grund": "moved", "text": "jetzt am Markt"})
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
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, kept, form, sentence):
    response = client.post(URL, data=form)
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


def test_no_cookie_is_set(client):
    assert "Set-Cookie" not in client.get(URL).headers
    assert "Set-Cookie" not in client.post(URL, data={"grund": "moved"}).headers
