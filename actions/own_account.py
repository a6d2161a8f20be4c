"""One's own account: name, password, and signing out everywhere."""

from actions.account_links import checked_name
from actions.account_refused import AccountRefused
from actions.door import Door, check_own_password
from actions.passwords import hash_password, password_trouble
from actions.tell_account import tell
from model.access import Account
from store import Store


def change_name(store: Store, account: Account, name: str) -> None:
    """Change how the history names somebody from now on."""
    plain = checked_name(name)
    with store.write(by=account.by, why="own name") as writer:
        writer.accounts.rename(account.id, plain)


def change_password(store: Store, door: Door, account: Account, token: str, old: str, new: str) -> None:
    """Change one's own password; other devices are signed out."""
    check_own_password(store, door, account, old)
    if trouble := password_trouble(new, account.email, account.name):
        raise AccountRefused(trouble, "neu")
    hashed = hash_password(new)
    with store.write(by=account.by, why="own password") as writer:
        writer.accounts.set_password(account.id, hashed)
        writer.accounts.close_sessions(account.id, but=token)
        writer.accounts.end_links("reset", account.id)
        writer.accounts.note(account.id, "password")
        tell(writer, account, "Das Passwort wurde geändert.")


def sign_out(store: Store, account: Account, token: str) -> None:
    """End the session on this device."""
    with store.write(by=account.by, why="signed out") as writer:
        if writer.accounts.close_session(token):
            writer.accounts.note(account.id, "signed_out")


def sign_out_everywhere(store: Store, account: Account) -> None:
    """End all sessions of an account, this one too."""
    with store.write(by=account.by, why="signed out everywhere") as writer:
        writer.accounts.close_sessions(account.id)
        writer.accounts.note(account.id, "signed_out_everywhere")
