"""The tables of what the machine found: things to do at offers, how far it has looked, and web addresses it tried."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from store.dialect import Id, Key, UtcTime
from store.tables import metadata

#: one row for each offer and each kind of thing that is wrong with it
finding = Table(
    "finding",
    metadata,
    Column("offer_id", Id, ForeignKey("offer.id"), nullable=False),
    Column("kind", Key, nullable=False),
    Column("region", Key, nullable=False),
    #: what the sentence about it needs, as JSON
    Column("detail", Text, nullable=False),
    #: changes when the value changes that is wrong
    Column("mark", Key, nullable=False),
    Column("found_on", Date, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    #: the version of the offers at which this was seen; an offer that changed since waits to be looked at again
    Column("version", Id, nullable=False),
    #: put off until a day, and whether somebody said that the value is right as it is
    Column("hidden_until", Date),
    Column("dismissed_by", Text, nullable=False),
    PrimaryKeyConstraint("offer_id", "kind"),
    #: holds all that counting needs
    Index("finding_region_kind", "region", "kind", "dismissed_by", "hidden_until"),
)

#: how far the watch has come: a name and a value
watch_state = Table(
    "watch_state", metadata, Column("name", Key, primary_key=True), Column("value", Text, nullable=False)
)

#: every public web address of an offer, and what came of the last try
link_check = Table(
    "link_check",
    metadata,
    Column("url", Key, primary_key=True),
    #: new, fine, missed (once), dead (missed on two days)
    Column("state", Key, nullable=False),
    #: why it was missed, in a word: "404", "no_host", "timeout" …
    Column("reason", Text, nullable=False),
    Column("checked_at", UtcTime),
    Column("missed_on", Date),
    Column("due_at", UtcTime, nullable=False),
    Index("link_check_due", "due_at"),
    Index("link_check_state", "state"),
)
