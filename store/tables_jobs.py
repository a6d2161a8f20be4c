"""The tables of the worker: long work with how far it is, and duties with when they are due again."""

from sqlalchemy import Column, Index, Integer, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("code", Key, nullable=False, unique=True),
    Column("kind", Key, nullable=False),
    Column("region", Key, nullable=False),
    Column("by", Text, nullable=False),
    #: what it needs to know, and what came of it, both JSON
    Column("payload", Text, nullable=False),
    Column("result", Text, nullable=False),
    #: waiting, running, done, failed, cancelled
    Column("state", Key, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    #: what is being done right now, or why it failed, in one sentence for people
    Column("words", Text, nullable=False),
    #: how often it was taken up; only whoever took it up last may change it
    Column("tries", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    #: the worker says every few seconds that it is alive; a job without this is taken up by another
    Column("alive_at", UtcTime),
    Column("finished_at", UtcTime),
    Index("job_state", "state", "created_at"),
    Index("job_region", "region", "created_at"),
)

duty = Table(
    "duty",
    metadata,
    Column("name", Key, primary_key=True),
    Column("due_at", UtcTime, nullable=False),
    #: set while a worker is at it
    Column("alive_at", UtcTime),
    Column("last_at", UtcTime),
    #: how many things the last run changed, and why it failed if it did
    Column("changed", Integer, nullable=False),
    Column("trouble", Text, nullable=False),
)
