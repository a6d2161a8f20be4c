"""The tables of suggestions: what is proposed, and how often something was sent lately, without saying by whom."""

from sqlalchemy import Column, Index, Integer, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    Column("region", Key, nullable=False),
    #: of the offer, "" for one that there is not yet
    Column("key", Key, nullable=False),
    #: what lists show without reading the offers: the name of the offer, and whether it is said to be no more
    Column("name", Text, nullable=False),
    Column("closes", Integer, nullable=False),
    #: the name of the provider, so that it finds its own
    Column("provider", Key, nullable=False),
    Column("channel", Key, nullable=False),
    #: open, half, done
    Column("state", Key, nullable=False),
    #: names of fields and decisions, both JSON; the offers as documents, "" for none
    Column("names", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("proposed", Text, nullable=False),
    Column("decisions", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("source", Key, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("reason", Text, nullable=False),
    #: the code of the account that decided first
    Column("first", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("decided_at", UtcTime),
    Index("suggestion_region_state", "region", "state", "id"),
    Index("suggestion_region_channel", "region", "state", "channel"),
    Index("suggestion_key", "key"),
    Index("suggestion_provider", "region", "provider"),
)

#: one row for each form sent without an account in the last 24 hours; `sender` is a keyed digest that changes daily
sending = Table(
    "sending",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("sender", Key, nullable=False),
    Column("about", Key, nullable=False),
    #: the digest of a proof of work that was used up, "" where none was needed
    Column("proof", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("sending_sender", "sender", "at"),
    Index("sending_about", "about", "at"),
    Index("sending_proof", "proof"),
    Index("sending_at", "at"),
)
