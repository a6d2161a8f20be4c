"""Changes of many offers at once: choose, see what changes, do it, take it back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.bulk_edit import MOST, BulkError, apply, choose, look, undo
from model.bulk import BulkAction, changed
from model.fields import FIELDS
from model.offer import Offer
from store.bulk import Bulk
from web.bureau.bulk_words import action_of, title
from web.bureau.selection import STATUS_WORDS, as_args, selection
from web.errors import WebError
from web.field_words import changes, label
from web.form_values import plain
from web.gate import Desk, Route
from web.offer_form import Option, blank_offer, offer_form, read_offer

Page = str | Response | tuple[str, int]
#: more offers than these are counted, not listed, on the page that shows what changes
MOST_SHOWN = 200
MOST_BYTES = 256 * 1024
MOST_WHY = 300


class NoBulk(WebError):
    """There is no such change of many offers here, or it is not at that step."""

    status = 404
    title_de = "Diese Sammeländerung gibt es nicht"
    title_en = "No such change"

    def __init__(self) -> None:
        super().__init__(
            "Diese Sammeländerung gibt es nicht, oder sie ist schon erledigt. Nichts wurde geändert.",
            "There is no such change of many offers, or it is done already; nothing was changed.",
        )


def bulk_new(desk: Desk) -> Page:
    """Keep which offers were ticked and what is to be done with them."""
    query, action = selection(request.form, desk), action_of(request.form.get("was", ""))
    filters: dict[str, Any] = {**as_args(query)}
    back = redirect(url_for("bureau.offers", region=desk.region.slug, **filters), code=303)
    keys = request.form.getlist("key")
    if request.form.get("alle"):
        keys = desk.services.store.office.keys(query, desk.now.date())
    problem = _problem(keys, action)
    if problem or action is None:
        flash(problem, "bad")
        return back
    try:
        code = choose(desk.services.store, desk.ags, keys, action, by=desk.account.by)
    except BulkError:
        flash("Von diesen Angeboten gehört keines zu dieser Region.", "bad")
        return back
    return _to(desk, code)


def _problem(keys: list[str], action: BulkAction | None) -> str:
    if not keys:
        return "Bitte kreuzen Sie zuerst Angebote an."
    if len(keys) > MOST:
        return f"Das sind {len(keys)} Angebote. Höchstens {MOST} lassen sich zusammen ändern. Bitte filtern Sie."
    return "" if action else "Bitte wählen Sie, was sich ändern soll."


def bulk(desk: Desk, code: str) -> Page:
    """Show where a change of many offers stands: its values, what it will do, or what it did."""
    return _page(desk, _found(desk, code))


def bulk_look(desk: Desk, code: str) -> Page:
    """Take the values, and show what they would change."""
    found = _found(desk, code)
    action, problem = _values(desk, found.plan.action)
    if problem:
        return _page(desk, found, problem), 400
    why = " ".join(plain(request.form.get("why", "")).split())[:MOST_WHY] or f"Zusammen geändert: {title(action)}"
    try:
        look(desk.services.store, code, desk.ags, action, why, by=desk.account.by)
    except BulkError:
        raise NoBulk from None
    return _to(desk, code)


def bulk_apply(desk: Desk, code: str) -> Page:
    """Do it."""
    found = _found(desk, code)
    try:
        done = apply(desk.services.store, code, desk.ags, by=desk.account.by, why=found.plan.why)
    except BulkError:
        raise NoBulk from None
    flash(f"{_count(len(done.plan.done))} geändert.", "good")
    return _to(desk, code)


def bulk_undo(desk: Desk, code: str) -> Page:
    """Take it back."""
    found = _found(desk, code)
    why = f"Zurückgenommen: {found.plan.why}"[:MOST_WHY]
    try:
        done = undo(desk.services.store, code, desk.ags, by=desk.account.by, why=why)
    except BulkError:
        raise NoBulk from None
    flash(f"{_count(len(done.plan.done) - len(done.plan.left_undone))} zurückgenommen.", "good")
    return _to(desk, code)


def _values(desk: Desk, action: BulkAction) -> tuple[BulkAction, str]:
    """What to do, with the values that were typed or ticked, or what is wrong with them."""
    if not action.field:
        return action, ""
    if action.how == "set":
        read = read_offer(request.form, blank_offer(desk.region), [action.field], desk.services, desk.region)
        value = FIELDS[action.field].read(read.offer)
        return BulkAction(action.how, action.field, (value,) if value else ()), read.errors.get(action.field, "")
    known = desk.services.vocabulary.terms(FIELDS[action.field].values)
    ticked = tuple(slug for slug in known if slug in request.form.getlist(action.field))
    problem = "" if ticked else "Bitte kreuzen Sie mindestens eines an."
    return BulkAction(action.how, action.field, ticked), problem


def _page(desk: Desk, found: Bulk, problem: str = "") -> str:
    plan = found.plan
    offers = [offer for offer, _ in desk.services.store.office.by_keys([one.key for one in plan.offers])]
    names = {offer.key: offer.name for offer in offers}
    seen = found.state == "seen" and not problem
    rows = [row for offer in offers if (row := _row(offer, plan.action, desk))["changes"]] if seen else []
    is_open = found.state in ("chosen", "seen")
    return render_template(
        "bureau/bulk.html",
        region=desk.region,
        code=found.code,
        state=found.state,
        title=title(plan.action),
        total=len(offers),
        input=_input(desk, plan.action, problem) if is_open else None,
        errors={plan.action.field: problem} if problem else {},
        why=plan.why,
        names=list(names.values()),
        rows=rows[:MOST_SHOWN],
        changing=len(rows),
        done=[(one.key, names.get(one.key, one.key)) for one in plan.done],
        left=[(key, names.get(key, key)) for key in plan.left],
        left_undone=[(key, names.get(key, key)) for key in plan.left_undone],
    )


def _row(offer: Offer, action: BulkAction, desk: Desk) -> dict[str, Any]:
    """What would change in one offer."""
    after = changed(offer, action)
    told = [(one.label, one.before, one.after) for one in changes(offer, after, desk.services.vocabulary)]
    if offer.status != after.status:
        told.append(("Stand", STATUS_WORDS[offer.status], STATUS_WORDS[after.status]))
    return {"key": offer.key, "name": offer.name, "changes": told}


def _input(desk: Desk, action: BulkAction, problem: str) -> dict[str, Any] | None:
    """Where the values are typed or ticked; None where there is nothing to say."""
    if not action.field:
        return None
    if action.how == "set":
        typed = request.form if problem else {action.field: list(action.values)} if action.values else None
        errors = {action.field: problem} if problem else {}
        form = offer_form(blank_offer(desk.region), [action.field], desk.services, errors=errors, typed=typed)
        return {"form": form}
    terms = desk.services.vocabulary.terms(FIELDS[action.field].values)
    options = [Option(slug, term.label_de, slug in action.values) for slug, term in terms.items()]
    view = {"name": action.field, "label": label(action.field), "help": "", "note": "", "error": problem}
    return {"ticks": view | {"shape": "many", "options": options}}


def _found(desk: Desk, code: str) -> Bulk:
    found = desk.services.store.bulk.by_code(code)
    if found is None or found.region != desk.ags:
        raise NoBulk
    return found


def _to(desk: Desk, code: str) -> Response:
    return redirect(url_for("bureau.bulk", region=desk.region.slug, code=code), code=303)


def _count(number: int) -> str:
    return "1 Angebot" if number == 1 else f"{number} Angebote"


ROUTES: tuple[Route, ...] = (
    Route("/<region>/zusammen", "bulk_new", bulk_new, "edit", "POST", MOST_BYTES),
    Route("/<region>/zusammen/<code>", "bulk", bulk, "edit"),
    Route("/<region>/zusammen/<code>/ansehen", "bulk_look", bulk_look, "edit", "POST"),
    Route("/<region>/zusammen/<code>/ausfuehren", "bulk_apply", bulk_apply, "edit", "POST"),
    Route("/<region>/zusammen/<code>/zurueck", "bulk_undo", bulk_undo, "edit", "POST"),
)
