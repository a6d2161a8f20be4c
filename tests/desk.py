"""People of the office for tests: accounts with roles, and clients that are signed in."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from model.access import Account, Grant, Role
from web.context import Services
from web.gate import COOKIE, FORM_FIELD, form_token_of

DUISBURG = "05112"
#: a region whose accounts have no business in Duisburg
ELSEWHERE = "05113"


def services_of(app: Flask) -> Services:
    """The services of an application."""
    found: Services = app.extensions["open_services"]()
    return found


def an_account(
    app: Flask, role: Role = "editor", region: str = DUISBURG, *, provider: str = "", name: str = ""
) -> Account:
    """An account with one role in one region."""
    email = f"{role}.{region or 'all'}.{name or 'a'}@stadt.example".lower().replace(" ", "-")
    store = services_of(app).store
    if known := store.accounts.by_email(email):
        return known
    with store.write(by="test", why="an account") as writer:
        account = writer.accounts.add(email, name or f"Test {role}", [Grant(role, region, provider)])
        if role == "admin":
            # Without a second factor an admin reaches no page but the one that sets it up.
            writer.accounts.set_second_factor(account.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    return account


@dataclass
class Person:
    """Somebody who is signed in, with a browser of their own."""

    account: Account
    client: FlaskClient
    token: str

    @property
    def form_token(self) -> str:
        """What every form of this session carries."""
        return form_token_of(self.token)

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form of a page of the office."""
        return self.client.post(path, data={FORM_FIELD: self.form_token, **(data or {})}, **more)


def signed_in(
    app: Flask, role: Role = "editor", region: str = DUISBURG, *, provider: str = "", name: str = ""
) -> Person:
    """Somebody with one role in one region, signed in."""
    account = an_account(app, role, region, provider=provider, name=name)
    with services_of(app).store.write(by="test", why="signs in") as writer:
        token = writer.accounts.open_session(account.id, complete=True)
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return Person(account, client, token)
