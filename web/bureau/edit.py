"""The form of one offer: draft, preview, conflict, archive."""

from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from actions.edit_offer import Edit, Edited, GoneError, save_edit, set_on_map
from model.fields import FIELDS, differing
from model.offer import KEY, Offer
from web.bureau.edit_pages import Ground, default_reason, form_page, merge_page, preview_page, twin_of
from web.errors import UnknownOffer, refuse_kept_elsewhere
from web.field_words import label
from web.form_values import all_keys, plain
from web.gate import Desk, Route
from web.hours_words import hours_problem, hours_words
from web.offer_form import Reading, blank_offer, read_offer

Page = str | Response | tuple[str, int]
#: a form with long texts, sent as the browser does it, is larger than other forms
MOST_BYTES = 512 * 1024
MOST_WHY = 300


def new(desk: Desk) -> str:
    """Show an empty form, and the new offers that were begun and not saved."""
    ground = Ground(desk, blank_offer(desk.region), 0)
    return form_page(ground, begun=desk.services.store.drafts.new_ones(desk.account.id, desk.ags))


def edit(desk: Desk, key: str) -> Page:
    """Show the form of an offer, on request as the own draft left it."""
    draft = desk.services.store.drafts.of(desk.account.id, key)
    with_draft = draft is not None and request.args.get("entwurf") == "1"
    ground = _ground(desk, key, draft.revision if draft and with_draft else None)
    if draft and with_draft:
        return form_page(ground, typed=draft.form, from_draft=draft)
    return form_page(ground, draft=draft)


def save(desk: Desk, key: str) -> Page:
    """Save what was typed; what somebody else saved meanwhile is brought together with it."""
    ground = _ground(desk, key, _number("revision"))
    read = _read(ground)
    if read.errors:
        return form_page(ground, typed=request.form, errors=read.errors, notes=read.notes), 400
    twin = twin_of(ground, read.offer) if ground.is_new and not request.form.get("trotzdem") else None
    if twin is not None:
        return form_page(ground, typed=request.form, notes=read.notes, twin=twin), 409
    edit = Edit(read.offer, ground.base, ground.revision, _picks(), _seen(desk, key))
    why = _why() or default_reason(ground.base, read.offer, is_new=ground.is_new)
    try:
        done = save_edit(desk.services.store, edit, by=desk.account.by, why=why, account_id=desk.account.id)
    except GoneError:
        raise UnknownOffer(key) from None
    if done.result == "conflict":
        return merge_page(ground, read.offer, done, request.form), 409
    return _saved(desk, done, read, ground)


def _saved(desk: Desk, done: Edited, read: Reading, ground: Ground) -> Response:
    """Say what was saved, and what of it was understood in a certain way."""
    changed = [label(name) for name in differing(ground.base, read.offer)]
    told = {"new": "Das Angebot ist angelegt.", "same": "Es gab nichts zu ändern."}
    flash(told.get(done.result, f"Gespeichert: {', '.join(changed)}."), "good")
    for name in differing(ground.base, read.offer):
        if name in read.notes:
            flash(f"{label(name)}: {read.notes[name]}", "good")
    if done.kept:
        others = ", ".join(map(label, done.kept))
        flash(f"Jemand anders hat inzwischen auch geändert: {others}. Das ist erhalten geblieben.", "good")
    return redirect(url_for("bureau.edit", region=desk.region.slug, key=done.offer.key), code=303)


def preview(desk: Desk, key: str) -> Page:
    """Show the offer as citizens would see it; nothing is saved."""
    ground = _ground(desk, key, _number("revision"))
    return preview_page(ground, _read(ground))


def keep_draft(desk: Desk, key: str) -> Page:
    """Keep what is being typed, for this account only."""
    ground = _ground(desk, key, _number("revision"))
    form = {name: request.form.getlist(name) for name in (*all_keys(FIELDS), "why") if name in request.form}
    name = plain(request.form.get("name", ""))[:200]
    with desk.services.store.write(by=desk.account.by, why="draft") as writer:
        writer.drafts.keep(desk.account.id, key, desk.ags, ground.revision, name, form)
    at = ground.clock_words(desk.now)
    if request.headers.get("Accept") == "application/json":
        return jsonify(words=f"Entwurf gesichert um {at}")
    flash(f"Ihr Entwurf von {at} ist gesichert. Auf der Karte steht er noch nicht.", "good")
    return redirect(url_for("bureau.edit", region=desk.region.slug, key=key, entwurf="1"), code=303)


def drop_draft(desk: Desk, key: str) -> Page:
    """Throw the own draft away."""
    with desk.services.store.write(by=desk.account.by, why="draft") as writer:
        writer.drafts.drop(desk.account.id, key)
    flash("Ihr Entwurf ist weg.", "good")
    if desk.services.store.offer(key) is None:
        return redirect(url_for("bureau.new", region=desk.region.slug), code=303)
    return redirect(url_for("bureau.edit", region=desk.region.slug, key=key), code=303)


def archive(desk: Desk, key: str) -> Page:
    """Take an offer off the map, with a reason."""
    why = _why("warum")
    if not why:
        ground = _ground(desk, key, None)
        return form_page(ground, archive_error="Bitte schreiben Sie, warum das Angebot ins Archiv kommt."), 400
    return _set(desk, key, published=False, why=why, told="Im Archiv. Auf der Karte steht das Angebot nicht mehr.")


def bring_back(desk: Desk, key: str) -> Page:
    """Put an archived offer back on the map."""
    return _set(desk, key, published=True, why=_why("warum") or "Aus dem Archiv geholt",
                told="Das Angebot steht wieder auf der Karte.")  # fmt: skip


def _set(desk: Desk, key: str, *, published: bool, why: str, told: str) -> Response:
    try:
        set_on_map(desk.services.store, key, desk.ags, published=published, by=desk.account.by, why=why)
    except GoneError:
        raise UnknownOffer(key) from None
    flash(told, "good")
    return redirect(url_for("bureau.edit", region=desk.region.slug, key=key), code=303)


def read_hours(desk: Desk) -> Response:
    """Say how hours are read, while they are typed."""
    hours = plain(request.form.get("hours", ""))
    problem = hours_problem(hours)
    told = "" if problem else hours_words(hours)
    return jsonify(words=problem or (f"Wir lesen: {told}" if told else ""), readable=not problem)


def _ground(desk: Desk, key: str, revision: int | None) -> Ground:
    """The offer as it was when its form was made; None as revision means now, 0 a new one."""
    store = desk.services.store
    if not KEY.fullmatch(key):
        raise UnknownOffer(key)
    refuse_kept_elsewhere(key)
    now = store.offer(key)
    if now is None and revision in (0, None) and key.startswith(f"office-{desk.ags}:"):
        if request.method == "GET" and store.drafts.of(desk.account.id, key) is None:
            raise UnknownOffer(key)
        return Ground(desk, blank_offer(desk.region, key), 0)
    if now is None or now.region != desk.ags:
        raise UnknownOffer(key)
    if revision == 0:
        return Ground(desk, blank_offer(desk.region, key), 0, now)
    if revision is None:
        newest = store.office.newest(key)
    else:
        base = store.offer_at(key, revision)
        newest = (revision, base) if base else None
    if newest is None:
        abort(400)
    number, base = newest
    return Ground(desk, base, number, now)


def _read(ground: Ground) -> Reading:
    return read_offer(request.form, ground.base, FIELDS, ground.desk.services, ground.desk.region)


def _number(name: str) -> int:
    text = request.form.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        abort(400)
    return int(text)


def _why(name: str = "why") -> str:
    return " ".join(plain(request.form.get(name, "")).split())[:MOST_WHY]


def _picks() -> dict[str, Any]:
    """What was chosen on the page that brings two changes together."""
    chosen = {name: request.form.get(f"pick-{name}", "") for name in FIELDS}
    return {name: pick for name, pick in chosen.items() if pick in ("mine", "theirs")}


def _seen(desk: Desk, key: str) -> Offer | None:
    return desk.services.store.offer_at(key, _number("seen")) if "seen" in request.form else None


ROUTES: tuple[Route, ...] = (
    Route("/<region>/angebote/neu", "new", new, "edit"),
    Route("/<region>/angebot/<path:key>", "edit", edit, "edit"),
    Route("/<region>/angebot/<path:key>", "save", save, "edit", "POST", MOST_BYTES),
    Route("/<region>/vorschau/<path:key>", "edit_preview", preview, "edit", "POST", MOST_BYTES),
    Route("/<region>/entwurf/<path:key>", "keep_draft", keep_draft, "edit", "POST", MOST_BYTES),
    Route("/<region>/entwurf-verwerfen/<path:key>", "drop_draft", drop_draft, "edit", "POST"),
    Route("/<region>/archivieren/<path:key>", "edit_archive", archive, "edit", "POST"),
    Route("/<region>/zurueckholen/<path:key>", "edit_bring_back", bring_back, "edit", "POST"),
    Route("/<region>/stunden", "read_hours", read_hours, "edit", "POST"),
)
