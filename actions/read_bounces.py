"""Look into the mailbox for mail that came back, and note it at the mails it is about."""

from datetime import timedelta

from actions.bounce_boxes import unread
from actions.bounce_report import Report, read_report
from actions.duties import Duty, Tools
from model.mail_route import read_bounce_box

TEXTS_STAY = timedelta(days=30)
PEOPLE_STAY = timedelta(days=400)


def read_bounces(tools: Tools) -> int:
    """Note what came back since the last time; returns at how many mails. Reading a report twice changes nothing."""
    count = 0
    for raw in unread(read_bounce_box(tools.mail_bounces)):
        report = read_report(raw)
        count += report is not None and _note(tools, report)
    return count


def forget_mails(tools: Tools) -> int:
    """Empty the texts of old mails and the addresses of very old ones."""
    now = tools.clock()
    with tools.store.write(by="worker", why="mail") as writer:
        return writer.mails.forget(now - TEXTS_STAY, now - PEOPLE_STAY)


def _note(tools: Tools, report: Report) -> bool:
    record = tools.store.mails.of_message(report.message_id)
    if record is None:
        return False
    with tools.store.write(by="worker", why="mail") as writer:
        return writer.mails.came_back(record, report.sentence, for_good=report.for_good)


MAIL_DUTIES = (
    Duty("bounces", timedelta(minutes=5), read_bounces),
    Duty("forget mails", timedelta(days=1), forget_mails),
)
