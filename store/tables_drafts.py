"""The tables of work in progress at the desk: what is being typed, and changes of many offers at once."""

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

#: the form of one offer as one account left it; gone once it is saved or thrown away
draft = Table(
    "draft",
    metadata,
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("offer_key", Key, nullable=False),
    Column("region", Key, nullable=False),
    #: the change of the offer on which the form is based, 0 for a new offer
    Column("revision", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("account_id", "offer_key"),
    Index("draft_at", "at"),
)

#: one change of many offers: chosen, seen before, done, taken back
bulk_change = Table(
    "bulk_change",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    Column("region", Key, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", Key, nullable=False),
    Column("document", Text, nullable=False),
    Index("bulk_change_at", "at"),
)
