"""The table of column mappings: what the headings of a list mean in a region, as somebody decided."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text

from store.dialect import Key, UtcTime
from store.tables import metadata

column_mapping = Table(
    "column_mapping",
    metadata,
    Column("region", Key, nullable=False),
    #: a digest of the headings, in whatever order they stand
    Column("headings", Key, nullable=False),
    #: JSON: heading -> field, "" for those that are passed over
    Column("columns", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("region", "headings"),
)
