"""The table of views: how often each offer was looked at in a month, and nothing about who looked."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table

from store.dialect import Key
from store.tables import metadata

offer_view = Table(
    "offer_view",
    metadata,
    Column("key", Key, nullable=False),
    #: as in "2026-03"
    Column("month", Key, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("key", "month"),
)
