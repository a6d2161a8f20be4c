"""Write a catalogue of courses into a file beside the one in use, which it replaces only when it is whole."""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from model.course_draft import CourseDraft
from model.place import Place
from store.course_schema import APPLICATION_ID, INDEXES, SCHEMA, SUFFIX, VERSION, WRITTEN, level_bits
from store.errors import StoreError
from store.text import fold

BATCH = 2_000
#: so many of what was left out are named
NAMED = 200
CACHE_KIB = 48 << 10

_INSERT = f"INSERT OR IGNORE INTO course ({', '.join(WRITTEN)}) VALUES ({', '.join('?' * len(WRITTEN))})"
_CARRIED = ", ".join(f"c.{name}" for name in WRITTEN if name not in ("provider_id", "place_id"))
_OWN = ", ".join(name for name in WRITTEN if name not in ("provider_id", "place_id"))
_PLACE = "digest, name, street, number, postcode, city, district, lat, lon, precision, radius_m, wheelchair"


@dataclass(frozen=True, slots=True)
class CourseCounts:
    """What is different from the file that was there."""

    new: int
    changed: int
    same: int
    gone: int
    total: int


@contextmanager
def writing_courses(folder: Path, name: str) -> Iterator["CourseWriter"]:
    """A writer for one catalogue; whatever ends it before `replace` leaves the courses that were there as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"The catalogue {name} is being brought in by somebody else right now.") from None
        writer = CourseWriter(folder / f"{name}{SUFFIX}", folder / f".{name}.part")
        try:
            yield writer
        finally:
            writer.close()


class CourseWriter:
    """One catalogue on its way into its file."""

    def __init__(self, path: Path, part: Path) -> None:
        self._path, self._part = path, part
        part.unlink(missing_ok=True)
        self._file = sqlite3.connect(part, isolation_level=None)
        # Nobody reads the file before it is whole, and one that was interrupted is thrown away.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIB}", "temp_store=FILE"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.executescript(SCHEMA)
        self._waiting: list[tuple[object, ...]] = []
        self._attached = path.exists()
        if self._attached:
            self._file.execute("ATTACH ? AS old", (str(path),))
        self._file.execute("BEGIN")

    def known(self) -> dict[str, str]:
        """What the file that is there says of itself; nothing where there is none."""
        return dict(self._file.execute("SELECT name, value FROM old.fact")) if self._attached else {}

    def known_courses(self, day: str) -> int:
        """How many courses the file that is there has that have not ended."""
        if not self._attached:
            return 0
        return int(self._file.execute("SELECT count(*) FROM old.course WHERE last_day >= ?", (day,)).fetchone()[0])

    def known_providers(self) -> list[str]:
        """The providers of the file that is there."""
        return [ref for (ref,) in self._file.execute("SELECT ref FROM old.provider")] if self._attached else []

    def save_provider(self, ref: str, name: str, website: str = "", phone: str = "", email: str = "") -> int:
        """Keep a provider, and return its row."""
        self._file.execute(
            "INSERT OR REPLACE INTO provider (id, ref, name, website, phone, email) VALUES "
            "((SELECT id FROM provider WHERE ref = ?), ?, ?, ?, ?, ?)",
            (ref, ref, name, website, phone, email),
        )
        return int(self._file.execute("SELECT id FROM provider WHERE ref = ?", (ref,)).fetchone()[0])

    def save_place(self, place: Place, wheelchair: bool | None) -> int:
        """Keep a place, once for all courses there, and return its row."""
        point = place.point
        address = (place.name, place.street, place.number, place.postcode, place.city, place.district)
        rest = (point and point.lat, point and point.lon, place.precision, place.radius_m, wheelchair)
        digest = _digest((*address, *rest))
        self._file.execute(f"INSERT OR IGNORE INTO place ({_PLACE}) VALUES ({', '.join('?' * 12)})",
                           (digest, *address, *rest))  # fmt: skip
        return int(self._file.execute("SELECT id FROM place WHERE digest = ?", (digest,)).fetchone()[0])

    def add(self, course: CourseDraft, provider: int, place: int | None, mark: str) -> list[tuple[str, int, int]]:
        """Keep a course with the rows of its provider and place; `mark` tells that place apart from others.

        Returns those of the courses added lately whose number was used before: number, line, line of the first.
        """
        parent = course.parent or None
        own = (course.title, " ".join(course.keywords), _iso(course.starts), _iso(course.ends),
               _iso(course.shown_from), course.last_day, course.flexible, course.dates_note, course.form, course.time,
               course.price, course.currency, course.price_note, f" {' '.join(course.funding)} ", course.funding_note,
               level_bits(course.levels), " ".join(course.languages), course.degree, course.requirements,
               course.description, course.url)  # fmt: skip
        digest = _digest((course.provider, mark, parent, *own))
        self._waiting.append((course.ref, course.line, provider, place, parent, *own, digest))
        return self.flush() if len(self._waiting) >= BATCH else []

    def flush(self) -> list[tuple[str, int, int]]:
        """Write what waits; returns the courses whose number was used before."""
        before = self._file.total_changes
        self._file.executemany(_INSERT, self._waiting)
        rows, self._waiting = self._waiting, []
        if self._file.total_changes - before == len(rows):
            return []
        first = "SELECT line FROM course WHERE ref = ?"
        found = ((row[0], row[1], self._file.execute(first, (row[0],)).fetchone()[0]) for row in rows)
        return [(str(ref), int(line), kept) for ref, line, kept in found if line != kept]  # type: ignore[call-overload]

    def carry_over(self, *, without_providers: list[str], without_courses: list[str]) -> None:
        """Take over from the file that is there what this one does not replace."""
        if not self._attached:
            return
        gone = "CREATE TEMP TABLE gone_{0} (ref TEXT PRIMARY KEY) WITHOUT ROWID"
        for name, refs in (("provider", without_providers), ("course", without_courses)):
            self._file.execute(gone.format(name))
            self._file.executemany(f"INSERT OR IGNORE INTO gone_{name} VALUES (?)", ((ref,) for ref in refs))
        self._file.execute("INSERT OR IGNORE INTO provider (ref, name, website, phone, email) "
                           "SELECT ref, name, website, phone, email FROM old.provider")  # fmt: skip
        self._file.execute(f"INSERT OR IGNORE INTO place ({_PLACE}) SELECT {_PLACE} FROM old.place")
        self._file.execute(
            f"INSERT OR IGNORE INTO course (provider_id, place_id, {_OWN}) "
            f"SELECT p.id, q.id, {_CARRIED} FROM old.course c "
            "JOIN old.provider op ON op.id = c.provider_id JOIN provider p ON p.ref = op.ref "
            "LEFT JOIN old.place oq ON oq.id = c.place_id LEFT JOIN place q ON q.digest = oq.digest "
            "WHERE c.ref NOT IN (SELECT ref FROM gone_course) AND op.ref NOT IN (SELECT ref FROM gone_provider)"
        )

    def inherit(self) -> tuple[int, list[tuple[str, int, str]]]:
        """Let further dates find the course they belong to.

        Those without a title of their own or of such a course are left out: their number, and some of them with
        line and the course they name.
        """
        self._file.execute("UPDATE course SET parent_id = (SELECT id FROM course p WHERE p.ref = course.parent_ref) "
                           "WHERE parent_ref IS NOT NULL")  # fmt: skip
        lost = ("title = '' AND (parent_id IS NULL OR (SELECT p.title FROM course p WHERE p.id = course.parent_id) "
                "= '')")  # fmt: skip
        named = self._file.execute(f"SELECT ref, line, parent_ref FROM course WHERE {lost} ORDER BY line LIMIT ?",
                                   (NAMED,)).fetchall()  # fmt: skip
        return self._file.execute(f"DELETE FROM course WHERE {lost}").rowcount, named

    def counts(self) -> CourseCounts:
        """How this file differs from the one that is there."""
        total = int(self._file.execute("SELECT count(*) FROM course").fetchone()[0])
        if not self._attached:
            return CourseCounts(total, 0, 0, 0, total)
        both, same = self._file.execute(
            "SELECT count(*), ifnull(sum(c.digest = o.digest), 0) FROM course c JOIN old.course o ON o.ref = c.ref"
        ).fetchone()
        before = int(self._file.execute("SELECT count(*) FROM old.course").fetchone()[0])
        return CourseCounts(total - both, both - same, same, before - both, total)

    def replace(self, facts: Mapping[str, str]) -> None:
        """Index everything, and put the file in the place of the one that was there, in one step."""
        self._file.executescript(f"{INDEXES} BEGIN")
        self._file.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", self._words())
        self._file.executemany("INSERT INTO fact VALUES (?, ?)", facts.items())
        self._file.execute("COMMIT")
        self._file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._file.execute(f"PRAGMA user_version = {VERSION}")
        self._file.close()
        with self._part.open("rb") as file:
            os.fsync(file.fileno())
        self._part.replace(self._path)

    def _words(self) -> Iterator[tuple[int, str]]:
        """The words by which each course is found: of title, keywords, degree and provider."""
        cursor = self._file.cursor()
        rows = cursor.execute(
            "SELECT c.id, CASE c.title WHEN '' THEN m.title ELSE c.title END, "
            "CASE c.keywords WHEN '' THEN ifnull(m.keywords, '') ELSE c.keywords END, c.degree, p.name "
            "FROM course c LEFT JOIN course m ON m.id = c.parent_id JOIN provider p ON p.id = c.provider_id"
        )
        for row, *parts in rows:
            yield row, " ".join(dict.fromkeys(fold(" ".join(parts))))

    def close(self) -> None:
        """Let go of the file; what was not put in place is thrown away."""
        self._file.close()
        self._part.unlink(missing_ok=True)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _digest(values: tuple[object, ...]) -> bytes:
    return hashlib.blake2b(repr(values).encode(), digest_size=12).digest()
