"""What hangs on the key of an offer in other rooms, and follows it when two offers become one."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, select, update

from store import tables
from store.dialect import among
from store.tables_campaigns import campaign_recipient
from store.tables_evidence import evidence_file, fact_proposal
from store.tables_suggestions import suggestion

Moved = Mapping[str, list[int]]
#: the tables with the column that names the offer by its key
_BY_KEY: tuple[tuple[Table, Column[str]], ...] = (
    (suggestion, suggestion.c.key),
    (fact_proposal, fact_proposal.c.offer_key),
    (evidence_file, evidence_file.c.offer_key),
)


def move(connection: Connection, old: str, new: str) -> Moved:
    """Let everything follow from one offer to another; returns the numbers of the rows, so that it can come back."""
    moved = {table.name: _ids(connection, table, column, old) for table, column in _BY_KEY}
    for table, column in _BY_KEY:
        _set(connection, table, column, moved[table.name], new)
    report = tables.report
    moved["report"] = _ids(connection, report, report.c.offer_id, _offer_id(connection, old))
    _set(connection, report, report.c.offer_id, moved["report"], _offer_id(connection, new))
    moved["campaign_recipient"] = _recipients(
        connection, old, lambda keys: [new if one == old else one for one in keys]
    )
    return moved


def move_back(connection: Connection, moved: Moved, old: str, new: str) -> None:
    """Let what once followed come back, as far as it is still there."""
    for table, column in _BY_KEY:
        _set(connection, table, column, moved.get(table.name, []), old)
    report = tables.report
    _set(connection, report, report.c.offer_id, moved.get("report", []), _offer_id(connection, old))
    asked = set(moved.get("campaign_recipient", []))
    _recipients(connection, new, lambda keys: [*keys, old], asked)


def _offer_id(connection: Connection, key: str) -> int:
    return int(connection.execute(select(tables.offer.c.id).where(tables.offer.c.key == key)).scalar_one())


def _ids(connection: Connection, table: Table, column: Column[Any], value: str | int) -> list[int]:
    return list(connection.execute(select(table.c.id).where(column == value).order_by(table.c.id)).scalars())


def _set(connection: Connection, table: Table, column: Column[Any], ids: list[int], value: str | int) -> None:
    if ids:
        connection.execute(update(table).where(among(table.c.id, ids)).values({column.name: value}))


def _recipients(
    connection: Connection, key: str, change: Callable[[list[str]], list[str]], only: Collection[int] | None = None
) -> list[int]:
    """Change the lists of offers of those who are asked about one; returns the numbers of those lists."""
    row = campaign_recipient.c
    named = row.offers.contains(json.dumps(key), autoescape=True)
    changed = []
    for own, text in connection.execute(select(row.id, row.offers).where(named)).all():
        keys = json.loads(text)
        if key in keys and (only is None or own in only):
            fresh = json.dumps(list(dict.fromkeys(change(keys))))
            connection.execute(update(campaign_recipient).where(row.id == own).values(offers=fresh))
            changed.append(own)
    return changed
