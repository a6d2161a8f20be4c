"""Answering a campaign: filling in, going on elsewhere, sending, changing afterwards, or saying no.

What is sent becomes suggestions and confirmations in the same transaction. Sending again changes those that still
wait, and makes no second ones.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from actions.confirm_offer import confirm_within
from actions.suggest import changed_names, suggest_within
from model.campaign import Answers, Campaign, CampaignError, OfferAnswer, Recipient, missing_own
from model.fields import FIELDS, differing
from model.offer import Offer
from model.suggestion import STATUS, Decision, Suggestion
from store import Store, Writer
from store.documents import to_text

#: the mark of keys that new offers have before the office accepts them
NEW = "new:"
MOST_NEW = 30
#: with these a new offer begins, whatever else is asked
NEEDED = ("name", "kind", "provider")


class NoEntry(CampaignError):
    """A code that opens nothing, or nothing any more: `over` says that it did once."""

    def __init__(self, *, over: bool = False) -> None:
        super().__init__("Die Erhebung ist zu Ende." if over else "Diesen Code gibt es nicht.")
        self.over = over


class Elsewhere(CampaignError):
    """Something was saved on another device since the page was opened: `answers` is what is there now."""

    def __init__(self, answers: Answers) -> None:
        super().__init__("Inzwischen wurde auf einem anderen Gerät gespeichert.")
        self.answers = answers


def asked_fields(campaign: Campaign, one: OfferAnswer) -> tuple[str, ...]:
    """The names of the fields that are asked of an offer, in the order of the form."""
    wanted = {*campaign.plan.fields, *(NEEDED if one.says == "new" else ())}
    return tuple(name for name in FIELDS if name in wanted)


def open_form(store: Store, code: str, today: date) -> tuple[Campaign, Recipient, Answers]:
    """Whose form a code opens, filled in with what was saved, or else with what is public."""
    found = store.campaigns.entry(code)
    if found is None:
        raise NoEntry
    campaign, who = found
    if not campaign.takes_answers(today):
        raise NoEntry(over=True)
    return campaign, who, _filled(who, store.campaigns.saved(who.id).draft, store.offer)


def overview_mark(answers: Answers) -> str:
    """A short text that differs once anything of the first page was saved elsewhere."""
    return _mark(repr(([(one.key, one.says) for one in answers.offers], answers.own, answers.by, answers.note)))


def offer_mark(one: OfferAnswer | None) -> str:
    """A short text that differs once what is said about an offer was saved elsewhere."""
    return _mark(to_text(replace(one, suggestion="", base=None))) if one else ""


def save(store: Store, code: str, today: date, change: Callable[[Answers], Answers], seen: str) -> Answers:
    """Keep what was filled in. `seen` is the mark of the first page as it was when it was opened."""
    with store.write(by="Erhebung", why="zwischengespeichert") as writer:
        _, who, now = _open(writer, code, today)
        if overview_mark(now) != seen:
            raise Elsewhere(now)
        answers = change(now)
        writer.campaigns.save_answers(who, answers)
    return answers


def save_offer(store: Store, code: str, today: date, one: OfferAnswer, seen: str) -> Answers:
    """Keep what was said about one offer. `seen` is its mark as it was when its page was opened."""
    with store.write(by="Erhebung", why="zwischengespeichert") as writer:
        campaign, who, now = _open(writer, code, today)
        known = now.offer(one.key)
        if offer_mark(known) != seen:
            raise Elsewhere(now)
        if known is None and (one.says != "new" or sum(known.says == "new" for known in now.offers) >= MOST_NEW):
            raise CampaignError(f"Mehr als {MOST_NEW} neue Angebote passen nicht in ein Formular.")
        if known is not None:
            one = replace(one, base=known.base, suggestion=known.suggestion)
        if one.says == "changed" and one.base and one.proposed and not one.note:
            one = one if differing(one.base, one.proposed, campaign.plan.fields) else replace(one, says="same")
        rest = [one if other.key == one.key else other for other in now.offers]
        answers = replace(now, offers=tuple(rest if known else [*rest, one]))
        writer.campaigns.save_answers(who, answers)
    return answers


def drop_offer(store: Store, code: str, today: date, key: str) -> None:
    """Take back a new offer; if it was sent already, the office does not see it any more."""
    with store.write(by="Erhebung", why="Angebot zurückgezogen") as writer:
        _, who, now = _open(writer, code, today)
        one = now.offer(key)
        if one is None or one.says != "new":
            raise CampaignError("Dieses Angebot steht nicht im Formular.")
        _withdraw(writer, who, one.suggestion)
        rest = tuple(other for other in now.offers if other.key != key)
        writer.campaigns.save_answers(who, replace(now, offers=rest))


def send(store: Store, code: str, today: date, change: Callable[[Answers], Answers], seen: str, *, by: str) -> Answers:
    """Send the answers: changes go to the office, what stays as it is counts as confirmed, all or nothing.

    `by` is the institution, as the history names it.
    """
    with store.write(by=by, why="In einer Erhebung bestätigt") as writer:
        campaign, who, now = _open(writer, code, today)
        if overview_mark(now) != seen:
            raise Elsewhere(now)
        answers = change(now)
        if errors := what_is_missing(campaign, answers):
            field, sentence = next(iter(errors.items()))
            raise CampaignError(sentence, field)
        sent = writer.campaigns.saved(who).sent or Answers()
        settled = tuple(
            one if _is_said(one, sent.offer(one.key)) else _settled(writer, campaign, who, one)
            for one in answers.offers
        )
        same = [one.key for one in settled if one.says == "same"]
        confirm_within(writer, same, by=who.address.institution, how="form", on=today)
        answers = replace(answers, offers=settled)
        writer.campaigns.save_answers(who, answers, sent=True)
    return answers


def decline(store: Store, code: str, today: date, reason: str) -> None:
    """Note that somebody does not want to be asked by this campaign any more."""
    with store.write(by="Erhebung", why="abgesagt") as writer:
        campaign, who, _ = _open(writer, code, today)
        note = " ".join(reason.split())[:300]
        if who.state == "open":
            writer.campaigns.set_recipient_state(campaign, who.code, "declined", note)


def what_is_missing(campaign: Campaign, answers: Answers) -> dict[str, str]:
    """What still has to be filled in before it can be sent, by field."""
    silent = {
        f"angebot-{number}": f"Bitte sagen Sie noch, ob „{(one.base or one.proposed).name}“ stimmt."  # type: ignore[union-attr]
        for number, one in enumerate(answers.offers, 1)
        if not one.says
    }
    return silent | missing_own(campaign.plan, answers)


def _open(writer: Writer, code: str, today: date) -> tuple[Campaign, Recipient, Answers]:
    found = writer.campaigns.entry(code)
    if found is None:
        raise NoEntry
    campaign, who = found
    if not campaign.takes_answers(today):
        raise NoEntry(over=True)
    return campaign, who, _filled(who, writer.campaigns.saved(who).draft, writer.offer)


def _filled(who: Recipient, draft: Answers, offer_of: Callable[[str], Offer | None]) -> Answers:
    """What was saved, with offers that nobody spoke about as they are public now."""
    known = {one.key: one for one in draft.offers}
    for key in who.address.offers:
        one = known.get(key) or OfferAnswer(key)
        if one.says in ("", "same") and not one.suggestion:
            current = offer_of(key)
            if current is None or current.status != "published":
                known.pop(key, None)
                continue
            one = replace(one, base=current)
        known[key] = one
    return replace(draft, offers=tuple(known.values()))


def _is_said(one: OfferAnswer, sent: OfferAnswer | None) -> bool:
    """Whether just this was sent already; then whatever the office made of it stays as it is."""
    return sent is not None and bool(one.suggestion) and offer_mark(one) == offer_mark(sent)


def _settled(writer: Writer, campaign: Campaign, who: Recipient, one: OfferAnswer) -> OfferAnswer:
    """What becomes of one offer: a suggestion, the one there is as it is now, or none."""
    known = writer.suggestions.get(one.suggestion) if one.suggestion else None
    current = _current(writer, one, known)
    proposed = _proposed(one, current or one.base, known)
    names = (STATUS,) if one.says == "gone" else asked_fields(campaign, one)
    if proposed is None or (one.base and not changed_names(one.base, proposed, names) and not one.note):
        _withdraw(writer, who, one.suggestion)
        return replace(one, says="same" if one.says == "changed" else one.says, suggestion="")
    if known and known.proposed == proposed and known.note == one.note.strip():
        return one
    if known and known.waits and known.note == one.note.strip() and (STATUS in known.names) == (STATUS in names):
        writer.suggestions.revise(known, proposed, changed_names(known.base, proposed, names))
        return one
    _withdraw(writer, who, one.suggestion)
    base = current if known and not known.waits else one.base
    code = suggest_within(
        writer, region=campaign.region, base=base, proposed=proposed, channel="campaign", names=names, note=one.note,
        source=campaign.about,
    )  # fmt: skip
    return replace(one, suggestion=code)


def _current(writer: Writer, one: OfferAnswer, known: Suggestion | None) -> Offer | None:
    """The offer as it is public: also one that was new and that the office has accepted meanwhile."""
    return writer.offer(known.proposed.key if one.says == "new" and known else one.key)


def _proposed(one: OfferAnswer, current: Offer | None, known: Suggestion | None) -> Offer | None:
    """What the institution wants the offer to be; none if it is to stay as it is."""
    if one.says == "gone":
        return replace(one.base or current, status="archived") if one.base or current else None  # type: ignore[type-var]
    if one.says == "new" and one.proposed:
        return replace(one.proposed, key=known.proposed.key) if known else one.proposed
    return one.proposed if one.says == "changed" else None


def _withdraw(writer: Writer, who: Recipient, code: str) -> None:
    """Take a suggestion back that waits; the office sees that it was, and by whom."""
    known = writer.suggestions.get(code) if code else None
    if known and known.waits:
        decisions = [Decision(name, False, (who.address.institution,)) for name in known.names]
        reason = "Die Einrichtung hat ihre Antwort geändert."
        writer.suggestions.decide(known, "done", decisions, first="", reason=reason)


def _mark(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
