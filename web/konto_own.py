"""One's own account: name, password, signing out."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions import own_account
from actions.account_refused import AccountRefused
from actions.manage_accounts import ROLE_WORDS
from model.access import ABSOLUTE, IDLE, Account
from web.context import services
from web.gate import Route, current, drop_cookie
from web.konto_common import door, home_of, page, refused

TEMPLATE = "konto/own.html"


def own(account: Account) -> Response:
    """Show one's own account."""
    return page(TEMPLATE, errors={}, **own_values(account))


def own_values(account: Account) -> dict[str, Any]:
    """What the page of one's own account shows."""
    here = services()
    names = {region.ags: region.name for region in here.regions()}
    roles = [(ROLE_WORDS[one.role], names.get(one.region, one.region) or "alle Regionen", one.provider)
             for one in account.grants]  # fmt: skip
    now = here.clock()
    devices = here.store.accounts.sessions_since(account.id, now - IDLE, now - ABSOLUTE)
    codes = here.store.accounts.recovery_codes_left(account.id) if account.has_second_factor else 0
    return {"start": home_of(account), "own": account, "roles": roles, "devices": devices, "codes_left": codes}


def rename(account: Account) -> Response | AnyResponse:
    """Change one's own name."""
    try:
        own_account.change_name(services().store, account, request.form.get("name", "")[:200])
    except AccountRefused as error:
        return refused(error, TEMPLATE, **own_values(account))
    return _done("Ihr Name ist geändert.")


def change_password(account: Account) -> Response | AnyResponse:
    """Change one's own password."""
    old, new = (request.form.get(name, "")[:2000] for name in ("passwort", "neu"))
    try:
        own_account.change_password(services().store, door(), account, _token(), old, new)
    except AccountRefused as error:
        return refused(error, TEMPLATE, **own_values(account))
    return _done("Ihr Passwort ist geändert. Auf anderen Geräten sind Sie jetzt abgemeldet.")


def sign_out(account: Account) -> AnyResponse:
    """End the session on this device."""
    own_account.sign_out(services().store, account, _token())
    return _leave()


def sign_out_everywhere(account: Account) -> AnyResponse:
    """End all sessions, this one too."""
    own_account.sign_out_everywhere(services().store, account)
    flash("Sie sind auf allen Geräten abgemeldet.", "good")
    return _leave()


def _token() -> str:
    visit = current()
    assert visit is not None  # the gate has asked
    return visit.token


def _done(sentence: str) -> AnyResponse:
    flash(sentence, "good")
    return redirect(url_for("konto.own"), 303)


def _leave() -> AnyResponse:
    response = redirect(url_for("konto.sign_in"))
    drop_cookie(response)
    return response


ROUTES: tuple[Route, ...] = (
    Route("/", "own", own, "own_account"),
    Route("/name", "rename", rename, "own_account", "POST"),
    Route("/passwort", "change_password", change_password, "own_account", "POST"),
    Route("/abmelden", "sign_out", sign_out, None, "POST", unfinished=True),
    Route("/ueberall-abmelden", "sign_out_everywhere", sign_out_everywhere, None, "POST"),
)
