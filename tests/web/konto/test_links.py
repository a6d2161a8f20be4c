"""Links from mails: forgotten passwords and the first admin. Each works once, and says why if it does not."""

import time
from email.utils import parseaddr

import pytest

from actions.account_links import first_admin_link
from actions.manage_accounts import Manager, invite
from actions.tidy_accounts import tidy_accounts
from model.access import Grant
from tests.desk import DUISBURG, services_of, signed_in
from tests.web.konto.doors import (
    PASSWORD,
    code_at,
    cookie_of,
    events,
    link_in,
    mails,
    open_token,
    send,
    sign_in,
    with_password,
)
from web.gate import COOKIE, FORM_FIELD, form_token_of

NEW = "ganz andere Wörter heute"


def ask(app, email, **more):
    return send(app.test_client(), "/konto/vergessen", mail=email, **more)


def test_a_forgotten_password_is_set_anew_and_signs_out_everywhere(app):
    account = with_password(app)
    elsewhere = signed_in(app, "editor")
    assert ask(app, account.email.upper()).status_code == 200
    (mail,) = mails(app)
    assert parseaddr(mail.to)[1] == account.email
    path, client = link_in(app), app.test_client()
    assert client.get(path).status_code == 200
    answer = send(client, path, passwort=NEW)
    assert (answer.status_code, answer.location) == (303, "/konto/anmelden")
    assert "Ihr neues Passwort gilt ab jetzt." in client.get("/konto/anmelden").text
    assert elsewhere.get("/buero/duisburg/").status_code == 302
    assert sign_in(app.test_client(), account.email).status_code == 400
    assert sign_in(app.test_client(), account.email, NEW).status_code == 303
    again = app.test_client().get(path)
    assert again.status_code == 410 and "Dieser Link wurde schon benutzt." in again.text
    used = app.test_client().post(path, data={FORM_FIELD: open_token(app.test_client(), "/konto/vergessen")})
    assert used.status_code == 400
    assert events(app) == ["reset_asked", "reset", "failed", "signed_in"]


def test_two_who_use_a_link_at_once_do_not_both_get_in(app):
    account = with_password(app)
    ask(app, account.email)
    path = link_in(app)
    first, second = app.test_client(), app.test_client()
    tokens = [open_token(client, path) for client in (first, second)]
    answers = [client.post(path, data={FORM_FIELD: token, "passwort": NEW})
               for client, token in zip((first, second), tokens, strict=True)]  # fmt: skip
    assert [answer.status_code for answer in answers] == [303, 410]


def test_nobody_learns_whether_an_address_is_known(app):
    account = with_password(app)
    known, unknown = ask(app, account.email), ask(app, "niemand@x.example")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert [name for name, _ in known.headers] == [name for name, _ in unknown.headers]
    assert len(mails(app)) == 1


def test_the_time_does_not_tell_it_either(app):
    account = with_password(app)
    client = app.test_client()
    taken = {account.email: [], "niemand@x.example": []}
    for _ in range(4):
        for email, times in taken.items():
            token = open_token(client, "/konto/vergessen")
            began = time.perf_counter()
            client.post("/konto/vergessen", data={FORM_FIELD: token, "mail": email})
            times.append(time.perf_counter() - began)
    known, unknown = (min(times) for times in taken.values())
    assert abs(known - unknown) < 0.02
    assert known >= 0.3


def test_mails_for_a_forgotten_password_are_few(app, clock):
    account = with_password(app)
    answers = [ask(app, account.email) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert len(mails(app)) == 3
    for number in range(5):
        last = ask(app, f"jemand{number}@x.example")
    assert last.status_code == 429 and "zu viele Versuche" in last.text
    clock.on(hours=25)
    ask(app, account.email)
    assert len(mails(app)) == 4


@pytest.mark.parametrize("email", ["", "kein at", "a@b\r\nBcc: x@y.example", "x" * 5000, "\x00"])
def test_whatever_is_typed_as_an_address_gets_the_same_answer(app, email):
    assert "Gibt es zu dieser Adresse ein Konto" in ask(app, email).text
    assert mails(app) == []


def test_a_link_ends_after_an_hour_and_when_a_newer_one_is_asked_for(app, clock):
    account = with_password(app)
    ask(app, account.email)
    first = link_in(app)
    ask(app, account.email)
    assert "Dieser Link gilt nicht mehr." in app.test_client().get(first).text
    clock.on(minutes=61)
    ended = app.test_client().get(link_in(app))
    assert ended.status_code == 410 and "Dieser Link ist abgelaufen. Fordern Sie einen neuen an." in ended.text
    assert tidy_accounts(services_of(app).store, clock.now) >= 0
    assert "abgelaufen" in app.test_client().get(link_in(app)).text
    clock.on(days=32)
    tidy_accounts(services_of(app).store, clock.now)
    assert "Diesen Link kennen wir nicht." in app.test_client().get(link_in(app)).text


def test_a_link_for_one_thing_is_none_for_another(app):
    account = with_password(app)
    ask(app, account.email)
    token = link_in(app).rpartition("/")[2]
    for path in ("/konto/einladung/", "/konto/erste-einrichtung/"):
        assert app.test_client().get(path + token).status_code == 410


def test_a_closed_account_gets_no_link_and_its_old_one_ends(app):
    account = with_password(app)
    ask(app, account.email)
    with services_of(app).store.write(by="test", why="closed") as writer:
        writer.accounts.close(account.id)
    assert app.test_client().get(link_in(app)).status_code == 410
    ask(app, account.email)
    assert len(mails(app)) == 1


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ukulele", "zu kurz"),
        ("x" * 201, "zu lang"),
        ("password123!!", "Listen bekannter Passwörter"),
        ("123123123123", "Listen bekannter Passwörter"),
        ("Test editor 2026", "Ihren Namen"),
        ("editor.05112.a@stadt.example", "Mail-Adresse"),
    ],
)
def test_a_password_that_others_guess_is_refused_and_the_link_still_works(app, password, words):
    account = with_password(app)
    ask(app, account.email)
    answer = send(app.test_client(), link_in(app), passwort=password)
    assert answer.status_code == 400 and words in answer.text
    assert answer.text.count(f'value="{password}"') == (1 if password == account.email else 0)
    assert app.test_client().get(link_in(app)).status_code == 200


def test_an_invitation_ends_after_seven_days(app, clock):
    store = services_of(app).store
    path = invite(store, Manager(None, ""), "neu@stadt.example", Grant("editor", DUISBURG), "Duisburg").link
    clock.on(days=6, hours=23)
    assert app.test_client().get(path).status_code == 200
    clock.on(hours=2)
    assert "abgelaufen. Bitten Sie um eine neue Einladung." in app.test_client().get(path).text


def first_link(app):
    return first_admin_link(services_of(app).store, "")


def first_form(client, path, **more):
    return send(client, path, **{"mail": "chefin@stadt.example", "name": "Clara Chefin", "passwort": PASSWORD, **more})


def test_the_first_admin_sets_up_a_second_factor_before_anything_else(app, clock):
    path, client = first_link(app), app.test_client()
    answer = first_form(client, path)
    assert (answer.status_code, answer.location) == (303, "/konto/zweiter-faktor")
    for page in ("/buero/", "/buero/duisburg/", "/buero/duisburg/konten", "/konto/"):
        assert "/konto/anmelden" in client.get(page).location
    assert client.get("/konto/anmelden").location == "/konto/zweiter-faktor"
    page = client.get("/konto/zweiter-faktor").text
    assert "<svg" in page and " style=" not in page
    answer, half = set_up(client, page, clock), cookie_of(client)
    assert answer.status_code == 200
    assert answer.text.count("<code>") == 10
    assert client.get("/buero/").status_code == 302 and client.get("/buero/").location == "/buero/duisburg/"
    account = services_of(app).store.accounts.by_email("chefin@stadt.example")
    assert account.grants == (Grant("admin"),) and account.has_second_factor
    assert half
    assert first_link(app) == ""
    assert "Es gibt schon ein Konto, das alles verwaltet." in app.test_client().get(path).text
    assert events(app) == ["first_admin", "second_factor_on"]


def key_of(page: str) -> str:
    return page.split('<code class="key">')[1].split("<", maxsplit=1)[0].replace(" ", "")


def set_up(client, page, clock, code=""):
    signed = page.split('name="schluessel" value="')[1].split('"')[0]
    form = {FORM_FIELD: form_token_of(cookie_of(client)), "schluessel": signed}
    return client.post("/konto/zweiter-faktor", data={**form, "code": code or code_at(clock.now, key_of(page))})


def test_setting_up_needs_a_code_and_a_key_of_this_session(app, clock):
    client = app.test_client()
    first_form(client, first_link(app))
    page = client.get("/konto/zweiter-faktor").text
    wrong = set_up(client, page, clock, "000000")
    assert wrong.status_code == 400 and "Dieser Code stimmt nicht." in wrong.text
    assert key_of(wrong.text) == key_of(page)
    other = signed_in(app, "editor")
    page_of_other = other.get("/konto/zweiter-faktor").text
    assert set_up(client, page_of_other, clock).status_code == 400
    assert set_up(client, page, clock).status_code == 200


def test_the_first_link_works_until_an_admin_exists_and_a_new_one_replaces_it(app):
    old, new = first_link(app), first_link(app)
    assert old != new
    assert "Dieser Link gilt nicht mehr." in app.test_client().get(old).text
    assert first_form(app.test_client(), new, mail="kein at").status_code == 400
    assert first_form(app.test_client(), new, name="").status_code == 400
    second = app.test_client()
    token = open_token(second, new)
    assert first_form(app.test_client(), new).status_code == 303
    late = second.post(new, data={FORM_FIELD: token, "mail": "b@x.example", "name": "Bea", "passwort": PASSWORD})
    assert late.status_code == 410
    assert services_of(app).store.accounts.by_email("b@x.example") is None


def test_an_invited_admin_without_password_does_not_end_the_first_link(app):
    path = first_link(app)
    invite(services_of(app).store, Manager(None, ""), "neu@stadt.example", Grant("admin"), "")
    assert app.test_client().get(path).status_code == 200


def test_nothing_on_these_pages_is_kept_or_tells_where_somebody_came_from(app):
    account = with_password(app)
    ask(app, account.email)
    answer = app.test_client().get(link_in(app))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert COOKIE not in answer.headers.get("Set-Cookie", "")
