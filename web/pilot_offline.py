"""The pilots' desk without a network: what the device keeps, the page that works alone, and what it hands in later."""

import hashlib
import json
from typing import Any

from flask import Response, current_app, jsonify, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from actions.refer import MOST, NewSlip, hand_over
from model.referral import ReferralError
from model.region import Region
from web.context import Services, services
from web.errors import WebError
from web.i18n import language, words
from web.offline_data import offline_data
from web.pilot_access import institution_here
from web.pilot_desk import form_view, read_asked
from web.present import Sight
from web.sheet_words import style_names

#: the files that the page needs; a test follows every import and every style sheet
ASSETS = (
    "css/colours.css", "css/base.css", "css/parts.css", "css/cards.css", "css/search.css", "css/pilot.css",
    "css/print.css", "img/icon.svg", "js/early.js", "js/offline.js", "js/offline_ask.js", "js/offline_places.js",
    "js/offline_rank.js", "js/offline_sheet.js", "js/handing_in.js", "js/shortlist.js", "js/small.js",
    "vendor/uqr/index.mjs",
)  # fmt: skip
#: what one slip is made of, as a device sends it
PARTS = ("code", "offer", "topic", "phase", "format", "language", "district", "why_not_nearest")


class NoInstitution(WebError):
    """Somebody hands in slips without working for an institution (any more)."""

    status = 403
    title_de = "Der Zugang fehlt"
    title_en = "No institution"

    def __init__(self) -> None:
        super().__init__(
            "Auf diesem Gerät ist keine Einrichtung angemeldet. Die Scheine bleiben hier, bis eine angemeldet ist.",
            "No institution of pilots is signed in on this device; the slips stay there.",
        )


def data(region: str) -> Response:
    """What a device keeps of a region, with the institution that is signed in on it."""
    area, here = services().region(region), services()
    text = _data(here, area)
    institution = institution_here(area)
    name = json.dumps(institution.name if institution else "", ensure_ascii=False)
    response = Response(f'{{"institution": {name}, {text[1:]}', content_type="application/json")
    response.set_etag(hashlib.sha256(response.data).hexdigest()[:20])
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)  # type: ignore[return-value]


def _data(here: Services, area: Region) -> str:
    """The data as text, made anew when the map has changed, and every hour, because waits and hours go by."""
    kept: dict[tuple[str, str], tuple[Any, str]] = current_app.extensions.setdefault("offline_data", {})
    place, state = (area.ags, language()), (here.store.version(), here.clock().strftime("%Y-%m-%dT%H"))
    if kept.get(place, (None, ""))[0] != state:
        text = json.dumps(offline_data(here, area, words(language())), ensure_ascii=False, separators=(",", ":"))
        kept[place] = (state, text)
    return kept[place][1]


def shell(region: str) -> Response:
    """The page that a device shows without a network; it holds questions and no answers."""
    area, here = services().region(region), services()
    asked = read_asked(MultiDict(), area)
    say = words(language())
    sight = Sight(area, say, here.clock(), here.vocabulary)
    page = render_template(
        "pilot/offline.html", region=area, form=form_view(asked, sight), question=asked.question, problem="",
        choices=[], styles=style_names(),
        kinds={"blatt": say("Ein Blatt"), "a6": say("Zettel in A6"), "text": say("Text für SMS oder Mail")},
    )  # fmt: skip
    return make_response(page)


def worker() -> Response:
    """The script that answers in place of the network; it lies here so that it may do so for all pilots' pages."""
    response = current_app.send_static_file("js/lotse_worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


def manifest(region: str) -> Response:
    """What a device needs to know to put the desk on its home screen."""
    area, say = services().region(region), words(language())
    start = url_for("pilot.desk", region=area.slug)
    icon = {"src": url_for("static", filename="img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    found = jsonify(
        name=say("Lotsen %(region)s", region=area.name), short_name=say("Lotsen"), start_url=start, scope="/lotse/",
        id=start, display="standalone", lang=say.lang, background_color="#f6f5f1", theme_color="#0b527f",
        icons=[icon, {**icon, "purpose": "maskable"}],
    )  # fmt: skip
    found.content_type = "application/manifest+json"
    return found


def hand_in(region: str) -> Response:
    """Register slips that were made without a network; each says what became of it, none is counted twice.

    Only scripts of our own pages can send JSON here with the cookie of an institution.
    """
    area, here = services().region(region), services()
    institution = institution_here(area)
    if institution is None:
        raise NoInstitution
    sent = request.get_json(silent=True) if request.is_json else None
    slips = sent.get("slips") if isinstance(sent, dict) else None
    if not isinstance(slips, list) or not 1 <= len(slips) <= MOST or not all(isinstance(one, dict) for one in slips):
        raise WebError("Die Scheine sind nicht lesbar.", f"Send 1 to {MOST} slips as JSON.", "slips")
    told = []
    for one in slips:
        values = {name: str(one.get(name, ""))[:300] for name in PARTS}
        slip = NewSlip(**values, live_contact=one.get("live_contact") is True)
        try:
            hand_over(here.store, here.vocabulary, institution, [slip], here.clock().date())
            told.append({"code": values["code"], "problem": ""})
        except ReferralError as error:
            told.append({"code": values["code"], "problem": str(error)})
    response = jsonify(slips=told)
    response.headers["Cache-Control"] = "no-store"
    return response


def to_keep(region: Region) -> dict[str, Any]:
    """What a device is to keep of a region, and for whom somebody hands on: if that changes, it is kept anew."""
    institution = institution_here(region)
    shell_at, data_at = (url_for(f"pilot.{name}", region=region.slug) for name in ("shell", "data"))
    files = {"shell": shell_at, "data": data_at, "assets": [url_for("static", filename=name) for name in ASSETS]}
    return {"files": files, "access": institution.code if institution else ""}
