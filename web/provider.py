"""A provider's own page: what of mine is public, is it true, what should change, and how often was it looked at."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.confirm_offer import confirm
from actions.suggest import suggest
from model.access import Account
from model.dates import MONTHS, say_day
from model.offer import Offer
from model.provider import Provider
from model.suggestion import CHANNELS, Channel, Listed
from web import suggestion_words
from web.context import services
from web.errors import NotFound
from web.gate import Desk, Route, add_routes
from web.offer_form import blank_offer
from web.suggest_form import CLOSED, NAMES, NOTE, REPLY, SEEN, Proposal, form_parts, read_proposal, seen_mark
from web.view_count import month_of

PAGE = 50
#: fewer views than this are not told as a number
FEW = 5
#: who provides it is not for the provider to change
OWN_NAMES = tuple(name for name in NAMES if name not in ("provider", "provider_website"))
ORGANISATION = "organisation"
Answer = Response | str | tuple[str, int]


class NotYours(NotFound):
    """An offer that is not one of this provider's."""

    title_de = "Dieses Angebot gehört nicht zu Ihnen"

    def __init__(self) -> None:
        super().__init__("Auf dieser Seite stehen nur Ihre eigenen Angebote.", "There is no such offer of yours.")


def start(account: Account) -> Answer:
    """Lead to the page of the only region, or let people choose among theirs."""
    own = account.regions("own_offers")
    regions = [region for region in services().regions() if "" in own or region.ags in own]
    if len(regions) == 1:
        return redirect(url_for("provider.own", region=regions[0].slug))
    return render_template("provider/regions.html", regions=regions)


def own(desk: Desk) -> str:
    """Show the provider's offers in a region, what was proposed about them, and how often they were looked at."""
    store, names = desk.services.store, organisations(desk)
    total = store.views.own_count(desk.ags, names)
    pages = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    found = store.views.own_offers(desk.ags, names, (number - 1) * PAGE, PAGE)
    waiting = store.suggestions.waiting_about(desk.ags, names)
    months = _months(desk)
    counts = store.views.of_keys([offer.key for offer in found], [month for month, _ in months])
    return render_template(
        "provider/own.html",
        region=desk.region,
        organisations=names,
        rows=[_row(offer, months, counts, waiting) for offer in found],
        total=total,
        number=number,
        pages=pages,
        months=[words for _, words in months],
        own_suggestions=[_sent(one, desk) for one in store.suggestions.of_providers(desk.ags, names, "provider")],
        others=sum(count for (_, channel), count in waiting.items() if channel != "provider"),
    )


def _sent(one: Listed, desk: Desk) -> dict[str, Any]:
    """A suggestion of the provider with what came of it."""
    accepted, rejected = (", ".join(map(suggestion_words.label, names)) for names in (one.accepted, one.rejected))
    row = suggestion_words.row(one, desk.region.zone)
    return {**row, "accepted": accepted, "rejected": rejected, "reason": one.reason}


def say_true(desk: Desk) -> Answer:
    """Confirm one offer, or all of them."""
    store, asked = desk.services.store, set(request.form.getlist("angebot"))
    own_keys = {name: store.views.own_keys(desk.ags, [name]) for name in organisations(desk)}
    if request.form.get("alle") != "1":
        if not asked or asked - {key for keys in own_keys.values() for key in keys}:
            raise NotYours
        own_keys = {name: [key for key in keys if key in asked] for name, keys in own_keys.items()}
    today = desk.now.astimezone(ZoneInfo(desk.region.zone)).date()
    count = sum(len(confirm(store, keys, by=name, how="form", on=today)) for name, keys in own_keys.items() if keys)
    words = "Das Angebot ist bestätigt." if count == 1 else f"{count} Angebote sind bestätigt."
    flash(f"{words} Danke.", "good")
    return redirect(url_for("provider.own", region=desk.region.slug), code=303)


def change(desk: Desk, key: str) -> str:
    """Show the form for changes of one of the provider's offers."""
    return _page(desk, _mine(desk, key), is_new=False)


def send_change(desk: Desk, key: str) -> Answer:
    """Send a change to the office."""
    return _send(desk, _mine(desk, key), is_new=False)


def propose(desk: Desk) -> str:
    """Show the empty form for another offer of the provider."""
    return _page(desk, _blank(desk), is_new=True)


def send_proposal(desk: Desk) -> Answer:
    """Send another offer of the provider to the office."""
    return _send(desk, _blank(desk), is_new=True)


def organisations(desk: Desk) -> list[str]:
    """The names of the organisations for which an account speaks in this region."""
    grants = [grant for grant in desk.account.grants if grant.role == "provider" and grant.region in ("", desk.ags)]
    return sorted({grant.provider for grant in grants if grant.provider})


def _mine(desk: Desk, key: str) -> Offer:
    found = desk.services.store.offer(key)
    if (
        found is None or found.region != desk.ags or found.status != "published"
        or found.provider.name not in organisations(desk)
    ):  # fmt: skip
        raise NotYours
    return found


def _blank(desk: Desk) -> Offer:
    """A new offer of the organisation; of one of them where there are several."""
    names = organisations(desk)
    if not names:
        raise NotYours
    asked = request.form.get(ORGANISATION, names[0])
    if asked not in names:
        raise NotYours
    return replace(blank_offer(desk.region), provider=Provider(asked))


def _send(desk: Desk, offer: Offer, *, is_new: bool) -> Answer:
    proposal = read_proposal(offer, desk.region, is_new=is_new, names=OWN_NAMES)
    if proposal.errors:
        return _page(desk, offer, proposal, is_new=is_new), 400
    code = suggest(
        desk.services.store, region=desk.ags, base=None if is_new else proposal.base, proposed=proposal.proposed,
        channel="provider", names=proposal.names, note=proposal.note, reply_to=proposal.reply_to,
    )  # fmt: skip
    if not code:
        problem = "Sie haben noch nichts geändert und nichts geschrieben."
        return _page(desk, offer, proposal, is_new=is_new, problem=problem), 400
    flash("Ihr Vorschlag ist beim Bildungsbüro. Es prüft ihn, dann steht er auf der Karte.", "good")
    return redirect(url_for("provider.own", region=desk.region.slug), code=303)


def _page(desk: Desk, offer: Offer, proposal: Proposal | None = None, *, is_new: bool, problem: str = "") -> str:
    seen = proposal.base if proposal else offer
    action = (
        url_for("provider.propose", region=desk.region.slug)
        if is_new
        else url_for("provider.change", region=desk.region.slug, key=offer.key)
    )
    return render_template(
        "provider/change.html",
        region=desk.region,
        offer=offer,
        is_new=is_new,
        action=action,
        parts=form_parts(seen, proposal, opened=("what",) if is_new else (), names=OWN_NAMES),
        errors={**(proposal.errors if proposal else {}), **({"": problem} if problem else {})},
        typed=request.form,
        names={"note": NOTE, "reply": REPLY, "seen": SEEN, "closed": CLOSED, "organisation": ORGANISATION},
        seen=seen_mark(seen),
        reply_to=proposal.reply_to if proposal else desk.account.email,
        organisations=organisations(desk),
    )


def _row(
    offer: Offer,
    months: list[tuple[str, str]],
    counts: dict[tuple[str, str], int],
    waiting: dict[tuple[str, Channel], int],
) -> dict[str, Any]:
    """One offer as the provider sees it."""
    check = offer.verification
    return {
        "key": offer.key,
        "name": offer.name,
        "where": offer.place.address if offer.place else "",
        "verified": say_day(check.on) if check else "",
        "faded": offer.faded_on is not None,
        "waiting": sum(waiting.get((offer.key, channel), 0) for channel in CHANNELS),
        "views": [_few(counts.get((offer.key, month), 0)) for month, _ in months],
    }


def _few(count: int) -> str:
    """A count in words; a small one is not told, because it could be one person."""
    return str(count) if count >= FEW else f"weniger als {FEW}"


def _months(desk: Desk) -> list[tuple[str, str]]:
    """This month and the one before: as they are counted, and in words."""
    now = desk.now.astimezone(ZoneInfo(desk.region.zone))
    before = now.replace(day=1) - timedelta(days=1)
    return [(month_of(one, desk.region.zone), f"{MONTHS['de'][one.month - 1]} {one.year}") for one in (now, before)]


ROUTES: tuple[Route, ...] = (
    Route("/", "start", start, "own_offers"),
    Route("/<region>/", "own", own, "own_offers"),
    Route("/<region>/stimmt", "say_true", say_true, "own_offers", "POST"),
    Route("/<region>/angebot/<path:key>/aendern", "change", change, "own_offers"),
    Route("/<region>/angebot/<path:key>/aendern", "send_change", send_change, "own_offers", "POST"),
    Route("/<region>/vorschlag", "propose", propose, "own_offers"),
    Route("/<region>/vorschlag", "send_proposal", send_proposal, "own_offers", "POST"),
)
provider = Blueprint("provider", __name__, url_prefix="/anbieter")
add_routes(provider, ROUTES)


def register_provider(app: Flask) -> None:
    """Put the providers' pages on the application."""
    app.register_blueprint(provider)
