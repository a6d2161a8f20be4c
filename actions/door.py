"""The door: who knocks is counted per account and per device, and has to wait ever longer after failures."""

import hmac
from dataclasses import dataclass
from datetime import timedelta

from actions.account_refused import AccountRefused, MustWait
from actions.passwords import password_fits
from model.access import Account
from store import Store
from store.accounts import email_key
from store.attempts import Patience

#: for one account, whether it exists or not
PER_ACCOUNT = Patience(free=5, first=timedelta(seconds=30), most=timedelta(minutes=15))
#: for one device or office, behind whose address many people may sit
PER_REMOTE = Patience(free=20, first=timedelta(seconds=30), most=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody knocks: the secret of the application, and the address of the device, kept only as a hash."""

    secret: bytes
    remote: str

    def subject(self, kind: str, what: str) -> str:
        """What is stored in place of an address: it tells two apart and cannot be turned back."""
        return hmac.digest(self.secret, f"{kind}\n{what}".encode(), "sha256").hex()

    @property
    def device(self) -> str:
        """The subject of the device."""
        return self.subject("remote", self.remote)

    def account(self, email: str) -> str:
        """The subject of an account."""
        return self.subject("account", email_key(email))


def check_own_password(store: Store, door: Door, account: Account, password: str) -> None:
    """Ask somebody who is signed in for the password again, so that a device left open is not enough."""
    subject = door.subject("own", account.code)
    with store.write(by=account.by, why="password asked again") as writer:
        counted = writer.accounts.count_attempt(subject, PER_ACCOUNT)
    if counted.wait:
        raise MustWait(counted.wait)
    if not password_fits(store.accounts.secrets(account.id).password, password):
        raise AccountRefused("Das Passwort stimmt nicht.", "passwort")
    with store.write(by=account.by, why="password asked again") as writer:
        writer.accounts.forgive(subject)
