"""What a file of courses looks like inside: one SQLite file for each catalogue, put in place as a whole."""

from functools import lru_cache

from model.course import LEVELS

APPLICATION_ID = 0x42424C43
"""Marks a SQLite file as a catalogue of courses of this project."""
VERSION = 1
SUFFIX = ".courses.sqlite"

SCHEMA = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE provider (id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, name TEXT NOT NULL, website TEXT NOT NULL,
    phone TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE place (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, name TEXT NOT NULL, street TEXT NOT NULL,
    number TEXT NOT NULL, postcode TEXT NOT NULL, city TEXT NOT NULL, district TEXT NOT NULL, lat REAL, lon REAL,
    precision TEXT NOT NULL, radius_m REAL, wheelchair INTEGER);
CREATE TABLE course (id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, line INTEGER NOT NULL,
    provider_id INTEGER REFERENCES provider, place_id INTEGER REFERENCES place, parent_ref TEXT, parent_id INTEGER,
    title TEXT NOT NULL, keywords TEXT NOT NULL, starts TEXT, ends TEXT, shown_from TEXT, last_day TEXT NOT NULL,
    flexible INTEGER, dates_note TEXT NOT NULL, form TEXT NOT NULL, time TEXT NOT NULL, price REAL,
    currency TEXT NOT NULL, price_note TEXT NOT NULL, funding TEXT NOT NULL, funding_note TEXT NOT NULL,
    levels INTEGER NOT NULL, languages TEXT NOT NULL, degree TEXT NOT NULL, requirements TEXT NOT NULL,
    description TEXT NOT NULL, url TEXT NOT NULL, digest BLOB NOT NULL);
"""
"""`parent_ref` is of the course from which a further date inherits what it does not say itself, `parent_id` its row.
`funding` holds words between spaces, `levels` a bit for each level of language."""

INDEXES = """
CREATE INDEX course_place ON course (place_id, last_day);
CREATE INDEX course_afar ON course (starts) WHERE form IN ('distance', 'online') OR place_id IS NULL;
CREATE INDEX course_parent ON course (parent_id) WHERE parent_id IS NOT NULL;
CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='ascii', detail=none);
"""

#: the columns of a course in the order in which they are written
WRITTEN = (
    "ref", "line", "provider_id", "place_id", "parent_ref", "title", "keywords", "starts", "ends", "shown_from",
    "last_day", "flexible", "dates_note", "form", "time", "price", "currency", "price_note", "funding", "funding_note",
    "levels", "languages", "degree", "requirements", "description", "url", "digest",
)  # fmt: skip


@lru_cache(maxsize=256)
def level_bits(levels: tuple[str, ...]) -> int:
    """Levels of language as one number, a bit for each."""
    return sum(1 << LEVELS.index(level) for level in levels)


def levels_of(bits: int) -> tuple[str, ...]:
    """The levels of language that a number stands for."""
    return tuple(level for number, level in enumerate(LEVELS) if bits >> number & 1)
