"""Pages behind links from mails: looking changes nothing, only sending the form does."""

import math
import time

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions.account_links import (
    LinkEnded,
    accept_invitation,
    ask_reset,
    make_first_admin,
    open_link,
    reset_password,
)
from actions.account_refused import AccountRefused
from store.account_links import Purpose
from web.context import services
from web.gate import drop_cookie
from web.konto_common import come_in, door, open_page, page, refused
from web.open_form import check_open_form

#: an answer about a forgotten password comes after a whole number of these, whether or not the account exists
PACE_S = 0.3


def invitation(token: str) -> Response:
    """Show the form to take an invitation up."""
    return _show("invitation", token)


def send_invitation(token: str) -> Response | AnyResponse:
    """Take an invitation up, and sign in."""
    check_open_form("invitation")
    here = services()
    try:
        account, session = accept_invitation(here.store, token, _name(), _password(), here.clock())
    except AccountRefused as error:
        return _again(error, "invitation", token)
    return come_in(account, session, not (account.has_second_factor or account.lacks_second_factor))


def forgotten() -> Response:
    """Ask for the mail address of whoever forgot the password."""
    return open_page("konto/forgotten.html", "forgotten", errors={}, sent=False)


def send_forgotten() -> Response:
    """Send a link, if there is such an account, and say the same after the same time if there is none."""
    check_open_form("forgotten")
    began = time.monotonic()
    here = services()
    try:
        ask_reset(here.store, door(), request.form.get("mail", "")[:300], here.public_url)
        answer = open_page("konto/forgotten.html", "forgotten", errors={}, sent=True)
    except AccountRefused as error:
        answer = refused(error, "konto/forgotten.html", "forgotten", sent=False)
    _keep_pace(began)
    return answer


def reset(token: str) -> Response:
    """Show the form for a new password."""
    return _show("reset", token)


def send_reset(token: str) -> Response | AnyResponse:
    """Set a new password; signing in with it, and with the second factor, comes next."""
    check_open_form("reset")
    here = services()
    try:
        reset_password(here.store, door(), token, _password(), here.clock())
    except AccountRefused as error:
        return _again(error, "reset", token)
    flash("Ihr neues Passwort gilt ab jetzt. Bitte melden Sie sich damit an.", "good")
    answer = redirect(url_for("konto.sign_in"), 303)
    drop_cookie(answer)
    return answer


def first_admin(token: str) -> Response:
    """Show the form for the first account."""
    return _show("first_admin", token)


def send_first_admin(token: str) -> Response | AnyResponse:
    """Make the first admin, and sign in."""
    check_open_form("first_admin")
    here = services()
    email = request.form.get("mail", "")[:300]
    try:
        account, session = make_first_admin(here.store, token, email, _name(), _password(), here.clock())
    except AccountRefused as error:
        return _again(error, "first_admin", token)
    return come_in(account, session, not (account.has_second_factor or account.lacks_second_factor))


def _show(purpose: Purpose, token: str) -> Response:
    here = services()
    try:
        account = open_link(here.store, purpose, token, here.clock())
    except LinkEnded as error:
        return _ended(error, purpose)
    name = account.name if account else ""
    return open_page("konto/link.html", purpose, kind=purpose, owner=account, errors={}, name=name, mail="")


def _again(error: AccountRefused, purpose: Purpose, token: str) -> Response:
    """The form once more with what was wrong and what was typed, but never the password."""
    if isinstance(error, LinkEnded):
        return _ended(error, purpose)
    here = services()
    owner = here.store.accounts.link(purpose, token, here.clock()).account
    mail = request.form.get("mail", "")[:300]
    return refused(error, "konto/link.html", purpose, kind=purpose, owner=owner, name=_name(), mail=mail)


def _ended(error: LinkEnded, purpose: Purpose) -> Response:
    return page("konto/ended.html", 410, sentence=error.sentence, kind=purpose)


def _name() -> str:
    return request.form.get("name", "")[:200]


def _password() -> str:
    return request.form.get("passwort", "")[:2000]


def _keep_pace(began: float) -> None:
    """Wait until a whole number of paces has passed, so that the time tells nothing."""
    taken = time.monotonic() - began
    time.sleep(math.ceil(taken / PACE_S) * PACE_S - taken)
