"""The tables of campaigns: what is asked, who is asked, the digests of their codes, and what they answer."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

campaign = Table(
    "campaign",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    Column("region", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    #: draft, running, closed
    Column("state", Key, nullable=False),
    #: texts and questions, and an uploaded list that nobody has taken over yet, both JSON
    Column("plan", Text, nullable=False),
    Column("pending", Text, nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("round_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("closed_at", UtcTime),
    Index("campaign_region", "region", "state"),
)

#: whom a campaign asks; contact, mail, phone and street are emptied once somebody has the persons forgotten
campaign_recipient = Table(
    "campaign_recipient",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("campaign_id", Id, ForeignKey("campaign.id"), nullable=False),
    Column("code", Key, nullable=False, unique=True),
    #: what tells whether two lines of a list are the same institution
    Column("identity", Key, nullable=False),
    Column("institution", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("postcode", Key, nullable=False),
    Column("city", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("district", Text, nullable=False),
    #: keys of offers, JSON
    Column("offers", Text, nullable=False),
    #: open, answered, declined
    Column("state", Key, nullable=False),
    Column("note", Text, nullable=False),
    #: the last round in which it was asked by mail, and in which its letter was printed
    Column("round", Integer, nullable=False),
    Column("letter_round", Integer, nullable=False),
    Column("asked_at", UtcTime),
    Column("letter_at", UtcTime),
    Column("answered_at", UtcTime),
    UniqueConstraint("campaign_id", "identity"),
    Index("campaign_recipient_state", "campaign_id", "state"),
)

#: every mail and every letter has a code of its own, and all of them lead to the same form; only digests are kept
campaign_code = Table(
    "campaign_code",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("recipient_id", Id, ForeignKey("campaign_recipient.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Index("campaign_code_recipient", "recipient_id"),
)

#: what is saved, and what was sent in; `revision` keeps two devices from overwriting each other
campaign_answer = Table(
    "campaign_answer",
    metadata,
    Column("recipient_id", Id, ForeignKey("campaign_recipient.id"), primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("draft", Text, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    Column("sent", Text, nullable=False),
    Column("sent_at", UtcTime),
)

#: how often somebody typed a code that there is not; `sender` is a keyed digest of the address
campaign_guess = Table(
    "campaign_guess",
    metadata,
    Column("sender", Key, nullable=False),
    #: the hour in which it was
    Column("hour", Key, nullable=False),
    Column("tries", Integer, nullable=False),
    PrimaryKeyConstraint("sender", "hour"),
)
