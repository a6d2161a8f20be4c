"""The sheet for a person who is handed on: on paper, as slips of A6, or as text for a message.

Only here a hand-over is registered, and only for an institution of pilots. Sending the same form again, for another
language or another paper, registers nothing twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import segno
from flask import Response, make_response, render_template, request
from markupsafe import Markup

from actions.refer import MOST, NewSlip, hand_over
from model.dates import say_day
from model.referral import Institution, ReferralError, expires_in, monday_of
from model.region import Region
from model.slip_code import fresh_slip_code, read_slip_code
from search.answer import Hit
from store import StoreError
from web.context import services
from web.gate import FORM_FIELD, FormExpired
from web.i18n import language, words
from web.open_form import check_open_form, open_form_token
from web.pilot_access import institution_here
from web.pilot_desk import PURPOSE
from web.present import Sight
from web.sheet_words import STOP_WITHIN_M, Style, as_text, slip_view, stop_point, style_names, style_of

KINDS = ("blatt", "a6", "text")
#: what one entry of the shortlist is made of
PARTS = ("offer", "code", "topic", "phase", "format", "language")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place on the shortlist, as the form sends it."""

    #: as it was sent, to be sent again unchanged
    value: str
    slip: NewSlip

    @property
    def key(self) -> str:
        """The key of the offer."""
        return self.slip.offer


def no_sheet(region: str) -> Response:
    """Say how to get to a sheet, to whoever opens its address."""
    return _render(services().region(region), [], {}, style_of("", language()))


def sheet(region: str) -> Response:
    """Show the sheet for the places that were chosen, with slips where an institution hands on."""
    area = services().region(region)
    style = style_of(request.form.get("sprache", ""), language())
    entries = read_entries()
    institution = institution_here(area)
    problem, registered = "", False
    if entries and institution and request.form.get("schein") == "1":
        problem = _register(institution, entries)
        registered = not problem
    return _render(area, entries, {"problem": problem, "registered": registered, "institution": institution}, style)


def read_entries() -> list[Entry]:
    """The shortlist that the form sent, each place once; what is no entry is passed over."""
    found: dict[str, Entry] = {}
    for sent in request.form.getlist("angebot")[:MOST]:
        parts = dict(zip(PARTS, sent.split("|"), strict=False))
        key, code = parts.get("offer", ""), read_slip_code(parts.get("code", ""))
        if not key or key in found:
            continue
        parts["code"] = code or fresh_slip_code()
        value = "|".join(parts.get(name, "") for name in PARTS)
        slip = NewSlip(
            **parts,
            district=request.form.get("ortsteil", ""),
            why_not_nearest=request.form.get(f"warum-{key}", ""),
            live_contact=request.form.get(f"angerufen-{key}") == "1",
        )
        found[key] = Entry(value, slip)
    return list(found.values())


def _register(institution: Institution, entries: list[Entry]) -> str:
    """Record the hand-overs; says what is wrong if that cannot be."""
    here, say = services(), words(language())
    try:
        check_open_form(PURPOSE)
    except FormExpired:
        # Also from a page that the device showed without a network: nothing is lost, one press more is needed.
        return say("Bitte drücken Sie noch einmal auf „Mit Schein“.")
    try:
        hand_over(here.store, here.vocabulary, institution, [entry.slip for entry in entries], here.clock().date())
    except ReferralError as error:
        return str(error)
    except StoreError:
        return say("Gerade können wir nichts speichern. Bitte drücken Sie in einer Minute noch einmal.")
    return ""


def _render(area: Region, entries: list[Entry], state: Mapping[str, Any], style: Style) -> Response:
    here, say = services(), words(language())
    sight = Sight(area, style.words, here.clock(), here.vocabulary)
    registered = bool(state.get("registered"))
    hits = {entry.key: hit for entry in entries if (hit := _hit(entry.key))}
    slips = [
        _slip(hits[entry.key], entry.slip.code if registered else "", style, sight)
        for entry in entries if entry.key in hits
    ]  # fmt: skip
    gone = [entry.key for entry in entries if entry.key not in hits]
    kind = request.form.get("art", "")
    text = as_text(slips, style, f"{here.public_url}/schein") if slips else ""
    response = make_response(
        render_template(
            "pilot/sheet.html",
            region=area,
            kind=kind if kind in KINDS else KINDS[0],
            kinds={"blatt": say("Ein Blatt"), "a6": say("Zettel in A6"), "text": say("Text für SMS oder Mail")},
            styles=style_names(),
            style=style,
            slips=slips,
            gone=gone,
            entries=[entry for entry in entries if entry.key in hits],
            text=text,
            sms=f"sms:?&body={quote(text)}",
            mail=f"mailto:?subject={quote(style('Bildungsberatung'))}&body={quote(text)}",
            made_on=say_day(sight.now.date(), style.lang),
            lasts_until=last_day(sight.now.date(), style.lang),
            answer_at=f"{here.public_url}/schein".removeprefix("https://").removeprefix("http://"),
            token=(FORM_FIELD, open_form_token(PURPOSE)),
            **{"problem": "", "institution": institution_here(area), **state, "registered": registered},
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _hit(key: str) -> Hit | None:
    """An offer as it stands now; None if it is not on the map (any more)."""
    offer = services().store.offer(key)
    return services().finder.hit(offer) if offer and offer.status == "published" else None


def _slip(hit: Hit, code: str, style: Style, sight: Sight) -> dict[str, Any]:
    point = stop_point(hit.offer)
    stop = services().geocoder.nearest_stop(point, STOP_WITHIN_M) if point else None
    view = slip_view(hit, code, style, sight, stop)
    return {**view, "qr": answer_qr(code) if code else ""}


def answer_qr(code: str) -> Markup:
    """The picture that leads to the answer; the code stands behind the #, which no server ever sees."""
    qr = segno.make(f"{services().public_url}/schein#{code}", error="m")
    return Markup(qr.svg_inline(scale=3, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None))


def last_day(day: date, lang: str) -> str:
    """The last day on which a slip that is made on a day can be answered, in words."""
    return say_day(monday_of(expires_in(day)) + timedelta(days=6), lang)
