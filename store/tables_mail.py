"""The table of mails: what waits to be sent, what was sent, and what came back."""

from sqlalchemy import Column, Index, Integer, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

mail = Table(
    "mail",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    #: how pages name it
    Column("code", Key, nullable=False, unique=True),
    Column("key", Key, nullable=False, unique=True),
    Column("to", Text, nullable=False),
    Column("subject", Text, nullable=False),
    #: emptied once it is sent, because it may hold a secret link
    Column("text", Text, nullable=False),
    Column("about", Key, nullable=False),
    Column("region", Key, nullable=False),
    Column("ref", Key, nullable=False),
    Column("reply_to", Text, nullable=False),
    #: waiting, sending, sent, unclear (it broke off while sending), failed, bounced
    Column("state", Key, nullable=False),
    Column("tries", Integer, nullable=False),
    #: why it failed or came back, in one sentence
    Column("trouble", Text, nullable=False),
    Column("queued_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    #: when the last attempt to send it began
    Column("sent_at", UtcTime),
    Column("message_id", Key, nullable=False),
    #: when somebody of the office has looked at what went wrong
    Column("seen_at", UtcTime),
    Index("mail_state_due", "state", "due_at"),
    Index("mail_about", "about", "state"),
    Index("mail_message_id", "message_id"),
    Index("mail_sent_at", "sent_at"),
    Index("mail_region", "region", "queued_at"),
)
