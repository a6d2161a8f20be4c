"""The tables of hand-overs. No column can hold a person: codes, numbers and weeks only, and no free text.

The two tables of who takes part name institutions, as the office registers them. Nobody writes anything else here.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from model.referral import OUTCOMES, SENT_ON, WHY_NOT_NEAREST
from store.dialect import Key
from store.tables import metadata


def _one_of(column: str, values: object) -> CheckConstraint:
    """Let the database itself refuse what is not in the list."""
    allowed = ", ".join(f"'{value}'" for value in ("", *values))  # type: ignore[misc]
    return CheckConstraint(f"{column} IN ({allowed})", name=f"referral_{column}")


pilot_institution = Table(
    "pilot_institution",
    metadata,
    #: how pages name it
    Column("code", Key, primary_key=True),
    Column("region", Key, nullable=False),
    Column("name", Text, nullable=False),
    #: the digest of its access code
    Column("access", Key, nullable=False, unique=True),
    Column("closed", Boolean, nullable=False),
    Index("pilot_institution_region", "region"),
)

#: providers whose own software may answer slips
slip_centre = Table(
    "slip_centre",
    metadata,
    Column("code", Key, primary_key=True),
    Column("region", Key, nullable=False),
    #: the name of the provider
    Column("provider", Text, nullable=False),
    #: the digest of its token
    Column("access", Key, nullable=False, unique=True),
    Column("closed", Boolean, nullable=False),
    Index("slip_centre_region", "region"),
)

referral = Table(
    "referral",
    metadata,
    #: random, so that the order tells nothing
    Column("id", Key, primary_key=True),
    Column("region", Key, nullable=False),
    Column("week", Key, nullable=False),
    Column("institution", Key, nullable=False),
    Column("offer", Key, nullable=False),
    Column("verified_months", Integer),
    Column("topic", Key, nullable=False),
    Column("phase", Key, nullable=False),
    Column("format", Key, nullable=False),
    Column("language", Key, nullable=False),
    Column("why_not_nearest", Key, nullable=False),
    Column("live_contact", Boolean, nullable=False),
    Column("outcome", Key, nullable=False),
    Column("sent_on", Key, nullable=False),
    #: holder or centre
    Column("answered_by", Key, nullable=False),
    _one_of("outcome", OUTCOMES),
    _one_of("sent_on", SENT_ON),
    _one_of("why_not_nearest", WHY_NOT_NEAREST),
    _one_of("answered_by", ("holder", "centre")),
    Index("referral_region", "region", "week"),
)

#: the codes of slips as digests; the way from a slip to its record is cut once it is answered or too old
slip = Table(
    "slip",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("referral", Key),
    #: the last week in which it can be answered
    Column("expires", Key, nullable=False),
    Column("used", Boolean, nullable=False),
    Index("slip_expires", "expires"),
)

#: how often people of a district were handed on, counted apart from all other records so that nothing leads back
referral_district = Table(
    "referral_district",
    metadata,
    Column("region", Key, nullable=False),
    #: as in "2026-Q4"
    Column("quarter", Key, nullable=False),
    Column("district", Key, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("region", "quarter", "district"),
)

#: offers where somebody lately waited for more than four weeks
reported_wait = Table(
    "reported_wait",
    metadata,
    Column("offer", Key, primary_key=True),
    Column("week", Key, nullable=False),
)
