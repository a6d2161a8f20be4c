"""Building the gazetteer: layers of places and addresses go into a new file, which then replaces the old one."""

import os
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from geo.gazetteer_file import APPLICATION_ID, SCHEMA, VERSION, Gazetteer, LayerInfo
from geo.layers import KINDS, MUNICIPALITIES, STATES, Entry, GazetteerError, KnownAddress, Layer
from geo.spelling import delete_hashes, key, words
from geo.streets import gather_streets

__all__ = ["Gazetteer", "GazetteerError", "KnownAddress", "Layer", "LayerInfo", "build"]

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
_ADDITION = re.compile(r"(?: \(|/|, | (?:am|an|im|in|bei|vor|ob|auf|unter) ).*$")
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
    try:
        marks = f"PRAGMA synchronous = OFF; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        database.conn.executescript(marks + SCHEMA)
        keys: set[str] = set()
        total = 0
        for number, layer in enumerate(sources, 1):
            places = _add_places(database, number, layer, counties, keys)
            entries = places + _add_streets(database, number, layer, keys)
            database.table("layer").insert(
                {"id": number, "name": layer.name, "title": layer.title, "licence": layer.licence,
                 "attribution": layer.attribution, "as_of": layer.date, "entries": entries}
            )  # fmt: skip
            total += entries
        with database.conn:
            database.conn.execute(_INHERIT)
            database.conn.executemany("INSERT INTO typo VALUES (?, ?)", _typos(keys))
        database.vacuum()
    finally:
        database.conn.close()
    return total


def _settle_on_disk(path: Path) -> None:
    """Wait until the whole file is on the disk: only then may it take the place of one that is good."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _verify(path: Path, count: int) -> None:
    """Open the new file as a reader does, and ask it for one of its own places."""
    gazetteer = Gazetteer(path)
    if gazetteer.trouble() or sum(layer.entries for layer in gazetteer.layers()) != count:
        raise GazetteerError(f"The new gazetteer {path.name} does not hold what was put in; the old one stays.")
    known = gazetteer.keys_from("", 0)[:1]
    if count and not (gazetteer.places_named(known) or gazetteer.streets_named(known)):
        raise GazetteerError(f"The new gazetteer {path.name} does not answer; the old one stays.")


def _add_places(database: Any, layer_id: int, layer: Layer, counties: Mapping[str, str], keys: set[str]) -> int:
    """Add the places of a layer and the keys they go by; returns how many there are."""
    first = database.table("place").count + 1
    places: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    for place_id, entry in enumerate(layer.entries, first):
        if not key(entry.name) or entry.kind not in KINDS:
            raise GazetteerError(f"Layer {layer.name}: {entry.name!r} of kind {entry.kind!r} is no place.")
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


def _add_streets(database: Any, layer_id: int, layer: Layer, keys: set[str]) -> int:
    """Add the streets and houses of a layer's addresses; returns how many addresses went in."""
    streets, houses, count = gather_streets(layer.addresses, database.table("street").count + 1)
    for street in streets:
        street["layer"] = layer_id
        keys.add(street["key"])
    database.table("street").insert_all(streets)
    database.table("house").insert_all(houses)
    return count


def _typos(keys: Iterable[str]) -> list[tuple[int, str]]:
    """What leads from a name with a letter missing to the name, in the order in which the file keeps it."""
    long = (name for name in keys if len(name) >= TYPOS_FROM and not name.isdecimal())
    return sorted((number, name) for name in long for number in delete_hashes(name))
