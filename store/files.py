"""Reads the files that come with the program: vocabularies, regions, and the boundaries of all districts."""

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.point import Box, PointError
from model.country import Country, CountryFacts
from model.neutrality import FactError, Policy
from model.region import Region
from model.vocabulary import Term, Vocabulary
from store.errors import StoreError

NEEDED = ("slug", "label_de", "label_en")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Area:
    """A district as it is shipped: its name, what it is, its Land, its outline as GeoJSON, and the box around it."""

    name: str
    kind: str
    land: str
    geometry: str
    box: Box


def load_vocabulary(folder: Path) -> Vocabulary:
    """All vocabularies of a folder, one per CSV file, each in the order of its file or of its column `order`."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise StoreError(f"There are no vocabularies (*.csv) in {folder}.")
    return Vocabulary({file.stem: _terms(file) for file in files})


@lru_cache(maxsize=2)
def load_countries(path: Path) -> dict[str, CountryFacts]:
    """All countries by code, from their TOML file."""
    found = {}
    for code, row in _toml(path).items():
        texts = {name: _text(path, code, row, name) for name in ("name", "zone", "scheme")}
        calling, postcode = (_text(path, code, row, name) for name in ("calling", "postcode"))
        # A country may have no trunk prefix, so that an empty text is an answer here.
        country = Country(code, calling, row.get("trunk", ""), postcode)
        found[code] = CountryFacts(country, **texts, parts=row.get("parts", {}), merged=row.get("merged", {}))
    return found


def load_region(path: Path) -> Region:
    """One region from its TOML file."""
    data = _toml(path)
    region = _section(path, data, "region")
    neutral = _section(path, data, "neutral")
    languages = _texts(path, "region", "languages", region.get("languages", ["de", "en"]))
    try:
        policy = Policy(
            frozenset(_texts(path, "neutral", "grades", neutral.get("grades", ["A", "B"]))),  # type: ignore[arg-type]
            frozenset(_texts(path, "neutral", "evidence", neutral.get("evidence", ["verified", "reported"]))),  # type: ignore[arg-type]
        )
    except FactError as error:
        raise StoreError(f"{path.name}, [neutral]: {error}") from error
    return Region(
        **{name: _text(path, "region", region, name) for name in ("ags", "name", "slug")},
        **{name: _text(path, "region", region, name) for name in ("land", "zone") if name in region},
        box=_box(path, region.get("box")),
        languages=languages,
        policy=policy,
        imprint=_text_section(path, data, "imprint"),
        bureau=_text_section(path, data, "bureau"),
        accessibility=_text_section(path, data, "accessibility_statement"),
        school_holidays=tuple(_spans(path, data.get("school_holidays", region.get("school_holidays", [])))),
    )


@lru_cache(maxsize=2)
def load_boundaries(path: Path) -> dict[str, Area]:
    """All districts by AGS, from a GeoJSON file."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path.name} is no GeoJSON with features: {error}.") from error
    return dict(_area(path, number, feature) for number, feature in enumerate(features, start=1))


def _area(path: Path, number: int, feature: Any) -> tuple[str, Area]:
    try:
        about, geometry = feature["properties"], feature["geometry"]
        lon, lat = zip(*_positions(geometry["coordinates"]), strict=True)
        box = Box(min(lon), min(lat), max(lon), max(lat))
        area = Area(about["name"], about["kind"], about["land"], json.dumps(geometry, separators=(",", ":")), box)
        return about["ags"], area
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{path.name}, feature {number}: {type(error).__name__} {error}.") from error


def _positions(coordinates: Any) -> Iterator[tuple[float, float]]:
    """All longitude-latitude pairs, however deeply they are nested."""
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _positions(part)


def _terms(path: Path) -> Mapping[str, Term]:
    terms: dict[str, tuple[int, Term]] = {}
    for line, row in _rows(path):
        slug = row["slug"]
        if slug in terms:
            raise StoreError(f"{path.name}, line {line}, column slug: {slug!r} occurs for the second time.")
        order = row.get("order", "")
        if order and not order.isdecimal():
            raise StoreError(f"{path.name}, line {line}, column order: {order!r} is no whole number.")
        terms[slug] = (int(order or 0), _term(path, line, row))
    return {slug: term for slug, (_, term) in sorted(terms.items(), key=lambda item: item[1][0])}


def _term(path: Path, line: int, row: Row) -> Term:
    return Term(
        slug=row["slug"],
        label_de=row["label_de"],
        label_en=row["label_en"],
        explanation_de=row.get("explanation_de", ""),
        synonyms_de=tuple(word.strip() for word in row.get("synonyms_de", "").split("|") if word.strip()),
        short_de=row.get("short_de", ""),
        own_name=row.get("own_name", ""),
        remote=_yes_no(path, line, row.get("remote", "")),
        valid_from=_day(path, line, row, "valid_from"),
        valid_to=_day(path, line, row, "valid_to"),
        land=row.get("land", ""),
    )


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """The rows of a CSV file with their line numbers; empty lines are passed over."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise StoreError(f"{path.name}, line 1: the column {missing[0]} is missing.")
            for raw in reader:
                if None in raw:
                    raise StoreError(f"{path.name}, line {reader.line_num}: there are more cells than columns.")
                row = {name: (value or "").strip() for name, value in raw.items()}
                empty = next((name for name in NEEDED if not row[name]), None)
                if empty:
                    raise StoreError(f"{path.name}, line {reader.line_num}, column {empty}: it must not be empty.")
                yield reader.line_num, row
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise StoreError(f"{path.name} is no CSV file in UTF-8: {error}.") from error


def _yes_no(path: Path, line: int, text: str) -> bool:
    if text not in ("yes", "no", ""):
        raise StoreError(f"{path.name}, line {line}, column remote: {text!r} is neither yes nor no.")
    return text == "yes"


def _day(path: Path, line: int, row: Row, column: str) -> date | None:
    text = row.get(column, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise StoreError(f"{path.name}, line {line}, column {column}: {text!r} is no date like 2026-03-31.") from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{path.name} is no TOML file: {error}.") from error


def _section(path: Path, data: dict[str, Any], name: str) -> dict[str, Any]:
    section = data.get(name, {})
    if not isinstance(section, dict):
        raise StoreError(f"{path.name}: [{name}] must be a section.")
    return section


def _text_section(path: Path, data: dict[str, Any], name: str) -> dict[str, str]:
    section = _section(path, data, name)
    for key, value in section.items():
        if not isinstance(value, str):
            raise StoreError(f"{path.name}, [{name}], {key}: {value!r} must be text in quotes.")
    return section


def _text(path: Path, section: str, values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise StoreError(f"{path.name}, [{section}], {name}: it must be text in quotes and not empty.")
    return value.strip()


def _texts(path: Path, section: str, name: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise StoreError(f"{path.name}, [{section}], {name}: it must be a list of texts.")
    return tuple(values)


def _box(path: Path, values: Any) -> Box:
    try:
        west, south, east, north = values
        return Box(west, south, east, north)
    except (TypeError, ValueError, PointError) as error:
        raise StoreError(f"{path.name}, [region], box: it must be [west, south, east, north]: {error}.") from error


def _spans(path: Path, values: Any) -> Iterator[tuple[date, date]]:
    """First and last days, each written as a pair of dates."""
    for number, pair in enumerate(values, start=1):
        try:
            first, last = (day if isinstance(day, date) else date.fromisoformat(day) for day in pair)
        except (TypeError, ValueError):
            raise StoreError(f"{path.name}, school_holidays, {number}: {pair!r} is no pair of dates.") from None
        if last < first:
            raise StoreError(f"{path.name}, school_holidays, {number}: it ends before it begins.")
        yield first, last
