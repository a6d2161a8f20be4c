"""The table of what was changed in the rules of a region."""

from sqlalchemy import Column, Index, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

region_change = Table(
    "region_change",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("region", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    #: a list of what each rule was called, what it was and what it became, in words
    Column("changes", Text, nullable=False),
    Index("region_change_region", "region", "id"),
)
