"""The pages of a questionnaire: overview with own questions, one page for each offer, thanks, and saying no."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from actions import campaign_answer as answer
from model.campaign import Answers, CampaignError, OfferAnswer, OwnAnswer, read_own
from model.fields import FIELDS
from model.offer import Offer
from store import StoreError
from web.context import services
from web.errors import Unavailable
from web.field_words import label, say
from web.questionnaire_form import Form, check, opened, page

Answer = Response | str | tuple[str, int]
WORDS = {"yes": "Ja", "no": "Nein", "unknown": "Weiß nicht"}
SAYS = {"": "noch offen", "same": "stimmt so", "changed": "geändert", "gone": "gibt es nicht mehr", "new": "neu"}
ELSEWHERE = (
    "Inzwischen wurde auf einem anderen Gerät gespeichert. Ihre Eingaben stehen noch da. Bitte sehen Sie sie noch "
    "einmal durch."
)


def unavailable() -> Unavailable:
    """What is said when the database does not answer in time."""
    return Unavailable(
        "Wir können Ihre Antworten gerade nicht speichern. Bitte versuchen Sie es gleich noch einmal.",
        "The answers cannot be stored at the moment.",
    )


def overview(code: str) -> Answer:
    """Show everything that is asked, with what was saved so far."""
    form = opened(code)
    return _overview(form, form.answers, saved=request.args.get("gespeichert") == "1")


def keep(code: str) -> Answer:
    """Save what stands on the first page, or send everything."""
    form = opened(code)
    check(form)
    typed, errors = _read(form)
    here, today = services(), services().clock().date()
    sending = request.form.get("do") == "send"
    if sending:
        errors = answer.what_is_missing(form.campaign, typed) | errors
    if errors:
        return _overview(form, typed, errors=errors, seen=request.form.get("seen", "")), 400
    change, seen = _changes(typed), request.form.get("seen", "")[:64]
    try:
        if sending:
            answer.send(here.store, form.code, today, change, seen, by=form.who.address.institution)
        else:
            answer.save(here.store, form.code, today, change, seen)
    except answer.Elsewhere as elsewhere:
        return _overview(form, typed, elsewhere=elsewhere.answers), 409
    except CampaignError as error:
        return _overview(form, typed, errors={error.field or "oben": str(error)}), 400
    except StoreError:
        raise unavailable() from None
    return redirect(_next(form, sending), 303)


def _next(form: Form, sending: bool) -> str:
    """Where somebody wanted to go with the button that saved."""
    onward = request.args.get("weiter", "")
    if sending:
        return url_for("questionnaire.thanks", code=form.code)
    if onward == "neu":
        return url_for("questionnaire.show_new", code=form.code)
    if onward.isdecimal() and 1 <= int(onward) <= len(form.answers.offers):
        return url_for("questionnaire.show_offer", code=form.code, key=form.answers.offers[int(onward) - 1].key)
    return url_for("questionnaire.overview", code=form.code, gespeichert="1")


def _changes(typed: Answers) -> Callable[[Answers], Answers]:
    """How to put what was typed on the first page onto what is saved."""
    says = {one.key: one.says for one in typed.offers}

    def change(now: Answers) -> Answers:
        offers = tuple(replace(one, says=says.get(one.key, one.says)) for one in now.offers)
        return replace(now, offers=offers, own=typed.own, by=typed.by, note=typed.note)

    return change


def _read(form: Form) -> tuple[Answers, dict[str, str]]:
    """What was sent from the first page, and what is wrong with it."""
    errors: dict[str, str] = {}
    own = []
    for question in form.campaign.plan.questions:
        given = request.form.getlist(question.code)
        try:
            own.append(read_own(question, given))
        except CampaignError as error:
            errors[question.code] = str(error)
            own.append(OwnAnswer(question.code, tuple(value[:5000] for value in given[:1])))
    offers = []
    for number, one in enumerate(form.answers.offers, 1):
        said = request.form.get(f"angebot-{number}", "")
        allowed = one.says != "new" and (said in ("same", "gone") or (said == "changed" and one.proposed))
        offers.append(replace(one, says=said) if allowed else one)  # type: ignore[arg-type]
    by, note = (request.form.get(name, "").replace("\x00", "").strip() for name in ("by", "note"))
    kept = tuple(one for one in own if one.values)
    return replace(form.answers, offers=tuple(offers), own=kept, by=by[:200], note=note[:2000]), errors


def _overview(
    form: Form, typed: Answers, *, errors: Mapping[str, str] | None = None, elsewhere: Answers | None = None,
    saved: bool = False, seen: str = "",
) -> str:  # fmt: skip
    now = elsewhere or form.answers
    return page(
        "overview", form, answers=typed, errors=errors or {}, saved=saved,
        seen=seen or answer.overview_mark(now), problem=ELSEWHERE if elsewhere else "",
        offers=[_offer_view(form, number, typed.offers) for number in range(1, len(typed.offers) + 1)],
        other={one.code: _said(now.of(one.code)) for one in form.campaign.plan.questions
               if elsewhere and now.of(one.code) != typed.of(one.code)},
        words=WORDS,
    )  # fmt: skip


def _said(values: tuple[str, ...]) -> str:
    return ", ".join(WORDS.get(value, value) for value in values) or "nichts"


def _offer_view(form: Form, number: int, offers: tuple[OfferAnswer, ...]) -> dict[str, object]:
    """One offer as it is shown on the first page: its name, what is said about it, and what is public or changed."""
    one = offers[number - 1]
    offer = one.proposed if one.says in ("changed", "new") and one.proposed else one.base or one.proposed
    assert offer is not None
    fields = answer.asked_fields(form.campaign, one)
    vocabulary = services().vocabulary
    from_field = [(name, say(name, _value(name, offer), vocabulary)) for name in fields]
    before = {name: say(name, _value(name, one.base), vocabulary) for name in fields} if one.base else {}
    lines = [
        {"label": label(name), "words": words, "before": before.get(name, words)} for name, words in from_field
    ]
    return {
        "number": number, "key": one.key, "name": offer.name, "says": one.says, "state": SAYS[one.says],
        "lines": lines, "has_changes": one.proposed is not None, "note": one.note,
    }  # fmt: skip


def _value(name: str, offer: Offer | None) -> object:
    return FIELDS[name].read(offer) if offer else ""


def thanks(code: str) -> Answer:
    """Say thank you, and what happens next."""
    form = opened(code)
    if form.who.state != "answered":
        return redirect(url_for("questionnaire.overview", code=form.code))
    says = [one.says for one in form.answers.offers]
    counts = {"same": says.count("same"), "changed": len(says) - says.count("same")}
    return page("thanks", form, counts=counts)


def no_thanks(code: str) -> Answer:
    """Ask whether somebody really does not want to be asked."""
    return page("decline", opened(code), said=False)


def say_no(code: str) -> Answer:
    """Note that somebody does not want to be asked."""
    form = opened(code)
    check(form)
    try:
        answer.decline(services().store, form.code, services().clock().date(), request.form.get("reason", ""))
    except StoreError:
        raise unavailable() from None
    return page("decline", form, said=True)

