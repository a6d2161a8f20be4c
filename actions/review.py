"""Deciding on a suggestion: field by field, by one person or by two, and telling the sender what came of it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from actions.confirm_offer import confirmed_offer
from actions.mail_texts import mail_text
from actions.suggest import NEEDED, changed_names
from model.access import Account
from model.fields import CHECKED, FIELDS, take
from model.mail import ADDRESS, Mail
from model.offer import HowVerified, Offer
from model.provider import Provider
from model.region import Region
from model.source import Provenance
from model.suggestion import OWN_WORD, STATUS, Channel, Decision, Suggestion
from store import Store, Writer

#: how the history says where a change came from
CHANNEL_WORDS: Mapping[Channel, str] = {
    "public": "aus der Öffentlichkeit",
    "provider": "vom Träger",
    "confirmation": "aus einer Bestätigung",
    "campaign": "aus einer Erhebung",
    "import": "aus einer Datenquelle",
}
HOW: Mapping[Channel, HowVerified] = {"provider": "form", "confirmation": "mail", "campaign": "form"}
MAX_REASON = 1000


class ReviewError(ValueError):
    """A decision that cannot be taken: `why` is decided, changed, missing, needed, gone, elsewhere or same_person."""

    def __init__(self, why: str, names: Sequence[str] = ()) -> None:
        super().__init__(f"The suggestion cannot be decided like that: {why} {', '.join(names)}".strip())
        self.why = why
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided: about every field whether it is accepted, and what the sender is told beside it."""

    choices: Mapping[str, bool]
    #: the mark of what they saw when they decided, see `mark_of`
    seen: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Who decides for which region, and what the mail to the sender needs."""

    region: Region
    account: Account
    #: what a field is called
    label: Callable[[str], str]
    #: the address of an offer's public page
    link: Callable[[str], str]


def review(store: Store, code: str, verdict: Verdict, how: Review) -> Suggestion:
    """Decide on a suggestion, and put what was accepted on the map unless a second person has to confirm it."""
    known = store.suggestions.by_code(code)
    if known is None or known.region != how.region.ags:
        raise ReviewError("gone")
    by = tuple(dict.fromkeys((*(known.deciders if known.state == "half" else ()), how.account.by)))
    with store.write(by=" und ".join(by), why=f"Vorschlag {CHANNEL_WORDS[known.channel]} übernommen") as writer:
        suggestion = writer.suggestions.get(code)
        assert suggestion is not None
        key = writer.doubles.redirect(suggestion.key) or suggestion.key
        current = writer.offer(key) if key else None
        _check(suggestion, current, verdict)
        if suggestion.is_new and any(verdict.choices.values()):
            _refuse_what_is_elsewhere(suggestion, writer.offer(suggestion.proposed.key))
        if _needs_second(suggestion, verdict, how):
            return writer.suggestions.decide(
                suggestion, "half", _decisions(suggestion, verdict, (how.account.by,)), first=how.account.code,
                reason=verdict.reason,
            )  # fmt: skip
        decisions = _decisions(suggestion, verdict, _deciders(suggestion, how))
        decided = replace(suggestion, decisions=decisions, reason=verdict.reason)
        if decided.accepted:
            _publish(writer, decided, current)
        if suggestion.reply_to:
            writer.mails.queue(_answer(decided, current, how))
        first = suggestion.first or how.account.code
        return writer.suggestions.decide(suggestion, "done", decisions, first=first, reason=verdict.reason)


def revise(store: Store, code: str, proposed: Offer, names: Sequence[str], how: Review) -> Suggestion:
    """Let the office put right what is proposed before it decides; other fields may come in this way too."""
    with store.write(by=how.account.by, why="Vorschlag bearbeitet") as writer:
        suggestion = writer.suggestions.get(code)
        if suggestion is None or suggestion.region != how.region.ags:
            raise ReviewError("gone")
        if not suggestion.waits:
            raise ReviewError("decided")
        spoken = {*suggestion.names, *names}
        changed = changed_names(suggestion.base, proposed, [name for name in (*FIELDS, STATUS) if name in spoken])
        return writer.suggestions.revise(suggestion, proposed, changed)


def current_offer(store: Store, suggestion: Suggestion) -> Offer | None:
    """The offer that a suggestion is about as it is now; the one into which it was merged, where it was."""
    key = store.doubles.redirect(suggestion.key) or suggestion.key
    return store.offer(key) if key else None


def mark_of(suggestion: Suggestion, current: Offer | None) -> str:
    """A short text that differs once the public values, the proposal or a first decision are others than before."""
    names = [name for name in suggestion.names if name in FIELDS]
    values = [[FIELDS[name].read(offer) for name in names] for offer in (suggestion.proposed, current) if offer]
    status = current and current.status
    text = repr((suggestion.names, values, status, suggestion.state, suggestion.decisions, suggestion.first))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def moved_on(suggestion: Suggestion, current: Offer | None) -> tuple[str, ...]:
    """The names of the fields whose public value is another one than the sender saw."""
    if suggestion.base is None or current is None:
        return ()
    base = suggestion.base
    names = [name for name in suggestion.names if name in FIELDS]
    changed = tuple(name for name in names if FIELDS[name].read(base) != FIELDS[name].read(current))
    return (*changed, STATUS) if STATUS in suggestion.names and base.status != current.status else changed


def _check(suggestion: Suggestion, current: Offer | None, verdict: Verdict) -> None:
    """Refuse what was decided already, looks different by now, or is no decision."""
    if not suggestion.waits:
        raise ReviewError("decided")
    if verdict.seen != mark_of(suggestion, current):
        raise ReviewError("changed")
    if missing := [name for name in suggestion.names if name not in verdict.choices]:
        raise ReviewError("missing", missing)
    accepted = [name for name in suggestion.names if verdict.choices[name]]
    if accepted and suggestion.is_new and (lacking := [name for name in NEEDED if name not in accepted]):
        raise ReviewError("needed", lacking)
    if accepted and not suggestion.is_new and current is None:
        raise ReviewError("gone")


def _refuse_what_is_elsewhere(suggestion: Suggestion, known: Offer | None) -> None:
    """Refuse a new offer whose key another region has by now: a source may propose one thing to two neighbours."""
    if known and known.region != suggestion.region:
        raise ReviewError("elsewhere")


def _needs_second(suggestion: Suggestion, verdict: Verdict, how: Review) -> bool:
    """Whether somebody else must confirm this; who decided first cannot confirm it."""
    accepted = tuple(name for name in suggestion.names if verdict.choices[name])
    if not accepted or not how.region.office.four_eyes:
        return False
    if suggestion.state == "open" or accepted != suggestion.accepted:
        return True
    if suggestion.first == how.account.code:
        raise ReviewError("same_person")
    return False


def _deciders(suggestion: Suggestion, how: Review) -> tuple[str, ...]:
    first = suggestion.deciders if suggestion.state == "half" and suggestion.first != how.account.code else ()
    return (*first, how.account.by)


def _decisions(suggestion: Suggestion, verdict: Verdict, by: tuple[str, ...]) -> tuple[Decision, ...]:
    return tuple(Decision(name, verdict.choices[name], by) for name in suggestion.names)


def _publish(writer: Writer, suggestion: Suggestion, current: Offer | None) -> None:
    """Put the accepted fields, and only these, on the offer as it is now."""
    proposed, fields = suggestion.proposed, [name for name in suggestion.accepted if name != STATUS]
    made = proposed.provenance if suggestion.channel == "import" else Provenance(f"office-{suggestion.region}")
    blank = Offer(
        proposed.key, suggestion.region, proposed.name, proposed.kind, Provider(proposed.provider.name),
        provenance=made,
    )  # fmt: skip
    offer = take(current or blank, proposed, fields)
    if STATUS in suggestion.accepted:
        offer = replace(offer, status=proposed.status)
    parts = [part for part, names in CHECKED.items() if set(names) & set(fields)]
    if suggestion.channel in OWN_WORD and parts and offer.status == "published":
        offer = confirmed_offer(
            offer, by=proposed.provider.name, how=HOW[suggestion.channel], on=_day(suggestion), parts=parts
        )
        writer.save_offer(offer)
        writer.upkeep.rest(offer.key, "confirmed")
        return
    writer.save_offer(offer)


def _day(suggestion: Suggestion) -> date:
    assert suggestion.at is not None
    return suggestion.at.date()


def _answer(suggestion: Suggestion, current: Offer | None, how: Review) -> Mail:
    """What the sender is told: what was taken, what was not, and why."""
    name = " ".join((current or suggestion.proposed).name.split())
    taken, refused = ([how.label(one) for one in names] for names in (suggestion.accepted, suggestion.rejected))
    public = suggestion.accepted or not suggestion.is_new
    key = (current or suggestion.proposed).key
    subject, text = mail_text(
        "suggestion_done", offer=name, region=how.region.name, taken=taken, refused=refused, reason=suggestion.reason,
        link=how.link(key) if public else "",
    )  # fmt: skip
    return Mail(
        f"suggestion:{suggestion.code}", suggestion.reply_to, subject, text, "suggestion", how.region.ags, key,
        _office_address(how.region),
    )  # fmt: skip


def _office_address(region: Region) -> str:
    """Where the office of a region reads its mail, "" where nobody wrote down a usable address."""
    address = region.bureau.get("email", "").strip()
    return address if ADDRESS.fullmatch(address) else ""
