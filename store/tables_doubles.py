"""The tables of duplicates: pairs that may be the same, and what was merged into what."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

#: two keys in their order; what a person decided about them is never forgotten
double_pair = Table(
    "double_pair",
    metadata,
    Column("one", Key, nullable=False),
    Column("other", Key, nullable=False),
    Column("region", Key, nullable=False),
    #: how alike they are, 0 to 100, and why, as JSON
    Column("score", Integer, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("found_at", UtcTime, nullable=False),
    #: who said that they are not the same, and when
    Column("apart_by", Text, nullable=False),
    Column("apart_at", UtcTime),
    PrimaryKeyConstraint("one", "other"),
    Index("double_pair_region", "region", "apart_at", "score"),
    Index("double_pair_other", "other"),
)

#: an offer that was merged into another; the old key leads to the new one
merge = Table(
    "merge",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    Column("region", Key, nullable=False),
    Column("old", Key, nullable=False),
    Column("new", Key, nullable=False),
    #: the numbers of the last revisions before the merge; 0 if it changed nothing in the one that stays
    Column("old_revision", Integer, nullable=False),
    Column("new_revision", Integer, nullable=False),
    #: what moved along, as JSON: numbers of reports, codes of suggestions …
    Column("moved", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("undone_by", Text, nullable=False),
    Column("undone_at", UtcTime),
    Index("merge_old", "old"),
    Index("merge_region", "region", "at"),
)
