"""Signing in with mail address and password."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from actions.account_refused import AccountRefused
from actions.sign_in import sign_in as try_sign_in
from web.context import services
from web.gate import COOKIE, current
from web.konto_common import door, go_on, let_in, open_page, refused, wanted
from web.open_form import check_open_form

PURPOSE = "sign in"
TEMPLATE = "konto/sign_in.html"


def sign_in() -> Response | AnyResponse:
    """Show the form, or lead whoever is signed in already to where they wanted."""
    visit = current()
    if visit is not None:
        return go_on(visit.account, visit.complete)
    return open_page(TEMPLATE, PURPOSE, weiter=wanted(), errors={})


def send_sign_in() -> Response | AnyResponse:
    """Sign somebody in, with a fresh session."""
    check_open_form(PURPOSE)
    email, password = request.form.get("mail", "")[:300], request.form.get("passwort", "")[:2000]
    try:
        signed_in = try_sign_in(services().store, door(), email, password, request.cookies.get(COOKIE, "")[:100])
    except AccountRefused as error:
        return refused(error, TEMPLATE, PURPOSE, weiter=wanted(), mail=email)
    return let_in(signed_in)
