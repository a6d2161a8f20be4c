"""The second factor: giving a code, setting it up, recovery codes."""

import hashlib
from typing import Any

import segno
from flask import Response, current_app, flash, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from actions import second_factor as factor
from actions.account_refused import AccountRefused
from actions.sign_in import give_second_factor
from model.access import Account
from web.context import services
from web.gate import FormExpired, Route, become, current, set_cookie
from web.konto_common import door, go_on, home_of, let_in, page, refused, wanted
from web.konto_own import TEMPLATE as OWN
from web.konto_own import own_values

#: how long somebody may take from seeing the QR code to typing the first code
SETUP_LASTS_S = 3600


def code(account: Account) -> Response | AnyResponse:
    """Ask for a code."""
    if _is_complete() or not account.has_second_factor:
        return go_on(account, _is_complete())
    return page("konto/code.html", errors={}, weiter=wanted())


def send_code(account: Account) -> Response | AnyResponse:
    """Complete the session with a code, under a new token."""
    if _is_complete() or not account.has_second_factor:
        return go_on(account, _is_complete())
    try:
        done = give_second_factor(services().store, door(), account, _token(), request.form.get("code", "")[:100])
    except AccountRefused as error:
        return refused(error, "konto/code.html", weiter=wanted())
    return let_in(done)


def second_factor(account: Account) -> Response | AnyResponse:
    """Show the key for an app, as a QR code and as text."""
    if account.has_second_factor:
        return go_on(account, False) if not _is_complete() else redirect(url_for("konto.own"), 303)
    return page("konto/second_factor.html", errors={}, **_setup(account, factor.fresh_secret()))


def send_second_factor(account: Account) -> Response | AnyResponse:
    """Turn the second factor on and show the recovery codes, this once."""
    if account.has_second_factor:
        return go_on(account, _is_complete())
    secret = _read_secret(request.form.get("schluessel", "")[:500])
    here = services()
    try:
        token, codes = factor.turn_on(here.store, account, secret, request.form.get("code", "")[:100])
    except AccountRefused as error:
        return refused(error, "konto/second_factor.html", **_setup(account, secret))
    fresh = here.store.accounts.by_code(account.code) or account
    become(fresh, token, True)
    response = page("konto/recovery_codes.html", codes=codes, next=wanted() or home_of(fresh), fresh=True)
    set_cookie(response, token)
    return response


def turn_off(account: Account) -> Response | AnyResponse:
    """Turn the second factor off."""
    try:
        factor.turn_off(services().store, door(), account, _token(), request.form.get("passwort", "")[:2000])
    except AccountRefused as error:
        return refused(_at(error, "faktor"), OWN, **own_values(account))
    flash("Der zweite Faktor ist ausgeschaltet.", "good")
    return redirect(url_for("konto.own"), 303)


def recovery_codes(account: Account) -> Response | AnyResponse:
    """Make new recovery codes and show them, this once."""
    try:
        password = request.form.get("passwort", "")[:2000]
        codes = factor.new_recovery_codes(services().store, door(), account, password)
    except AccountRefused as error:
        return refused(_at(error, "codes"), OWN, **own_values(account))
    return page("konto/recovery_codes.html", codes=codes, next=url_for("konto.own"), fresh=False)


def _at(error: AccountRefused, field: str) -> AccountRefused:
    """The same error at the field that asks for the password on the page of one's own account."""
    if error.field:
        error.field = f"passwort-{field}"
    return error


def _setup(account: Account, secret: str) -> dict[str, Any]:
    """The key in all the ways in which an app takes it; it comes back signed, and is kept only once it is used."""
    qr = segno.make(factor.key_address(secret, account.email), error="m")
    picture = qr.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    signed = _signer().dumps(secret)
    return {"qr": Markup(picture), "key": groups, "signed_key": signed, "must": account.is_admin, "weiter": wanted()}


def _read_secret(signed: str) -> str:
    try:
        return str(_signer().loads(signed, max_age=SETUP_LASTS_S))
    except BadSignature:
        raise FormExpired from None


def _signer() -> URLSafeTimedSerializer:
    """Signs for this session only, so that nobody can be given a key that others know."""
    session = hashlib.sha256(_token().encode()).hexdigest()
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"second factor {session}")


def _is_complete() -> bool:
    visit = current()
    return visit is not None and visit.complete


def _token() -> str:
    visit = current()
    assert visit is not None  # the gate has asked
    return visit.token


ROUTES: tuple[Route, ...] = (
    Route("/code", "code", code, None, unfinished=True),
    Route("/code", "send_code", send_code, None, "POST", unfinished=True),
    Route("/zweiter-faktor", "second_factor", second_factor, None, unfinished=True),
    Route("/zweiter-faktor", "send_second_factor", send_second_factor, None, "POST", unfinished=True),
    Route("/zweiter-faktor/aus", "second_factor_off", turn_off, "own_account", "POST"),
    Route("/zweiter-faktor/codes", "recovery_codes", recovery_codes, "own_account", "POST"),
)
