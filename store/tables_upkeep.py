"""The tables of upkeep: how often an entry is to be confirmed, who was asked about it, and what they answered."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

#: the step of a question that somebody asked for
ON_REQUEST = -1

#: only offers that have a rhythm of their own or are being asked about have a row; all others rest
upkeep = Table(
    "upkeep",
    metadata,
    Column("offer_id", Id, ForeignKey("offer.id"), primary_key=True, autoincrement=False),
    #: `model.freshness.Rhythm` as text; "" is what the region does by default
    Column("rhythm", Key, nullable=False),
    #: `model.freshness.STAGES`
    Column("stage", Key, nullable=False),
    #: since when it is being asked about, or waits for a call
    Column("asked_on", Date),
    #: when somebody proposed changes instead of confirming: they are not asked again so soon
    Column("spoken_on", Date),
    #: when somebody last called and reached nobody, and how often by now
    Column("tried_on", Date),
    Column("tries", Integer, nullable=False),
    Index("upkeep_stage", "stage"),
    Index("upkeep_rhythm", "rhythm"),
)

#: one round of asking one address about all of its due entries
question = Table(
    "upkeep_question",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    Column("region", Key, nullable=False),
    #: emptied some time after it is closed
    Column("email", Key, nullable=False),
    #: 0 asked, then the number of reminders sent; ON_REQUEST: the address asked for a link, so nobody waits for it
    Column("step", Integer, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("stepped_on", Date, nullable=False),
    #: when nothing more was to be answered or awaited
    Column("closed_on", Date),
    Index("upkeep_question_open", "region", "closed_on"),
    Index("upkeep_question_email", "region", "email"),
)

#: an entry that a question is about, and what was said: "" (nothing yet), confirmed, changed, gone
answer = Table(
    "upkeep_answer",
    metadata,
    Column("question_id", Id, ForeignKey("upkeep_question.id"), nullable=False),
    Column("offer_id", Id, ForeignKey("offer.id"), nullable=False),
    Column("answer", Key, nullable=False),
    Column("answered_at", UtcTime),
    PrimaryKeyConstraint("question_id", "offer_id"),
    Index("upkeep_answer_offer", "offer_id", "answer"),
)

#: the personal links of a question; the secret itself is only in the mail
link = Table(
    "upkeep_link",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("question_id", Id, ForeignKey("upkeep_question.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index("upkeep_link_question", "question_id"),
)

#: whether a region asks at all; without a row it does not
ladder = Table(
    "upkeep_ladder",
    metadata,
    Column("region", Key, primary_key=True),
    Column("on_since", UtcTime),
    Column("switched_by", Text, nullable=False),
    Column("mails_a_day", Integer, nullable=False),
)
