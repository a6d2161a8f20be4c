"""The rules of a region: what was changed in them, and which offers they make neutral."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, or_, select

from model.neutrality import Assessment, assess
from model.region import Region
from store import regions
from store.offers import facts_of
from store.places import next_id
from store.room import Changes, Room
from store.tables import offer
from store.tables_settings import region_change


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule as it was and as it became, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RegionChange:
    """One change of the rules of a region."""

    at: datetime
    by: str
    why: str
    changes: tuple[RuleChange, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One published offer of counselling with its grade and evidence on a day."""

    key: str
    name: str
    assessment: Assessment


class RegionRules(Room):
    """Reads them."""

    def changes(self, region: str, limit: int = 20) -> list[RegionChange]:
        """What was changed in the rules of a region, newest first."""
        where = region_change.c.region == region
        statement = select(region_change).where(where).order_by(region_change.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [RegionChange(row.at, row.by, row.why, _read(row.changes)) for row in rows]

    def marks(self, region: str, day: date) -> list[Marked]:
        """All published counselling of a region with its grade on a day, by name."""
        with self._database.reading() as connection:
            return marks(connection, region, day)


class RegionRuleChanges(Changes):
    """Changes them within a transaction."""

    def region(self, ags: str) -> Region | None:
        """The region as it is now, within the transaction."""
        return regions.by_name(self._connection, ags)

    def marks(self, region: str, day: date) -> list[Marked]:
        """All published counselling of a region with its grade on a day, by name, within the transaction."""
        return marks(self._connection, region, day)

    def note(self, region: str, changes: Sequence[RuleChange]) -> None:
        """Keep what was changed in the rules of a region."""
        row = {"id": next_id(self._connection, region_change), "region": region, "at": self._stamp.at}
        more = {"by": self._stamp.by, "why": self._stamp.why}
        told = json.dumps([[one.label, one.before, one.after] for one in changes], ensure_ascii=False)
        self._connection.execute(insert(region_change).values(**row, **more, changes=told))


def marks(connection: Connection, region: str, day: date) -> list[Marked]:
    """Grades as they are stored; where dates in the facts have passed since, they are derived anew."""
    columns = offer.c
    turned = or_(columns.changes_on <= day, columns.assessed_on > day)
    where = (columns.region == region, columns.status == "published", columns.kind == "counselling")
    named = (columns.id, columns.key, columns.name, columns.grade, columns.evidence)
    rows = connection.execute(select(*named).where(*where).order_by(columns.sort_name, columns.key)).all()
    old = connection.execute(select(columns.id).where(*where, turned)).scalars().all()
    facts = facts_of(connection, old) if old else {}
    anew = {offer_id: assess(facts[offer_id], day) for offer_id in old}
    return [
        Marked(row.key, row.name, anew.get(row.id) or Assessment(row.grade, row.evidence)) for row in rows
    ]


def _read(text: str) -> tuple[RuleChange, ...]:
    return tuple(RuleChange(*one) for one in json.loads(text))
