"""Hand-overs and their slips: recorded in codes and weeks, answered once, and deleted in time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from model.referral import WAIT_WEEKS, Centre, Institution, Referral, SlipState, quarter_of, weeks_later
from store.codes import fresh_code
from store.room import Changes, Room
from store.tables_referrals import pilot_institution, referral, referral_district, reported_wait, slip, slip_centre

#: the columns by which hand-overs may be counted
COUNTED = ("week", "institution", "offer", "verified_months", "topic", "phase", "format", "language",
           "why_not_nearest", "live_contact", "outcome", "sent_on", "answered_by")  # fmt: skip


#: all tables of hand-overs
TABLES = {one.name: one for one in (referral, slip, referral_district, reported_wait, pilot_institution, slip_centre)}


def columns_of(table: str) -> list[str]:
    """The names of the columns of one of the tables of hand-overs, so that a page can tell what is kept."""
    return [column.name for column in TABLES[table].columns]


class Referrals(Room):
    """Reads them."""

    def institutions(self, region: str) -> list[Institution]:
        """The institutions of pilots in a region, by name, closed ones too."""
        table = pilot_institution
        statement = select(table).where(table.c.region == region).order_by(table.c.name, table.c.code)
        with self._database.reading() as connection:
            return [_institution(row) for row in connection.execute(statement)]

    def institution(self, region: str, code: str) -> Institution | None:
        """The institution that pages of a region call by this code."""
        table = pilot_institution
        return self._institution(and_(table.c.code == code, table.c.region == region))

    def institution_by_access(self, digest: str) -> Institution | None:
        """The institution to which an access code belongs, unless it is closed."""
        table = pilot_institution
        return self._institution(and_(table.c.access == digest, table.c.closed.is_(False)))

    def centres(self, region: str) -> list[Centre]:
        """The counselling centres of a region with a token, by name, closed ones too."""
        statement = select(slip_centre).where(slip_centre.c.region == region)
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(slip_centre.c.provider, slip_centre.c.code)).all()
        return [Centre(row.code, row.region, row.provider, row.closed) for row in rows]

    def centre_by_access(self, digest: str) -> Centre | None:
        """The counselling centre to which a token belongs, unless it is closed."""
        statement = select(slip_centre).where(slip_centre.c.access == digest, slip_centre.c.closed.is_(False))
        with self._database.reading() as connection:
            row = connection.execute(statement).first()
        return Centre(row.code, row.region, row.provider, row.closed) if row else None

    def slip_state(self, digest: str, week: str) -> SlipState:
        """Whether a slip can be answered in a week."""
        with self._database.reading() as connection:
            return _state(_slip(connection, digest), week)

    def offer_of_slip(self, digest: str) -> str:
        """The key of the offer to which an unanswered slip leads; "" if there is none."""
        statement = select(referral.c.offer).join_from(slip, referral, slip.c.referral == referral.c.id)
        with self._database.reading() as connection:
            return connection.execute(statement.where(slip.c.digest == digest)).scalar() or ""

    def waits(self, week: str) -> Mapping[str, str]:
        """The offers where a long wait was reported in this week or shortly before, with the week of the report."""
        from_week = weeks_later(week, -WAIT_WEEKS)
        statement = select(reported_wait.c.offer, reported_wait.c.week).where(reported_wait.c.week >= from_week)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}

    def counts(
        self, region: str, by: Sequence[str], first: str, last: str, *, institution: str = ""
    ) -> dict[tuple[Any, ...], int]:
        """How many hand-overs there were from one week to another, for each combination of some columns.

        These are true numbers: what leaves the house must go through `model.suppression` first.
        """
        if unknown := set(by) - set(COUNTED):
            raise ValueError(f"Hand-overs are not counted by {', '.join(sorted(unknown))}.")
        columns = [referral.c[name] for name in by]
        where = and_(referral.c.region == region, referral.c.week >= first, referral.c.week <= last)
        if institution:
            where = and_(where, referral.c.institution == institution)
        statement = select(*columns, func.count()).where(where).group_by(*columns)
        with self._database.reading() as connection:
            return {tuple(row[:-1]): row[-1] for row in connection.execute(statement) if row[-1]}

    def districts(self, region: str, quarter: str) -> dict[str, int]:
        """How many were handed on from each district in a quarter; true numbers, as above."""
        table = referral_district
        statement = select(table.c.district, table.c.count)
        with self._database.reading() as connection:
            rows = connection.execute(statement.where(table.c.region == region, table.c.quarter == quarter)).all()
        return {row[0]: row[1] for row in rows}

    def weeks(self, region: str) -> tuple[str, str] | None:
        """The first and the last week with a hand-over in a region; None while there was none."""
        statement = select(func.min(referral.c.week), func.max(referral.c.week)).where(referral.c.region == region)
        with self._database.reading() as connection:
            row = connection.execute(statement).one()
        return (row[0], row[1]) if row[0] else None

    def _institution(self, where: Any) -> Institution | None:
        with self._database.reading() as connection:
            row = connection.execute(select(pilot_institution).where(where)).first()
        return _institution(row) if row else None


class ReferralChanges(Changes):
    """Changes them within a transaction."""

    def add_institution(self, region: str, name: str, access: str) -> Institution:
        """Register an institution with the digest of its access code."""
        values = {"code": fresh_code(), "region": region, "name": name, "closed": False}
        self._connection.execute(insert(pilot_institution).values(access=access, **values))
        return Institution(**values)  # type: ignore[arg-type]

    def change_institution(self, code: str, **values: Any) -> None:
        """Rename an institution (`name`), give it another access code (`access`, its digest) or close it (`closed`)."""
        where = pilot_institution.c.code == code
        self._connection.execute(update(pilot_institution).where(where).values(**values))

    def add_centre(self, region: str, provider: str, access: str) -> Centre:
        """Let the software of a provider answer slips; `access` is the digest of its token."""
        values = {"code": fresh_code(), "region": region, "provider": provider, "closed": False}
        self._connection.execute(insert(slip_centre).values(access=access, **values))
        return Centre(**values)  # type: ignore[arg-type]

    def change_centre(self, code: str, **values: Any) -> None:
        """Give a centre another token (`access`, its digest) or close it (`closed`)."""
        self._connection.execute(update(slip_centre).where(slip_centre.c.code == code).values(**values))

    def register(self, digest: str, record: Referral, expires: str, district: str = "") -> bool:
        """Record a hand-over and the digest of its slip; False, and nothing changes, if that slip is known already."""
        if _slip(self._connection, digest) is not None:
            return False
        # Twenty letters, so that records of the same moment cannot be told by their numbers.
        number = fresh_code(20)
        values = {name: getattr(record, name) for name in Referral.__dataclass_fields__}
        self._connection.execute(insert(referral).values(id=number, **values))
        self._connection.execute(insert(slip).values(digest=digest, referral=number, expires=expires, used=False))
        if district:
            self._count_district(record.region, quarter_of(record.week), district)
        return True

    def answer(self, digest: str, week: str, outcome: str, sent_on: str, answered_by: str) -> SlipState:
        """Write an outcome down once: "open" says that it was written, anything else why it was not."""
        found = _slip(self._connection, digest)
        state = _state(found, week)
        if state != "open" or found is None:
            return state
        values = {"outcome": outcome, "sent_on": sent_on, "answered_by": answered_by}
        if outcome == "long_wait":
            offer = select(referral.c.offer).where(referral.c.id == found.referral)
            self.report_wait(self._connection.execute(offer).scalar_one(), week)
        self._connection.execute(update(referral).where(referral.c.id == found.referral).values(**values))
        self._connection.execute(update(slip).where(slip.c.digest == digest).values(used=True, referral=None))
        return "open"

    def report_wait(self, offer: str, week: str) -> None:
        """Note that somebody has to wait for more than four weeks at an offer."""
        known = self._connection.execute(
            update(reported_wait).where(reported_wait.c.offer == offer).values(week=week)
        ).rowcount
        if not known:
            self._connection.execute(insert(reported_wait).values(offer=offer, week=week))

    def wait_is_over(self, offer: str) -> None:
        """Forget a reported wait."""
        self._connection.execute(delete(reported_wait).where(reported_wait.c.offer == offer))

    def cut_expired(self, week: str) -> int:
        """Cut the way from slips that can no longer be answered to their records."""
        where = and_(slip.c.expires < week, slip.c.referral.is_not(None))
        return self._connection.execute(update(slip).where(where).values(referral=None)).rowcount

    def forget(self, slips_before: str, records_before: str, waits_before: str) -> int:
        """Delete slips that expired, records made and waits reported before some weeks; tells how many rows went."""
        gone = [
            delete(slip).where(slip.c.expires < slips_before),
            delete(referral).where(referral.c.week < records_before),
            delete(referral_district).where(referral_district.c.quarter < quarter_of(records_before)),
            delete(reported_wait).where(reported_wait.c.week < waits_before),
        ]
        return sum(self._connection.execute(statement).rowcount for statement in gone)

    def _count_district(self, region: str, quarter: str, district: str) -> None:
        table = referral_district
        where = and_(table.c.region == region, table.c.quarter == quarter, table.c.district == district)
        more = update(table).where(where).values(count=table.c.count + 1)
        if self._connection.execute(more).rowcount == 0:
            values = {"region": region, "quarter": quarter, "district": district, "count": 1}
            self._connection.execute(insert(table).values(**values))


def _slip(connection: Connection, digest: str) -> Any:
    return connection.execute(select(slip).where(slip.c.digest == digest)).first()


def _state(found: Any, week: str) -> SlipState:
    if found is None:
        return "unknown"
    if found.used:
        return "used"
    return "expired" if found.expires < week else "open"


def _institution(row: Any) -> Institution:
    return Institution(row.code, row.region, row.name, row.closed)
