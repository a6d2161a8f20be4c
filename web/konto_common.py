"""What the pages of accounts share: where somebody knocks, where to go next, and pages that nobody keeps."""

import re
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions.account_refused import AccountRefused, MustWait
from actions.door import Door
from actions.sign_in import SignedIn
from model.access import Account
from web.gate import become, set_cookie
from web.open_form import open_form_token
from web.remote import remote_address


def door() -> Door:
    """Where this request knocks."""
    return Door(current_app.config["SECRET_KEY"], remote_address())


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page that no browser keeps."""
    response = make_response(render_template(template, **values), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def open_page(template: str, purpose: str, status: int = 200, **values: Any) -> Response:
    """A page with a form that needs no account."""
    return page(template, status, open_token=open_form_token(purpose), **values)


def refused(error: AccountRefused, template: str, purpose: str = "", **values: Any) -> Response:
    """The same page again with what was wrong; whoever has to wait is told how long, programs too."""
    values["errors"] = {error.field or "form": error.sentence}
    status = 429 if isinstance(error, MustWait) else 400
    response = open_page(template, purpose, status, **values) if purpose else page(template, status, **values)
    if isinstance(error, MustWait):
        response.headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
    return response


def local_path(text: str) -> str:
    """A path on this site to go on to, or nothing: never another site, however it is written."""
    return text if re.fullmatch(r"/(?![/\\])[A-Za-z0-9/_.,:~%?=&+-]{0,500}", text) else ""


def wanted() -> str:
    """Where somebody wanted to go before they had to sign in."""
    return local_path(request.values.get("weiter", ""))


def home_of(account: Account) -> str:
    """Where somebody starts who did not say where to go."""
    if account.may("desk"):
        return url_for("bureau.start")
    if account.may("own_offers"):
        return url_for("provider.start")
    if account.may("hand_over"):
        return url_for("pilot.regions")
    return url_for("konto.own")


def go_on(account: Account, complete: bool) -> AnyResponse:
    """Lead somebody who gave a password to what is missing, or to where they wanted."""
    target = wanted()
    if complete:
        return redirect(target or home_of(account), 303)
    endpoint = "konto.code" if account.has_second_factor else "konto.second_factor"
    return redirect(url_for(endpoint, weiter=target or None), 303)


def come_in(account: Account, token: str, complete: bool) -> AnyResponse:
    """Give somebody the cookie of a new session and lead them on."""
    become(account, token, complete)
    response = go_on(account, complete)
    set_cookie(response, token)
    return response


def let_in(signed_in: SignedIn) -> AnyResponse:
    """The same for somebody who gave a password or a code."""
    return come_in(signed_in.account, signed_in.token, signed_in.complete)
