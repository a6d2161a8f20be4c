"""The freshness ladder: ask about due entries, remind twice, then let them fade and put them on the phone list.

Each step of each question is a transaction of its own that writes the step down and queues its mail, so that whoever
dies in between neither forgets anybody nor writes to anybody twice.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.duties import Tools
from actions.freshness_mail import Sender, ladder_mail, sender_of
from model.freshness import call_fades
from model.mail import MailError, mail_address
from model.region import Region
from store import Store, Writer
from store.upkeep import Open

#: how the history names it
BY = "Erinnerung (automatisch)"
FADES = "Mehrmals gefragt, niemand hat bestätigt: rückt nach hinten"
#: mails are queued when people of the office could answer a call about them
OPENS, CLOSES = time(8), time(17)
#: links and addresses of questions that are over are deleted after so long
KEEP = timedelta(days=90)


def freshness_duty(tools: Tools) -> int:
    """Take every region that asks by itself one step on; returns how many steps were taken."""
    now = tools.clock()
    with tools.store.write(by=BY, why="alte Links gelöscht") as writer:
        forgotten = writer.upkeep.forget(now - KEEP)
    return forgotten + sum(climb_in(tools.store, region, now, tools.public_url) for region in tools.store.regions())


def climb_in(store: Store, region: Region, now: datetime, public_url: str) -> int:
    """One region's steps of this hour; none while it does not ask by itself, or outside office hours."""
    sender = sender_of(region, public_url)
    if store.upkeep.ladder(region.ags).on_since is None or sender is None or not is_office_hour(region, now):
        return 0
    ladder = _Ladder(store, region, now, sender)
    return ladder.settle() + ladder.go_on() + ladder.fade_uncalled() + ladder.begin()


def is_office_hour(region: Region, now: datetime) -> bool:
    """Whether it is a weekday between eight and five there."""
    local = now.astimezone(ZoneInfo(region.zone))
    return local.weekday() < 5 and OPENS <= local.time() < CLOSES


class _Ladder:
    """One region at one moment."""

    def __init__(self, store: Store, region: Region, now: datetime, sender: Sender) -> None:
        self._store = store
        self._region = region
        self._sender = sender
        local = now.astimezone(ZoneInfo(region.zone))
        self._day = local.date()
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        most = store.upkeep.ladder(region.ags).mails_a_day
        self._mails_left = most - store.upkeep.mails_today(region.ags, midnight)
        self._calls_left = most - store.upkeep.calls_begun(region.ags, self._day)
        #: a link lives as long as the whole round, and a little longer
        self._until = now + timedelta(days=region.office.fade_after_days + 2)

    def settle(self) -> int:
        """Ask no more about what was confirmed, archived or given another address elsewhere."""
        found = self._store.upkeep.overtaken(self._region.ags)
        for key, change in found:
            with self._store.write(by=BY, why="anderswo bestätigt") as writer:
                if change != "confirmed":
                    writer.upkeep.leave(key)
                    continue
                offer = writer.offer(key)
                if offer is not None and offer.faded_on is not None:
                    writer.save_offer(replace(offer, faded_on=None))
                writer.upkeep.rest(key, "confirmed")
        return len(found)

    def go_on(self) -> int:
        """Remind whoever has not answered, and let fade what nobody answered about."""
        steps = 0
        for question in self._store.upkeep.open_questions(self._region.ags):
            if question.bounced:
                with self._store.write(by=BY, why="Mail kam zurück") as writer:
                    steps += bool(writer.upkeep.give_up(question.id, question.step, "phone", self._day))
                continue
            step = question.next_step(self._day, self._region)
            if step == "remind" and self._mails_left > 0:
                steps += self._remind(question)
            if step == "fade":
                steps += self._fade(question)
        return steps

    def fade_uncalled(self) -> int:
        """Let fade what has waited for a call too long."""
        region = self._region
        until = self._day - timedelta(days=region.office.fade_after_days)
        keys = self._store.upkeep.calls_since(region.ags, until)
        for key in keys:
            with self._store.write(by=BY, why=FADES) as writer:
                if call_fades(until, self._day, region.office) and writer.upkeep.end_call(key):
                    fade(writer, key, until, self._day)
        return len(keys)

    def begin(self) -> int:
        """Ask about what is due, the longest unconfirmed first, as many addresses as may be written to today."""
        steps = 0
        room, ags = self._store.upkeep, self._region.ags
        addresses = room.next_addresses(ags, self._day, max(0, self._mails_left))
        keys = room.due_keys(ags, self._day, [one.email for one in addresses]) if addresses else {}
        for one in addresses:
            with self._store.write(by=BY, why="Angaben sollen bestätigt werden") as writer:
                if not _is_address(one.email):
                    steps += len(writer.upkeep.wait_for_call(self._region, one.email, self._day, one.offers))
                    continue
                letter = writer.upkeep.ask(self._region, one.email, keys.get(one.email, ()), self._day, self._until)
                if letter is not None:
                    writer.mails.queue(
                        ladder_mail(writer, self._sender, one.email, letter, from_public=one.from_public)
                    )
                    self._mails_left -= 1
                    steps += 1
        with self._store.write(by=BY, why="Angaben sollen bestätigt werden") as writer:
            return steps + len(writer.upkeep.wait_for_call(self._region, "", self._day, max(0, self._calls_left)))

    def _remind(self, question: Open) -> int:
        with self._store.write(by=BY, why="Erinnerung") as writer:
            letter = writer.upkeep.remind(question.id, question.step, self._day, self._until)
            if letter is None:
                return 0
            writer.mails.queue(ladder_mail(writer, self._sender, question.email, letter))
        self._mails_left -= 1
        return 1

    def _fade(self, question: Open) -> int:
        with self._store.write(by=BY, why=FADES) as writer:
            keys = writer.upkeep.give_up(question.id, question.step, "rest", self._day)
            return sum(fade(writer, key, question.asked_on, self._day) for key in keys)


def fade(writer: Writer, key: str, asked_on: date, day: date) -> bool:
    """Let an entry stand behind all others, unless somebody has confirmed it since it was asked about."""
    offer = writer.offer(key)
    if offer is None or offer.status != "published" or offer.faded_on is not None:
        return False
    if offer.verification is not None and offer.verification.on >= asked_on:
        return False
    return writer.save_offer(replace(offer, faded_on=day)) == "changed"


def _is_address(text: str) -> bool:
    try:
        return mail_address(text) == text
    except MailError:
        return False
