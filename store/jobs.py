"""Jobs: long work that is kept in the database, so that it survives the death of whoever does it.

A job is leased: whoever took it up last (`tries` says which time that was) may change it, and only for as long as it
is still "running". Whoever falls silent for longer than `SILENCE` loses it to the next worker.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, insert, literal, or_, select, update

from store.codes import fresh_code
from store.dialect import among
from store.places import next_id
from store.room import Changes, Room
from store.tables_jobs import job as table

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]
#: a job whose worker has not been heard of for so long is taken up by another
SILENCE = timedelta(seconds=30)
#: a job that was taken up so often without an end brings its workers down, and is given up
MOST_TRIES = 5


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

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ("done", "failed", "cancelled")


class Jobs(Room):
    """What is to be done, is being done and was done."""

    def by_code(self, code: str) -> Job | None:
        """The job that pages call by this code."""
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.code == code)).first()
        return _job(row) if row else None

    def is_due(self, now: datetime) -> bool:
        """Whether there is a job for a worker; one small question, asked every second."""
        statement = select(table.c.id).where(_free(now)).limit(1)
        with self._database.reading() as connection:
            return connection.execute(statement).first() is not None

    def latest(self, region: str, kinds: Sequence[str], limit: int = 50) -> list[Job]:
        """The latest jobs of some kinds in a region, newest first, without what came of them, which may be long."""
        where = (table.c.region == region, among(table.c.kind, list(kinds)))
        columns = [literal("{}").label("result") if c.name == "result" else c for c in table.c]
        statement = select(*columns).where(*where).order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_job(row) for row in connection.execute(statement)]

    def ended_before(self, kinds: Sequence[str], moment: datetime) -> list[Job]:
        """The jobs of some kinds that were over before a moment."""
        where = (among(table.c.kind, list(kinds)), table.c.finished_at < moment)
        with self._database.reading() as connection:
            return [_job(row) for row in connection.execute(select(table).where(*where))]


class JobChanges(Changes):
    """Adds jobs within a transaction, takes them up and ends them."""

    def add(self, kind: str, region: str, payload: Mapping[str, Any]) -> str:
        """Let the worker do something once this transaction holds, and return the code of the job."""
        code = fresh_code()
        row = {"id": next_id(self._connection, table), "code": code, "kind": kind, "region": region}
        more = {"by": self._stamp.by, "payload": _text(payload), "result": "{}", "words": ""}
        state = {"state": "waiting", "done": 0, "total": 0, "tries": 0, "created_at": self._stamp.at}
        self._connection.execute(insert(table).values(**row, **more, **state))
        return code

    def claim(self) -> Job | None:
        """Take up the oldest job that nobody is at; None if there is none."""
        order = (table.c.created_at, table.c.id)
        row = self._connection.execute(select(table).where(_free(self._stamp.at)).order_by(*order).limit(1)).first()
        if row is None:
            return None
        if row.tries >= MOST_TRIES:
            words = f"Die Arbeit wurde {MOST_TRIES}-mal begonnen und jedes Mal unterbrochen. Sie wurde aufgegeben."
            self._end(row.id, "failed", words=words)
            return self.claim()
        now = self._stamp.at
        values = {"state": "running", "tries": row.tries + 1, "alive_at": now, "started_at": row.started_at or now}
        self._connection.execute(update(table).where(table.c.id == row.id).values(**values))
        return _job(self._connection.execute(select(table).where(table.c.id == row.id)).one())

    def beat(self, job: Job, done: int, total: int, words: str) -> bool:
        """Say that somebody is at it and how far; False if it is no longer theirs."""
        values = {"alive_at": self._stamp.at, "done": done, "total": total, "words": words}
        return self._change(job, **values)

    def note(self, job: Job, result: Mapping[str, Any]) -> bool:
        """Keep what came of a job in the transaction that does it; False if it is no longer theirs to do."""
        return self._change(job, result=_text(result))

    def finish(self, job: Job, result: Mapping[str, Any], words: str = "") -> bool:
        """Note that a job is done; False if it is no longer theirs."""
        total = max(job.total, 1)
        values = {"done": total, "total": total, "words": words, "result": _text(result)}
        return self._change(job, state="done", finished_at=self._stamp.at, **values)

    def fail(self, job: Job, sentence: str) -> bool:
        """Note that nothing came of a job and why; False if it is no longer theirs."""
        return self._change(job, state="failed", finished_at=self._stamp.at, words=sentence)

    def release(self, job: Job) -> bool:
        """Give a job back unfinished, as a worker does that is told to end; it does not count as a try."""
        return self._change(job, state="waiting", alive_at=None, tries=job.tries - 1)

    def cancel(self, code: str, region: str) -> bool:
        """Stop a job of a region that has not brought anything about yet; False if it is too late."""
        open_now = and_(among(table.c.state, ["waiting", "running"]), table.c.result == "{}")
        statement = update(table).where(table.c.code == code, table.c.region == region, open_now)
        done = statement.values(state="cancelled", finished_at=self._stamp.at, words="Abgebrochen.")
        return self._connection.execute(done).rowcount > 0

    def forget(self, code: str) -> None:
        """Empty what a job that is over knew and found, as is done with its file."""
        statement = update(table).where(table.c.code == code, table.c.finished_at.is_not(None))
        self._connection.execute(statement.values(payload="{}", result="{}"))

    def _change(self, job: Job, **values: Any) -> bool:
        own = (table.c.id == job.id, table.c.state == "running", table.c.tries == job.tries)
        return self._connection.execute(update(table).where(*own).values(**values)).rowcount > 0

    def _end(self, job_id: int, state: JobState, *, words: str) -> None:
        values = {"state": state, "words": words, "finished_at": self._stamp.at}
        self._connection.execute(update(table).where(table.c.id == job_id).values(**values))


def _free(now: datetime) -> ColumnElement[bool]:
    """Jobs that nobody is at: new ones, and those whose worker fell silent."""
    silent = and_(table.c.state == "running", table.c.alive_at < now - SILENCE)
    return or_(table.c.state == "waiting", silent)


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _job(row: Row[Any]) -> Job:
    return Job(
        row.id, row.code, row.kind, row.region, row.by, json.loads(row.payload), row.created_at, row.state, row.done,
        row.total, row.words, row.tries, json.loads(row.result), row.started_at, row.alive_at, row.finished_at,
    )  # fmt: skip
