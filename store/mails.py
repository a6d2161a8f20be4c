"""Mails: queued in the transaction of the change they tell of, sent later by the worker, once."""

from sqlalchemy import insert, select

from model.mail import Mail
from store.places import next_id
from store.room import Changes, Room
from store.tables_mail import mail as table


class Mails(Room):
    """What waits to be sent and what was."""

    def waiting(self) -> int:
        """How many mails wait to be sent."""
        with self._database.reading() as connection:
            return len(connection.execute(select(table.c.id).where(table.c.state == "waiting")).all())


class MailChanges(Changes):
    """Queues mails within a transaction."""

    def queue(self, mail: Mail) -> bool:
        """Let a mail be sent once this transaction holds; False if one with its key was queued before."""
        if self._connection.execute(select(table.c.id).where(table.c.key == mail.key)).first():
            return False
        at = self._stamp.at
        row = {"to": mail.to.strip(), "subject": mail.subject, "text": mail.text, "about": mail.about}
        more = {"region": mail.region, "ref": mail.ref, "reply_to": mail.reply_to, "key": mail.key}
        state = {"state": "waiting", "tries": 0, "trouble": "", "queued_at": at, "due_at": at, "message_id": ""}
        self._connection.execute(insert(table).values(id=next_id(self._connection, table), **row, **more, **state))
        return True
