"""The form in which people outside of the office propose changes: everybody, and providers on their own page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from actions.suggest import MAX_NOTE
from model.fields import FIELDS, GROUPS
from model.mail import MailError, mail_address
from model.offer import Offer
from model.region import Region
from model.suggestion import STATUS
from web.context import services
from web.field_words import GROUP_TITLES
from web.offer_form import Reading, offer_form, read_offer

NOTE, REPLY, SEEN, CLOSED = "nachricht", "antwort-an", "stand", "gibt-es-nicht-mehr"
NAMES = tuple(FIELDS)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was sent: the offer as it was seen, as it is proposed, and what is wrong with the form."""

    base: Offer
    proposed: Offer
    errors: Mapping[str, str]
    notes: Mapping[str, str]
    note: str
    reply_to: str
    #: what may have been changed
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """All free text, in which addresses of pages are counted."""
        return "\n".join((self.note, self.proposed.summary, self.proposed.description, self.proposed.bring))


def read_proposal(current: Offer, region: Region, *, is_new: bool = False, names: tuple[str, ...] = NAMES) -> Proposal:
    """Read a sent form onto the offer as its sender saw it."""
    form = request.form
    base = current if is_new else _seen(current, form.get(SEEN, ""))
    reading: Reading = read_offer(form, base, names, services(), region)
    proposed = replace(reading.offer, status="archived") if form.get(CLOSED) and not is_new else reading.offer
    errors = dict(reading.errors)
    if is_new and not proposed.provider.name and "provider" not in errors:
        errors["provider"] = "Bitte schreiben Sie, wer das anbietet."
    note, reply_to = form.get(NOTE, "").strip(), form.get(REPLY, "").strip()
    if len(note.replace("\r\n", "\n")) > MAX_NOTE:
        errors[NOTE] = f"Das ist zu lang. Hier passen höchstens {MAX_NOTE} Zeichen."
    if reply_to and not _is_address(reply_to):
        errors[REPLY] = "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@post.example."
    return Proposal(base, proposed, errors, reading.notes, note, reply_to, (*names, STATUS))


def form_parts(
    offer: Offer, proposal: Proposal | None = None, *, opened: tuple[str, ...] = (), names: tuple[str, ...] = NAMES
) -> list[dict[str, Any]]:
    """The form in parts that fold, each with the fields of one group; those with something wrong are open."""
    parts = []
    typed = request.form if proposal else None
    errors, notes = (proposal.errors, proposal.notes) if proposal else ({}, {})
    for group in GROUPS:
        shown = [name for name in names if FIELDS[name].group == group]
        form = offer_form(offer, shown, services(), errors=errors, notes=notes, typed=typed)
        wrong = any(name in errors for name in shown)
        parts.append({"title": GROUP_TITLES[group], "form": form, "open": group in opened or wrong, "wrong": wrong})
    return parts


def seen_mark(offer: Offer) -> str:
    """What the form carries, so that we know later which state of the offer its sender saw."""
    return offer.edited_at.isoformat() if offer.edited_at else ""


def _seen(current: Offer, mark: str) -> Offer:
    """The offer as the sender saw it; as it is now where that cannot be told any more."""
    if mark == seen_mark(current):
        return current
    history = services().store.revisions(current.key)
    return next((one.offer for one in history if one.at.isoformat() == mark), current)


def _is_address(text: str) -> bool:
    try:
        return bool(mail_address(text))
    except MailError:
        return False
