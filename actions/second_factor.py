"""The second factor: codes of an app (TOTP), each used once, and ten recovery codes for the day the phone is lost."""

import hmac
from datetime import datetime

import pyotp

from actions.account_refused import AccountRefused
from actions.door import Door, check_own_password
from actions.tell_account import tell
from model.access import Account
from store import Store
from store.codes import fresh_code

CODES = 10
STEP_S = 30
ISSUER = "Bildungsbüro"


def fresh_secret() -> str:
    """What codes are made from."""
    return pyotp.random_base32()


def key_address(secret: str, email: str) -> str:
    """What the QR code holds: the address that an app for codes understands."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step to which a code belongs, the present one or a neighbour; None if it is no such code."""
    digits = "".join(code.split())
    if not secret or len(digits) != 6 or not (digits.isascii() and digits.isdecimal()):
        return None
    present = int(now.timestamp()) // STEP_S
    steps = (present, present - 1, present + 1)
    return next((s for s in steps if hmac.compare_digest(pyotp.TOTP(secret).at(s * STEP_S), digits)), None)


def plain_recovery_code(text: str) -> str:
    """A recovery code however it was typed."""
    return "".join(c for c in text.casefold() if c.isalnum())[:64]


def turn_on(store: Store, account: Account, secret: str, code: str) -> tuple[str, list[str]]:
    """Ask for codes of this secret from now on; gives a new token for this device and the recovery codes.

    Whoever is signed in elsewhere is signed out, because they came in without.
    """
    codes = _recovery_codes()
    with store.write(by=account.by, why="second factor on") as writer:
        accounts = writer.accounts
        step = step_of(secret, code, writer.accounts.now)
        if step is None:
            raise AccountRefused("Dieser Code stimmt nicht. Geht die Uhr Ihres Telefons richtig?", "code")
        if accounts.account(account.id).has_second_factor:
            raise AccountRefused("Ihr Konto hat schon einen zweiten Faktor.")
        accounts.set_second_factor(account.id, secret, [plain_recovery_code(one) for one in codes])
        accounts.use_step(account.id, step)
        accounts.close_sessions(account.id)
        accounts.note(account.id, "second_factor_on")
        fresh = accounts.open_session(account.id, complete=True)
    return fresh, codes


def turn_off(store: Store, door: Door, account: Account, token: str, password: str) -> None:
    """Ask for no codes any more; admins cannot do without."""
    check_own_password(store, door, account, password)
    with store.write(by=account.by, why="second factor off") as writer:
        if writer.accounts.account(account.id).is_admin:
            raise AccountRefused("Wer Konten verwaltet, braucht den zweiten Faktor. Er bleibt eingeschaltet.")
        writer.accounts.set_second_factor(account.id, "")
        writer.accounts.close_sessions(account.id, but=token)
        writer.accounts.note(account.id, "second_factor_off")
        tell(writer, account, "Der zweite Faktor wurde ausgeschaltet.")


def new_recovery_codes(store: Store, door: Door, account: Account, password: str) -> list[str]:
    """Ten new recovery codes; the old ones no longer work."""
    check_own_password(store, door, account, password)
    codes = _recovery_codes()
    with store.write(by=account.by, why="new recovery codes") as writer:
        if not writer.accounts.account(account.id).has_second_factor:
            raise AccountRefused("Ihr Konto hat keinen zweiten Faktor.")
        writer.accounts.set_recovery_codes(account.id, [plain_recovery_code(one) for one in codes])
        writer.accounts.note(account.id, "recovery_codes")
    return codes


def _recovery_codes() -> list[str]:
    """Codes of 16 letters, 78 bits: too many to be tried, in groups that can be read out."""
    return ["-".join(fresh_code(4) for _ in range(4)) for _ in range(CODES)]
