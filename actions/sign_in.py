"""Signing in: password first, then the second factor where there is one; whoever guesses has to wait ever longer."""

from dataclasses import dataclass

from actions.account_refused import AccountRefused, MustWait, waiting_words
from actions.door import PER_ACCOUNT, PER_REMOTE, Door
from actions.passwords import hash_password, is_outdated, password_fits
from actions.second_factor import plain_recovery_code, step_of
from model.access import Account
from store import Store
from store.writer import Writer

WRONG = "Mail-Adresse oder Passwort stimmt nicht."
WRONG_CODE = "Dieser Code stimmt nicht, oder er wurde schon benutzt. Warten Sie auf den nächsten."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who signed in, with the token for the cookie; not complete while the second factor is missing."""

    account: Account
    token: str
    complete: bool


def sign_in(store: Store, door: Door, email: str, password: str, old_token: str = "") -> SignedIn:
    """Sign somebody in with a password; raises AccountRefused, with the same words whatever was wrong."""
    failures = _knock(store, door, email)
    account = store.accounts.by_email(email)
    hashed = store.accounts.secrets(account.id).password if account and account.closed_at is None else ""
    fits = password_fits(hashed, password)
    better = hash_password(password) if fits and is_outdated(hashed) else ""
    with store.write(by="sign-in", why="password given") as writer:
        if account is not None and fits and _unchanged(writer, account, hashed):
            return _enter(writer, door, account, better, old_token)
        if account is not None:
            _note_failure(writer, account, failures)
    raise AccountRefused(WRONG, "passwort")


def give_second_factor(store: Store, door: Door, account: Account, token: str, code: str) -> SignedIn:
    """Complete a session with a code of the second factor or a recovery code; the session gets a new token."""
    subject = door.subject("code", account.code)
    with store.write(by="sign-in", why="second factor given") as writer:
        counted = writer.accounts.count_attempt(subject, PER_ACCOUNT)
        if counted.wait:
            raise MustWait(counted.wait)
        now = writer.accounts.now
        secret = writer.accounts.secrets(account.id).totp
    step = step_of(secret, code, now)
    with store.write(by="sign-in", why="second factor given") as writer:
        accounts = writer.accounts
        recovery = step is None and accounts.use_recovery_code(account.id, plain_recovery_code(code))
        if (recovery or (step is not None and accounts.use_step(account.id, step))) and accounts.close_session(token):
            accounts.forgive(subject)
            accounts.note(account.id, "recovery_code_used" if recovery else "signed_in")
            return SignedIn(account, accounts.open_session(account.id, complete=True), True)
        _note_failure(writer, account, counted.failures, "Code")
    raise AccountRefused(WRONG_CODE, "code")


def _knock(store: Store, door: Door, email: str) -> int:
    """Count the attempt before it is made, or say how long to wait."""
    with store.write(by="sign-in", why="somebody knocks") as writer:
        device = writer.accounts.count_attempt(door.device, PER_REMOTE)
        if device.wait:
            raise MustWait(device.wait)
        counted = writer.accounts.count_attempt(door.account(email), PER_ACCOUNT)
        if counted.wait:
            writer.accounts.take_back(door.device, PER_REMOTE)
    if counted.wait:
        raise MustWait(counted.wait)
    return counted.failures


def _unchanged(writer: Writer, account: Account, hashed: str) -> bool:
    """Whether nobody closed the account or changed its password while this one was checked."""
    is_open = writer.accounts.account(account.id).closed_at is None
    return is_open and writer.accounts.secrets(account.id).password == hashed


def _enter(writer: Writer, door: Door, account: Account, better: str, old_token: str) -> SignedIn:
    accounts = writer.accounts
    accounts.forgive(door.account(account.email))
    accounts.take_back(door.device, PER_REMOTE)
    if better:
        accounts.set_password(account.id, better)
    if old_token:
        accounts.close_session(old_token)
    complete = not (account.has_second_factor or account.lacks_second_factor)
    if not account.has_second_factor:
        accounts.note(account.id, "signed_in")
    return SignedIn(account, accounts.open_session(account.id, complete=complete), complete)


def _note_failure(writer: Writer, account: Account, failures: int, words: str = "") -> None:
    wait = PER_ACCOUNT.wait(failures)
    if wait:
        writer.accounts.note(account.id, "locked", f"für {waiting_words(wait)}")
    else:
        writer.accounts.note(account.id, "failed", words)
