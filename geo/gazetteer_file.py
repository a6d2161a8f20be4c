"""One gazetteer file: places, streets and houses in SQLite, opened for reading only, by many threads at once."""

import os
import sqlite3
import threading
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from geo.gazetteer_rows import LayerInfo, PlaceRow, StreetRow
from geo.houses import SCALE
from geo.layers import GazetteerError
from geo.point import Box, Point

APPLICATION_ID = 0x42424C4B
"""Marks a SQLite file as a gazetteer of this project."""
VERSION = 2

SCHEMA = """
CREATE TABLE layer (id INTEGER PRIMARY KEY, name TEXT, title TEXT, licence TEXT, attribution TEXT, as_of TEXT,
    entries INTEGER);
CREATE TABLE place (id INTEGER PRIMARY KEY, layer INTEGER REFERENCES layer, name TEXT, kind TEXT, city TEXT,
    city_key TEXT, area TEXT, ags TEXT, lat REAL, lon REAL, radius_m REAL, population INTEGER, precision TEXT);
CREATE TABLE place_name (key TEXT, place INTEGER REFERENCES place, short INTEGER, after INTEGER, lat REAL, lon REAL,
    weight INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE typo (hash INTEGER, key TEXT, PRIMARY KEY (hash, key)) WITHOUT ROWID;
CREATE TABLE town (id INTEGER PRIMARY KEY, text TEXT, key TEXT);
CREATE TABLE street_name (id INTEGER PRIMARY KEY, text TEXT, streets INTEGER);
CREATE TABLE street_key (key TEXT, name INTEGER REFERENCES street_name, PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE TABLE street_typo (hash INTEGER, name INTEGER, PRIMARY KEY (hash, name)) WITHOUT ROWID;
CREATE TABLE street (name INTEGER REFERENCES street_name, postcode TEXT, city INTEGER REFERENCES town,
    district INTEGER REFERENCES town, part INTEGER, layer INTEGER REFERENCES layer, guessed INTEGER, north INTEGER,
    east INTEGER, reach INTEGER, houses BLOB, PRIMARY KEY (name, postcode, city, district, part)) WITHOUT ROWID;
CREATE TABLE names_in (place TEXT PRIMARY KEY, keys BLOB) WITHOUT ROWID;
CREATE TABLE street_top (prefix TEXT PRIMARY KEY, keys TEXT) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX town_key ON town (key);
CREATE INDEX street_city ON street (city, name);
"""
"""One row per place, and one per street, postcode, city and district, its houses packed (`geo/houses.py`).

`place_name.after` is how many letters must be typed before the name is worth suggesting: "Duisburg-Marxloh" only after
all of "Duisburg". `typo` and `street_typo` lead from the hash of a misspelt key to the names that may be meant;
`names_in` lists the keys of all streets of a postcode or a city on lines, compressed; `street_top` the commonest ones
that begin with a few letters, where there are many.
"""
TOP_LETTERS, MOST_TOP = 3, 20
"""Of names that begin with so few letters the commonest are listed beforehand, so many of them."""
MAPPED_BYTES, CACHED_KIB = 32 << 20, 28 << 10
"""How much of a file is mapped into memory, and how much of the rest is kept there once it was read."""

_PLACE = "p.id, p.name, p.kind, p.city, p.city_key, p.area, p.ags, p.lat, p.lon, p.radius_m, p.population, p.precision"
_STREET = (
    "SELECT s.name, n.text, s.postcode, s.guessed, c.text, c.key, d.text, d.key, s.north, s.east, s.reach, s.houses,"
    " s.city, s.district, s.part"
)
_JOINED = (
    " CROSS JOIN street_name n ON n.id = s.name CROSS JOIN town c ON c.id = s.city"
    " CROSS JOIN town d ON d.id = s.district"
)
_FILE_BITS = 40
"""The number of a row's file stands above its own number in it."""


class DamagedFile(GazetteerError):
    """A gazetteer file that cannot be read, at all or in some part."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class GazetteerFile:
    """A gazetteer file, open for reading. `number` tells its rows from those of other files."""

    def __init__(self, path: Path, number: int = 0) -> None:
        self.path = Path(path)
        self.number = number
        self._local = threading.local()
        if not self.path.is_file():
            raise GazetteerError(f"There is no gazetteer at {self.path}.")
        self._check_length()
        kind = self.rows("PRAGMA application_id")[0][0]
        version = self.rows("PRAGMA user_version")[0][0]
        if kind != APPLICATION_ID:
            raise GazetteerError(f"{self.path} is a database, but not a gazetteer of this project.")
        if version > VERSION:
            raise GazetteerError(f"{self.path} has format {version}; this program knows formats up to {VERSION}.")
        if version < VERSION:
            raise GazetteerError(f"{self.path} has the old format {version}; build it again.")
        self.layers()
        self.has_places = bool(self.rows("SELECT 1 FROM place LIMIT 1"))
        self.has_streets = bool(self.rows("SELECT 1 FROM street LIMIT 1"))
        self.place_keys = frozenset(key for (key,) in self.rows("SELECT key FROM place_name"))
        #: the postcodes and the keys of the cities of which it knows streets
        self.reach = frozenset(place for (place,) in self.rows("SELECT place FROM names_in"))

    def _check_length(self) -> None:
        """Refuse a file that was cut off, in plainer words than SQLite's: its header says how long it should be."""
        with self.path.open("rb") as file:
            header = file.read(32)
        kept = self.path.stat().st_size
        page = int.from_bytes(header[16:18], "big") or 1
        wanted = int.from_bytes(header[28:32], "big") * (page if page > 1 else 65_536)
        if header.startswith(b"SQLite format 3\0") and kept < wanted:
            raise DamagedFile(self.path, f"{self.path} is cut off: it has {kept} of {wanted} bytes. Build it again.")

    def layers(self) -> tuple[LayerInfo, ...]:
        """The layers it was built from, with licence, attribution and date."""
        return tuple(
            LayerInfo(*row)
            for row in self.rows("SELECT name, title, licence, attribution, as_of, entries FROM layer ORDER BY id")
        )

    def trouble(self) -> str:
        """What is wrong with the file, "" if nothing is."""
        try:
            found = str(self.rows("PRAGMA quick_check(1)")[0][0])
        except GazetteerError as error:
            return str(error)
        return "" if found == "ok" else f"{self.path} is damaged: {found}."

    def places_named(self, keys: Sequence[str]) -> Iterator[tuple[str, PlaceRow]]:
        """The places that go by these keys, each with the key."""
        sql = (
            f"SELECT n.key, n.short, {_PLACE} FROM place_name n CROSS JOIN place p ON p.id = n.place"
            f" WHERE n.key IN ({marks(keys)}) ORDER BY n.key, p.id"
        )
        return ((key, self._place(row, bool(short))) for key, short, *row in self.rows(sql, *keys))

    def place_keys_sharing(self, hashes: Collection[int]) -> list[str]:
        """The keys of places that may be one typo away, by the hashes of their shortened forms."""
        return [key for (key,) in self.rows(f"SELECT DISTINCT key FROM typo WHERE hash IN ({marks(hashes)})", *hashes)]

    def street_keys_sharing(self, hashes: Collection[int]) -> list[str]:
        """The keys of streets that may be one typo away, by the hashes of their shortened forms."""
        sql = (
            "SELECT DISTINCT n.text FROM street_typo t CROSS JOIN street_name n ON n.id = t.name"
            f" WHERE t.hash IN ({marks(hashes)})"
        )
        return [text for (text,) in self.rows(sql, *hashes)]

    def street_names(self, keys: Sequence[str]) -> list[tuple[str, int]]:
        """Which of these keys are names of streets, each with the number of the name."""
        return self.rows(f"SELECT key, name FROM street_key WHERE key IN ({marks(keys)})", *keys)

    def street_keys_in(self, places: Sequence[str]) -> list[str]:
        """The keys of all streets in some postcodes or cities (by the key of the city), those of each on lines."""
        rows = self.rows(f"SELECT keys FROM names_in WHERE place IN ({marks(places)})", *places)
        return [unpacked(keys) for (keys,) in rows]

    def streets(
        self,
        names: Sequence[int],
        *,
        postcodes: Sequence[str] = (),
        cities: Sequence[str] = (),
        box: Box | None = None,
        limit: int = 1_000,
    ) -> list[StreetRow]:
        """The streets with some names: those in one of the postcodes, in one of the cities (by key), or in a box."""
        asked: list[Any] = [*names]
        where = f"s.name IN ({marks(names)})"
        if cities:
            start = "town t CROSS JOIN street s INDEXED BY street_city ON s.city = t.id"
            where += f" AND t.key IN ({marks(cities)})"
            asked += cities
        else:
            start = "street s"
        if postcodes:
            where += f" AND s.postcode IN ({marks(postcodes)})"
            asked += postcodes
        if box is not None:
            where += " AND s.north BETWEEN ? AND ? AND s.east BETWEEN ? AND ?"
            asked += [box.south * SCALE, box.north * SCALE, box.west * SCALE, box.east * SCALE]
        sql = f"{_STREET} FROM {start}{_JOINED} WHERE {where} LIMIT {limit:d}"
        return [self._street(row) for row in self.rows(sql, *asked)]

    def cities_with(self, name: int) -> list[str]:
        """The keys of the cities in which there is a street with a name."""
        sql = "SELECT DISTINCT t.key FROM street s CROSS JOIN town t ON t.id = s.city WHERE s.name = ?"
        return [key for (key,) in self.rows(sql, name)]

    def place_keys_from(self, prefix: str, typed: int, limit: int) -> list[str]:
        """The keys of places that begin so, worth suggesting after so many letters were typed."""
        sql = "SELECT DISTINCT key FROM place_name WHERE key >= ? AND key < ? AND after <= ? LIMIT ?"
        return [key for (key,) in self.rows(sql, prefix, prefix + "\U0010ffff", typed, limit)]

    def streets_called(
        self, keys: Sequence[str], *, postcodes: Sequence[str] = (), cities: Sequence[str] = ()
    ) -> list[tuple[str, StreetRow]]:
        """The streets that go by these keys in some postcodes, or else in some cities (by key), each with the key."""
        if postcodes:
            start = "street_key k CROSS JOIN street s ON s.name = k.name"
            where, asked = f"s.postcode IN ({marks(postcodes)})", postcodes
        else:
            start = (
                "street_key k CROSS JOIN town t CROSS JOIN street s INDEXED BY street_city"
                " ON s.city = t.id AND s.name = k.name"
            )
            where, asked = f"t.key IN ({marks(cities)})", cities
        sql = f"{_STREET}, k.key FROM {start}{_JOINED} WHERE k.key IN ({marks(keys)}) AND {where} LIMIT 400"
        return [(row[-1], self._street(row[:-1])) for row in self.rows(sql, *keys, *asked)]

    def places_from(self, prefix: str, box: Box | None, limit: int) -> list[PlaceRow]:
        """The biggest places whose key begins so, of all or of those in a box."""
        within = "" if box is None else " AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        edges = () if box is None else (box.south, box.north, box.west, box.east)
        names = (
            "SELECT place, min(short) AS short, max(weight) AS weight FROM place_name"
            f" WHERE key >= ? AND key < ? AND after <= ?{within}"
            " GROUP BY place ORDER BY short, weight DESC, place LIMIT ?"
        )
        rows = self.rows(
            f"SELECT {_PLACE}, n.short FROM ({names}) n CROSS JOIN place p ON p.id = n.place"
            " ORDER BY n.short, n.weight DESC, p.id",
            prefix, prefix + "\U0010ffff", len(prefix), *edges, limit,
        )  # fmt: skip
        return [self._place(row[:-1], bool(row[-1])) for row in rows]

    def street_keys_from(self, prefix: str, limit: int) -> list[str]:
        """The keys of streets that begin so, those that most streets bear first."""
        if len(prefix) <= TOP_LETTERS:
            found = self.rows("SELECT keys FROM street_top WHERE prefix = ?", prefix)
            if found and limit <= MOST_TOP:
                return list(found[0][0].split("\n")[:limit])
        sql = (
            "SELECT key FROM (SELECT k.key, n.streets FROM street_key k CROSS JOIN street_name n ON n.id = k.name"
            " WHERE k.key >= ? AND k.key < ? LIMIT 4000) ORDER BY streets DESC, key LIMIT ?"
        )
        return [key for (key,) in self.rows(sql, prefix, prefix + "\U0010ffff", limit)]

    def cities_in(self, box: Box) -> list[str]:
        """The keys of the towns within a box, as its places know them."""
        sql = (
            "SELECT DISTINCT city_key FROM place WHERE kind IN ('city', 'town', 'village', 'locality')"
            " AND city_key <> '' AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        )
        return [key for (key,) in self.rows(sql, box.south, box.north, box.west, box.east)]

    def places_in(self, kinds: Sequence[str], box: Box, limit: int) -> list[PlaceRow]:
        """The places of some kinds within a box."""
        sql = (
            f"SELECT {_PLACE} FROM place p WHERE p.kind IN ({marks(kinds)})"
            " AND p.lat BETWEEN ? AND ? AND p.lon BETWEEN ? AND ? ORDER BY p.id LIMIT ?"
        )
        rows = self.rows(sql, *kinds, box.south, box.north, box.west, box.east, limit)
        return [self._place(row, short=False) for row in rows]

    def any_name(self) -> str:
        """A key that the file can be asked for, "" where it has none."""
        sql = "SELECT key FROM place_name UNION ALL SELECT key FROM street_key LIMIT 1"
        return str((self.rows(sql) or [[""]])[0][0])

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """What a statement gives; whatever SQLite cannot read becomes a sentence."""
        try:
            known = getattr(self._local, "known", None)
            if known is None or known[0] != os.getpid():
                known = self._local.known = os.getpid(), self._connect()
            return known[1].execute(sql, values).fetchall()
        except (sqlite3.Error, zlib.error) as error:
            raise DamagedFile(self.path, f"{self.path} cannot be read as a gazetteer: {error}.") from error

    def _connect(self) -> sqlite3.Connection:
        """A connection for this thread and process."""
        uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, cached_statements=256)
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{CACHED_KIB}")
        return connection

    def _place(self, row: Any, short: bool) -> PlaceRow:
        place, name, kind, city, city_key, area, ags, lat, lon, radius_m, population, precision = row
        number = self.number << _FILE_BITS | place
        point = Point(lat, lon)
        return PlaceRow(number, name, kind, city, city_key, area, ags, point, radius_m, population, precision, short)

    def _street(self, row: Any) -> StreetRow:
        name, text, postcode, guessed, *around, city, district, part = row
        number = self.number, name, postcode, city, district, part
        return StreetRow(number, text, postcode, bool(guessed), *around)


def is_current(path: Path) -> bool:
    """Whether there is a gazetteer file that this program can read; one of an older format has to be built again."""
    try:
        GazetteerFile(path)
    except GazetteerError:
        return False
    return True


def packed(keys: Iterable[str]) -> bytes:
    """Keys on lines, in their order, compressed."""
    return zlib.compress("\n".join(sorted(keys)).encode(), 9)


def unpacked(keys: bytes) -> str:
    """Keys on lines, as they were packed."""
    return zlib.decompress(keys).decode()


def marks(values: Collection[Any]) -> str:
    """As many question marks as there are values."""
    return ",".join("?" * len(values))


def grouped(pairs: Iterator[tuple[str, PlaceRow]]) -> dict[str, list[PlaceRow]]:
    """Places by the key under which they were found."""
    found: dict[str, list[PlaceRow]] = defaultdict(list)
    for key, place in pairs:
        found[key].append(place)
    return found
