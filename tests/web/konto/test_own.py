"""One's own account: name, password, devices, second factor."""

import re

import pytest

from tests.desk import services_of, signed_in
from tests.web.konto.doors import (
    PASSWORD,
    SECRET,
    code_at,
    cookie_of,
    events,
    mails,
    sign_in,
    with_password,
)
from web.gate import FORM_FIELD, form_token_of

NEW = "ganz andere Wörter heute"


def test_the_own_account_shows_roles_and_devices(app):
    with_password(app)
    signed_in(app)
    page = signed_in(app).get("/konto/").text
    assert "Redaktion" in page and "Duisburg" in page
    assert "Sie sind auf 2 Geräten angemeldet." in page


def test_the_name_is_changed(app):
    person = signed_in(app)
    assert person.post("/konto/name", {"name": "  Erika\nBeispiel "}).status_code == 303
    assert services_of(app).store.accounts.by_email(person.account.email).name == "Erika Beispiel"
    assert person.post("/konto/name", {"name": " "}).status_code == 400


def test_a_new_password_signs_other_devices_out(app):
    account = with_password(app)
    here, there = signed_in(app), signed_in(app)
    answer = here.post("/konto/passwort", {"passwort": PASSWORD, "neu": NEW})
    assert answer.status_code == 303
    assert here.get("/buero/duisburg/").status_code == 200
    assert there.get("/buero/duisburg/").status_code == 302
    assert sign_in(app.test_client(), account.email, NEW).status_code == 303
    assert "Das Passwort wurde geändert." in mails(app)[-1].text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("falsch", NEW, "Das Passwort stimmt nicht."), (PASSWORD, "kurz", "zu kurz"), (PASSWORD, "", "zu kurz")],
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_bad_one(app, old, new, words):
    account = with_password(app)
    answer = signed_in(app).post("/konto/passwort", {"passwort": old, "neu": new})
    assert answer.status_code == 400 and words in answer.text
    assert sign_in(app.test_client(), account.email).status_code == 303


def test_guessing_the_old_password_on_an_open_device_has_to_wait(app):
    with_password(app)
    person = signed_in(app)
    for _ in range(5):
        assert person.post("/konto/passwort", {"passwort": "falsch", "neu": NEW}).status_code == 400
    assert person.post("/konto/passwort", {"passwort": PASSWORD, "neu": NEW}).status_code == 429


def test_signing_out_everywhere_ends_all_sessions(app):
    here, there = signed_in(app), signed_in(app)
    assert here.post("/konto/ueberall-abmelden").status_code == 302
    assert here.get("/konto/").status_code == there.get("/konto/").status_code == 302
    assert events(app) == ["signed_out_everywhere"]


def test_recovery_codes_open_the_door_once_each(app, clock):
    account = with_password(app, "admin")
    person = signed_in(app, "admin")
    assert person.post("/konto/zweiter-faktor/codes", {"passwort": "falsch"}).status_code == 400
    page = person.post("/konto/zweiter-faktor/codes", {"passwort": PASSWORD}).text
    codes = re.findall(r"<code>([a-z0-9-]+)</code>", page)
    assert len(set(codes)) == 10
    assert "10 Wiederherstellungs-Codes sind noch übrig." in person.get("/konto/").text

    def use(code):
        client = app.test_client()
        sign_in(client, account.email)
        return client.post("/konto/code", data={FORM_FIELD: form_token_of(cookie_of(client)), "code": code})

    assert use(codes[0].upper().replace("-", " ")).status_code == 303
    assert use(codes[0]).status_code == 400
    assert use(codes[1]).status_code == 303
    assert "8 Wiederherstellungs-Codes" in person.get("/konto/").text
    person.post("/konto/zweiter-faktor/codes", {"passwort": PASSWORD})
    assert use(codes[2]).status_code == 400
    assert "recovery_code_used" in events(app)
    rows = services_of(app).store._database
    with rows.reading() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM recovery_code").all())
    assert codes[3].replace("-", "") not in kept


def test_an_editor_turns_the_second_factor_off_and_an_admin_cannot(app):
    account = with_password(app)
    with services_of(app).store.write(by="test", why="second factor") as writer:
        writer.accounts.set_second_factor(account.id, SECRET)
    editor = signed_in(app)
    assert editor.post("/konto/zweiter-faktor/aus", {"passwort": "falsch"}).status_code == 400
    assert editor.post("/konto/zweiter-faktor/aus", {"passwort": PASSWORD}).status_code == 303
    assert sign_in(app.test_client(), account.email).location == "/buero/"
    with_password(app, "admin")
    answer = signed_in(app, "admin").post("/konto/zweiter-faktor/aus", {"passwort": PASSWORD})
    assert answer.status_code == 400 and "braucht den zweiten Faktor" in answer.text


def test_an_editor_who_becomes_an_admin_needs_a_second_factor_at_once(app):
    editor = signed_in(app)
    admin = signed_in(app, "admin")
    path = f"/buero/duisburg/konten/{editor.account.code}/rolle"
    assert admin.post(path, {"rolle": "admin", "bereich": "hier"}).status_code == 303
    assert "/konto/anmelden" in editor.get("/buero/duisburg/").location
    next_page = editor.get("/konto/anmelden?weiter=/buero/duisburg/").location
    assert next_page == "/konto/zweiter-faktor?weiter=/buero/duisburg/"


def test_a_code_used_to_turn_the_second_factor_on_is_used_up(app, clock):
    account = with_password(app)
    person = signed_in(app)
    page = person.get("/konto/zweiter-faktor").text
    key = page.split('<code class="key">')[1].split("<")[0].replace(" ", "")
    signed = page.split('name="schluessel" value="')[1].split('"')[0]
    code = code_at(clock.now, key)
    old = cookie_of(person.client)
    assert person.post("/konto/zweiter-faktor", {"schluessel": signed, "code": code}).status_code == 200
    assert cookie_of(person.client) != old
    client = app.test_client()
    sign_in(client, account.email)
    form = {FORM_FIELD: form_token_of(cookie_of(client))}
    assert client.post("/konto/code", data={**form, "code": code}).status_code == 400
