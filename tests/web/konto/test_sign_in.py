"""Signing in: the right password lets in, everything else says the same and costs time."""

import pytest
from argon2 import PasswordHasher

from actions import passwords
from actions.passwords import hash_password
from tests.desk import an_account, services_of
from tests.web.konto.doors import PASSWORD, code_at, cookie_of, events, open_token, sign_in, with_password
from web.gate import COOKIE, FORM_FIELD, form_token_of

WRONG = "Mail-Adresse oder Passwort stimmt nicht."


def test_a_password_opens_the_desk(app):
    account = with_password(app)
    client = app.test_client()
    answer = sign_in(client, account.email.upper())
    assert (answer.status_code, answer.location) == (303, "/buero/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert client.get("/buero/duisburg/").status_code == 200
    assert events(app) == ["signed_in"]


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/buero/duisburg/", "/buero/duisburg/"),
        ("//evil.example/", "/buero/"),
        ("/\\evil.example", "/buero/"),
        ("https://evil.example/", "/buero/"),
        ("/\t/evil.example", "/buero/"),
        ("javascript:alert(1)", "/buero/"),
        ("/konto/\r\nSet-Cookie: a=b", "/buero/"),
    ],
)
def test_afterwards_people_are_where_they_wanted_but_never_elsewhere(app, wanted, location):
    account = with_password(app)
    assert sign_in(app.test_client(), account.email, weiter=wanted).location == location


def test_wrong_password_and_unknown_address_get_the_same_answer(app):
    account = with_password(app)
    emails = (account.email, "niemand@x.example")
    answers = [sign_in(app.test_client(), email, "falsches Passwort 1") for email in emails]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert all(WRONG in answer.text and "falsches" not in answer.text for answer in answers)
    known, unknown = (len(answer.text.replace(email, "")) for answer, email in zip(answers, emails, strict=True))
    assert known == unknown
    assert events(app) == ["failed"]


class Counting:
    """A hasher that notes how dear each comparison was."""

    def __init__(self, real):
        self.real, self.costs = real, []

    def verify(self, hashed, password):
        self.costs.append(hashed.split("$")[1:4])
        return self.real.verify(hashed, password)

    def __getattr__(self, name):
        return getattr(self.real, name)


def test_a_wrong_password_and_an_unknown_address_cost_the_same_work(app, monkeypatch):
    account = with_password(app)
    hasher = Counting(passwords._HASHER)
    monkeypatch.setattr(passwords, "_HASHER", hasher)
    for email in (account.email, "niemand@x.example"):
        assert sign_in(app.test_client(), email, "falsches Passwort 1").status_code == 400
    known, unknown = hasher.costs
    assert known == unknown and known[0] == "argon2id"


def test_no_password_is_no_way_in(app):
    account = an_account(app)
    assert sign_in(app.test_client(), account.email, "").status_code == 400


def test_a_closed_account_is_no_way_in(app):
    account = with_password(app)
    with services_of(app).store.write(by="test", why="closed") as writer:
        writer.accounts.close(account.id)
    answer = sign_in(app.test_client(), account.email)
    assert answer.status_code == 400 and WRONG in answer.text


def test_whoever_guesses_waits_ever_longer_even_with_the_right_password(app, clock):
    account = with_password(app)
    client = app.test_client()
    for _ in range(5):
        assert sign_in(client, account.email, "falsches Passwort 1").status_code == 400
    answer = sign_in(client, account.email)
    assert answer.status_code == 429
    assert "Bitte warten Sie noch 30 Sekunden." in answer.text
    assert answer.headers["Retry-After"] == "31"
    clock.on(seconds=31)
    assert sign_in(client, account.email, "falsches Passwort 1").status_code == 400
    assert "60 Sekunden" in sign_in(client, account.email).text
    clock.on(seconds=61)
    assert sign_in(client, account.email).status_code == 303
    assert events(app) == [*["failed"] * 4, "locked", "locked", "signed_in"]
    assert sign_in(app.test_client(), account.email, "falsches Passwort 1").status_code == 400


def test_an_address_that_does_not_exist_is_locked_just_the_same(app):
    client = app.test_client()
    for _ in range(5):
        sign_in(client, "niemand@x.example", "falsches Passwort 1")
    assert "noch 30 Sekunden" in sign_in(client, "niemand@x.example").text


def test_a_device_that_tries_many_accounts_waits_and_others_do_not(app):
    account = with_password(app)
    client = app.test_client()
    for number in range(20):
        assert sign_in(client, f"jemand{number}@x.example", "falsches Passwort 1").status_code == 400
    assert sign_in(client, account.email).status_code == 429
    other = app.test_client()
    other.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    assert sign_in(other, account.email).status_code == 303


def test_attempts_know_no_address_in_clear(app):
    account = with_password(app)
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    sign_in(client, account.email, "falsches Passwort 1")
    sign_in(client, "niemand@x.example", "falsches Passwort 1")
    store = services_of(app).store
    with store._database.reading() as connection:
        rows = [str(row) for table in ("sign_in_attempt", "sign_in_log", "session")
                for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]  # fmt: skip
    assert len(rows) == 4
    assert not any("203.0.113" in row or "x.example" in row or account.email in row for row in rows)


def test_a_session_gets_a_new_token_each_time_somebody_signs_in(app):
    account = with_password(app)
    client = app.test_client()
    sign_in(client, account.email)
    first = cookie_of(client)
    client.set_cookie(COOKIE, first)
    answer = client.get("/konto/anmelden")
    assert answer.status_code == 303  # whoever is signed in needs no form
    client.post("/konto/abmelden", data={FORM_FIELD: form_token_of(first)})
    sign_in(client, account.email)
    assert cookie_of(client) != first
    client.set_cookie(COOKIE, first)
    assert client.get("/buero/duisburg/").status_code == 302


def test_a_session_ends_after_an_hour_without_a_click_and_after_twelve_in_any_case(app, clock):
    account = with_password(app)
    client = app.test_client()
    sign_in(client, account.email)
    for _ in range(13):
        clock.on(minutes=55)
        assert client.get("/buero/duisburg/").status_code == 200
    clock.on(minutes=10)
    assert client.get("/buero/duisburg/").status_code == 302
    sign_in(client, account.email)
    clock.on(minutes=61)
    assert client.get("/buero/duisburg/").status_code == 302


def test_a_second_factor_is_asked_for_and_each_code_works_once(app, clock):
    account = with_password(app, "admin")
    client = app.test_client()
    answer = sign_in(client, account.email, weiter="/buero/duisburg/konten")
    assert answer.location == "/konto/code?weiter=/buero/duisburg/konten"
    half = cookie_of(client)
    assert client.get("/buero/duisburg/").status_code == 302
    token = form_token_of(half)
    wrong = client.post("/konto/code", data={FORM_FIELD: token, "code": "000000"})
    assert wrong.status_code == 400 and "Dieser Code stimmt nicht" in wrong.text
    fields = {FORM_FIELD: token, "code": code_at(clock.now), "weiter": "/buero/duisburg/"}
    answer = client.post("/konto/code", data=fields)
    assert answer.location == "/buero/duisburg/"
    assert cookie_of(client) not in ("", half)
    assert client.get("/buero/duisburg/").status_code == 200
    thief = app.test_client()
    sign_in(thief, account.email)
    again = thief.post("/konto/code", data={FORM_FIELD: form_token_of(cookie_of(thief)), "code": code_at(clock.now)})
    assert again.status_code == 400
    clock.on(seconds=30)
    more = thief.post("/konto/code", data={FORM_FIELD: form_token_of(cookie_of(thief)), "code": code_at(clock.now)})
    assert more.status_code == 303


def test_guessing_codes_has_to_wait_too(app, clock):
    account = with_password(app, "admin")
    client = app.test_client()
    sign_in(client, account.email)
    form = {FORM_FIELD: form_token_of(cookie_of(client))}
    for number in range(5):
        assert client.post("/konto/code", data={**form, "code": f"00000{number}"}).status_code == 400
    assert client.post("/konto/code", data={**form, "code": code_at(clock.now)}).status_code == 429


def test_a_session_without_its_second_factor_cannot_set_up_another_one(app):
    account = with_password(app, "admin")
    client = app.test_client()
    sign_in(client, account.email)
    assert client.get("/konto/zweiter-faktor").location.startswith("/konto/code")
    form = {FORM_FIELD: form_token_of(cookie_of(client)), "schluessel": "x", "code": "123456"}
    assert client.post("/konto/zweiter-faktor", data=form).location.startswith("/konto/code")
    for path in ("/konto/passwort", "/konto/zweiter-faktor/aus", "/konto/zweiter-faktor/codes", "/konto/name"):
        assert client.post(path, data=form).status_code == 401


def test_an_old_hash_is_made_anew_with_the_settings_of_today(app):
    account = with_password(app)
    store = services_of(app).store
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with store.write(by="test", why="an old hash") as writer:
        writer.accounts.set_password(account.id, old)
    assert sign_in(app.test_client(), account.email).status_code == 303
    fresh = store.accounts.secrets(account.id).password
    assert fresh != old and fresh.split("$")[3] == hash_password("x" * 12).split("$")[3]


def test_a_form_from_elsewhere_signs_nobody_in(app):
    account = with_password(app)
    client = app.test_client()
    fields = {"mail": account.email, "passwort": PASSWORD}
    assert client.post("/konto/anmelden", data=fields).status_code == 400
    other = open_token(client, "/konto/vergessen")
    assert client.post("/konto/anmelden", data={**fields, FORM_FIELD: other}).status_code == 400
    good = open_token(client, "/konto/anmelden")
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/konto/anmelden", data={**fields, FORM_FIELD: good}, headers=cross).status_code == 400
    assert client.get_cookie(COOKIE) is None


def test_what_is_typed_is_escaped(app):
    answer = sign_in(app.test_client(), '"><script>alert(1)</script>', "falsches Passwort 1")
    assert answer.status_code == 400 and "<script>alert" not in answer.text
