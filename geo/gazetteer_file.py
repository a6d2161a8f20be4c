"""The gazetteer as a file: places, streets and houses in SQLite, opened for reading only, by many threads at once."""

import json
import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from geo.address import HouseNumber
from geo.layers import MUNICIPALITIES, STATES, GazetteerError
from geo.match import MatchPrecision
from geo.point import Box, Point

APPLICATION_ID = 0x42424C4B
"""Marks a SQLite file as a gazetteer of this project."""
VERSION = 1

SCHEMA = """
CREATE TABLE layer (id INTEGER PRIMARY KEY, name TEXT, title TEXT, licence TEXT, attribution TEXT, as_of TEXT,
    entries INTEGER);
CREATE TABLE place (id INTEGER PRIMARY KEY, layer INTEGER REFERENCES layer, name TEXT, kind TEXT, city TEXT,
    city_key TEXT, area TEXT, ags TEXT, lat REAL, lon REAL, radius_m REAL, population INTEGER, precision TEXT);
CREATE TABLE place_name (key TEXT, place INTEGER REFERENCES place, short INTEGER, after INTEGER, lat REAL, lon REAL,
    weight INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE street (id INTEGER PRIMARY KEY, layer INTEGER REFERENCES layer, name TEXT, key TEXT, postcode TEXT,
    city TEXT, city_key TEXT, district TEXT, district_key TEXT, lat REAL, lon REAL, radius_m REAL);
CREATE INDEX street_key ON street (key);
CREATE TABLE house (street INTEGER REFERENCES street, number INTEGER, letter TEXT, last INTEGER, lat REAL, lon REAL,
    precision TEXT, PRIMARY KEY (street, number, letter, last)) WITHOUT ROWID;
CREATE TABLE typo (hash INTEGER, key TEXT, PRIMARY KEY (hash, key)) WITHOUT ROWID;
"""
"""One row per place, and one per street, postcode, city and district.

`place_name.after` is how many letters must be typed before the name is worth suggesting: "Duisburg-Marxloh" only after
all of "Duisburg". `typo` leads from the hash of a misspelt key to the keys that may be meant.
"""

_PLACE = "p.id, p.name, p.kind, p.city, p.city_key, p.area, p.ags, p.lat, p.lon, p.radius_m, p.population, p.precision"
_STREET = "id, name, key, postcode, city, city_key, district, district_key, lat, lon, radius_m"
_KEYS = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """What is known of one layer of a gazetteer."""

    name: str
    title: str
    licence: str
    attribution: str
    as_of: str
    entries: int

    def as_dict(self) -> dict[str, Any]:
        """The layer as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as the gazetteer knows it."""

    id: int
    name: str
    kind: str
    city: str
    city_key: str
    #: the district or state by which namesakes are told apart
    area: str
    ags: str
    point: Point
    radius_m: float
    population: int | None
    precision: MatchPrecision
    #: found under a shortened name: "Mülheim" for "Mülheim an der Ruhr"
    short: bool = False

    @property
    def is_municipality(self) -> bool:
        """Whether it is a whole town or village, not a part of one."""
        return self.kind in MUNICIPALITIES

    @property
    def lies_in(self) -> tuple[str, ...]:
        """What one may write behind its name to say which one is meant: its city, its district, its state."""
        around = (self.area, STATES.get(self.ags[:2], ""))
        return tuple(filter(None, around if self.is_municipality else (self.city, *around)))

    @property
    def label(self) -> str:
        """The place in words, with its city where it is only a part of one."""
        if self.is_municipality or not self.city or self.name.startswith(self.city):
            return self.name
        return f"{self.name} {self.city}" if self.kind == "postcode" else f"{self.city}-{self.name}"


@dataclass(frozen=True, slots=True)
class StreetRow:
    """A street within one postcode, city and district; without a point where nobody has located it."""

    id: int
    name: str
    key: str
    postcode: str
    city: str
    city_key: str
    district: str
    district_key: str
    point: Point | None
    radius_m: float

    def label(self, number: str = "") -> str:
        """The street in words, as on an envelope."""
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (f"{self.name} {number}".strip(), town) if part)


@dataclass(frozen=True, slots=True)
class HouseRow:
    """A known house of a street; without a point where nobody has located it."""

    street: int
    house: HouseNumber
    point: Point | None
    precision: MatchPrecision


class Gazetteer:
    """A gazetteer file, open for reading."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._local = threading.local()
        if not self.path.is_file():
            raise GazetteerError(f"There is no gazetteer at {self.path}.")
        with self._reading() as connection:
            kind = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        if kind != APPLICATION_ID:
            raise GazetteerError(f"{self.path} is a database, but not a gazetteer of this project.")
        if version > VERSION:
            raise GazetteerError(f"{self.path} has format {version}; this program knows formats up to {VERSION}.")
        if version < VERSION:
            raise GazetteerError(f"{self.path} has the old format {version}; build it again.")
        self.layers()

    def layers(self) -> tuple[LayerInfo, ...]:
        """The layers it was built from, with licence, attribution and date."""
        return tuple(
            LayerInfo(*row)
            for row in self._rows("SELECT name, title, licence, attribution, as_of, entries FROM layer ORDER BY id")
        )

    def trouble(self) -> str:
        """What is wrong with the file, "" if nothing is."""
        try:
            found = str(self._rows("PRAGMA quick_check(1)")[0][0])
        except GazetteerError as error:
            return str(error)
        return "" if found == "ok" else f"{self.path} is damaged: {found}."

    def places_named(self, keys: Collection[str]) -> dict[str, list[PlaceRow]]:
        """The places that go by these keys."""
        rows = self._rows(
            f"SELECT n.key, n.short, {_PLACE} FROM place_name n JOIN place p ON p.id = n.place"
            f" WHERE n.key {_KEYS} ORDER BY n.key, p.id",
            json.dumps(list(keys)),
        )
        found: dict[str, list[PlaceRow]] = defaultdict(list)
        for key, short, *row in rows:
            found[key].append(_place(row, bool(short)))
        return found

    def streets_named(self, keys: Collection[str]) -> dict[str, list[StreetRow]]:
        """The streets that go by these keys."""
        found: dict[str, list[StreetRow]] = defaultdict(list)
        sql = f"SELECT {_STREET} FROM street WHERE key {_KEYS} ORDER BY key, id"
        for row in self._rows(sql, json.dumps(list(keys))):
            found[row[2]].append(_street(row))
        return found

    def houses_of(self, streets: Collection[int], number: int | None = None) -> list[HouseRow]:
        """The houses known in some streets: all, or those that bear a number or a range that may hold it."""
        asked = "" if number is None else f" AND (number = {number:d} OR (number < {number:d} AND last >= {number:d}))"
        sql = f"SELECT street, number, letter, last, lat, lon, precision FROM house WHERE street {_KEYS}{asked}"
        rows = self._rows(sql + " ORDER BY street, number, letter, last", json.dumps(list(streets)))
        return [
            HouseRow(street, HouseNumber(first, letter, last), _point(lat, lon), precision)
            for street, first, letter, last, lat, lon, precision in rows
        ]

    def keys_sharing(self, hashes: Collection[int]) -> list[str]:
        """The keys of places and streets that may be one typo away, by the hashes of their shortened forms."""
        sql = f"SELECT DISTINCT key FROM typo WHERE hash {_KEYS} ORDER BY key"
        return [key for (key,) in self._rows(sql, json.dumps(list(hashes)))]

    def keys_from(self, prefix: str, typed: int) -> list[str]:
        """The keys of places and streets that begin so, worth suggesting after so many letters were typed."""
        end = prefix + "\U0010ffff"
        sql = (
            "SELECT key FROM place_name WHERE key >= ? AND key < ? AND after <= ?"
            " UNION SELECT key FROM street WHERE key >= ? AND key < ?"
        )
        return [key for (key,) in self._rows(sql, prefix, end, typed, prefix, end)]

    def places_from(self, prefix: str, box: Box | None, limit: int) -> list[PlaceRow]:
        """The biggest places whose key begins so, of all or of those in a box."""
        within = "" if box is None else " AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        edges = () if box is None else (box.south, box.north, box.west, box.east)
        names = (
            "SELECT place, min(short) AS short, max(weight) AS weight FROM place_name"
            f" WHERE key >= ? AND key < ? AND after <= ?{within}"
            " GROUP BY place ORDER BY short, weight DESC, place LIMIT ?"
        )
        rows = self._rows(
            f"SELECT {_PLACE}, n.short FROM ({names}) n JOIN place p ON p.id = n.place"
            " ORDER BY n.short, n.weight DESC, p.id",
            prefix, prefix + "\U0010ffff", len(prefix), *edges, limit,
        )  # fmt: skip
        return [_place(row[:-1], bool(row[-1])) for row in rows]

    def streets_from(self, prefix: str, box: Box | None, limit: int) -> list[StreetRow]:
        """The streets whose key begins so, of all or of those in a box."""
        within = "" if box is None else " AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        edges = () if box is None else (box.south, box.north, box.west, box.east)
        order = "ORDER BY key, city_key, postcode LIMIT ?"
        sql = f"SELECT {_STREET} FROM street WHERE key >= ? AND key < ?{within} {order}"
        return [_street(row) for row in self._rows(sql, prefix, prefix + "\U0010ffff", *edges, limit)]

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._reading() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The connection of this thread and process; what SQLite cannot read becomes a sentence."""
        try:
            if getattr(self._local, "process", None) != os.getpid():
                uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
                self._local.connection = sqlite3.connect(uri, uri=True, isolation_level=None)
                self._local.connection.execute("PRAGMA mmap_size = 268435456")
                self._local.process = os.getpid()
            yield self._local.connection
        except sqlite3.Error as error:
            raise GazetteerError(f"{self.path} cannot be read as a gazetteer: {error}.") from error


def _place(row: Any, short: bool) -> PlaceRow:
    place, name, kind, city, city_key, area, ags, lat, lon, radius_m, population, precision = row
    point = Point(lat, lon)
    return PlaceRow(place, name, kind, city, city_key, area, ags, point, radius_m, population, precision, short)


def _street(row: Any) -> StreetRow:
    street, name, key, postcode, city, city_key, district, district_key, lat, lon, radius_m = row
    point = _point(lat, lon)
    return StreetRow(street, name, key, postcode, city, city_key, district, district_key, point, radius_m)


def _point(lat: float | None, lon: float | None) -> Point | None:
    return None if lat is None or lon is None else Point(lat, lon)
