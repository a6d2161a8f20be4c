"""Mails: queued in the transaction of the change they tell of, sent later by the worker, at most once.

A mail is "sending" from before the first word to the mail server until its answer was noted. One that is found so after
its sender died may or may not have arrived: it becomes "unclear", and only a person sends it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, insert, select, update

from model.mail import Mail
from store.codes import fresh_code
from store.dialect import among
from store.places import next_id
from store.room import Changes, Room
from store.tables_mail import mail as table

MailState = Literal["waiting", "sending", "sent", "unclear", "failed", "bounced"]
#: no attempt to send takes as long; whoever said they would send and was not heard of since is dead
SILENCE = timedelta(minutes=2)
#: mails about this go before all others and are not counted by the throttle: somebody is waiting in front of a screen
URGENT = "account"
#: the states in which a mail did not arrive for certain
LOST: tuple[MailState, ...] = ("unclear", "failed", "bounced")
PAGE = 50


@dataclass(frozen=True, slots=True)
class MailRecord:
    """A mail with what became of it. `code` is how pages name it, `id` counts them in the order of queueing."""

    id: int
    code: str
    key: str
    to: str
    subject: str
    text: str
    about: str
    region: str
    ref: str
    reply_to: str
    state: MailState
    tries: int
    trouble: str
    queued_at: datetime
    due_at: datetime
    sent_at: datetime | None
    message_id: str
    #: when somebody of the office has looked at what went wrong
    seen_at: datetime | None

    @property
    def may_go_again(self) -> bool:
        """Whether a person may have it sent again: it did not arrive for certain, and its text is still there."""
        return self.state in LOST and bool(self.text) and bool(self.to)


#: what is read of a mail, in the order in which a record takes it
COLUMNS = tuple(table.c[field.name] for field in fields(MailRecord))
BOUNCED = select(func.count()).where(
    table.c.state.in_(LOST), table.c.seen_at.is_(None), table.c.region == bindparam("region")
)  # fmt: skip


class Mails(Room):
    """What waits to be sent and what was."""

    def waiting(self, region: str | None = None) -> int:
        """How many mails wait to be sent, of one region or of all."""
        return self._count(table.c.state == "waiting", *_of(region))

    def bounced(self, region: str) -> int:
        """How many mails of a region did not arrive and wait for somebody to look at them."""
        with self._database.reading() as connection:
            return int(connection.execute(BOUNCED, {"region": region}).scalar_one())

    def is_due(self, now: datetime) -> bool:
        """Whether there is a mail to send or one whose sender fell silent; one small question, asked every second."""
        due = and_(table.c.state == "waiting", table.c.due_at <= now)
        statement = select(table.c.id).where(due | _silent(now)).limit(1)
        with self._database.reading() as connection:
            return connection.execute(statement).first() is not None

    def by_key(self, key: str) -> MailRecord | None:
        """The mail that was queued under this key."""
        return self._first(table.c.key == key)

    def by_code(self, code: str) -> MailRecord | None:
        """The mail that pages call by this code."""
        return self._first(table.c.code == code)

    def of_message(self, message_id: str) -> MailRecord | None:
        """The mail that was sent with this Message-ID."""
        return self._first(table.c.message_id == message_id) if message_id else None

    def log(
        self, region: str | None = None, *, states: Sequence[str] = (), about: str = "", ref: str = "",
        page: int = 1, limit: int = PAGE,
    ) -> list[MailRecord]:  # fmt: skip
        """One page of the mails of a region (or of all), newest first; `about` may be a beginning, as "campaign"."""
        where = _where(region, states, about, ref)
        order = (table.c.queued_at.desc(), table.c.id.desc())
        statement = select(*COLUMNS).where(*where).order_by(*order).limit(limit).offset((page - 1) * limit)
        with self._database.reading() as connection:
            return [MailRecord(*row) for row in connection.execute(statement)]

    def count(self, region: str | None = None, *, states: Sequence[str] = (), about: str = "", ref: str = "") -> int:
        """How many mails the log would list."""
        return self._count(*_where(region, states, about, ref))

    def states(self, about: str) -> dict[str, int]:
        """How many mails about one thing are in which state."""
        statement = select(table.c.state, func.count()).where(table.c.about == about).group_by(table.c.state)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}

    def _count(self, *where: ColumnElement[bool]) -> int:
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    def _first(self, where: ColumnElement[bool]) -> MailRecord | None:
        with self._database.reading() as connection:
            row = connection.execute(select(*COLUMNS).where(where)).first()
        return MailRecord(*row) if row else None


class MailChanges(Changes):
    """Queues mails within a transaction, and notes what becomes of them."""

    def queue(self, mail: Mail) -> bool:
        """Let a mail be sent once this transaction holds; False if one with its key was queued before."""
        if self._connection.execute(select(table.c.id).where(table.c.key == mail.key)).first():
            return False
        at = self._stamp.at
        row = {"to": mail.to.strip(), "subject": mail.subject, "text": mail.text, "about": mail.about}
        more = {"region": mail.region, "ref": mail.ref, "reply_to": mail.reply_to, "key": mail.key}
        state = {"state": "waiting", "tries": 0, "trouble": "", "queued_at": at, "due_at": at, "message_id": ""}
        own = {"id": next_id(self._connection, table), "code": fresh_code()}
        self._connection.execute(insert(table).values(**own, **row, **more, **state))
        return True

    def claim(self, domain: str, per_minute: int) -> MailRecord | None:
        """Take the next mail that is due as one's own to send; None if there is none, or enough went out this minute.

        The mail is "sending" once this transaction holds, and carries its Message-ID, which follows from its key.
        """
        now = self._stamp.at
        due = and_(table.c.state == "waiting", table.c.due_at <= now)
        found = self._next(and_(due, table.c.about == URGENT))
        if found is None and self._sent_since(now - timedelta(minutes=1)) < per_minute:
            found = self._next(due)
        if found is None:
            return None
        message_id = f"<{blake2b(found.key.encode(), digest_size=16).hexdigest()}@{domain}>"
        values = {"state": "sending", "sent_at": now, "tries": found.tries + 1, "message_id": message_id}
        self._connection.execute(update(table).where(table.c.id == found.id).values(**values))
        return MailRecord(*self._connection.execute(select(*COLUMNS).where(table.c.id == found.id)).one())

    def silent(self) -> list[MailRecord]:
        """The mails whose sender died before it could note the answer."""
        return [MailRecord(*row) for row in self._connection.execute(select(*COLUMNS).where(_silent(self._stamp.at)))]

    def sent(self, record: MailRecord, *, keep_text: bool = False) -> None:
        """Note that a mail server took a mail; its text goes, unless it may be kept."""
        self._settle(record, state="sent", trouble="", **({} if keep_text else {"text": ""}))

    def again(self, record: MailRecord, pause: timedelta, trouble: str) -> None:
        """Let a mail that certainly did not go out be tried again later."""
        self._settle(record, state="waiting", due_at=self._stamp.at + pause, trouble=trouble)

    def gave_up(self, record: MailRecord, state: MailState, trouble: str) -> None:
        """Note that a mail did not arrive ("failed", "bounced") or that nobody knows ("unclear"), and why."""
        self._settle(record, state=state, trouble=trouble)

    def came_back(self, record: MailRecord, trouble: str, *, for_good: bool) -> bool:
        """Note what a report from another mail server says of a sent mail; False if it was known or says nothing."""
        if record.state not in ("sent", "unclear", "sending") or record.trouble == trouble:
            return False
        state = "bounced" if for_good else record.state
        values = {"state": state, "trouble": trouble}
        self._connection.execute(update(table).where(table.c.id == record.id).values(**values))
        return True

    def resend(self, code: str, region: str) -> bool:
        """Send a mail of a region again that did not arrive for certain; False if it may not or cannot be."""
        own = (table.c.code == code, table.c.region == region)
        found = self._connection.execute(select(*COLUMNS).where(*own)).first()
        if found is None or not MailRecord(*found).may_go_again:
            return False
        values = {"state": "waiting", "due_at": self._stamp.at, "trouble": "", "seen_at": None}
        self._connection.execute(update(table).where(table.c.id == found.id).values(**values))
        return True

    def set_aside(self, code: str, region: str) -> bool:
        """Note that somebody has looked at a mail that did not arrive; it leaves the to-do list, not the log."""
        own = (table.c.code == code, table.c.region == region, among(table.c.state, LOST), table.c.seen_at.is_(None))
        return self._connection.execute(update(table).where(*own).values(seen_at=self._stamp.at)).rowcount > 0

    def forget(self, texts_before: datetime, people_before: datetime) -> int:
        """Empty the texts of old mails, and the addresses of very old ones; what was sent when stays countable."""
        over = table.c.state != "waiting"
        texts = and_(over, table.c.queued_at < texts_before, table.c.text != "")
        people = and_(over, table.c.queued_at < people_before, table.c.to != "")
        emptied = self._connection.execute(update(table).where(texts).values(text="")).rowcount
        nobody = {"to": "", "reply_to": "", "subject": ""}
        return emptied + self._connection.execute(update(table).where(people).values(**nobody)).rowcount

    def _next(self, where: ColumnElement[bool]) -> Row[Any] | None:
        return self._connection.execute(
            select(table).where(where).order_by(table.c.due_at, table.c.id).limit(1)
        ).first()

    def _sent_since(self, moment: datetime) -> int:
        counted = and_(table.c.sent_at > moment, table.c.about != URGENT)
        return int(self._connection.execute(select(func.count()).select_from(table).where(counted)).scalar_one())

    def _settle(self, record: MailRecord, **values: Any) -> None:
        """Note an answer; also where others have given the sender up meanwhile, because it knows better."""
        own = (table.c.id == record.id, table.c.tries == record.tries, among(table.c.state, ["sending", "unclear"]))
        self._connection.execute(update(table).where(*own).values(**values))


def _of(region: str | None) -> list[ColumnElement[bool]]:
    return [] if region is None else [table.c.region == region]


def _where(region: str | None, states: Sequence[str], about: str, ref: str) -> list[ColumnElement[bool]]:
    where = _of(region)
    where += [among(table.c.state, list(states))] if states else []
    where += [(table.c.about == about) | table.c.about.like(f"{about}:%")] if about else []
    return where + ([table.c.ref == ref] if ref else [])


def _silent(now: datetime) -> ColumnElement[bool]:
    return and_(table.c.state == "sending", table.c.sent_at < now - SILENCE)
