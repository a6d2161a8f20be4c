"""Every guarded page is asked once per role and answers as model/access.RIGHTS says; docs/bureau.md says the same.

The pages come from the lists of routes, so that a new one is asked as soon as it is there.
"""

import re
from typing import get_args

import pytest
from flask import Flask

from config import ROOT, Settings
from model.access import RIGHTS, ROLES, Right
from tests.application import an_app
from tests.desk import DUISBURG, ELSEWHERE, Person, services_of, signed_in
from tests.seeded import copy_seeded
from tests.web.conftest import NOW
from web.bureau.routes import ROUTES
from web.gate import COOKIE, FORM_FIELD

ELSEWHERE_EDITOR, ELSEWHERE_ADMIN = "editor of another region", "admin of another region"
#: who asks, and the role and region of their account
ASKING = {
    **{role: (role, DUISBURG) for role in ROLES},
    "editor of all regions": ("editor", ""),
    ELSEWHERE_EDITOR: ("editor", ELSEWHERE),
    ELSEWHERE_ADMIN: ("admin", ELSEWHERE),
}
#: harmless values for what a path may hold
HARMLESS = {"region": "duisburg", "key": "seed-05112:du-c-001", "number": 1, "revision": 1}
NOT_ALLOWED = "Das dürfen Sie hier nicht"


def guarded_rules(app: Flask) -> list:
    """Every rule of the application whose view goes through the gate, with its route."""
    return [(rule, view.route) for rule in app.url_map.iter_rules()
            if hasattr(view := app.view_functions[rule.endpoint], "route")]  # fmt: skip


def path_of(app: Flask, rule) -> str:
    """An address that fits a rule."""
    values = {}
    for name in rule.arguments:
        numeric = type(rule._converters[name]).__name__ == "IntegerConverter"
        values[name] = HARMLESS.get(name, 1 if numeric else "kein-solcher")
        if numeric and not isinstance(values[name], int):
            values[name] = 1
    with app.test_request_context():
        _, path = rule.build(values)
    return path


def may(account, route, rule) -> bool:
    """Whether the table says that an account may ask for a page."""
    if route.right is None:
        return True
    if route.everywhere:
        return account.may_everywhere(route.right)
    return account.may(route.right, DUISBURG if "region" in rule.arguments else None)


@pytest.fixture(scope="module")
def shared(seeded, tmp_path_factory):
    """One application for all questions of this file."""
    folder = copy_seeded(seeded, tmp_path_factory.mktemp("rights"))
    settings = {"DATABASE_URL": f"sqlite:///{folder / 'offers.sqlite'}", "GAZETTEER": str(folder / "gazetteer.sqlite"),
                "SECRET_KEY_FILE": str(folder / "secret"), "MAIL_URL": f"file://{folder / 'outbox'}"}  # fmt: skip
    return an_app(Settings.from_env(settings), clock=lambda: NOW)


def ask(person: Person | None, app: Flask, route, path: str, **form):
    """Ask for a page, with the token of the form where there is somebody."""
    client = person.client if person else app.test_client()
    if route.method == "GET":
        return client.get(path)
    token = {FORM_FIELD: person.form_token} if person else {}
    return client.open(path, method=route.method, data={**token, **form})


def is_turned_away(answer) -> bool:
    """Whether the gate asked to sign in first."""
    return answer.status_code == 401 or (answer.status_code == 302 and "/konto/anmelden?weiter=" in answer.location)


class People:
    """Those who ask; whoever was signed out by a page is signed in again."""

    def __init__(self, app: Flask, group: str) -> None:
        self.app, self.group = app, group
        self.known: dict[str, Person] = {}

    def __getitem__(self, who: str) -> Person:
        person = self.known.get(who)
        if person is None or services_of(self.app).store.accounts.session(person.token) is None:
            role, region = ASKING[who]
            provider = "Niemand e. V." if role == "provider" else ""
            person = signed_in(self.app, role, region, provider=provider, name=f"{who} {self.group}")
            self.known[who] = person
        return person


def test_every_guarded_page_answers_each_role_as_the_table_says(shared):
    wrong = []
    people = People(shared, "with rights")
    for rule, route in guarded_rules(shared):
        path = path_of(shared, rule)
        for who in ASKING:
            person = people[who]
            answer = ask(person, shared, route, path)
            allowed = may(person.account, route, rule)
            refused = answer.status_code == 403 and NOT_ALLOWED in answer.text
            if refused == allowed or answer.status_code >= 500 or (allowed and is_turned_away(answer)):
                wrong.append(f"{route.method} {path}: {who} gets {answer.status_code}, may: {allowed}")
    assert wrong == []


def test_every_guarded_page_turns_away_who_is_not_or_only_half_signed_in(shared):
    store = services_of(shared).store
    closed = signed_in(shared, "admin", "", name="closed").account
    half = signed_in(shared, "admin", "", name="half").account
    factorless = signed_in(shared, "admin", "", name="without second factor").account
    with store.write(by="test", why="people who may nothing") as writer:
        tokens = {
            "nobody": "", "a made-up session": "x" * 43,
            "a closed account": writer.accounts.open_session(closed.id, complete=True),
            "a session without its second factor": writer.accounts.open_session(half.id, complete=False),
            "an admin without second factor": writer.accounts.open_session(factorless.id, complete=True),
        }  # fmt: skip
        writer.accounts.set_second_factor(factorless.id, "")
    with store.write(by="test", why="closed") as writer:
        writer.accounts.close(closed.id)
    wrong = []
    for rule, route in guarded_rules(shared):
        path = path_of(shared, rule)
        for who, token in tokens.items():
            if route.unfinished and "second factor" in who:
                continue
            client = shared.test_client()
            client.set_cookie(COOKIE, token)
            answer = ask(Person(half, client, token), shared, route, path)
            if not is_turned_away(answer):
                wrong.append(f"{route.method} {path}: {who} gets {answer.status_code}")
    assert wrong == []


def test_every_change_without_the_token_of_its_form_is_refused(shared):
    wrong = []
    people, others = People(shared, "without token"), People(shared, "somebody else")
    for rule, route in guarded_rules(shared):
        if route.method == "GET":
            continue
        path = path_of(shared, rule)
        for role in ROLES:
            person = people[role]
            for token in ("", "x" * 64, others[role].form_token):
                answer = person.client.open(path, method=route.method, data={FORM_FIELD: token})
                if answer.status_code != 400 or "Das Formular ist abgelaufen" not in answer.text:
                    wrong.append(f"{route.method} {path}: {role} gets {answer.status_code}")
    assert wrong == []


def test_pages_below_these_addresses_all_go_through_the_gate(shared):
    open_pages = {"konto.sign_in", "konto.send_sign_in", "konto.invitation", "konto.send_invitation",
                  "konto.forgotten", "konto.send_forgotten", "konto.reset", "konto.send_reset", "konto.first_admin",
                  "konto.send_first_admin"}  # fmt: skip
    ungated = {
        rule.endpoint for rule in shared.url_map.iter_rules()
        if rule.rule.startswith(("/buero", "/konto", "/anbieter"))
        and not hasattr(shared.view_functions[rule.endpoint], "route")
    }  # fmt: skip
    assert ungated == open_pages


def test_the_guarded_pages_are_all_that_the_rooms_list(shared):
    listed = {f"bureau.{route.endpoint}" for route in ROUTES}
    assert listed <= {rule.endpoint for rule, _ in guarded_rules(shared)}
    assert len(listed) == len(ROUTES)


def test_the_table_in_the_docs_is_the_table_in_the_code():
    text = (ROOT / "docs" / "bureau.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^\n]*)\|$", text, re.MULTILINE)
    heads = re.search(r"^\| right \|[^|]*\|([^\n]*)\|$", text, re.MULTILINE)
    assert heads is not None
    columns = [name.strip() for name in heads[1].split("|")]
    assert columns == ["visitor", *ROLES]
    told = {right: {column for column, cell in zip(columns, cells.split("|"), strict=True) if cell.strip() == "yes"}
            for right, cells in rows}  # fmt: skip
    assert told == {right: set(roles) for right, roles in RIGHTS.items()}
    assert list(told) == list(get_args(Right))
