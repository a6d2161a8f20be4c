"""What people propose, field by field beside what is public."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from actions.review import MAX_REASON, Review, ReviewError, Verdict, current_offer, mark_of, review, revise
from model.fields import FIELDS
from model.suggestion import CHANNELS, Channel, Listed, Suggestion
from store.reports import Report
from store.suggestions import PAGE
from web import suggestion_words
from web.bureau.suggestion_view import field_views
from web.errors import NotFound
from web.gate import Desk, Route
from web.i18n import words
from web.offer_form import offer_form, read_offer
from web.site_offer import reason_words

Answer = Response | str | tuple[str, int]


class UnknownSuggestion(NotFound):
    """A suggestion that this region does not have."""

    title_de = "Diesen Vorschlag gibt es hier nicht"

    def __init__(self) -> None:
        super().__init__("Vielleicht gehört er zu einer anderen Region.", "There is no such suggestion.")


def suggestions(desk: Desk) -> str:
    """Show what waits, or what was decided, by channel if asked; reports of visitors stand below."""
    room = desk.services.store.suggestions
    waiting = request.args.get("stand") != "erledigt"
    asked = request.args.get("von", "")
    channel: Channel | None = next((one for one in CHANNELS if one == asked), None)
    only_reports = asked == "hinweise"
    counts = room.counts(desk.ags)
    total = _total(counts, channel) if waiting else room.count(desk.ags, waiting=False, channel=channel)
    total = 0 if only_reports else total
    pages = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    found = room.listed(desk.ags, waiting=waiting, channel=channel, offset=(number - 1) * PAGE) if total else []
    reports = room.reports(desk.ags) if waiting and channel is None else []
    return render_template(
        "bureau/suggestions.html",
        region=desk.region,
        rows=[_row_html(one, desk.region.zone, desk.region.slug, waiting) for one in found],
        reports=[_report(report, name, desk) for report, name in reports],
        reports_total=room.reports_waiting(desk.ags) if waiting else 0,
        only_reports=only_reports,
        waiting=waiting,
        asked=asked,
        channels=_channels(counts),
        total=total,
        number=number,
        pages=pages,
    )


@lru_cache(maxsize=10_000)
def _row_html(one: Listed, zone: str, slug: str, waiting: bool) -> Markup:
    """One suggestion as a row of the list; nothing else is in it, so it can be remembered."""
    template = current_app.jinja_env.get_template("bureau/_suggestions_row.html")
    return Markup(template.render(row=suggestion_words.row(one, zone), slug=slug, waiting=waiting))


def _channels(counts: Mapping[Channel, int]) -> list[tuple[str, str, int]]:
    """The channels with their words, and how many suggestions wait in each."""
    return [(one, suggestion_words.CHANNEL_WORDS[one], counts.get(one, 0)) for one in CHANNELS]


def _total(counts: Mapping[Channel, int], channel: Channel | None) -> int:
    return sum(counts.values()) if channel is None else counts.get(channel, 0)


def suggestion(desk: Desk, code: str) -> str:
    """Show one suggestion beside what is public now."""
    return _page(desk, _known(desk, code))


def decide(desk: Desk, code: str) -> Answer:
    """Take a decision, and show the page again where it cannot be taken like that."""
    known = _known(desk, code)
    choices, reason = _choices(known), request.form.get("grund", "").strip()
    if len(reason) > MAX_REASON:
        return _page(desk, known, errors={"grund": f"Höchstens {MAX_REASON} Zeichen passen hier hinein."}), 400
    try:
        done = review(
            desk.services.store, code, Verdict(choices, request.form.get("gesehen", ""), reason), _how(desk)
        )  # fmt: skip
    except ReviewError as error:
        again = _known(desk, code)
        status = 400 if error.why in ("missing", "needed") else 409
        return _page(desk, again, errors=_problems(error, again), choices=choices), status
    flash(suggestion_words.outcome(done), "good")
    return redirect(url_for("bureau.suggestions", region=desk.region.slug), code=303)


def edit(desk: Desk, code: str) -> str:
    """Show the proposed fields as a form, to put them right before deciding."""
    known = _known(desk, code)
    return _form(desk, known, offer_form(known.proposed, _form_names(known), desk.services))


def save_edit(desk: Desk, code: str) -> Answer:
    """Keep the proposal as the office has put it right."""
    known, services = _known(desk, code), desk.services
    names = _form_names(known)
    reading = read_offer(request.form, known.proposed, names, services, desk.region)
    if reading.errors:
        form = offer_form(
            known.proposed, names, services, errors=reading.errors, notes=reading.notes, typed=request.form
        )  # fmt: skip
        return _form(desk, known, form), 400
    try:
        revise(services.store, code, reading.offer, names, _how(desk))
    except ReviewError as error:
        again = _known(desk, code)
        return _page(desk, again, errors=_problems(error, again)), 409
    flash("Der Vorschlag ist geändert. Bitte entscheiden Sie jetzt.", "good")
    return redirect(url_for("bureau.suggestion", region=desk.region.slug, code=code), code=303)


def close_report(desk: Desk) -> Response:
    """Note that a report was dealt with."""
    key, sent = request.form.get("angebot", ""), request.form.get("vom", "")
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        raise UnknownSuggestion from None
    with desk.services.store.write(by=desk.account.by, why="Hinweis erledigt") as writer:
        if moment.tzinfo is None or not writer.suggestions.close_report(desk.ags, key, moment):
            raise UnknownSuggestion
    flash("Der Hinweis ist erledigt.", "good")
    return redirect(url_for("bureau.suggestions", region=desk.region.slug), code=303)


def _known(desk: Desk, code: str) -> Suggestion:
    found = desk.services.store.suggestions.by_code(code)
    if found is None or found.region != desk.ags:
        raise UnknownSuggestion
    return found


def _page(
    desk: Desk, known: Suggestion, *, errors: dict[str, str] | None = None, choices: dict[str, bool] | None = None
) -> str:
    current = current_offer(desk.services.store, known)
    chosen = choices or {decision.name: decision.accepted for decision in known.decisions}
    return render_template(
        "bureau/suggestion.html",
        region=desk.region,
        one=known,
        row=_head(known, desk),
        current=current,
        fields=field_views(known, current, desk.services.vocabulary, chosen, errors or {}),
        errors=errors or {},
        own_half=known.state == "half" and known.first == desk.account.code,
        seen=mark_of(known, current),
        reason=request.form.get("grund", known.reason),
        four_eyes=desk.region.office.four_eyes,
        most=MAX_REASON,
    )


def _form(desk: Desk, known: Suggestion, form: dict[str, Any]) -> str:
    row = _head(known, desk)
    return render_template("bureau/suggestion_edit.html", region=desk.region, one=known, row=row, offer_form=form)


def _head(known: Suggestion, desk: Desk) -> dict[str, Any]:
    offer = known.base or known.proposed
    return {**suggestion_words.head(known, desk.region.zone), "name": offer.name, "provider": offer.provider.name}


def _form_names(known: Suggestion) -> tuple[str, ...]:
    return tuple(FIELDS) if known.is_new else tuple(name for name in known.names if name in FIELDS)


def _choices(known: Suggestion) -> dict[str, bool]:
    """What was chosen for each field; a button may choose the same for all."""
    if (every := request.form.get("alle", "")) in ("ja", "nein"):
        return dict.fromkeys(known.names, every == "ja")
    given = {name: request.form.get(f"feld-{name}", "") for name in known.names}
    return {name: choice == "ja" for name, choice in given.items() if choice in ("ja", "nein")}


def _how(desk: Desk) -> Review:
    def link(key: str) -> str:
        return desk.services.public_url + url_for("site.offer", region=desk.region.slug, key=key)

    return Review(desk.region, desk.account, suggestion_words.label, link)


def _problems(error: ReviewError, known: Suggestion) -> dict[str, str]:
    """What is wrong with a decision, by field where it is about one."""
    sentence = suggestion_words.PROBLEMS[error.why]
    if error.why == "decided" and known.deciders:
        sentence = f"Inzwischen hat {' und '.join(known.deciders)} entschieden. Ihre Wahl wurde nicht gespeichert."
    return {f"feld-{name}": f"{suggestion_words.label(name)}: {sentence}" for name in error.names} or {"": sentence}


def _report(report: Report, name: str, desk: Desk) -> dict[str, Any]:
    reasons = dict(reason_words(words("de")))
    return {
        "key": report.key, "name": name, "reason": reasons.get(report.reason, report.reason), "text": report.text,
        "at": suggestion_words.moment(report.at, desk.region.zone), "sent": report.at.isoformat(),
    }  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("/<region>/vorschlaege", "suggestions", suggestions, "review"),
    Route("/<region>/vorschlaege/<code>", "suggestion", suggestion, "review"),
    Route("/<region>/vorschlaege/<code>", "decide_suggestion", decide, "review", "POST"),
    Route("/<region>/vorschlaege/<code>/bearbeiten", "edit_suggestion", edit, "review"),
    Route("/<region>/vorschlaege/<code>/bearbeiten", "save_suggestion", save_edit, "review", "POST"),
    Route("/<region>/hinweise/erledigt", "close_report", close_report, "review", "POST"),
)
