"""Offers that may be the same: the list of pairs, two side by side, merging them, and taking that back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.merge_offers import JOINED, MergeError, Side, better_of, merge_offers, suggested_sides, undo_merge
from model.dates import say_day
from model.double import REASONS, OpenPair, Pair
from model.fields import FIELDS, differing
from model.offer import HowVerified, Offer
from web import field_words
from web.errors import NotFound
from web.gate import Desk, Route

PAGE = 50
REASON_WORDS = {
    "name": "Name fast gleich",
    "place": "am selben Ort",
    "phone": "selbe Telefonnummer",
    "website": "selbe Webseite",
    "provider": "selber Träger",
}
HOW_WORDS: dict[HowVerified, str] = {
    "phone": "Telefon", "mail": "Mail", "visit": "Besuch", "web": "Webseite", "form": "Formular",
}  # fmt: skip
SIDES: dict[str, Side] = {"kept": "kept", "dropped": "dropped", "both": "both"}


class NoSuchPair(NotFound):
    """Two offers of which one is not there, or not in this region."""

    def __init__(self) -> None:
        super().__init__("Eines der beiden Angebote gibt es hier nicht mehr. Vielleicht hat schon jemand entschieden.",
                         "One of the two offers is not published in this region.")  # fmt: skip


def doubles(desk: Desk) -> str:
    """Show the pairs that may be the same, the most alike first, and the latest merges."""
    room = desk.services.store.doubles
    total = room.waiting(desk.ags)
    pages = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    pairs = room.page(desk.ags, offset=(number - 1) * PAGE, limit=PAGE)
    return render_template(
        "bureau/doubles.html",
        region=desk.region,
        rows=[_row(one) for one in pairs],
        total=total,
        number=number,
        pages=pages,
        merges=[_merge_row(one, desk) for one in room.merges(desk.ags)],
    )


def pair(desk: Desk) -> str:
    """Show two offers side by side, with a choice for each field in which they differ."""
    one, other = _both(desk, request.args.get("a", ""), request.args.get("b", ""))
    kept = next((offer for offer in (one, other) if offer.key == request.args.get("bleibt")), better_of(one, other))
    return _pair_page(desk, kept, other if kept is one else one)


def merge(desk: Desk) -> Response | tuple[str, int]:
    """Make one offer of two, with the values chosen."""
    kept, dropped = _both(desk, request.form.get("bleibt", ""), request.form.get("geht", ""))
    asked = {name: request.form.get(f"feld-{name}", "") for name in differing(kept, dropped)}
    sides = {name: SIDES[side] for name, side in asked.items() if side in SIDES}
    revisions = (request.form.get("stand-bleibt", -1, type=int), request.form.get("stand-geht", -1, type=int))
    try:
        merge_offers(
            desk.services.store, kept.key, dropped.key, sides, region=desk.ags, revisions=revisions, by=desk.account.by
        )
    except MergeError as error:
        if error.reason != "changed":
            raise NoSuchPair from None
        kept, dropped = _both(desk, kept.key, dropped.key)
        return _pair_page(desk, kept, dropped, sides=sides, changed=True), 409
    flash(f"Aus zwei Einträgen ist einer geworden: {kept.name}. Die alte Adresse führt dorthin.", "good")
    return redirect(url_for("bureau.doubles", region=desk.region.slug), code=303)


def keep_apart(desk: Desk) -> Response:
    """Remember that two offers are not the same."""
    one, other = _both(desk, request.form.get("a", ""), request.form.get("b", ""))
    with desk.services.store.write(by=desk.account.by, why="not the same") as writer:
        writer.doubles.keep_apart(desk.ags, one.key, other.key)
    flash("Gemerkt: Das sind zwei verschiedene Angebote. Wir fragen nicht wieder.", "good")
    return redirect(url_for("bureau.doubles", region=desk.region.slug), code=303)


def undo(desk: Desk) -> Response:
    """Take a merge back."""
    try:
        key = undo_merge(
            desk.services.store, request.form.get("code", ""), region=desk.ags, by=desk.account.by
        )  # fmt: skip
    except MergeError:
        raise NoSuchPair from None
    found = desk.services.store.offer(key)
    flash(f"Wieder zwei Einträge. Zurück ist: {found.name if found else key}.", "good")
    return redirect(url_for("bureau.doubles", region=desk.region.slug), code=303)


def _both(desk: Desk, one: str, other: str) -> tuple[Offer, Offer]:
    """Two published offers of this region."""
    found = [desk.services.store.offer(key) for key in (one, other)]
    good = [offer for offer in found if offer and offer.region == desk.ags and offer.status == "published"]
    if len(good) < 2 or one == other:
        raise NoSuchPair
    return good[0], good[1]


def _pair_page(
    desk: Desk, kept: Offer, dropped: Offer, *, sides: dict[str, Side] | None = None, changed: bool = False
) -> str:
    store = desk.services.store
    known = store.doubles.pair(kept.key, dropped.key)
    suggested = {**suggested_sides(kept, dropped), **(sides or {})}
    differ = differing(kept, dropped)
    return render_template(
        "bureau/pair.html",
        region=desk.region,
        kept=_head(kept, desk),
        dropped=_head(dropped, desk),
        fields=[_field(name, kept, dropped, suggested[name], desk) for name in differ],
        same=[_same(name, kept, desk) for name in FIELDS if name not in differ and _words(name, kept, desk)],
        why=_why(known) if known else [],
        changed=changed,
    )


def _head(offer: Offer, desk: Desk) -> dict[str, Any]:
    """What stands above the column of an offer."""
    check = offer.verification
    how = f" ({HOW_WORDS[check.how]})" if check and check.how else ""
    return {
        "key": offer.key,
        "name": offer.name,
        "source": offer.provenance.source,
        "verified": f"geprüft am {say_day(check.on)}{how}" if check else "noch nie geprüft",
        "edited": say_day(offer.edited_at.date()) if offer.edited_at else "",
        "facts": len(offer.facts),
        "revision": len(desk.services.store.revisions(offer.key)),
    }


def _field(name: str, kept: Offer, dropped: Offer, side: Side, desk: Desk) -> dict[str, Any]:
    shape = FIELDS[name].shape
    mine, theirs = _words(name, kept, desk), _words(name, dropped, desk)
    if mine == theirs:  # the same address with another point
        change = next(one for one in field_words.changes(kept, dropped, desk.services.vocabulary) if one.name == name)
        mine, theirs = change.before, change.after
    both = shape in JOINED and bool(mine and theirs)
    return {"name": name, "label": field_words.label(name), "kept": mine, "dropped": theirs, "both": both,
            "side": "kept" if side == "both" and not both else side}  # fmt: skip


def _same(name: str, offer: Offer, desk: Desk) -> tuple[str, str]:
    return field_words.label(name), _words(name, offer, desk)


def _words(name: str, offer: Offer, desk: Desk) -> str:
    return field_words.say(name, FIELDS[name].read(offer), desk.services.vocabulary)


def _why(pair: Pair) -> list[str]:
    """Why two look alike, in words."""
    words = [REASON_WORDS[reason] for reason in REASONS if reason in pair.reasons]
    if pair.metres:
        words = [f"{word} ({pair.metres} m)" if word == REASON_WORDS["place"] else word for word in words]
    return words


def _row(one: OpenPair) -> dict[str, Any]:
    return {
        "a": one.pair.one,
        "b": one.pair.other,
        "sides": list(zip(one.names, one.providers, strict=True)),
        "why": _why(one.pair),
        "score": one.pair.score,
    }


def _merge_row(one: Any, desk: Desk) -> dict[str, Any]:
    store = desk.services.store
    old, new = store.offer(one.old), store.offer(one.new)
    return {"code": one.code, "old": old.name if old else one.old, "new": new.name if new else one.new,
            "key": one.new, "by": one.by, "on": say_day(one.at.date())}  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("/<region>/doppelte", "doubles", doubles, "edit"),
    Route("/<region>/doppelte/paar", "pair", pair, "edit"),
    Route("/<region>/doppelte/eins-daraus", "merge", merge, "edit", "POST"),
    Route("/<region>/doppelte/verschieden", "keep_apart", keep_apart, "edit", "POST"),
    Route("/<region>/doppelte/wieder-zwei", "undo_merge", undo, "edit", "POST"),
)
