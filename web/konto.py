"""Signing in and out, invitations, passwords and second factors: which address shows which page."""

from flask import Blueprint, Flask

from web import konto_factor, konto_links, konto_own, konto_sign_in
from web.gate import Route, add_routes

konto = Blueprint("konto", __name__, url_prefix="/konto")

for path, endpoint, view, method in (
    ("/anmelden", "sign_in", konto_sign_in.sign_in, "GET"),
    ("/anmelden", "send_sign_in", konto_sign_in.send_sign_in, "POST"),
    ("/einladung/<token>", "invitation", konto_links.invitation, "GET"),
    ("/einladung/<token>", "send_invitation", konto_links.send_invitation, "POST"),
    ("/vergessen", "forgotten", konto_links.forgotten, "GET"),
    ("/vergessen", "send_forgotten", konto_links.send_forgotten, "POST"),
    ("/neues-passwort/<token>", "reset", konto_links.reset, "GET"),
    ("/neues-passwort/<token>", "send_reset", konto_links.send_reset, "POST"),
    ("/erste-einrichtung/<token>", "first_admin", konto_links.first_admin, "GET"),
    ("/erste-einrichtung/<token>", "send_first_admin", konto_links.send_first_admin, "POST"),
):
    konto.add_url_rule(path, endpoint, view, methods=[method])

ROUTES: tuple[Route, ...] = (*konto_own.ROUTES, *konto_factor.ROUTES)
add_routes(konto, ROUTES)


def register_konto(app: Flask) -> None:
    """Put the pages of accounts on the application."""
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.register_blueprint(konto)
