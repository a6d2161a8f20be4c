"""One offer in a questionnaire: changed with the same form as everywhere, or added."""

import re
from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from actions import campaign_answer as answer
from model.campaign import CampaignError, OfferAnswer, Says
from model.provider import Provider
from store import StoreError
from store.codes import fresh_code
from web.context import services
from web.errors import UnknownOffer
from web.field_words import changes
from web.offer_form import Reading, blank_offer, offer_form, read_offer
from web.questionnaire_form import Form, check, opened, page
from web.questionnaire_pages import ELSEWHERE, Answer, unavailable

#: the key of a new offer travels with its form, so that a click twice adds it once
NEW_KEY = re.compile(r"new:[a-z0-9]{10}")


def show_offer(code: str, key: str) -> Answer:
    """Show the form of one offer, filled in with what was saved or with what is public."""
    form = opened(code)
    one = _asked(form, key)
    return _page(form, one)


def keep_offer(code: str, key: str) -> Answer:
    """Keep what was changed about one offer, or take a new one back."""
    form = opened(code)
    check(form)
    one = _asked(form, key)
    if one.says == "new" and request.form.get("do") == "drop":
        return _drop(form, key)
    return _keep(form, one)


def show_new(code: str) -> Answer:
    """Show the form for an offer that is not on the map yet."""
    form = opened(code)
    return _page(form, _fresh(form))


def keep_new(code: str) -> Answer:
    """Keep a new offer."""
    form = opened(code)
    check(form)
    return _keep(form, _fresh(form))


def _asked(form: Form, key: str) -> OfferAnswer:
    one = form.answers.offer(key)
    if one is None:
        raise UnknownOffer(key)
    return one


def _fresh(form: Form) -> OfferAnswer:
    """A new offer of the institution that is asked."""
    sent = request.form.get("key", "")
    key = sent if NEW_KEY.fullmatch(sent) else f"{answer.NEW}{fresh_code()}"
    blank = replace(blank_offer(form.region, key), provider=Provider(form.who.address.institution))
    return OfferAnswer(key, "new", None, blank)


def _keep(form: Form, one: OfferAnswer) -> Answer:
    here = services()
    start = one.proposed or one.base
    assert start is not None
    reading = read_offer(request.form, start, answer.asked_fields(form.campaign, one), here, form.region)
    note = request.form.get("note", "").replace("\x00", "").replace("\r\n", "\n").strip()[:2000]
    says: Says = "new" if one.says == "new" else "changed"
    typed = replace(one, says=says, proposed=reading.offer, note=note)
    if reading.errors:
        return _page(form, typed, reading=reading, seen=request.form.get("seen", "")), 400
    try:
        answer.save_offer(here.store, form.code, here.clock().date(), typed, request.form.get("seen", "")[:64])
    except answer.Elsewhere as elsewhere:
        return _page(form, typed, reading=reading, elsewhere=elsewhere.answers.offer(one.key)), 409
    except CampaignError as error:
        return _page(form, typed, reading=Reading(reading.offer, {"oben": str(error)})), 400
    except StoreError:
        raise unavailable() from None
    return _back(form)


def _drop(form: Form, key: str) -> Answer:
    try:
        answer.drop_offer(services().store, form.code, services().clock().date(), key)
    except StoreError:
        raise unavailable() from None
    return _back(form)


def _back(form: Form) -> Response:
    return redirect(url_for("questionnaire.overview", code=form.code, gespeichert="1"), 303)


def _page(
    form: Form, one: OfferAnswer, *, reading: Reading | None = None, elsewhere: OfferAnswer | None = None,
    seen: str = "",
) -> str:  # fmt: skip
    here = services()
    offer = one.proposed or one.base
    assert offer is not None
    names = answer.asked_fields(form.campaign, one)
    errors, notes = (reading.errors, reading.notes) if reading else ({}, {})
    known = form.answers.offer(one.key)
    other = elsewhere and (elsewhere.proposed or elsewhere.base)
    return page(
        "offer", form, one=one, offer=offer, errors=errors, is_new=one.says == "new", is_known=known is not None,
        fields_of=offer_form(offer, names, here, errors=errors, notes=notes, typed=request.form if reading else None),
        seen=seen or answer.offer_mark(elsewhere or known), problem=ELSEWHERE if elsewhere else "",
        other=changes(other, offer, here.vocabulary) if other else [],
    )  # fmt: skip

