"""The table of files that are brought in again and again."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table, Text

from store.dialect import Key, UtcTime
from store.tables import metadata

standing_import = Table(
    "standing_import",
    metadata,
    Column("region", Key, nullable=False),
    Column("path", Key, nullable=False),
    Column("every_days", Integer, nullable=False),
    Column("importer", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("mail", Text, nullable=False),
    Column("last_at", UtcTime),
    Column("last_sha256", Text, nullable=False),
    Column("by", Text, nullable=False),
    PrimaryKeyConstraint("region", "path"),
)
