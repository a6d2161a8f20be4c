"""What tests of accounts share: accounts with passwords, forms that need no account, mails that wait."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from actions.passwords import hash_password
from model.access import Account
from tests.desk import DUISBURG, an_account, services_of
from web.gate import COOKIE, FORM_FIELD

PASSWORD = "vier Wörter ohne Sinn"
HASHED = hash_password(PASSWORD)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


class Clock:
    """A clock that tests move on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, **more: float) -> None:
        """Let time pass."""
        self.now += timedelta(**more)


def with_password(app: Flask, role="editor", region=DUISBURG, **more) -> Account:
    """An account that can sign in with PASSWORD."""
    account = an_account(app, role, region, **more)
    with services_of(app).store.write(by="test", why="password") as writer:
        writer.accounts.set_password(account.id, HASHED)
    return account


def open_token(client: FlaskClient, path: str) -> str:
    """The token in the form of a page that needs no account."""
    found = re.search(rf'name="{FORM_FIELD}" value="([^"]+)"', client.get(path).text)
    return found[1] if found else ""


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Open a page and send its form."""
    return client.post(path, data={FORM_FIELD: open_token(client, path), **fields})


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **fields: str) -> TestResponse:
    """Sign in as a person does."""
    return send(client, "/konto/anmelden", mail=email, passwort=password, **fields)


def cookie_of(client: FlaskClient) -> str:
    """The token of the session that a browser has."""
    found = client.get_cookie(COOKIE)
    return found.value if found else ""


def code_at(now: datetime, secret: str = SECRET) -> str:
    """The code that an app shows at a moment."""
    return pyotp.TOTP(secret).at(now)


def mails(app: Flask) -> list:
    """The mails that wait to be sent, oldest first."""
    database = services_of(app).store._database
    with database.reading() as connection:
        rows = connection.exec_driver_sql('SELECT "to", subject, text FROM mail ORDER BY id').all()
    return list(rows)


def link_in(app: Flask) -> str:
    """The path of the link in the newest mail."""
    return re.search(r"http://127.0.0.1:8000(/konto/\S+)", mails(app)[-1].text)[1]


def events(app: Flask) -> list[str]:
    """What the log of sign-ins says, oldest first."""
    return [entry.event for entry in reversed(services_of(app).store.accounts.log(None))]
