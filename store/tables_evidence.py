"""The tables of facts about neutrality that wait for a second person, and of the documents behind them."""

from sqlalchemy import Column, Index, Integer, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

fact_proposal = Table(
    "fact_proposal",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    Column("region", Key, nullable=False),
    Column("offer_key", Key, nullable=False),
    Column("offer_name", Text, nullable=False),
    #: the checked facts as they shall be, and all facts as they were: lists in JSON
    Column("facts", Text, nullable=False),
    Column("base", Text, nullable=False),
    #: who checked, by name; stays in the house
    Column("checker", Text, nullable=False),
    Column("note", Text, nullable=False),
    #: whose account wrote it down, and when
    Column("by_code", Key, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    #: waiting, confirmed, rejected, withdrawn
    Column("state", Key, nullable=False),
    Column("decided_code", Key, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", UtcTime),
    Column("decided_note", Text, nullable=False),
    Index("fact_proposal_state", "region", "state", "id"),
    Index("fact_proposal_offer", "offer_key", "state"),
)

#: what was uploaded; the content lies in a file of its own that no address leads to
evidence_file = Table(
    "evidence_file",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    Column("region", Key, nullable=False),
    Column("offer_key", Key, nullable=False),
    #: the code of the proposal it belongs to; "" while its form is not finished
    Column("proposal", Key, nullable=False),
    #: the fact it speaks for
    Column("fact", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Key, nullable=False),
    #: the random name of the file
    Column("file", Key, nullable=False, unique=True),
    Column("by_code", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("evidence_file_proposal", "proposal"),
    Index("evidence_file_offer", "offer_key"),
)
