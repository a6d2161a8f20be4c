"""Jobs: long work that is kept in the database, so that it survives the death of whoever does it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, insert, select

from store.codes import fresh_code
from store.places import next_id
from store.room import Changes, Room
from store.tables_jobs import job as table

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work and how far it is. `code` is how pages name it."""

    id: int
    code: str
    kind: str
    region: str
    by: str
    payload: Mapping[str, Any]
    created_at: datetime
    state: JobState = "waiting"
    done: int = 0
    total: int = 0
    words: str = ""
    tries: int = 0
    result: Mapping[str, Any] = field(default_factory=dict)
    started_at: datetime | None = None
    alive_at: datetime | None = None
    finished_at: datetime | None = None


class Jobs(Room):
    """What is to be done, is being done and was done."""

    def by_code(self, code: str) -> Job | None:
        """The job that pages call by this code."""
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.code == code)).first()
        return _job(row) if row else None


class JobChanges(Changes):
    """Adds jobs within a transaction."""

    def add(self, kind: str, region: str, payload: Mapping[str, Any]) -> str:
        """Let the worker do something once this transaction holds, and return the code of the job."""
        code = fresh_code()
        row = {"id": next_id(self._connection, table), "code": code, "kind": kind, "region": region}
        more = {"by": self._stamp.by, "payload": json.dumps(payload, ensure_ascii=False), "result": "{}", "words": ""}
        state = {"state": "waiting", "done": 0, "total": 0, "tries": 0, "created_at": self._stamp.at}
        self._connection.execute(insert(table).values(**row, **more, **state))
        return code


def _job(row: Row[Any]) -> Job:
    return Job(
        row.id, row.code, row.kind, row.region, row.by, json.loads(row.payload), row.created_at, row.state, row.done,
        row.total, row.words, row.tries, json.loads(row.result), row.started_at, row.alive_at, row.finished_at,
    )  # fmt: skip
