"""All pages of the back office in one blueprint, and what its templates share."""

from itertools import chain
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, url_for
from werkzeug.wrappers import Response

from model.access import Account
from model.region import Region
from web.bureau import (
    accounts,
    campaigns,
    doubles,
    edit,
    exports,
    freshness,
    history,
    imports,
    mails,
    neutrality,
    offers,
    pilot_figures,
    pilots,
    regions,
    settings,
    suggestions,
    todo,
)
from web.context import services
from web.gate import FORM_FIELD, Route, add_routes, current

MODULES = (
    todo, offers, edit, suggestions, history, doubles, neutrality, freshness, campaigns, imports, mails, settings,
    accounts, exports, pilots, pilot_figures, regions,
)  # fmt: skip


#: what the navigation shows, to those who have the right: right, endpoint, word
DESK_PAGES = (
    ("desk", "bureau.todo", "Zu tun"),
    ("desk", "bureau.offers", "Angebote"),
    ("review", "bureau.suggestions", "Vorschläge"),
    ("edit", "bureau.freshness", "Bestätigen"),
    ("neutrality", "bureau.neutrality_waiting", "Neutralität"),
    ("campaign", "bureau.campaigns", "Erhebungen"),
    ("edit", "bureau.doubles", "Doppelte"),
    ("pilots", "bureau.pilots", "Lotsen"),
    ("import", "bureau.imports", "Einlesen"),
    ("desk", "bureau.changes", "Verlauf"),
    ("desk", "bureau.mails", "Post"),
    ("settings", "bureau.region_start", "Einrichten"),
    ("settings", "bureau.settings", "Regeln"),
    ("accounts", "bureau.accounts", "Konten"),
)


def start(account: Account) -> Response | str:
    """Lead to the desk of the only region, or let people choose among theirs."""
    own = account.regions("desk")
    regions = [region for region in services().regions() if "" in own or region.ags in own]
    if len(regions) == 1:
        return redirect(url_for("bureau.todo", region=regions[0].slug))
    return render_template("bureau/regions.html", regions=regions)


ROUTES: tuple[Route, ...] = (Route("/", "start", start, "desk"), *chain.from_iterable(m.ROUTES for m in MODULES))
bureau = Blueprint("bureau", __name__, url_prefix="/buero")
add_routes(bureau, ROUTES)


def register_bureau(app: Flask) -> None:
    """Put the back office on the application."""
    app.register_blueprint(bureau)
    app.context_processor(_for_every_page)


def _for_every_page() -> dict[str, Any]:
    visit = current()
    account = visit.account if visit and visit.complete else None
    token = visit.form_token if visit else ""
    return {
        "account": account, "form_field": FORM_FIELD, "form_token": token, "may": _may, "desk_pages": DESK_PAGES,
    }  # fmt: skip


def _may(right: Any, region: Region) -> bool:
    """Whether whoever is signed in has a right in a region; templates ask before they offer a link."""
    visit = current()
    return visit is not None and visit.complete and visit.account.may(right, region.ags)
