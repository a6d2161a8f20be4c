"""The commands about accounts, as an operator types them."""

import json
import re

import pytest

from app import create_app, link_to_first_admin
from config import Settings
from model.access import Grant
from tests.desk import services_of
from tests.seeded import copy_seeded


@pytest.fixture
def app(seeded, tmp_path, monkeypatch):
    copy_seeded(seeded, tmp_path)
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    return create_app(Settings.from_env({
        "DATABASE_URL": f"sqlite:///{tmp_path / 'offers.sqlite'}", "GAZETTEER": str(tmp_path / "gazetteer.sqlite"),
        "SECRET_KEY_FILE": str(tmp_path / "secret"), "PUBLIC_URL": "https://rat.stadt.example",
    }))  # fmt: skip


def run(app, *arguments):
    result = app.test_cli_runner().invoke(args=["account", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def account(app, email):
    return services_of(app).store.accounts.by_email(email)


def test_an_account_is_added_listed_and_closed(app):
    who = ("erika@stadt.example", "--role", "editor", "--region", "duisburg", "--name", "Erika")
    code, said, _ = run(app, "add", *who)
    assert code == 0
    assert re.search(r"https://rat\.stadt\.example/konto/einladung/\S{43}", said)
    assert account(app, "erika@stadt.example").grants == (Grant("editor", "05112"),)
    assert run(app, "list")[1] == "erika@stadt.example  invited  editor in 05112\n"
    (listed,) = json.loads(run(app, "list", "--json")[1])
    assert listed["roles"] == [{"role": "editor", "region": "05112", "provider": ""}]
    assert run(app, "close", "ERIKA@stadt.example")[0] == 0
    assert account(app, "erika@stadt.example").closed_at is not None
    assert services_of(app).store.mails.waiting() == 1


def test_a_second_role_is_added_to_the_same_account(app):
    for region in ("05112", "all"):
        assert run(app, "add", "erika@stadt.example", "--role", "admin", "--region", region)[0] == 0
    assert account(app, "erika@stadt.example").grants == (Grant("admin", ""), Grant("admin", "05112"))


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("add", "kein at", "--role", "editor", "--region", "05112"), 1, "Mail-Adresse"),
        (("add", "a@x.example", "--role", "editor", "--region", "99999"), 1, "There is no region"),
        (("add", "a@x.example", "--role", "provider", "--region", "05112"), 1, "Träger"),
        (("add", "a@x.example", "--role", "chef", "--region", "05112"), 2, "chef"),
        (("add", "a@x.example", "--role", "editor"), 2, "--region"),
        (("close", "a@x.example"), 1, "There is no account"),
        (("unlock", "a@x.example"), 1, "There is no account"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(app, arguments, code, words):
    done, _, said = run(app, *arguments)
    assert done == code and words in said and "Traceback" not in said
    assert services_of(app).store.accounts.all() == []


def test_a_lost_phone_is_mended(app):
    run(app, "add", "erika@stadt.example", "--role", "editor", "--region", "05112")
    with services_of(app).store.write(by="test", why="second factor") as writer:
        writer.accounts.set_second_factor(account(app, "erika@stadt.example").id, "SECRET", ["code"])
    assert run(app, "unlock", "erika@stadt.example")[0] == 0
    assert not account(app, "erika@stadt.example").has_second_factor


def test_a_start_gives_a_new_link_until_there_is_an_admin(app):
    first, second = (app.extensions["first_admin_link"]() for _ in range(2))
    assert first.startswith("https://rat.stadt.example/konto/erste-einrichtung/") and first != second
    client = app.test_client()
    paths = [link.removeprefix("https://rat.stadt.example") for link in (first, second)]
    assert [client.get(path).status_code for path in paths] == [410, 200]
    run(app, "add", "chefin@stadt.example", "--role", "admin", "--region", "all")
    with services_of(app).store.write(by="test", why="password") as writer:
        writer.accounts.set_password(account(app, "chefin@stadt.example").id, "$argon2id$…")
    assert link_to_first_admin(services_of(app)) == ""
    code, _, said = run(app, "link")
    assert code == 1 and "There is an admin already." in said
