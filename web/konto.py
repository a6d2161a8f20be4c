"""Signing in and out, invitations, passwords and second factors."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from werkzeug.wrappers import Response

from model.access import Account
from web.context import services
from web.gate import Route, add_routes, current, drop_cookie

konto = Blueprint("konto", __name__, url_prefix="/konto")


def sign_in() -> str:
    """Show the form to sign in."""
    return render_template("konto/sign_in.html")


def own(account: Account) -> str:
    """Show one's own account."""
    return render_template("konto/own.html", account=account)


def sign_out(account: Account) -> Response:
    """End the session on this device."""
    visit = current()
    assert visit is not None
    with services().store.write(by=account.by, why="signed out") as writer:
        writer.accounts.close_session(visit.token)
    response = redirect(url_for("konto.sign_in"))
    drop_cookie(response)
    return response


konto.add_url_rule("/anmelden", "sign_in", sign_in)
ROUTES: tuple[Route, ...] = (
    Route("/", "own", own, "own_account"),
    Route("/abmelden", "sign_out", sign_out, None, "POST"),
)
add_routes(konto, ROUTES)


def register_konto(app: Flask) -> None:
    """Put the pages of accounts on the application."""
    app.register_blueprint(konto)
