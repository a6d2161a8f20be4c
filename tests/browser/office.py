"""The office in a browser: a server with a database of its own, and the quick way in for tests of other rooms."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from playwright.sync_api import Page

from model.access import Account, Grant, Role
from store import open_store
from web.gate import COOKIE


@dataclass(frozen=True)
class Office:
    """A running server whose database and mails belong to one file of tests."""

    address: str
    database_url: str
    #: mails as .eml files, once the worker has sent them
    outbox: Path
    folder: Path


def sign_in(
    page: Page, address: str, database_url: str, role: Role, region: str = "05112", *, provider: str = "",
    name: str = "",
) -> Account:  # fmt: skip
    """Let a page's browser be signed in as somebody with one role in one region; "" is every region.

    Two with another `name` are two people. An admin has a second factor, as admins must.
    """
    email = f"{role}.{region or 'all'}.{name or 'a'}@stadt.example".lower().replace(" ", "-")
    store = open_store(database_url, clock=lambda: datetime.now(UTC))
    try:
        with store.write(by="test", why="signs in") as writer:
            account = store.accounts.by_email(email) or writer.accounts.add(
                email, name or f"Test {role}", [Grant(role, region, provider)]
            )
            if role == "admin" and not account.has_second_factor:
                writer.accounts.set_second_factor(account.id, pyotp.random_base32())
            token = writer.accounts.open_session(account.id, complete=True)
    finally:
        store.close()
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    return account
