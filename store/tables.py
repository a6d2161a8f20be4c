"""The tables: what an offer is made of, where it comes from, and what happened to it."""

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from store.dialect import Id, Key, UtcTime, ZonedTime

metadata = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _to(name: str, target: str, *, needed: bool = True) -> Column[int]:
    return Column(name, Id, ForeignKey(target), nullable=not needed)


#: what the database knows about itself: `application`, `schema_version`, and `version`, which every write raises
meta = Table("meta", metadata, Column("key", Key, primary_key=True), _text("value"))

region = Table(
    "region",
    metadata,
    Column("ags", Key, primary_key=True),
    _text("name"),
    Column("slug", Key, nullable=False, unique=True),
    _text("document"),
    Column("boundary", Text),
)

#: never changed once written: another address or point is another place
place = Table(
    "place",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("digest", Key, nullable=False, unique=True),
    _text("name"),
    _text("street"),
    _text("number"),
    _text("postcode"),
    _text("city"),
    _text("district"),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    _text("precision"),
    Column("radius_m", Float(53)),
    _text("point_source"),
    Index("place_lat_lon", "lat", "lon"),
)

#: never changed once written, like a place
provider = Table(
    "provider",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("digest", Key, nullable=False, unique=True),
    _text("name"),
    _text("website"),
    _to("seat_id", "place.id", needed=False),
)

run = Table(
    "run",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    _text("source"),
    _text("title"),
    _text("file_name"),
    _text("sha256"),
    _text("region"),
    _text("by"),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    _text("counts"),
    #: how pages name it, and since when and by whom all that it changed is taken back
    Column("code", Key),
    Column("undone_at", UtcTime),
    Column("undone_by", Text),
)

rejection = Table(
    "rejection",
    metadata,
    _to("run_id", "run.id"),
    Column("number", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    _text("ref"),
    _text("reason"),
    PrimaryKeyConstraint("run_id", "number"),
)

offer = Table(
    "offer",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("key", Key, nullable=False, unique=True),
    Column("region", Key, nullable=False),
    _text("name"),
    #: the name as it is sorted: folded, so that umlauts and capitals are where people look for them
    Column("sort_name", Key, nullable=False),
    _text("kind"),
    _to("provider_id", "provider.id"),
    _to("place_id", "place.id", needed=False),
    _text("summary"),
    _text("description"),
    _text("restriction"),
    _text("cost"),
    _text("cost_note"),
    _text("hours"),
    _text("appointment"),
    _text("booking_url"),
    _text("wheelchair"),
    _text("wheelchair_note"),
    _text("bring"),
    Column("verified_on", Date),
    _text("verified_by"),
    Column("verified_how", Text),
    Column("checks", Text, nullable=False, server_default="[]"),
    Column("faded_on", Date),
    Column("source", Key, nullable=False),
    _text("urls"),
    _text("as_of"),
    _text("licence"),
    _text("attribution"),
    _text("status"),
    Column("edited_at", UtcTime, nullable=False),
    _to("run_id", "run.id", needed=False),
    #: the assessment of neutrality, good from one day (none: always) until before another (none: for good)
    _text("grade"),
    _text("evidence"),
    Column("assessed_on", Date),
    Column("changes_on", Date),
    #: of everything above that a person or a source says; tells whether a save changes anything
    _text("digest"),
    Column("revision", Integer, nullable=False),
    Column("changed_version", Id, nullable=False),
    Index("offer_region_key", "region", "key"),
    Index("offer_source_key", "source", "key"),
    Index("offer_sort_name", "sort_name", "key"),
    Index("offer_place", "place_id"),
    Index("offer_changed_version", "changed_version"),
    Index("offer_changes_on", "changes_on"),
    Index("offer_faded_on", "faded_on"),
    #: hold all that the office's list and the counts of what is due need, so that no offer is read for them
    Index("offer_listed", "region", "status", "sort_name", "key"),
    Index("offer_fresh", "region", "status", "verified_on", "faded_on"),
    Index("offer_region_source", "region", "source"),
)

#: every topic, audience, language … and every value of a category in use; `words` is what a text search finds it by
term = Table(
    "term",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("facet", Key, nullable=False),
    Column("slug", Key, nullable=False),
    _text("words"),
    Index("term_facet_slug", "facet", "slug", unique=True),
)

offer_term = Table(
    "offer_term",
    metadata,
    _to("offer_id", "offer.id"),
    Column("position", Integer, nullable=False),
    _to("term_id", "term.id"),
    PrimaryKeyConstraint("offer_id", "position"),
    sqlite_with_rowid=False,
)

offer_language = Table(
    "offer_language",
    metadata,
    _to("offer_id", "offer.id"),
    Column("position", Integer, nullable=False),
    _to("term_id", "term.id"),
    _text("times"),
    _text("note"),
    PrimaryKeyConstraint("offer_id", "position"),
    sqlite_with_rowid=False,
)

stop = Table(
    "stop",
    metadata,
    _to("offer_id", "offer.id"),
    Column("position", Integer, nullable=False),
    Column("starts", ZonedTime, nullable=False),
    Column("ends", ZonedTime, nullable=False),
    _to("place_id", "place.id"),
    _text("note"),
    PrimaryKeyConstraint("offer_id", "position"),
    sqlite_with_rowid=False,
)

fact = Table(
    "fact",
    metadata,
    _to("offer_id", "offer.id"),
    Column("position", Integer, nullable=False),
    _text("code"),
    _text("value"),
    _text("source"),
    _text("url"),
    _text("as_of"),
    _text("quote"),
    _text("checked_by"),
    Column("checked_on", Date),
    Column("expires_on", Date),
    PrimaryKeyConstraint("offer_id", "position"),
    sqlite_with_rowid=False,
)

#: a published offer as the finder reads it, apart from the long texts, so that reading all of them is quick;
#: `codes` are the ids of its categories (one each, in the order of terms.CATEGORIES) and then of its terms
search_row = Table(
    "search_row",
    metadata,
    Column("offer_id", Id, ForeignKey("offer.id"), primary_key=True, autoincrement=False),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    _text("hours"),
    Column("codes", LargeBinary, nullable=False),
)

public_contact = Table(
    "public_contact",
    metadata,
    Column("offer_id", Id, ForeignKey("offer.id"), primary_key=True, autoincrement=False),
    _text("phone"),
    _text("email"),
    _text("website"),
)

#: apart from all that is public, and in no revision: what is deleted here is gone
maintenance_contact = Table(
    "maintenance_contact",
    metadata,
    Column("offer_id", Id, ForeignKey("offer.id"), primary_key=True, autoincrement=False),
    _text("name"),
    _text("email"),
    _text("phone"),
    _text("note"),
)

#: the raw row of the source that made an offer what it is, the latest only
record = Table(
    "record",
    metadata,
    Column("offer_id", Id, ForeignKey("offer.id"), primary_key=True, autoincrement=False),
    _to("run_id", "run.id", needed=False),
    _text("body"),
)

#: `document` is the offer after the change; before it, the offer was what the number before says
revision = Table(
    "revision",
    metadata,
    _to("offer_id", "offer.id"),
    Column("number", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    _text("by"),
    _text("why"),
    Column("version", Id, nullable=False),
    _text("document"),
    #: the run of an importer that made the change, or that it took back
    _to("run_id", "run.id", needed=False),
    PrimaryKeyConstraint("offer_id", "number"),
    #: hold all that listing transactions needs, of everybody or of one person; the documents are large
    Index("revision_version", "version", "offer_id", "run_id"),
    Index("revision_by", "by", "version", "offer_id", "run_id"),
    Index("revision_run", "run_id"),
)

report = Table(
    "report",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    _to("offer_id", "offer.id"),
    _text("reason"),
    _text("text"),
    Column("at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
)
