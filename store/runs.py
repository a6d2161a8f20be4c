"""Runs: one for every time a source was read, with what came of it and what was refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from model.source import Source
from store.codes import fresh_code
from store.places import next_id
from store.tables import offer, record, rejection
from store.tables import run as table


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of an importer."""

    id: int
    #: the name of the source, and its title as it was then
    source: str
    title: str
    file_name: str
    sha256: str
    region: str
    by: str
    started_at: datetime
    #: None while it is under way, or if it broke off
    finished_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    #: how pages name it
    code: str = ""
    #: since when, and by whom, all that it changed is taken back
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that was refused, with its line and the reason."""

    line: int
    ref: str
    reason: str


def latest(connection: Connection, limit: int, region: str | None = None) -> list[Run]:
    """The latest runs, newest first, of one region or of all."""
    where = [] if region is None else [table.c.region == region]
    return [
        _run(row) for row in connection.execute(select(table).where(*where).order_by(table.c.id.desc()).limit(limit))
    ]


def by_id(connection: Connection, run: int) -> Run | None:
    """One run."""
    row = connection.execute(select(table).where(table.c.id == run)).first()
    return _run(row) if row else None


def by_code(connection: Connection, code: str) -> Run | None:
    """The run that pages call by this code."""
    row = connection.execute(select(table).where(table.c.code == code)).first()
    return _run(row) if row else None


def note_undone(connection: Connection, run: int, by: str, at: datetime) -> None:
    """Note that all that a run changed is taken back."""
    connection.execute(update(table).where(table.c.id == run).values(undone_at=at, undone_by=by))


def rejections(connection: Connection, run: int) -> list[Rejection]:
    """What a run refused, in the order of the file."""
    columns = (rejection.c.line, rejection.c.ref, rejection.c.reason)
    statement = select(*columns).where(rejection.c.run_id == run).order_by(rejection.c.number)
    return [Rejection(*row) for row in connection.execute(statement)]


def raw_record(connection: Connection, key: str) -> Mapping[str, Any] | None:
    """The latest raw row behind an offer, None where it did not come from a source."""
    body = connection.execute(select(record.c.body).join_from(record, offer).where(offer.c.key == key)).scalar()
    return json.loads(body) if body else None


def start(
    connection: Connection, source: Source, file_name: str, sha256: str, region: str, *, by: str, at: datetime
) -> int:
    """Note that a run began."""
    run_id = next_id(connection, table)
    row = {"source": source.name, "title": source.title, "file_name": file_name, "sha256": sha256}
    more = {"region": region, "by": by, "started_at": at, "counts": "{}", "code": fresh_code()}
    connection.execute(insert(table).values(id=run_id, **row, **more))
    return run_id


def reject(connection: Connection, run: int, line: int, ref: str, reason: str) -> None:
    """Note a record that was refused."""
    highest = select(func.coalesce(func.max(rejection.c.number), 0)).where(rejection.c.run_id == run)
    number = connection.execute(highest).scalar_one() + 1
    connection.execute(insert(rejection).values(run_id=run, number=number, line=line, ref=ref, reason=reason))


def finish(connection: Connection, run: int, counts: Mapping[str, int], at: datetime) -> None:
    """Note that a run ended and what came of it."""
    values = {"finished_at": at, "counts": json.dumps(dict(counts))}
    connection.execute(update(table).where(table.c.id == run).values(**values))


def _run(row: Row[Any]) -> Run:
    return Run(
        row.id, row.source, row.title, row.file_name, row.sha256, row.region, row.by, row.started_at, row.finished_at,
        json.loads(row.counts), row.code or "", row.undone_at, row.undone_by or "",
    )  # fmt: skip
