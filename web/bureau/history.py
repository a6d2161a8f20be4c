"""What was changed, by whom and why, and how to go back."""

from functools import lru_cache

from flask import current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from actions.restore_offer import MAX_REASON, RestoreError, restore_offer, restored
from actions.undo import UndoError, preview_undo, undo_run
from model.offer import Offer
from store.history import Deed
from store.runs import Run
from web.errors import UnknownOffer, WebError
from web.gate import Desk, Route
from web.history_words import all_changes, entry, say_moment

PAGE = 50
VERSIONS = 20
_RESTORE_WORDS = {
    "reason": "Bitte schreiben Sie in wenigen Worten, warum.",
    "changed": "Jemand hat das Angebot inzwischen geändert. Bitte sehen Sie sich den neuen Stand an.",
    "same": "Das Angebot ist schon genau so.",
}
_UNDO_WORDS = {
    "reason": "Bitte schreiben Sie in wenigen Worten, warum.",
    "done": "Das ist schon zurückgenommen.",
    "unfinished": "Das Einlesen ist noch nicht fertig. Bitte warten Sie, bis es fertig ist.",
}


class UnknownRun(WebError):
    """A run of an importer that there is not, or not in this region."""

    status = 404
    title_de = "Das haben wir nicht gefunden"
    title_en = "There is no such run"

    def __init__(self) -> None:
        super().__init__(
            "In dieser Region wurde nichts unter dieser Nummer eingelesen.", "Nothing here was read under this code."
        )


def offer_here(desk: Desk, key: str) -> Offer:
    """The offer with this key, published or archived, if it belongs to the region of the desk."""
    found = desk.services.store.offer(key)
    if found is None or found.region != desk.ags:
        raise UnknownOffer(key)
    return found


def page_number() -> int:
    """Which page of a long list is asked for; the first where that cannot be read."""
    text = request.args.get("seite", "1")
    return int(text) if text.isdecimal() and 1 <= len(text) <= 6 and int(text) > 0 else 1


def history(desk: Desk, key: str) -> str:
    """Show every change of an offer."""
    offer, store = offer_here(desk, key), desk.services.store
    text = request.args.get("vor", "0")
    below = int(text) if text.isdecimal() and len(text) < 9 else 0
    found = store.history.of_offer(key, below=below, limit=VERSIONS + 1)
    told = [entry(each, desk.services.vocabulary, desk.region.zone) for each in found[:VERSIONS]]
    return render_template(
        "bureau/history.html", region=desk.region, offer=offer, entries=told, below=below,
        newest=0 if below else (told[0].number if told else 0),
        older=told[-1].number if len(found) > VERSIONS else 0,
    )  # fmt: skip


def restore_page(desk: Desk, number: int, key: str) -> str:
    """Show what going back to a version would change, before it is done."""
    return _restore_page(desk, number, key)


def restore_revision(desk: Desk, number: int, key: str) -> Response | tuple[str, int]:
    """Go back to a version."""
    offer_here(desk, key)
    reason, seen = request.form.get("grund", ""), request.form.get("gesehen", "")
    try:
        restore_offer(
            desk.services.store, key, number, seen=int(seen) if seen.isdecimal() else -1, region=desk.ags,
            by=desk.account.by, why=reason,
        )  # fmt: skip
    except RestoreError as error:
        if error.why == "gone":
            raise UnknownOffer(key) from None
        status = 409 if error.why == "changed" else 400
        return _restore_page(desk, number, key, {"grund": _RESTORE_WORDS[error.why]}, reason), status
    flash(f"Version {number} gilt wieder.", "good")
    return redirect(url_for("bureau.history", region=desk.region.slug, key=key), code=303)


def _restore_page(
    desk: Desk, number: int, key: str, errors: dict[str, str] | None = None, reason: str = ""
) -> str:
    offer, store = offer_here(desk, key), desk.services.store
    version = store.offer_at(key, number)
    newest = store.history.of_offer(key, limit=1)
    if version is None or not newest:
        raise UnknownOffer(key)
    current = newest[0].offer
    return render_template(
        "bureau/restore.html", region=desk.region, offer=offer, number=number, seen=newest[0].number,
        when=say_moment(version.edited_at, desk.region.zone) if version.edited_at else "",
        changes=all_changes(current, restored(current, version), desk.services.vocabulary),
        errors=errors or {}, reason=reason, most=MAX_REASON,
    )  # fmt: skip


def changes(desk: Desk) -> str:
    """Show all changes of the region, newest first, or all offers that one of them touched."""
    store, number = desk.services.store, page_number()
    skip = (number - 1) * PAGE
    version = request.args.get("aenderung", "")
    if version.isdecimal() and len(version) < 12:
        touched = store.history.touched(desk.ags, int(version), limit=PAGE + 1, skip=skip)
        return render_template(
            "bureau/touched.html", region=desk.region, touched=touched[:PAGE], more=len(touched) > PAGE,
            page=number, version=version,
        )  # fmt: skip
    by, source = request.args.get("wer", "")[:300], request.args.get("quelle", "")[:300]
    deeds = store.history.deeds(desk.ags, by=by, source=source, limit=PAGE + 1, skip=skip)
    can_undo = desk.account.may("import", desk.ags)
    return render_template(
        "bureau/changes.html", region=desk.region, more=len(deeds) > PAGE, page=number, by=by, source=source,
        deeds=[_deed_html(deed, desk.region.zone, desk.region.slug, can_undo) for deed in deeds[:PAGE]],
        people=[(name, name) for name in store.history.people(desk.ags)],
        sources=[(name, name) for name in store.history.sources(desk.ags)],
    )  # fmt: skip


@lru_cache(maxsize=5_000)
def _deed_html(deed: Deed, zone: str, slug: str, can_undo: bool) -> Markup:
    """One transaction as a row of the list; nothing else is in it, so it can be remembered."""
    template = current_app.jinja_env.get_template("bureau/_changes_row.html")
    return Markup(template.render(deed=deed, when=say_moment(deed.at, zone), slug=slug, can_undo=can_undo))


def undo_page(desk: Desk, code: str) -> str:
    """Show what taking a run of an importer back would do."""
    return _undo_page(desk, _run(desk, code))


def undo_now(desk: Desk, code: str) -> Response | tuple[str, int]:
    """Take a run of an importer back."""
    run, reason = _run(desk, code), request.form.get("grund", "")
    try:
        report = undo_run(desk.services.store, run.id, desk.account.by, reason)
    except UndoError as error:
        if error.why == "gone":
            raise UnknownRun from None
        return _undo_page(desk, run, {"grund": _UNDO_WORDS[error.why]}, reason), 400 if error.why == "reason" else 409
    flash(
        f"Zurückgenommen. Wie vorher: {report.reverted}. Neu und jetzt im Archiv: {report.archived}. "
        f"Seitdem geändert und deshalb geblieben: {len(report.kept)}.", "good",
    )  # fmt: skip
    return redirect(url_for("bureau.undo_run", region=desk.region.slug, code=code), code=303)


def _run(desk: Desk, code: str) -> Run:
    run = desk.services.store.run_of(code)
    if run is None or run.region != desk.ags:
        raise UnknownRun
    return run


def _undo_page(desk: Desk, run: Run, errors: dict[str, str] | None = None, reason: str = "") -> str:
    zone = desk.region.zone
    return render_template(
        "bureau/undo_run.html", region=desk.region, run=run, report=preview_undo(desk.services.store, run),
        when=say_moment(run.started_at, zone), undone=say_moment(run.undone_at, zone) if run.undone_at else "",
        errors=errors or {}, reason=reason, most=MAX_REASON,
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("/<region>/verlauf", "changes", changes, "desk"),
    Route("/<region>/verlauf/<path:key>", "history", history, "desk"),
    Route("/<region>/version/<int:number>/<path:key>", "restore_page", restore_page, "edit"),
    Route("/<region>/version/<int:number>/<path:key>", "restore_revision", restore_revision, "edit", "POST"),
    Route("/<region>/einlesen/<code>/zuruecknehmen", "undo_run", undo_page, "import"),
    Route("/<region>/einlesen/<code>/zuruecknehmen", "undo_run_now", undo_now, "import", "POST"),
)
