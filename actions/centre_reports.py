"""What the software of a counselling centre reports: answers to slips of its own offers, and long waits."""

from datetime import date

from actions.answer_slip import answer, look_up
from model.referral import Centre, SlipState, week_of
from model.slip_code import read_slip_code
from store import Store
from store.slip_codes import slip_digest


def answer_as_centre(
    store: Store, centre: Centre, typed: str, outcome: str, sent_on: str, today: date, device: str
) -> SlipState:
    """Answer a slip that leads to an offer of the centre's provider; any other open slip is told as unknown.

    Raises ReferralError for an answer that is none, MustWait after many slips that there are not.
    """
    code = read_slip_code(typed)
    key = store.referrals.offer_of_slip(slip_digest(code)) if code else ""
    if key and not owns(store, centre, key):
        look_up(store, "", today, device)
        return "unknown"
    return answer(store, typed, outcome, sent_on, "centre", today, device)


def report_wait(store: Store, centre: Centre, key: str, *, long_wait: bool, today: date) -> bool:
    """Note that people wait for more than four weeks at an offer, or no longer; False if it is not the centre's."""
    if not owns(store, centre, key):
        return False
    with store.write(by="centre", why="waiting time") as writer:
        if long_wait:
            writer.referrals.report_wait(key, week_of(today))
        else:
            writer.referrals.wait_is_over(key)
    return True


def owns(store: Store, centre: Centre, key: str) -> bool:
    """Whether a published offer is one of the centre's provider in its region."""
    offer = store.offer(key)
    return (
        offer is not None
        and offer.status == "published"
        and offer.region == centre.region
        and offer.provider.name == centre.provider
    )
