"""Everything in which SQLite and PostgreSQL differ, as a handful of named constructs; the rest is the same for both."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, Select, Text, TypeDecorator, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.sql.functions import FunctionElement

#: row ids; SQLite wants exactly INTEGER to make a column the row id itself
Id = BigInteger().with_variant(Integer(), "sqlite")
#: text that sorts by its characters' numbers, as SQLite does, whatever language the server speaks
Key = Text().with_variant(Text(collation="C"), "postgresql")


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept as ISO text in UTC, so that it sorts and reads the same everywhere."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """ISO text in UTC, always with microseconds."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """The moment, aware of its zone."""
        return datetime.fromisoformat(value) if value else None


class ZonedTime(TypeDecorator[datetime]):
    """A moment as the clock on the wall shows it there, kept as ISO text with its offset from UTC."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """ISO text with the offset."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """The moment with the same offset."""
        return datetime.fromisoformat(value) if value else None


class _Many(TypeDecorator[Any]):
    """Any number of values as a single parameter: an array, or JSON where there are no arrays."""

    impl = Text
    cache_ok = True

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of
        self._python = int if isinstance(of, BigInteger) else str

    def load_dialect_impl(self, dialect: Any) -> Any:
        """An array on PostgreSQL, text on SQLite."""
        return dialect.type_descriptor(ARRAY(self.of) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        """The list itself, or JSON."""
        values = [self._python(one) for one in value]
        return values if dialect.name == "postgresql" else json.dumps(values)


class _Among(FunctionElement[Any]):
    name = "among"
    inherit_cache = True


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY({values})"


def among(column: ColumnElement[Any], values: Sequence[Any] | None = None) -> ColumnElement[Any]:
    """Whether a column holds one of the values, any number of them in one statement text.

    Without values it is one of those passed as `among` when the statement runs; so a statement can be made once.
    """
    kind = _Many(BigInteger() if isinstance(column.type, Integer) else Text())
    return _Among(column, BindParameter("among", type_=kind) if values is None else BindParameter(None, values, kind))


def each(column: ColumnElement[Any], *where: Any) -> Select[Any]:
    """Every value of a column once, in order: an index is jumped through from one value to the next."""
    step = select(func.min(column).label("value")).where(*where).cte("step", recursive=True)
    following = select(func.min(column)).where(*where, column > step.c.value).scalar_subquery()
    step = step.union_all(select(following).select_from(step).where(step.c.value.is_not(None)))
    return select(step.c.value).where(step.c.value.is_not(None)).order_by(step.c.value)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The statements that have no common form: how writers queue up, and how words and points are indexed."""

    #: run before looking whether the tables must be made, so that only one program makes them
    alone: tuple[str, ...]
    #: run once after the common tables were made
    create: tuple[str, ...]
    #: run at the beginning of a transaction that writes, so that writers queue up
    lock: tuple[str, ...]
    #: the condition by which places are candidates for being near a point; it may let through some too many
    around: str
    put_words: str
    drop_words: str
    find_words: str
    #: words -> the query of the text index in which each must begin a word
    words_query: Callable[[Sequence[str]], str]


SQLITE = Dialect(
    alone=(),
    create=("CREATE VIRTUAL TABLE offer_text USING fts5(words, tokenize = 'ascii', detail = none, columnsize = 0)",),
    lock=(),  # the transaction itself begins IMMEDIATE, see connect.py
    around="place.lat BETWEEN :south AND :north"
    " AND (abs(place.lon - :lon) <= :width OR abs(place.lon - :lon) >= 360 - :width)",
    put_words="INSERT OR REPLACE INTO offer_text (rowid, words) VALUES (:id, :words)",
    drop_words="DELETE FROM offer_text WHERE rowid = :id",
    find_words="SELECT rowid FROM offer_text WHERE offer_text MATCH :query ORDER BY rowid",
    words_query=lambda words: " ".join(f'"{word}"*' for word in words),
)
POSTGRESQL = Dialect(
    alone=("SELECT pg_advisory_xact_lock(7342001)",),
    create=(
        "CREATE TABLE offer_text (offer_id bigint PRIMARY KEY REFERENCES offer (id), words tsvector NOT NULL)",
        "CREATE INDEX offer_text_words ON offer_text USING gin (words)",
        "CREATE EXTENSION IF NOT EXISTS postgis",
        "ALTER TABLE place ADD COLUMN point geography(Point, 4326)"
        " GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography) STORED",
        "CREATE INDEX place_point ON place USING gist (point)",
    ),
    lock=("SELECT value FROM meta WHERE key = 'version' FOR UPDATE",),
    around="ST_DWithin(place.point, CAST(ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) AS geography), :radius_m)",
    # The words come folded and parted by spaces, so PostgreSQL's own way of finding words must not touch them again.
    put_words="INSERT INTO offer_text (offer_id, words) VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))"
    " ON CONFLICT (offer_id) DO UPDATE SET words = excluded.words",
    drop_words="DELETE FROM offer_text WHERE offer_id = :id",
    find_words="SELECT offer_id FROM offer_text WHERE words @@ CAST(:query AS tsquery) ORDER BY offer_id",
    words_query=lambda words: " & ".join(f"'{word}':*" for word in words),
)


def dialect_of(connection: Connection) -> Dialect:
    """The statements for the database at the other end."""
    return {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.dialect.name]
