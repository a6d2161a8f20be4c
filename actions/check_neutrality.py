"""Check the neutrality of counselling: one person writes the facts down, another one confirms them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from model.access import Account
from model.neutrality import Fact
from model.neutrality_check import checked_facts, with_checks
from model.offer import Offer
from store import Store, Writer
from store.documents import to_text
from store.evidence import Proposal

MAX_NOTE = 1000


class CheckError(ValueError):
    """Facts that cannot be written down or decided.

    `why` is gone, waiting (another proposal waits), same (nothing new), decided, changed (other facts were checked
    meanwhile), same_person, not_yours or reason.
    """

    def __init__(self, why: str, code: str = "") -> None:
        super().__init__(f"The facts cannot be taken like that: {why}.")
        self.why = why
        #: the proposal that is in the way
        self.code = code


def propose_facts(
    store: Store,
    key: str,
    checked: Sequence[Fact],
    *,
    region: str,
    account: Account,
    checker: str,
    seen: str,
    note: str = "",
    documents: Sequence[str] = (),
) -> str:
    """Write down what somebody found out about an offer, for another person to confirm; returns its code.

    `checked` is all that is checked from then on: a check that is not among them any more is taken back. `seen` is the
    mark of the facts that whoever wrote it down had before them.
    """
    if not all(fact.is_checked for fact in checked) or len({fact.code for fact in checked}) != len(checked):
        raise ValueError("Each fact must be checked, and there may be only one of each kind.")
    with store.write(by=account.by, why="Neutralität geprüft") as writer:
        offer = _offer(writer, key, region)
        if waiting := writer.evidence.waiting_for(key):
            raise CheckError("waiting", waiting)
        if mark_of(offer.facts) != seen:
            raise CheckError("changed")
        if with_checks(offer.facts, checked) == offer.facts and not documents:
            raise CheckError("same")
        code = writer.evidence.propose(offer, checked, account, checker=checker, note=note)
        writer.evidence.attach(documents, key, account, code)
    return code


def mark_of(facts: Iterable[Fact]) -> str:
    """Differs as soon as other facts were checked."""
    checked = sorted(checked_facts(facts).items())
    return hashlib.sha256("\n".join(to_text(fact) for _, fact in checked).encode()).hexdigest()


def confirm_facts(store: Store, code: str, *, region: str, account: Account) -> Offer:
    """Let what another person found out count from now on; returns the offer as it is then."""
    found = store.evidence.proposal(code)
    by = found.by if found else ""
    with store.write(by=account.by, why=f"Neutralität geprüft von {by}, bestätigt von {account.by}") as writer:
        proposal = _waiting(writer, code, region)
        if proposal.by_code == account.code:
            raise CheckError("same_person")
        offer = _offer(writer, proposal.offer_key, region)
        if checked_facts(offer.facts) != checked_facts(proposal.base):
            raise CheckError("changed")
        checked = replace(offer, facts=with_checks(offer.facts, proposal.facts))
        writer.save_offer(checked)
        writer.evidence.decide(code, "confirmed", account)
    return checked


def reject_facts(store: Store, code: str, *, region: str, account: Account, reason: str) -> None:
    """Say no to what another person wrote down, with a reason for that person."""
    if not reason.strip() or len(reason) > MAX_NOTE:
        raise CheckError("reason")
    with store.write(by=account.by, why="Neutralitätsprüfung abgelehnt") as writer:
        proposal = _waiting(writer, code, region)
        if proposal.by_code == account.code:
            raise CheckError("same_person")
        writer.evidence.decide(code, "rejected", account, reason.strip())


def withdraw_facts(store: Store, code: str, *, region: str, account: Account) -> None:
    """Take back what one wrote down oneself."""
    with store.write(by=account.by, why="Neutralitätsprüfung zurückgezogen") as writer:
        proposal = _waiting(writer, code, region)
        if proposal.by_code != account.code:
            raise CheckError("not_yours")
        writer.evidence.decide(code, "withdrawn", account)


def _waiting(writer: Writer, code: str, region: str) -> Proposal:
    proposal = writer.evidence.proposal(code)
    if proposal is None or proposal.region != region:
        raise CheckError("gone")
    if proposal.state != "waiting":
        raise CheckError("decided")
    return proposal


def _offer(writer: Writer, key: str, region: str) -> Offer:
    offer = writer.offer(key)
    if offer is None or offer.region != region:
        raise CheckError("gone")
    return offer
