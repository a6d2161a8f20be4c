"""What one-time links of accounts do: take up an invitation, choose a new password, make the first admin."""

from datetime import datetime, timedelta

from actions.account_refused import AccountRefused, MustWait
from actions.door import Door
from actions.passwords import hash_password, password_trouble
from actions.tell_account import send_link, tell
from model.access import Account, Grant
from model.mail import MailError, mail_address
from store import Store
from store.account_links import Link, Purpose
from store.accounts import email_key
from store.attempts import Patience
from store.writer import Writer

RESET_LASTS = timedelta(hours=1)
#: how many mails one address gets, and how many one device may ask for
RESET_PER_ACCOUNT = Patience(free=3, first=timedelta(minutes=15), most=timedelta(hours=12))
RESET_PER_REMOTE = Patience(free=10, first=timedelta(minutes=1), most=timedelta(hours=1))
_ENDED = {
    "used": "Dieser Link wurde schon benutzt. Melden Sie sich mit Ihrem Passwort an.",
    "replaced": "Dieser Link gilt nicht mehr. Es gibt einen neueren, oder er wird nicht mehr gebraucht.",
    "expired": "Dieser Link ist abgelaufen.",
    "unknown": "Diesen Link kennen wir nicht. Vielleicht wurde er nicht vollständig kopiert.",
}
_NEXT = {
    "invitation": "Bitten Sie um eine neue Einladung.",
    "reset": "Fordern Sie einen neuen an.",
    "first_admin": "Starten Sie die Anwendung neu. Sie zeigt dann einen neuen Link.",
}
NO_NAME = "Bitte geben Sie Ihren Namen an. Er steht später in der Geschichte der Einträge."
HAS_ADMIN = "Es gibt schon ein Konto, das alles verwaltet. Dieser Link wird nicht mehr gebraucht."


class LinkEnded(AccountRefused):
    """A link that leads nowhere, or no longer."""


def open_link(store: Store, purpose: Purpose, token: str, now: datetime) -> Account | None:
    """The account a link is for, none for the first admin; raises LinkEnded if it leads nowhere."""
    if purpose == "first_admin" and store.accounts.has_admin():
        raise LinkEnded(HAS_ADMIN)
    return _still_open(purpose, store.accounts.link(purpose, token, now))


def accept_invitation(store: Store, token: str, name: str, password: str, now: datetime) -> tuple[Account, str]:
    """Take an invitation up with a name and a password; gives the account and a token for the cookie."""
    invited = _owner(open_link(store, "invitation", token, now))
    name = checked_name(name)
    hashed = _hashed(password, invited.email, name)
    with store.write(by=name, why="invitation taken up") as writer:
        account = _owner(_still_open("invitation", writer.accounts.use_link("invitation", token)))
        writer.accounts.rename(account.id, name)
        return _begin(writer, account.id, hashed, "accepted")


def ask_reset(store: Store, door: Door, email: str, public_url: str) -> None:
    """Send a link for a new password, if there is such an account; nothing tells whether there is."""
    with store.write(by="sign-in", why="password forgotten") as writer:
        device = writer.accounts.count_attempt(door.subject("reset remote", door.remote), RESET_PER_REMOTE)
        counted = writer.accounts.count_attempt(door.subject("reset", email_key(email)), RESET_PER_ACCOUNT)
        account = writer.accounts.account_of(email)
        if not device.wait and not counted.wait and account is not None and account.closed_at is None:
            token = writer.accounts.new_link("reset", account.id, RESET_LASTS)
            send_link(writer, account, "account_reset", token, link=f"{public_url}/konto/neues-passwort/{token}")
            writer.accounts.note(account.id, "reset_asked")
    if device.wait:
        raise MustWait(device.wait)


def reset_password(store: Store, door: Door, token: str, password: str, now: datetime) -> None:
    """Choose a new password with a link; whoever is signed in with the old one is signed out."""
    owner = _owner(open_link(store, "reset", token, now))
    hashed = _hashed(password, owner.email, owner.name)
    with store.write(by=owner.by, why="password reset") as writer:
        account = _owner(_still_open("reset", writer.accounts.use_link("reset", token)))
        accounts = writer.accounts
        accounts.set_password(account.id, hashed)
        accounts.close_sessions(account.id)
        accounts.end_links("invitation", account.id)
        accounts.forgive(door.account(account.email))
        accounts.note(account.id, "reset")
        tell(writer, account, "Das Passwort wurde über einen Link neu gesetzt.")


def first_admin_link(store: Store, public_url: str) -> str:
    """A link that makes the first admin, in place of any older one; nothing while there is an admin."""
    with store.write(by="operator", why="link to the first admin") as writer:
        if writer.accounts.has_admin():
            return ""
        token = writer.accounts.new_link("first_admin", None, None)
    return f"{public_url}/konto/erste-einrichtung/{token}"


def make_first_admin(
    store: Store, token: str, email: str, name: str, password: str, now: datetime
) -> tuple[Account, str]:
    """Make the account that may do everything everywhere; gives it and a token for the cookie."""
    open_link(store, "first_admin", token, now)
    address, name = checked_email(email), checked_name(name)
    hashed = _hashed(password, address, name)
    with store.write(by=name, why="first admin") as writer:
        if writer.accounts.has_admin():
            raise LinkEnded(HAS_ADMIN)
        _still_open("first_admin", writer.accounts.use_link("first_admin", token))
        account = writer.accounts.account_of(address) or writer.accounts.add(address)
        writer.accounts.reopen(account.id)
        writer.accounts.rename(account.id, name)
        writer.accounts.set_grants(account.id, [*account.grants, Grant("admin")])
        writer.accounts.end_links("invitation", account.id)
        return _begin(writer, account.id, hashed, "first_admin")


def checked_name(name: str) -> str:
    """A name as it can be kept; raises AccountRefused without one."""
    plain = plain_name(name)
    if not 2 <= len(plain) <= 100:
        raise AccountRefused(NO_NAME, "name")
    return plain


def plain_name(name: str) -> str:
    """A name on one line, without characters that nobody sees."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def checked_email(email: str) -> str:
    """A mail address as it can be kept; raises AccountRefused for what is none."""
    try:
        return mail_address(email)
    except MailError:
        raise AccountRefused("Das ist keine Mail-Adresse. Sie sieht aus wie name@stadt.example.", "mail") from None


def _begin(writer: Writer, account_id: int, hashed: str, event: str) -> tuple[Account, str]:
    """Keep the first password and sign its owner in, as far as that goes without a second factor."""
    accounts = writer.accounts
    accounts.set_password(account_id, hashed)
    accounts.close_sessions(account_id)
    accounts.note(account_id, "accepted" if event == "accepted" else "first_admin")
    account = accounts.account(account_id)
    complete = not (account.has_second_factor or account.lacks_second_factor)
    return account, accounts.open_session(account_id, complete=complete)


def _hashed(password: str, email: str, name: str) -> str:
    if trouble := password_trouble(password, email, name):
        raise AccountRefused(trouble, "passwort")
    return hash_password(password)


def _still_open(purpose: Purpose, link: Link) -> Account | None:
    if link.state != "open":
        after = "" if link.state == "used" else f" {_NEXT[purpose]}"
        raise LinkEnded(_ENDED[link.state] + after)
    return link.account


def _owner(account: Account | None) -> Account:
    if account is None:
        raise LinkEnded(_ENDED["unknown"])
    return account
