"""Who takes part in handing on: institutions of pilots with their access codes, centres with their tokens."""

from collections.abc import Callable
from typing import Any

import segno
from flask import Response, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from actions import pilots as part
from actions.account_refused import AccountRefused
from model.campaign_code import grouped
from model.referral import Centre, Institution
from web.errors import NotFound
from web.gate import Desk, Route


class UnknownPart(NotFound):
    """An institution or a centre that is not there, or not here."""

    title_de = "Diese Einrichtung gibt es hier nicht"

    def __init__(self) -> None:
        super().__init__("In dieser Region macht keine solche Einrichtung mit.", "There is nothing like that here.")


def pilots(desk: Desk) -> Response:
    """List who takes part, with the forms to let others take part."""
    return _list(desk)


def register(desk: Desk) -> Response:
    """Let an institution hand on, and show its access code, this once."""
    try:
        found, code = part.register_institution(
            desk.services.store, desk.ags, request.form.get("name", "")[:300], desk.account.by
        )
    except AccountRefused as error:
        return _list(desk, {error.field or "name": error.sentence})
    return _code(desk, found, code)


def renew(desk: Desk, code: str) -> Response:
    """Give an institution another access code, and show it, this once."""
    found = _institution(desk, code)
    return _code(desk, found, part.renew_access(desk.services.store, found, desk.account.by))


def rename(desk: Desk, code: str) -> Response | AnyResponse:
    """Correct the name of an institution."""
    found = _institution(desk, code)
    try:
        part.rename(desk.services.store, found, request.form.get("name", "")[:300], desk.account.by)
    except AccountRefused as error:
        return _list(desk, {f"name-{found.code}": error.sentence})
    return _done(desk, "Der Name ist geändert.")


def close(desk: Desk, code: str) -> AnyResponse:
    """Let an institution hand nobody on any more, or again."""
    found, closed = _institution(desk, code), request.form.get("offen") != "1"
    part.close_institution(desk.services.store, found, desk.account.by, closed=closed)
    return _done(desk, f"„{found.name}“ leitet {'nicht mehr' if closed else 'wieder'} weiter.")


def add_centre(desk: Desk) -> Response:
    """Give a centre a token for its own software, and show it, this once."""
    try:
        found, token = part.add_centre(
            desk.services.store, desk.ags, request.form.get("stelle", "")[:300], desk.account.by
        )
    except AccountRefused as error:
        return _list(desk, {error.field or "stelle": error.sentence})
    return _token(desk, found, token)


def renew_token(desk: Desk, code: str) -> Response:
    """Give a centre another token, and show it, this once."""
    found = _centre(desk, code)
    return _token(desk, found, part.renew_token(desk.services.store, found, desk.account.by))


def close_centre(desk: Desk, code: str) -> AnyResponse:
    """Let the software of a centre answer no more slips."""
    found = _centre(desk, code)
    part.close_centre(desk.services.store, found, desk.account.by)
    return _done(desk, f"Der Schlüssel von „{found.provider}“ gilt nicht mehr.")


def _list(desk: Desk, errors: dict[str, str] | None = None) -> Response:
    room = desk.services.store.referrals
    page = render_template(
        "bureau/pilots.html", region=desk.region, institutions=room.institutions(desk.ags),
        centres=room.centres(desk.ags), errors=errors or {}, typed=request.form, address=_desk_address(desk),
        providers=part.counselling_providers(desk.services.store, desk.ags),
    )  # fmt: skip
    return make_response(page, 400 if errors else 200)


def _code(desk: Desk, found: Institution, code: str) -> Response:
    address = _desk_address(desk)
    qr = segno.make(address, error="m")
    picture = qr.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return make_response(
        render_template(
            "bureau/pilot_code.html", region=desk.region, institution=found, code=grouped(code), address=address,
            qr=Markup(picture),
        )
    )  # fmt: skip


def _token(desk: Desk, found: Centre, token: str) -> Response:
    return make_response(
        render_template(
            "bureau/pilot_token.html", region=desk.region, centre=found, token=token,
            address=f"{desk.services.public_url}/api/v1/slips/answer",
        )
    )  # fmt: skip


def _desk_address(desk: Desk) -> str:
    return desk.services.public_url + url_for("pilot.desk", region=desk.region.slug)


def _institution(desk: Desk, code: str) -> Institution:
    found = desk.services.store.referrals.institution(desk.ags, code)
    if found is None:
        raise UnknownPart
    return found


def _centre(desk: Desk, code: str) -> Centre:
    found = next((one for one in desk.services.store.referrals.centres(desk.ags) if one.code == code), None)
    if found is None:
        raise UnknownPart
    return found


def _done(desk: Desk, sentence: str) -> AnyResponse:
    flash(sentence, "good")
    return redirect(url_for("bureau.pilots", region=desk.region.slug), 303)


def _post(path: str, endpoint: str, view: Callable[..., Any]) -> Route:
    return Route(f"/<region>/lotsen{path}", endpoint, view, "pilots", "POST")


ROUTES: tuple[Route, ...] = (
    Route("/<region>/lotsen", "pilots", pilots, "pilots"),
    _post("", "pilot_register", register),
    _post("/<code>/code", "pilot_renew", renew),
    _post("/<code>/name", "pilot_rename", rename),
    _post("/<code>/schliessen", "pilot_close", close),
    _post("/stellen", "centre_add", add_centre),
    _post("/stellen/<code>/schluessel", "centre_renew", renew_token),
    _post("/stellen/<code>/schliessen", "centre_close", close_centre),
)
