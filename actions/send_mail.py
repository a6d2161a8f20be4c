"""Send the mails that wait, each at most once, with growing pauses where a server does not answer."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from actions.duties import Tools, patiently
from actions.mail_message import sender
from actions.mail_outlets import Outcome, Outlet, open_outlet
from model.mail_route import read_mail_route
from store.mails import MailRecord

#: after each try that came to nothing, so long until the next; then it is given up
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
#: a mail with a link keeps it from everybody but its reader: nothing of it stays here
SECRET = ("http://", "https://")
#: files need no throttle
UNBOUND = 1_000_000
DIED = "Der Versand wurde unterbrochen. Vielleicht ist die Mail angekommen, vielleicht nicht."


def send_due(tools: Tools, stop: Callable[[], bool] = lambda: False) -> int:
    """Send all mails that are due, as fast as the throttle lets them go; returns how many went out."""
    route = read_mail_route(tools.mail_url)
    outlet = open_outlet(route, tools.mail_from)
    per_minute = tools.mail_per_minute if route.server else UNBOUND
    sent = 0
    try:
        settle_silent(tools, outlet)
        while not stop() and (record := _claim(tools, per_minute)):
            outcome = outlet.send(record)
            patiently(partial(note, tools, record, outcome))
            sent += outcome.fate == "sent"
            if outcome.all_stop:
                break
    finally:
        outlet.close()
    return sent


def settle_silent(tools: Tools, outlet: Outlet) -> None:
    """Say of the mails whose sender died whether they went out; where nobody knows, a person has to decide."""
    with tools.store.write(by="worker", why="mail") as writer:
        for record in writer.mails.silent():
            known = outlet.was_sent(record)
            if known is None:
                writer.mails.gave_up(record, "unclear", DIED)
            elif known:
                writer.mails.sent(record, keep_text=_may_stay(record))
            else:
                writer.mails.again(record, timedelta(0), "")


def note(tools: Tools, record: MailRecord, outcome: Outcome) -> None:
    """Write down what became of a mail."""
    with tools.store.write(by="worker", why="mail") as writer:
        mails = writer.mails
        if outcome.fate == "sent":
            mails.sent(record, keep_text=_may_stay(record))
        elif outcome.fate == "later" and record.tries <= len(PAUSES):
            mails.again(record, PAUSES[record.tries - 1], outcome.sentence)
        else:
            state = {"nobody": "bounced", "unclear": "unclear"}.get(outcome.fate, "failed")
            mails.gave_up(record, state, outcome.sentence)  # type: ignore[arg-type]


def _claim(tools: Tools, per_minute: int) -> MailRecord | None:
    with tools.store.write(by="worker", why="mail") as writer:
        return writer.mails.claim(sender(tools.mail_from).domain, per_minute)


def _may_stay(record: MailRecord) -> bool:
    return not any(mark in record.text for mark in SECRET)
