"""Facts about the neutrality of counselling: written down by one person, confirmed by another."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response, flash, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions.check_neutrality import (
    MAX_NOTE,
    CheckError,
    confirm_facts,
    mark_of,
    propose_facts,
    reject_facts,
    withdraw_facts,
)
from actions.keep_document import MAX_BYTES, DocumentError, keep_document, path_of
from model.neutrality import FACT_CODES, Fact
from model.neutrality_check import checked_facts
from model.neutrality_words import QUESTIONS
from model.offer import Offer
from store.evidence import Document, Proposal
from web.bureau.history import offer_here
from web.errors import WebError
from web.field_words import FieldWords
from web.gate import Desk, Route
from web.history_words import answer_words, fact_words, say_moment
from web.neutrality_form import as_json, fact_rows, one_line, outlook, read_facts, typed_of

#: a form with several documents
MOST_BYTES = 4 * MAX_BYTES + 256 * 1024
STATES = {"waiting": "wartet", "confirmed": "bestätigt", "rejected": "abgelehnt", "withdrawn": "zurückgezogen"}
_DOCUMENT_WORDS = {
    "empty": "Diese Datei ist leer.",
    "big": "Diese Datei ist zu groß. Es gehen höchstens 10 MB.",
    "kind": "Diese Datei nehmen wir nicht. Es gehen PDF, PNG und JPEG.",
}
_WORDS = {
    "waiting": "Für dieses Angebot wartet schon eine Prüfung. Erst muss jemand darüber entscheiden.",
    "same": "Das ist alles schon so geprüft. Es gibt nichts zu bestätigen.",
    "changed": "Inzwischen wurde etwas anderes geprüft. Bitte sehen Sie sich den neuen Stand an.",
    "decided": "Darüber ist schon entschieden.",
    "same_person": "Das haben Sie selbst geprüft. Eine andere Person muss es bestätigen.",
    "not_yours": "Zurückziehen kann nur, wer es geprüft hat.",
    "reason": "Bitte schreiben Sie in wenigen Worten, warum.",
}


class UnknownEvidence(WebError):
    """A proposal or a document that there is not, or not in this region."""

    status = 404
    title_de = "Das haben wir nicht gefunden"
    title_en = "There is no such evidence"

    def __init__(self) -> None:
        super().__init__("In dieser Region gibt es diese Prüfung oder diesen Beleg nicht.", "There is no such thing.")


def today(desk: Desk) -> date:
    """The present day in the region."""
    return desk.now.astimezone(ZoneInfo(desk.region.zone)).date()


def neutrality(desk: Desk, key: str) -> str:
    """Show the form for the facts of an offer."""
    offer = offer_here(desk, key)
    typed = typed_of(offer, today(desk)) | {"name": desk.account.name, "gesehen": mark_of(offer.facts)}
    return _form(desk, offer, typed, {}, [])


def propose(desk: Desk, key: str) -> AnyResponse | tuple[str, int]:
    """Take the facts for another person to confirm."""
    offer = offer_here(desk, key)
    documents, errors = _documents(desk, offer)
    reading = read_facts(request.form, offer, today(desk))
    errors |= reading.errors
    answered = {fact.code for fact in reading.facts}
    errors |= {
        f"wert_{one.fact}": "Hier liegt ein Beleg, aber noch keine Antwort."
        for one in documents if one.fact not in answered and not _has_error(errors, one.fact)
    }  # fmt: skip
    checker, note = one_line(request.form.get("name", "")), request.form.get("notiz", "").strip()
    if not 2 <= len(checker) <= 120:
        errors["name"] = "Bitte schreiben Sie den Namen der Person, die geprüft hat."
    if len(note) > MAX_NOTE:
        errors["notiz"] = f"Das ist zu lang. Es passen {MAX_NOTE} Zeichen."
    if errors:
        return _form(desk, offer, request.form, errors, documents), 400
    try:
        code = propose_facts(
            desk.services.store, key, reading.facts, region=desk.ags, account=desk.account, checker=checker,
            seen=request.form.get("gesehen", ""), note=note, documents=[one.code for one in documents],
        )  # fmt: skip
    except CheckError as error:
        return _form(desk, offer, request.form, {"gesamt": _WORDS[error.why]}, documents), 409
    flash("Gespeichert. Jetzt muss eine zweite Person das bestätigen. Vorher ändert sich auf der Karte nichts.", "good")
    return redirect(url_for("bureau.neutrality_proposal", region=desk.region.slug, code=code), code=303)


def preview(desk: Desk, key: str) -> Response | str:
    """Tell what the public would see, while somebody types or at the press of a button."""
    offer = offer_here(desk, key)
    reading = read_facts(request.form, offer, today(desk))
    if request.accept_mimetypes.best == "application/json":
        return jsonify(as_json(outlook(offer, reading.facts, desk.region, today(desk))))
    documents, errors = _documents(desk, offer)
    return _form(desk, offer, request.form, reading.errors | errors, documents)


def waiting(desk: Desk) -> str:
    """Show what waits for a second person, and what was decided last."""
    evidence = desk.services.store.evidence
    lists = [evidence.proposals(desk.ags, waiting=is_waiting, limit=100) for is_waiting in (True, False)]
    told = [[(one, say_moment(one.at, desk.region.zone)) for one in some] for some in lists]
    return render_template(
        "bureau/neutrality_waiting.html", region=desk.region, waiting=told[0], decided=told[1][:20], states=STATES,
    )  # fmt: skip


def proposal(desk: Desk, code: str) -> str:
    """Show what somebody found out, beside what was known before."""
    return _proposal_page(desk, _proposal(desk, code))


def decide(desk: Desk, code: str) -> AnyResponse | tuple[str, int]:
    """Confirm, reject or withdraw what somebody found out."""
    found, store, reason = _proposal(desk, code), desk.services.store, request.form.get("grund", "")
    try:
        match request.form.get("tun"):
            case "bestaetigen":
                offer = confirm_facts(store, code, region=desk.ags, account=desk.account)
                flash(f"Bestätigt. Auf der Karte steht jetzt: {_sentence(desk, offer)}", "good")
            case "ablehnen":
                reject_facts(store, code, region=desk.ags, account=desk.account, reason=reason)
                flash("Abgelehnt. Auf der Karte ändert sich nichts.", "good")
            case "zurueckziehen":
                withdraw_facts(store, code, region=desk.ags, account=desk.account)
                flash("Zurückgezogen. Auf der Karte ändert sich nichts.", "good")
            case _:
                return _proposal_page(desk, found, {"gesamt": "Bitte drücken Sie einen der Knöpfe."}), 400
    except CheckError as error:
        if error.why == "gone":
            raise UnknownEvidence from None
        field, status = ("grund", 400) if error.why == "reason" else ("gesamt", 409)
        status = 403 if error.why in ("same_person", "not_yours") else status
        return _proposal_page(desk, _proposal(desk, code), {field: _WORDS[error.why]}, reason), status
    return redirect(url_for("bureau.neutrality_proposal", region=desk.region.slug, code=code), code=303)


def document(desk: Desk, code: str) -> Response:
    """Hand out a document to the office, to be kept and never to be shown as a page."""
    found = desk.services.store.evidence.document(code)
    if found is None or found.region != desk.ags or (not found.proposal and found.by_code != desk.account.code):
        raise UnknownEvidence
    path = path_of(desk.services.private_dir, found)
    if not path.is_file():
        raise UnknownEvidence
    answer = send_file(path.resolve(), found.media_type, as_attachment=True, download_name=found.name, etag=False)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _form(
    desk: Desk, offer: Offer, typed: Mapping[str, str], errors: Mapping[str, str], documents: Sequence[Document]
) -> str:
    evidence, day = desk.services.store.evidence, today(desk)
    earlier = evidence.of_offer(offer.key)
    read = read_facts(typed, offer, day)
    return render_template(
        "bureau/neutrality.html", region=desk.region, offer=offer, typed=typed, errors=errors,
        rows=fact_rows(offer, typed, errors, documents), now=outlook(offer, None, desk.region, day),
        then=outlook(offer, read.facts, desk.region, day), waits=[one for one in earlier if one.state == "waiting"],
        earlier=[(one, say_moment(one.at, desk.region.zone)) for one in earlier if one.state != "waiting"],
        behind=evidence.documents_behind(offer.key), questions=QUESTIONS["de"], states=STATES, most_note=MAX_NOTE,
    )  # fmt: skip


def _documents(desk: Desk, offer: Offer) -> tuple[list[Document], dict[str, str]]:
    """The documents of a form: those of earlier tries, and new ones, which are kept at once so that none is lost."""
    store, errors = desk.services.store, {}
    codes = [code for name in FACT_CODES for code in request.form.getlist(f"beleg_{name}")][:50]
    own = (offer.key, desk.account.code, "")
    kept = [one for one in store.evidence.documents(codes) if (one.offer_key, one.by_code, one.proposal) == own]
    for fact in FACT_CODES:
        upload = request.files.get(f"datei_{fact}")
        if upload is None or not upload.filename:
            continue
        try:
            kept.append(
                keep_document(
                    store, desk.services.private_dir, offer, desk.account, fact=fact, name=upload.filename,
                    content=upload.stream.read(MAX_BYTES + 1), now=desk.now,
                )
            )  # fmt: skip
        except DocumentError as error:
            errors[f"datei_{fact}"] = _DOCUMENT_WORDS[error.why]
    return kept, errors


def _has_error(errors: Mapping[str, str], fact: str) -> bool:
    return any(name.endswith(f"_{fact}") for name in errors)


def _proposal(desk: Desk, code: str) -> Proposal:
    found = desk.services.store.evidence.proposal(code)
    if found is None or found.region != desk.ags:
        raise UnknownEvidence
    return found


def _proposal_page(
    desk: Desk, found: Proposal, errors: Mapping[str, str] | None = None, reason: str = ""
) -> str:
    store, zone = desk.services.store, desk.region.zone
    offer = offer_here(desk, found.offer_key)
    documents = store.evidence.documents_of(found.code)
    return render_template(
        "bureau/neutrality_proposal.html", region=desk.region, proposal=found, offer=offer, rows=_changed(found),
        documents=[(QUESTIONS["de"][one.fact], one) for one in documents if one.fact in FACT_CODES],
        reported=[fact_words(fact) for fact in offer.facts if not fact.is_checked],
        now=outlook(offer, None, desk.region, today(desk)),
        then=outlook(offer, found.facts, desk.region, today(desk)),
        at=say_moment(found.at, zone), decided=say_moment(found.decided_at, zone) if found.decided_at else "",
        mine=found.by_code == desk.account.code, states=STATES, errors=errors or {}, reason=reason, most=MAX_NOTE,
    )  # fmt: skip


def _changed(found: Proposal) -> list[FieldWords]:
    """Each fact of which the check is new, different or gone."""
    before, after = checked_facts(found.base), checked_facts(found.facts)
    told = []
    for code in FACT_CODES:
        old, new = before.get(code), after.get(code)
        if old != new:
            told.append(FieldWords(code, QUESTIONS["de"][code], _whole(old), _whole(new)))
    return told


def _whole(fact: Fact | None) -> str:
    """A fact with its quotation and its link, "" for none."""
    if fact is None:
        return ""
    return "\n".join(filter(None, (answer_words(fact), f"„{fact.quote}“" if fact.quote else "", fact.url)))


def _sentence(desk: Desk, offer: Offer) -> str:
    return outlook(offer, None, desk.region, today(desk)).sentence


ROUTES: tuple[Route, ...] = (
    Route("/<region>/neutralitaet", "neutrality_waiting", waiting, "neutrality"),
    Route("/<region>/neutralitaet/<path:key>", "neutrality", neutrality, "neutrality"),
    Route("/<region>/neutralitaet/<path:key>", "neutrality_propose", propose, "neutrality", "POST", MOST_BYTES),
    Route("/<region>/neutral-vorschau/<path:key>", "neutrality_preview", preview, "neutrality", "POST", MOST_BYTES),
    Route("/<region>/pruefung/<code>", "neutrality_proposal", proposal, "neutrality"),
    Route("/<region>/pruefung/<code>", "neutrality_decide", decide, "neutrality", "POST"),
    Route("/<region>/beleg/<code>", "neutrality_document", document, "neutrality"),
)
