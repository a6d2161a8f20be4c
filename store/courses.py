"""Read the catalogues of courses: every file in their folder, read-only, found anew when it was replaced."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.point import Point
from model.course import AFAR, NO_END, Catalogue, Course, CourseQuery
from model.place import Place
from store.course_schema import APPLICATION_ID, SUFFIX, VERSION, level_bits, levels_of
from store.errors import StoreError
from store.text import MOST_WORDS, fold

Ids = NDArray[np.int64]
Degrees = NDArray[np.float64]
MAPPED_BYTES = 64 << 20
#: written as the index says it, or SQLite does not see that it is the same
_AFAR = f"(c.form IN ({', '.join(repr(form) for form in sorted(AFAR))}) OR c.place_id IS NULL)"
_COLUMNS = (
    "c.id, c.ref, CASE c.title WHEN '' THEN m.title ELSE c.title END AS title, p.name AS provider, p.website, p.phone, "
    "p.email, c.starts, c.ends, c.flexible, c.dates_note, c.form, c.time, c.price, c.currency, c.price_note, "
    "CASE trim(c.funding) WHEN '' THEN ifnull(m.funding, '') ELSE c.funding END AS funding, "
    "CASE c.levels WHEN 0 THEN ifnull(m.levels, 0) ELSE c.levels END AS levels, "
    + ", ".join(f"CASE c.{name} WHEN '' THEN ifnull(m.{name}, '') ELSE c.{name} END AS {name}"
                for name in ("funding_note", "languages", "degree", "requirements", "description", "url"))
    + ", q.name AS place_name, q.street, q.number, q.postcode, q.city, q.district, q.lat, q.lon, q.precision, "
    "q.radius_m, q.wheelchair"
)  # fmt: skip
#: what has neither day nor place of its own, but further dates, is no course to go to
_NOT_ONLY_INHERITED = (
    "(c.starts IS NOT NULL OR c.place_id IS NOT NULL OR c.flexible = 1 "
    "OR NOT EXISTS (SELECT 1 FROM course k WHERE k.parent_id = c.id))"
)
_FROM = (
    "FROM course c LEFT JOIN course m ON m.id = c.parent_id JOIN provider p ON p.id = c.provider_id "
    "LEFT JOIN place q ON q.id = c.place_id"
)


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """The places of a catalogue as columns; only those with a point."""

    ids: Ids
    lat: Degrees
    lon: Degrees


@dataclass(frozen=True, slots=True)
class Found:
    """Courses that fit, as columns: row, place and when they begin (a day as a number, 0 where it is open)."""

    ids: Ids
    places: Ids
    starts: Ids

    @property
    def columns(self) -> tuple[Ids, Ids, Ids]:
        """Its columns in their order."""
        return self.ids, self.places, self.starts


class CourseFile:
    """One catalogue. Any number of threads may ask it at once; the file never changes, it is only replaced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = stamp_of(path)
        self._own = threading.local()
        with self._reading() as file:
            marks = [file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if marks != [APPLICATION_ID, VERSION]:
                raise StoreError(f"The file {path.name} is no catalogue of courses of this version.")
            self._facts = dict(file.execute("SELECT name, value FROM fact"))
        self.name = path.name.removesuffix(SUFFIX)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the catalogue says of itself."""
        told = self._facts
        days = (_day(told.get(name)) for name in ("made_on", "imported_on"))
        return Catalogue(self.name, told.get("title") or self.name, *days, told.get("licence", ""),
                         told.get("attribution", ""), int(told.get("courses", "0")))  # fmt: skip

    @cached_property
    def places(self) -> PlaceTable:
        """All places that have a point."""
        with self._reading() as file:
            rows = [tuple(row) for row in file.execute("SELECT id, lat, lon FROM place WHERE lat IS NOT NULL")]
        columns = list(zip(*rows, strict=True)) or [(), (), ()]
        return PlaceTable(np.array(columns[0], np.int64), np.array(columns[1], float), np.array(columns[2], float))

    def at(self, query: CourseQuery, places: Ids) -> Found:
        """The courses at some places that fit."""
        conditions, values = _conditions(query)
        conditions += [f"NOT {_AFAR}", "c.place_id IN (SELECT value FROM json_each(?))"]
        return self._found(conditions, [*values, json.dumps(places.tolist())])

    def afar(self, query: CourseQuery, most: int) -> Found:
        """The courses without a way that fit, at most so many, those that begin soonest."""
        conditions, values = _conditions(query)
        conditions += [_AFAR, _NOT_ONLY_INHERITED]
        day = query.today.isoformat()
        soon = self._found([*conditions, "c.starts >= ?"], [*values, day], f"ORDER BY c.starts LIMIT {most}")
        left = most - len(soon.ids)
        if not left:
            return soon
        rest = self._found([*conditions, "(c.starts IS NULL OR c.starts < ?)"], [*values, day], f"LIMIT {left}")
        return Found(*(np.concatenate(pair) for pair in zip(soon.columns, rest.columns, strict=True)))

    def _found(self, conditions: list[str], values: list[Any], order: str = "") -> Found:
        columns = "c.id, ifnull(c.place_id, 0), ifnull(julianday(c.starts), 0)"
        asked = f"SELECT {columns} FROM course c WHERE {' AND '.join(conditions)} {order}"
        with self._reading() as file:
            rows = [tuple(row) for row in file.execute(asked, values)]
        table = np.array(rows, np.float64).reshape(-1, 3).astype(np.int64)
        return Found(table[:, 0], table[:, 1], table[:, 2])

    def read(self, ids: Sequence[int]) -> list[Course]:
        """The courses with these rows, in the given order."""
        with self._reading() as file:
            marks = ", ".join("?" * len(ids))
            rows = file.execute(f"SELECT {_COLUMNS} {_FROM} WHERE c.id IN ({marks})", [int(one) for one in ids])
            found = {row["id"]: _course(self.name, row) for row in rows}
        return [found[int(one)] for one in ids if int(one) in found]

    def by_ref(self, ref: str) -> Course | None:
        """The course with this number, also one that has ended."""
        with self._reading() as file:
            row = file.execute(f"SELECT {_COLUMNS} {_FROM} WHERE c.ref = ?", (ref,)).fetchone()
        return _course(self.name, row) if row else None

    def refs(self, after: str = "", limit: int = 1_000) -> list[str]:
        """The numbers of its courses that follow a number, in order."""
        with self._reading() as file:
            rows = file.execute("SELECT ref FROM course WHERE ref > ? ORDER BY ref LIMIT ?", (after, limit))
            return [ref for (ref,) in rows]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread, kept for the next question."""
        file = getattr(self._own, "file", None)
        try:
            if file is None:
                uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
                file = self._own.file = sqlite3.connect(uri, uri=True, isolation_level=None)
                file.row_factory = sqlite3.Row
                file.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
            yield file
        except sqlite3.Error as error:
            raise StoreError(f"The catalogue {self.path.name} cannot be read ({error}); bring it in again.") from error


class Courses:
    """All catalogues of a folder, each as it is now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, CourseFile] = {}
        self._lock = threading.Lock()

    def files(self) -> list[CourseFile]:
        """The catalogues that are there, by name; one that cannot be read is left out."""
        if not self.folder.is_dir():
            return []
        with self._lock:
            there = {path.name: path for path in sorted(self.folder.glob(f"*{SUFFIX}"))}
            self._files = {name: file for name, file in self._files.items() if name in there}
            for name, path in there.items():
                if name not in self._files or self._files[name].stamp != stamp_of(path):
                    self._open(name, path)
            return [self._files[name] for name in sorted(self._files)]

    def _open(self, name: str, path: Path) -> None:
        self._files.pop(name, None)
        try:
            self._files[name] = CourseFile(path)
        except (StoreError, OSError):
            return

    def troubles(self) -> list[str]:
        """What is wrong with files in the folder, in sentences."""
        found = []
        for path in sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder.is_dir() else []:
            try:
                CourseFile(path)
            except (StoreError, OSError) as error:
                found.append(str(error))
        return found

    def remove(self, name: str) -> bool:
        """Take a catalogue away; whether it was there."""
        path = self.folder / f"{name}{SUFFIX}"
        there = path.is_file()
        path.unlink(missing_ok=True)
        return there


def stamp_of(path: Path) -> tuple[int, int, int]:
    """What is different when a file was replaced."""
    told = path.stat()
    return told.st_ino, told.st_mtime_ns, told.st_size


def _conditions(query: CourseQuery) -> tuple[list[str], list[Any]]:
    """What every course must fulfil wherever it is. A further date has what it does not say from its course."""
    day = query.today.isoformat()
    conditions = ["c.last_day >= ?", "(c.shown_from IS NULL OR c.shown_from <= ?)"]
    values: list[Any] = [day, day]

    def own_or_inherited(test: str, empty: str, *more: Any) -> None:
        mother = f"SELECT 1 FROM course m WHERE m.id = c.parent_id AND {test.format('m')}"
        conditions.append(f"({test.format('c')} OR ({empty} AND EXISTS ({mother})))")
        values.extend([*more, *more])

    if words := list(dict.fromkeys(fold(query.text)))[:MOST_WORDS]:
        conditions.append("c.id IN (SELECT rowid FROM words WHERE words MATCH ?)")
        values.append(" ".join(f'"{word}"*' for word in words))
    if query.weeks is not None:
        last = (query.today + timedelta(weeks=query.weeks)).isoformat()
        conditions.append("((c.starts >= ? AND c.starts <= ?) OR c.flexible = 1)")
        values += [day, last]
    if query.funding:
        test = " OR ".join(["instr({0}.funding, ?)"] * len(query.funding))
        own_or_inherited(f"({test})", "trim(c.funding) = ''", *(f" {slug} " for slug in query.funding))
    if query.levels:
        own_or_inherited("{0}.levels & ?", "c.levels = 0", level_bits(query.levels))
    for name, chosen in (("form", query.forms), ("time", query.times)):
        if chosen:
            conditions.append(f"c.{name} IN ({', '.join('?' * len(chosen))})")
            values += chosen
    if query.max_price is not None:
        conditions.append("c.price <= ?")
        values.append(query.max_price)
    return conditions, values


def _course(catalogue: str, row: sqlite3.Row) -> Course:
    place = None
    if row["precision"] is not None:
        point = None if row["lat"] is None else Point(row["lat"], row["lon"])
        place = Place(row["place_name"], row["street"], row["number"], row["postcode"], row["city"], row["district"],
                      point, row["precision"], row["radius_m"])  # fmt: skip
    same = ("title", "provider", "dates_note", "form", "time", "price", "currency", "price_note", "funding_note",
            "degree", "requirements", "description", "url", "phone", "email", "website")  # fmt: skip
    return Course(
        key=f"{catalogue}:{row['ref']}",
        starts=_day(row["starts"]),
        ends=_day(row["ends"]),
        flexible=None if row["flexible"] is None else bool(row["flexible"]),
        place=place,
        wheelchair=None if row["wheelchair"] is None else bool(row["wheelchair"]),
        funding=tuple(row["funding"].split()),
        levels=levels_of(row["levels"]),
        languages=tuple(row["languages"].split()),
        **{name: row[name] for name in same},
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and text != NO_END else None
