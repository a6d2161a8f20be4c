"""Answer a slip: once, without an account, by whoever holds it or by the counselling centre."""

from datetime import date, timedelta

from actions.account_refused import MustWait
from model.referral import OUTCOMES, SENT_ON, AnsweredBy, ReferralError, SlipState, week_of
from model.slip_code import read_slip_code
from store import Store
from store.attempts import Patience
from store.slip_codes import slip_digest

#: wrong codes from one device, behind whose address a whole office may sit
PER_DEVICE = Patience(free=20, first=timedelta(seconds=30), most=timedelta(hours=1))


def look_up(store: Store, typed: str, today: date, device: str) -> SlipState:
    """Whether the slip of a code can be answered; `device` stands for who asks, and is no address.

    Whoever asks for many slips that there are not has to wait ever longer (MustWait). Every code costs the same work,
    whatever becomes of it.
    """
    with store.write(by="slip", why="guess counted") as writer:
        counted = writer.accounts.count_attempt(device, PER_DEVICE)
    if counted.wait:
        raise MustWait(counted.wait)
    state = store.referrals.slip_state(slip_digest(read_slip_code(typed) or ""), week_of(today))
    if state != "unknown":
        with store.write(by="slip", why="guess taken back") as writer:
            writer.accounts.take_back(device, PER_DEVICE)
    return state


def answer(
    store: Store, typed: str, outcome: str, sent_on: str, answered_by: AnsweredBy, today: date, device: str
) -> SlipState:
    """Write down what came of a hand-over; "open" says that it was written now, anything else why it was not."""
    if outcome not in OUTCOMES:
        raise ReferralError("antwort", "Bitte wählen Sie eine der Antworten.")
    if outcome == "sent_on" and sent_on not in SENT_ON:
        raise ReferralError("wohin", "Bitte wählen Sie, wohin es weiterging.")
    state = look_up(store, typed, today, device)
    if state != "open":
        return state
    digest = slip_digest(read_slip_code(typed) or "")
    with store.write(by="slip", why="answer") as writer:
        where = sent_on if outcome == "sent_on" else ""
        return writer.referrals.answer(digest, week_of(today), outcome, where, answered_by)
