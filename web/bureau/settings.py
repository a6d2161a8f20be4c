"""The rules of a region: what counts as neutral, how often to ask, whether four eyes are needed, whom to turn to."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.change_rules import MAX_REASON, Preview, RulesError, change_rules, preview_rules
from actions.choose_logo import MOST_BYTES, LogoRefused, choose_logo
from model.region import IMPRINT_FIELDS
from web.errors import UnknownRegion
from web.gate import Desk, Route
from web.history_words import say_moment
from web.rules_form import (
    BUREAU,
    EVIDENCE_WORDS,
    GRADE_WORDS,
    IMPRINT,
    LOOK,
    NUMBERS,
    Typed,
    grades_for,
    missing,
    read_rules,
    told,
    typed_of,
)

_WORDS = {
    "reason": "Bitte schreiben Sie in wenigen Worten, warum.",
    "changed": "Inzwischen hat sich etwas geändert. Bitte sehen Sie sich die Vorschau noch einmal an.",
    "same": "Das ist schon genau so eingestellt.",
}


LOGO_WORDS = {
    "none": "Bitte wählen Sie ein Bild.",
    "picture": "Das ist kein Bild, das wir lesen können. Nehmen Sie PNG, JPEG oder WebP.",
    "large": "Dieses Bild ist zu groß. Ein einfaches Logo in einer Datei bis 4 MB passt.",
    "pale": "Auf weißem Grund ist dieses Logo kaum zu sehen. Nehmen Sie die dunkle Fassung.",
}


def settings(desk: Desk) -> str:
    """Show the rules and what was changed in them."""
    return _form(desk, typed_of(desk.region))


def preview(desk: Desk) -> str | tuple[str, int]:
    """Show what new rules would change, and which offers would gain or lose the mark."""
    typed = _typed(desk)
    if typed.errors:
        return _form(desk, typed), 400
    found = preview_rules(desk.services.store, desk.ags, typed.change, _today(desk))
    if found.before == found.after:
        return _form(desk, typed, "Sie haben nichts geändert.")
    return _preview(desk, typed, found)


def confirm(desk: Desk) -> Response | str | tuple[str, int]:
    """Change the rules, if that does what the preview said."""
    typed, store = _typed(desk), desk.services.store
    if typed.errors:
        return _form(desk, typed), 400
    reason, day = request.form.get("grund", ""), _today(desk)
    try:
        done = change_rules(
            store, desk.ags, typed.change, told, day, seen=request.form.get("gesehen", ""), by=desk.account.by,
            why=reason,
        )  # fmt: skip
    except RulesError as error:
        if error.why == "gone":
            raise UnknownRegion(desk.region.slug) from None
        found = preview_rules(store, desk.ags, typed.change, day)
        field, status = ("grund", 400) if error.why == "reason" else ("gesamt", 409)
        return _preview(desk, typed, found, {field: _WORDS[error.why]}, reason), status
    flash(f"Gespeichert. Neu neutral: {len(done.gains)}. Nicht mehr neutral: {len(done.losses)}.", "good")
    return redirect(url_for("bureau.settings", region=desk.region.slug), code=303)


def logo(desk: Desk) -> Response | tuple[str, int]:
    """Keep the picture that was sent as the logo, or take the logo away."""
    given = request.files.get("logo")
    content = given.read() if given is not None and given.filename else b""
    if not content and not request.form.get("weg"):
        return _form(desk, typed_of(desk.region), logo_problem=LOGO_WORDS["none"]), 400
    try:
        choose_logo(desk.services.store, desk.ags, b"" if request.form.get("weg") else content, by=desk.account.by)
    except LogoRefused as error:
        return _form(desk, typed_of(desk.region), logo_problem=LOGO_WORDS[error.why]), 400
    flash("Das Logo ist gespeichert." if content else "Das Logo ist weg.", "good")
    return redirect(url_for("bureau.settings", region=desk.region.slug), code=303)


def _typed(desk: Desk) -> Typed:
    form = request.form
    return read_rules(form, form.getlist("stufen"), form.getlist("nachweis"), desk.region)


def _today(desk: Desk) -> date:
    return desk.now.astimezone(ZoneInfo(desk.region.zone)).date()


def _form(desk: Desk, typed: Typed, hint: str = "", logo_problem: str = "") -> str:
    done = desk.services.store.rules.changes(desk.ags)
    return render_template(
        "bureau/settings.html", region=desk.region, typed=typed, errors=typed.errors, hint=hint, numbers=NUMBERS,
        bureau=BUREAU, imprint=IMPRINT, look=LOOK, grades=[(one, GRADE_WORDS[one]) for one in grades_for(desk.region)],
        evidence=EVIDENCE_WORDS, missing=missing(desk.region), lawful=IMPRINT_FIELDS,
        logo_problem=logo_problem, done=[(one, say_moment(one.at, desk.region.zone)) for one in done],
    )  # fmt: skip


def _preview(
    desk: Desk, typed: Typed, found: Preview, errors: dict[str, str] | None = None, reason: str = ""
) -> str:
    return render_template(
        "bureau/settings_preview.html", region=desk.region, typed=typed, found=found,
        changes=told(found.before, found.after), errors=errors or {}, reason=reason, most=MAX_REASON,
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("/<region>/regeln", "settings", settings, "settings"),
    Route("/<region>/regeln", "settings_preview", preview, "settings", "POST"),
    Route("/<region>/regeln/logo", "settings_logo", logo, "settings", "POST", most_bytes=MOST_BYTES),
    Route("/<region>/regeln/bestaetigen", "settings_confirm", confirm, "settings", "POST"),
)
