"""Building a gazetteer file: layers of places and addresses go into a new file, which then replaces the old one."""

import os
import re
import sqlite3
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from geo.gazetteer_file import (
    APPLICATION_ID,
    INDEXES,
    MOST_TOP,
    SCHEMA,
    TOP_LETTERS,
    VERSION,
    GazetteerFile,
    packed,
    unpacked,
)
from geo.layers import KINDS, MUNICIPALITIES, STATES, Entry, GazetteerError, KnownAddress, Layer
from geo.spelling import LITTLE_WORDS, STREET, delete_hashes, deletes, hashed, key, squeeze, words
from geo.street_rows import Localities, Street, StreetGatherer

BIG = 2_000_000
"""From so many addresses on a file is left as it was written; putting it in order would double the time."""
TYPOS_FROM = 5
"""Shorter names are too alike for a typo to be told from another name."""

_INHERIT = """
UPDATE place SET (ags, area) = (town.ags, town.area) FROM (
    SELECT part.id, t.ags, t.area, max(t.population) FROM place part JOIN place t ON t.city_key = part.city_key
    WHERE part.ags = '' AND part.city_key <> '' AND t.ags <> '' AND t.kind IN ('city', 'town', 'village')
        AND abs(t.lat - part.lat) < 0.5 AND abs(t.lon - part.lon) < 0.8 GROUP BY part.id
) AS town WHERE town.id = place.id
"""
"""Parts of a town take key and district from the town."""
_ADDITION = re.compile(r"(?: \(|/|, | (?:am|an|im|in|bei|vor|ob|auf|unter) | [ai]\.? ?(?:d\.|[A-Z])).*$")
_SMALL_WORDS = frozenset(("am", "an", "im", "in", "bei", "vor", "ob", "auf", "unter", "der", "dem", "den", "die"))


def build(path: Path, sources: Iterable[Layer], counties: Mapping[str, str] | None = None) -> int:
    """Build the file beside the old one, check that it answers, exchange them; returns the number of entries.

    `counties` says how a district is called by its five-digit key; without it namesakes are told apart by state.
    """
    path = Path(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        count = _write(draft, sources, counties or {})
        _verify(draft, count)
        _settle_on_disk(draft)
        draft.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(f"The gazetteer {path} cannot be written: {error}.") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return count


def _write(path: Path, sources: Iterable[Layer], counties: Mapping[str, str]) -> int:
    """Fill a new file and return the number of its entries."""
    from sqlite_utils import Database  # noqa: PLC0415 - only whoever builds a gazetteer needs it

    database = Database(path)
    connection = database.conn
    try:
        marks = f"PRAGMA synchronous = OFF; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        connection.executescript(marks + "PRAGMA journal_mode = OFF; PRAGMA cache_size = -65536;" + SCHEMA)
        builder = _Builder(database, counties)
        for layer in sources:
            builder.add(layer)
        builder.finish()
        connection.executescript(INDEXES)
        if not builder.is_big:
            database.vacuum()
    finally:
        connection.close()
    return builder.total


class _Builder:
    """What a file under construction needs to remember from layer to layer."""

    def __init__(self, database: Any, counties: Mapping[str, str]) -> None:
        self.total = 0
        self.is_big = False
        self._database = database
        self._counties = counties
        self._keys: set[str] = set()
        self._gatherers: list[tuple[int, StreetGatherer]] = []

    def add(self, layer: Layer) -> None:
        """Write a layer's places and gather its addresses."""
        number = self._database.table("layer").count + 1
        gatherer = StreetGatherer()
        places = _places_of(layer, gatherer)
        entries = _add_places(self._database, number, layer.name, places, self._counties, self._keys) + gatherer.count
        self._database.table("layer").insert(
            {"id": number, "name": layer.name, "title": layer.title, "licence": layer.licence,
             "attribution": layer.attribution, "as_of": layer.date, "entries": entries}
        )  # fmt: skip
        if gatherer.count:
            self._add_streets(number, layer.name, gatherer)
        self.total += entries

    def _add_streets(self, number: int, name: str, gatherer: StreetGatherer) -> None:
        """Write the streets of a layer, and the localities that only they name."""
        table = StreetTable(self._database.conn, gatherer)
        localities = Localities(gatherer.towns)
        table.write(number, _each(gatherer.streets(), localities.add))
        self.is_big = self.is_big or gatherer.count > BIG
        _add_places(self._database, number, name, localities.entries(), self._counties, self._keys)

    def finish(self) -> None:
        """Write what is known only when everything is in."""
        with self._database.conn as connection:
            connection.execute(_INHERIT)
            connection.executemany("INSERT INTO typo VALUES (?, ?)", _typos(self._keys))


def _each(streets: Iterable[Street], note: Any) -> Iterator[Street]:
    for street in streets:
        note(street)
        yield street


def _places_of(layer: Layer, gatherer: StreetGatherer) -> Iterator[Entry]:
    """The places of a layer; its addresses go to the gatherer."""
    add = gatherer.add
    for record in chain(layer.entries, layer.addresses, layer.records):
        if isinstance(record, KnownAddress):
            add(record)
        else:
            yield record


def _settle_on_disk(path: Path) -> None:
    """Wait until the whole file is on the disk: only then may it take the place of one that is good."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _verify(path: Path, count: int) -> None:
    """Open the new file as a reader does, and ask it for one of its own places."""
    gazetteer = GazetteerFile(path)
    if gazetteer.trouble() or sum(layer.entries for layer in gazetteer.layers()) != count:
        raise GazetteerError(f"The new gazetteer {path.name} does not hold what was put in; the old one stays.")
    known = gazetteer.any_name()
    if count and not (list(gazetteer.places_named([known])) or gazetteer.street_names([known])):
        raise GazetteerError(f"The new gazetteer {path.name} does not answer; the old one stays.")


def _add_places(
    database: Any, layer_id: int, layer: str, entries: Iterable[Entry], counties: Mapping[str, str], keys: set[str]
) -> int:
    """Add places and the keys they go by; returns how many there are."""
    first = database.table("place").count + 1
    places: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    for place_id, entry in enumerate(entries, first):
        if not key(entry.name) or entry.kind not in KINDS:
            raise GazetteerError(f"Layer {layer}: {entry.name!r} of kind {entry.kind!r} is no place.")
        row = _place_row(place_id, layer_id, entry, counties)
        places.append(row)
        weight = KINDS[entry.kind].population if entry.population is None else entry.population
        for name, short in names_of(entry).items():
            after = len(row["city_key"]) + 1 if name == key(entry.city + entry.name) else 0
            names.append({"key": name, "place": place_id, "short": int(short), "after": after, "lat": row["lat"],
                          "lon": row["lon"], "weight": weight})  # fmt: skip
            keys.add(name)
    database.table("place").insert_all(places)
    database.table("place_name").insert_all(names)
    return len(places)


def _place_row(place_id: int, layer_id: int, entry: Entry, counties: Mapping[str, str]) -> dict[str, Any]:
    kind = KINDS[entry.kind]
    return {
        "id": place_id, "layer": layer_id, "name": entry.name, "kind": entry.kind, "city": entry.city,
        "city_key": key(entry.city), "area": counties.get(entry.ags[:5]) or STATES.get(entry.ags[:2], ""),
        "ags": entry.ags, "lat": entry.point.lat, "lon": entry.point.lon, "radius_m": entry.radius_m or kind.radius_m,
        "population": entry.population, "precision": entry.precision or kind.precision,
    }  # fmt: skip


def names_of(entry: Entry) -> dict[str, bool]:
    """Every key a place goes by, and whether it is only a shortened name."""
    names = {key(entry.name): False}
    if entry.kind in MUNICIPALITIES:
        names.setdefault(key("".join(word for word in words(entry.name) if word not in _SMALL_WORDS)), False)
        names.setdefault(key(_ADDITION.sub("", entry.name)), True)
    elif entry.city and entry.kind != "postcode":
        names.setdefault(key(entry.name.removeprefix(entry.city)), True)
        if not entry.name.startswith(entry.city):
            names.setdefault(key(f"{entry.city} {entry.name}"), False)
    for alias in entry.aliases:
        names.setdefault(key(alias), entry.name.startswith(alias))
    return {name: short for name, short in names.items() if name}


def _typos(keys: Iterable[str]) -> list[tuple[int, str]]:
    """What leads from a name with a letter missing to the name, in the order in which the file keeps it."""
    long = (name for name in keys if len(name) >= TYPOS_FROM and not name.isdecimal())
    return sorted((number, name) for name in long for number in delete_hashes(name))


class StreetTable:
    """Writes streets, their names and the lists by which they are found."""

    def __init__(self, connection: sqlite3.Connection, gatherer: StreetGatherer) -> None:
        self._connection = connection
        self._gatherer = gatherer
        self._first_name = _next(connection, "street_name")
        self._first_town = _next(connection, "town")
        self._streets_of: dict[int, int] = defaultdict(int)
        self._names_in: dict[str | int, set[int]] = defaultdict(set)

    def write(self, layer: int, streets: Iterable[Street]) -> None:
        """Write the rows, then the names they bear and where these occur."""
        with self._connection:
            order = self._write_names()
            rows = (self._row(order, layer, street) for street in streets)
            self._connection.executemany(f"INSERT INTO street VALUES ({','.join('?' * 11)})", rows)
            self._connection.executemany(
                "UPDATE street_name SET streets = ? WHERE id = ?",
                ((count, order[name]) for name, count in self._streets_of.items()),
            )
            self._write_towns()
            self._write_lists()
            self._write_top()

    def _row(self, order: list[int], layer: int, street: Street) -> tuple[Any, ...]:
        name, postcode, city, district, part, *rest = street
        self._streets_of[name] += 1
        if postcode:
            self._names_in[postcode].add(name)
        if city:
            self._names_in[city].add(name)
        first = self._first_town
        return order[name], postcode, first + city, first + district, part, layer, *rest

    def _write_names(self) -> list[int]:
        """Write the names in the order of their keys; returns the number of each."""
        names = self._gatherer.names
        keys = self._keys = [key(name) for name in names]
        order = [0] * len(names)
        for number, name in enumerate(sorted(range(len(names)), key=keys.__getitem__), self._first_name):
            order[name] = number
        self._connection.executemany(
            "INSERT INTO street_name VALUES (?, ?, 0)", sorted((order[name], text) for name, text in enumerate(names))
        )
        known = {(other, order[name]) for name, text in enumerate(names) for other in (keys[name], *_shortened(text))}
        self._connection.executemany("INSERT INTO street_key VALUES (?, ?)", sorted(known))
        typos = {(number, order[name]) for name, folded in enumerate(keys) if len(folded) >= TYPOS_FROM
                 for number in street_hashes(folded)}  # fmt: skip
        self._connection.executemany("INSERT INTO street_typo VALUES (?, ?)", sorted(typos))
        return order

    def _write_towns(self) -> None:
        rows = ((self._first_town + number, text, key(text)) for number, text in enumerate(self._gatherer.towns))
        self._connection.executemany("INSERT INTO town VALUES (?, ?, ?)", rows)

    def _write_lists(self) -> None:
        """Write which keys occur in each postcode and in each city."""
        listed: dict[str, set[str]] = {}
        for place, names in self._names_in.items():
            where = place if isinstance(place, str) else key(self._gatherer.towns[place])
            listed.setdefault(where, set()).update(self._keys[name] for name in names)
        for where, keys in listed.items():
            for (known,) in self._connection.execute("SELECT keys FROM names_in WHERE place = ?", (where,)).fetchall():
                keys.update(unpacked(known).split("\n"))
            self._connection.execute("REPLACE INTO names_in VALUES (?, ?)", (where, packed(keys)))

    def _write_top(self) -> None:
        """Write the commonest names that begin with one, two or three letters."""
        top: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for name, folded in enumerate(self._keys):
            for length in range(1, TOP_LETTERS + 1):
                ranked = top[folded[:length]]
                insort(ranked, (-self._streets_of[name], folded))
                del ranked[MOST_TOP + 1 :]
        for prefix, ranked in top.items():
            if len(ranked) > MOST_TOP:
                keys = dict.fromkeys([folded for _, folded in ranked[:MOST_TOP]])
                known = self._connection.execute("SELECT keys FROM street_top WHERE prefix = ?", (prefix,)).fetchall()
                keys |= dict.fromkeys("\n".join(text for (text,) in known).split("\n")) if known else {}
                self._connection.execute("REPLACE INTO street_top VALUES (?, ?)", (prefix, "\n".join(keys)))


def _next(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


def street_hashes(folded: str) -> set[int]:
    """The hashes of a street's key with a letter missing; its "str" is taken as right, as that is mended otherwise."""
    stem = folded.removesuffix(STREET)
    return {hashed(text + folded[len(stem) :]) for text in (stem, *deletes(stem))}


def _shortened(name: str) -> list[str]:
    """The key of a street without the little words in the midst of its name, if it has any."""
    parts = words(name)
    kept = [word for word in parts if word not in LITTLE_WORDS]
    return [squeeze("".join(kept))] if 1 < len(kept) < len(parts) else []
