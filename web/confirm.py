"""Personal links from mails: see what is public, and say that it is true, different, or no more. No account needed.

Looking never changes anything, because mail programs open links by themselves. Only pressing a button does.
"""

from typing import Any

from flask import Blueprint, Flask, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.answer_freshness import (
    LinkClosed,
    NotAsked,
    NothingSaid,
    answer,
    open_link,
    propose,
    send_new_link,
)
from actions.freshness_mail import hours_line
from model.dates import say_day
from model.fields import FIELDS
from model.offer import Offer
from model.region import Region
from store.upkeep import Linked
from web.context import services
from web.errors import WebError
from web.field_words import label, say
from web.gate import FORM_FIELD
from web.open_form import check_open_form, open_form_token
from web.suggest_form import NOTE, SEEN, Proposal, form_parts, read_proposal, seen_mark

confirm = Blueprint("confirm", __name__, url_prefix="/stimmt")
PURPOSE = "confirm"
MOST_BYTES = 256 * 1024
#: what of an entry is shown at once; the rest is folded away
FIRST = ("provider", "place", "stops", "hours", "appointment", "phone", "email", "website")
REST = tuple(name for name in FIELDS if name not in (*FIRST, "name"))
ANSWERED = {"confirmed": "Bestätigt", "changed": "Änderung vorgeschlagen", "gone": "Als beendet gemeldet"}
STATUS = {"unknown": 404, "expired": 410, "used": 200}


class NotYours(WebError):
    """An answer about an entry that the link is not about."""

    title_de = "Dazu wurden Sie nicht gefragt"
    title_en = "Not asked"

    def __init__(self) -> None:
        super().__init__(
            "Mit diesem Link können Sie zu diesem Angebot nichts sagen. Es wurde nichts gespeichert.",
            "This link is not about that offer; nothing was stored.",
        )


def register_confirm(app: Flask) -> None:
    """Put the pages of personal links on the application."""
    app.register_blueprint(confirm)


@confirm.before_request
def let_long_texts_in() -> None:
    """The form of an offer has room for several long texts; umlauts take six bytes each on their way."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES


@confirm.after_request
def keep_secret(response: Response) -> Response:
    """Nobody keeps these pages, finds them, or learns their address from a click."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@confirm.get("/<token>")
def show(token: str) -> Response:
    """Show what is public and ask whether it is true."""
    try:
        linked = open_link(services().store.upkeep.linked(token), services().clock())
    except LinkClosed as closed:
        return _closed(token, closed)
    return _page("confirm/ask.html", token, linked, entries=_entries(linked), done=request.args.get("gespeichert"))


@confirm.post("/<token>")
def send(token: str) -> Response:
    """Take answers down: "alles" says that all is true, else one entry is confirmed or reported gone."""
    check_open_form(PURPOSE)
    here, form = services(), request.form
    said: dict[str, Any] = {}
    if form.get("alles"):
        linked = here.store.upkeep.linked(token)
        said = dict.fromkeys(linked.waiting if linked else (), "confirmed")
    said |= dict.fromkeys(form.getlist("stimmt"), "confirmed") | dict.fromkeys(form.getlist("weg"), "gone")
    try:
        told = answer(here.store, token, said, here.clock())
    except LinkClosed as closed:
        return _closed(token, closed)
    except NotAsked:
        raise NotYours from None
    saved = "weg" if told.gone else "stimmt" if told.confirmed else None
    return redirect(url_for("confirm.show", token=token, gespeichert=saved, _anchor="inhalt"), 303)


@confirm.get("/<token>/aendern/<path:key>")
def change(token: str, key: str) -> Response:
    """Show the form in which somebody says what is different."""
    return _change(token, key, None)


@confirm.post("/<token>/aendern/<path:key>")
def send_change(token: str, key: str) -> Response:
    """Keep what is different, for the office to review."""
    check_open_form(PURPOSE)
    here = services()
    try:
        linked, offer = _waiting(token, key)
        proposal = read_proposal(offer, _region(linked))
        if proposal.errors:
            return _change(token, key, proposal)
        propose(
            here.store, token, proposal.base, proposal.proposed, names=proposal.names, note=proposal.note,
            now=here.clock(),
        )  # fmt: skip
    except LinkClosed as closed:
        return _closed(token, closed)
    except NothingSaid:
        return _change(token, key, proposal, "Sie haben noch nichts geändert und nichts geschrieben.")
    return redirect(url_for("confirm.show", token=token, gespeichert="anders", _anchor="inhalt"), 303)


@confirm.post("/<token>/neu")
def new_link(token: str) -> Response:
    """Send a new link to the address to which the old one went."""
    check_open_form(PURPOSE)
    here = services()
    try:
        sent = send_new_link(here.store, token, here.clock(), here.public_url)
    except LinkClosed:
        sent = True
    return _closed(token, LinkClosed("unknown" if not sent else "expired"), sent=sent)


def _change(token: str, key: str, proposal: Proposal | None, problem: str = "") -> Response:
    try:
        linked, offer = _waiting(token, key)
    except LinkClosed as closed:
        return _closed(token, closed)
    seen = proposal.base if proposal else offer
    names = {"note": NOTE, "seen": SEEN}
    return _page(
        "confirm/change.html", token, linked, 400 if proposal else 200, offer=offer, parts=form_parts(seen, proposal),
        errors=proposal.errors if proposal else {}, problem=problem, names=names, seen=seen_mark(seen),
        note=proposal.note if proposal else "",
    )  # fmt: skip


def _waiting(token: str, key: str) -> tuple[Linked, Offer]:
    """The link and the entry it still asks about."""
    here = services()
    linked = open_link(here.store.upkeep.linked(token), here.clock())
    offer = here.store.offer(key)
    if offer is None or key not in {one.key for one in linked.offers}:
        raise NotYours
    if key not in linked.waiting:
        raise LinkClosed("used")
    return linked, offer


def _entries(linked: Linked) -> list[dict[str, Any]]:
    """The entries as they are public, those that wait for an answer first."""
    here = services()
    vocabulary = here.vocabulary
    found = []
    for asked in sorted(linked.offers, key=lambda one: bool(one.answer)):
        offer = here.store.offer(asked.key)
        if offer is not None:
            found.append({
                "key": offer.key, "name": offer.name, "answer": ANSWERED.get(asked.answer, ""),
                "facts": _facts(offer, FIRST, vocabulary), "rest": _facts(offer, REST, vocabulary),
                "checked": say_day(offer.verification.on) if offer.verification else "",
                "public": url_for("site.offer", region=_region(linked).slug, key=offer.key),
            })  # fmt: skip
    return found


def _facts(offer: Offer, names: tuple[str, ...], vocabulary: Any) -> list[tuple[str, str]]:
    """Labels and values of some fields, those that say nothing left out, except what people need most."""
    needed = ("hours", "phone", "place")
    pairs = [(name, _said(offer, name, vocabulary)) for name in names]
    return [(label(name), value or "noch nicht bekannt") for name, value in pairs if value or name in needed]


def _said(offer: Offer, name: str, vocabulary: Any) -> str:
    """A field as everybody reads it: hours by the day, a place without how exact its point is."""
    if name == "hours":
        return hours_line(offer.hours)
    if name == "place":
        place = offer.place
        return ", ".join(filter(None, (place.name, place.address, place.district))) if place else ""
    return say(name, FIELDS[name].read(offer), vocabulary)


def _region(linked: Linked) -> Region:
    return services().region(linked.region)


def _closed(token: str, closed: LinkClosed, *, sent: bool | None = None) -> Response:
    """Say kindly that a link is over, and offer another one to the same address."""
    linked = services().store.upkeep.linked(token)
    status = 200 if sent is not None else STATUS[closed.why]
    may_renew = linked is not None and bool(linked.offers) and sent is None
    return _page("confirm/closed.html", token, linked, status, why=closed.why, may_renew=may_renew, sent=sent,
                 entries=_entries(linked) if linked and closed.why == "used" else [])  # fmt: skip


def _page(template: str, token: str, linked: Linked | None, status: int = 200, **values: Any) -> Response:
    region = _region(linked) if linked else None
    form_token = (FORM_FIELD, open_form_token(PURPOSE))
    return make_response(
        render_template(template, region=region, token=token, linked=linked, form_token=form_token, **values), status
    )
