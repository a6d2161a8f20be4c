"""What the machine found that needs doing, one row each, kept up to date by the worker."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, cast, delete, func, insert, or_, select, update

from model.findings import KINDS, Finding, Found
from store import tables
from store.codes import fresh_code
from store.dialect import Id, among
from store.links import LinkChanges, Links
from store.offers import id_of
from store.places import digest
from store.room import OneView
from store.tables_findings import finding, watch_state

#: provider, street, house number, postcode
Spot = tuple[str, str, str, str]
#: the state that is another one after every change of the findings
CHANGED = "findings"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the offers of a region look like together."""

    districts: frozenset[str]
    #: how many offers one provider has at one address
    at: Mapping[Spot, int]


class Findings(Links):
    """What needs doing, and how far the machine has looked."""

    def __init__(self, database: OneView) -> None:
        super().__init__(database)
        #: region -> the mark of the findings and the day for which they were counted, and the counts
        self._counted: dict[str, tuple[tuple[str, date], Mapping[str, int]]] = {}

    def state(self, name: str) -> str:
        """How far the watch has come with something, "" before it began."""
        with self._database.reading() as connection:
            return connection.execute(_STATE, {"name": name}).scalar() or ""

    def counts(self, region: str, day: date) -> dict[str, int]:
        """How many there are of each kind, without what is put off, dismissed or about to be looked at again."""
        with self._database.reading() as connection:
            found = Counter(self._all_of_them(connection, region, day))
            for kind, number in connection.execute(_STALE, {"region": region, "day": day}):
                found[kind] -= int(number)
        return dict(+found)

    def _all_of_them(self, connection: Connection, region: str, day: date) -> Mapping[str, int]:
        """How many there are of each kind, stale ones too; counted anew when a finding of any region has changed."""
        mark = (connection.execute(_STATE, {"name": CHANGED}).scalar() or "", day)
        known = self._counted.get(region)
        if known is not None and known[0] == mark:
            return known[1]
        rows = connection.execute(_COUNTS, {"region": region, "day": day}).all()
        counted = {row[0]: int(row[1]) for row in rows}
        self._counted[region] = (mark, counted)
        return counted

    def page(self, region: str, kind: str, day: date, *, offset: int = 0, limit: int = 50) -> list[Finding]:
        """Some findings of a kind, the oldest first."""
        statement = _shown(_ROW, region, day).where(finding.c.kind == kind)
        statement = statement.order_by(finding.c.found_on, tables.offer.c.sort_name, tables.offer.c.key)
        with self._database.reading() as connection:
            return [_finding(row) for row in connection.execute(statement.offset(offset).limit(limit))]

    def hidden(self, region: str, kind: str, day: date, limit: int = 50) -> list[Finding]:
        """Findings of a kind that somebody put off or said to be right, by name."""
        away = or_(finding.c.dismissed_by != "", finding.c.hidden_until > day)
        statement = _ROW.where(finding.c.region == region, finding.c.kind == kind, away)
        statement = statement.where(tables.offer.c.status == "published").order_by(tables.offer.c.sort_name)
        with self._database.reading() as connection:
            return [_finding(row) for row in connection.execute(statement.limit(limit))]

    def of_key(self, key: str, day: date) -> list[Finding]:
        """What needs doing at one offer, the most harmful first."""
        statement = _shown(_ROW, None, day).where(tables.offer.c.key == key).order_by(finding.c.weight.desc())
        with self._database.reading() as connection:
            return [_finding(row) for row in connection.execute(statement)]

    def unseen(self, region: str) -> int:
        """How many published offers changed since the watch last looked."""
        with self._database.reading() as connection:
            return int(connection.execute(_UNSEEN, {"region": region}).scalar_one())

    def surroundings(self, region: str) -> Surroundings:
        """What the published offers of a region look like together."""
        place, offer = tables.place.c, tables.offer
        where = and_(offer.c.region == region, offer.c.status == "published")
        spot = (tables.provider.c.name, place.street, place.number, place.postcode)
        together = select(*spot, func.count()).select_from(offer.join(tables.provider).join(tables.place, _AT))
        districts = select(place.district).distinct().select_from(offer.join(tables.place, _AT)).where(where)
        with self._database.reading() as connection:
            counted = connection.execute(together.where(where, place.street != "").group_by(*spot)).all()
            named = frozenset(name for name in connection.execute(districts).scalars() if name)
        return Surroundings(named, {(row[0], row[1], row[2], row[3]): int(row[4]) for row in counted})


class FindingChanges(LinkChanges):
    """Writes down what was found, and what people say to it."""

    def put(
        self, region: str, version: int, day: date, found: Mapping[int, Collection[Found]], kinds: Collection[str]
    ) -> int:
        """Keep what was found at some offers of a region among some kinds; returns how much is different.

        What was there before keeps its day, and for as long as its value is the same also what people said to it.
        """
        ids = list(found)
        where = and_(among(finding.c.offer_id, ids), among(finding.c.kind, list(kinds)))
        before = {(row.offer_id, row.kind): row for row in self._connection.execute(select(finding).where(where))}
        rows = [
            _row(offer_id, region, version, day, one, before.get((offer_id, one.kind)))
            for offer_id, those in found.items()
            for one in those
            if one.kind in kinds
        ]
        after = {(row["offer_id"], row["kind"]): row["mark"] for row in rows}
        if before:
            self._connection.execute(delete(finding).where(where))
        if rows:
            self._connection.execute(insert(finding), rows)
        if before or rows:
            self.remember(CHANGED, fresh_code())
        return len(after.items() ^ {(spot, row.mark) for spot, row in before.items()})

    def put_off(self, key: str, kind: str, until: date) -> bool:
        """Hide a finding until a day; False if there is none."""
        return self._change(key, kind, finding.c.kind == kind, hidden_until=until)

    def dismiss(self, key: str, kind: str, mark: str) -> bool:
        """Note that a value is right as it is, for as long as it stays; False if it is another one by now."""
        return self._change(key, kind, finding.c.mark == mark, dismissed_by=self._stamp.by)

    def bring_back(self, key: str, kind: str) -> bool:
        """Show a finding again that was put off or dismissed."""
        return self._change(key, kind, finding.c.kind == kind, hidden_until=None, dismissed_by="")

    def remember(self, name: str, value: str) -> None:
        """Keep how far the watch has come with something."""
        self._connection.execute(delete(watch_state).where(watch_state.c.name == name))
        self._connection.execute(insert(watch_state).values(name=name, value=value))

    def _change(self, key: str, kind: str, condition: Any, **values: Any) -> bool:
        where = and_(finding.c.offer_id == id_of(self._connection, key), finding.c.kind == kind, condition)
        changed = self._connection.execute(update(finding).where(where).values(**values)).rowcount > 0
        if changed:
            self.remember(CHANGED, fresh_code())
        return changed


_AT = tables.offer.c.place_id == tables.place.c.id
_ROW: Select[Any] = select(
    finding.c.kind, tables.offer.c.key, tables.offer.c.name, tables.provider.c.name.label("provider"),
    finding.c.detail, finding.c.found_on, finding.c.minutes, finding.c.mark,
).join_from(finding, tables.offer, finding.c.offer_id == tables.offer.c.id).join(
    tables.provider, tables.offer.c.provider_id == tables.provider.c.id
)  # fmt: skip


def _shown(statement: Select[Any], region: str | None, day: date) -> Select[Any]:
    """Only what is to be done now: an offer that changed since waits to be looked at, and is not shown meanwhile."""
    statement = statement.where(~_IS_STALE, _is_asked(day))
    return statement if region is None else statement.where(finding.c.region == region)


def _is_asked(day: Any) -> Any:
    """Neither put off nor right as it is."""
    return and_(finding.c.dismissed_by == "", or_(finding.c.hidden_until.is_(None), finding.c.hidden_until <= day))


#: up to which version the watch has looked at every offer; before it began, at none
SEEN = func.coalesce(
    select(cast(watch_state.c.value, Id)).where(watch_state.c.name == "version").scalar_subquery(), -1
)  # fmt: skip
#: whether a finding is about an offer that is off the map, or that changed since it was looked at
_IS_STALE = or_(tables.offer.c.status != "published", tables.offer.c.changed_version > finding.c.version)
_STATE = select(watch_state.c.value).where(watch_state.c.name == bindparam("name"))
#: the to-do list asks these at every view. Only offers that the watch has not seen can have stale findings, so all are
#: counted from an index, and the few stale ones taken off; the region is wrapped so that these are found by offer
_COUNTS = (
    select(finding.c.kind, func.count())
    .where(finding.c.region == bindparam("region"), _is_asked(bindparam("day")))
    .group_by(finding.c.kind)
)
_STALE = (
    select(finding.c.kind, func.count())
    .join_from(tables.offer, finding, finding.c.offer_id == tables.offer.c.id)
    .where(finding.c.offer_id.in_(select(tables.offer.c.id).where(tables.offer.c.changed_version > SEEN)))
    .where(func.coalesce(finding.c.region, "") == bindparam("region"))
    .where(_IS_STALE, _is_asked(bindparam("day")))
    .group_by(finding.c.kind)
)
_UNSEEN = (
    select(func.count())
    .select_from(tables.offer)
    .where(tables.offer.c.changed_version > SEEN, tables.offer.c.status == "published")
    .where(func.coalesce(tables.offer.c.region, "") == bindparam("region"))
)


def _row(offer_id: int, region: str, version: int, day: date, one: Found, before: Row[Any] | None) -> dict[str, Any]:
    mark, kind = digest(one.value), KINDS[one.kind]
    same = before is not None and before.mark == mark
    return {
        "offer_id": offer_id,
        "kind": one.kind,
        "region": region,
        "detail": json.dumps(dict(one.detail), ensure_ascii=False),
        "mark": mark,
        "found_on": before.found_on if before is not None and same else day,
        "weight": kind.weight,
        "minutes": kind.minutes,
        "version": version,
        "hidden_until": before.hidden_until if before is not None and same else None,
        "dismissed_by": before.dismissed_by if before is not None and same else "",
    }


def _finding(row: Row[Any]) -> Finding:
    detail = json.loads(row.detail)
    return Finding(row.kind, row.key, row.name, row.provider, detail, row.found_on, row.minutes, row.mark)
