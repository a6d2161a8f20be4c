"""Address files of the OpenAddresses project: a table, or one GeoJSON feature a line."""

import json
from collections.abc import Iterator
from math import nan
from pathlib import Path
from typing import Any

from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.csv_rows import decoded
from geo.sources.located import Columns, addresses, or_else
from geo.sources.tables import first_lines, has_headings, read_columns, read_lines
from geo.sources.unpack import sample_of
from geo.sources.values import floats, house_number, place_name, street_name

FORMAT = Format("openaddresses", "OpenAddresses (CSV, or one GeoJSON feature a line)")
HEADINGS = ("lon", "lat", "number", "street", "unit", "city", "district", "region", "postcode")
PROPERTIES = ("street", "number", "postcode", "city", "district")
UNREADABLE = "The line holds no GeoJSON feature that can be read."
BLANKS = "\ufeff\r\n\t ,"

Feature = tuple[dict[str, Any], float, float]


def recognise(sample: Sample) -> bool:
    """By the headings of the table, or by the properties of the first feature."""
    if not _is_json(sample):
        return has_headings(sample, *HEADINGS)
    lines = first_lines(sample.head)
    properties = _feature(_value(lines[0]))[0] if lines else {}
    return {"street", "number", "postcode", "city", "unit"} <= properties.keys()


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of a file."""
    return _features(path, options) if _is_json(sample_of(path)) else _rows(path, options)


def _is_json(sample: Sample) -> bool:
    return sample.head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{")


def _rows(path: Path, options: Options) -> Iterator[Record]:
    for sheet in read_columns(path, options, {name: name for name in HEADINGS}):
        yield from sheet.rejected
        streets, numbers = map(street_name, sheet.raw("street")), map(house_number, sheet.raw("number"))
        lats, lons = floats(sheet.raw("lat")), floats(sheet.raw("lon"))
        cities = or_else(sheet.names("city"), options.city)
        yield from addresses(
            Columns(sheet.lines, streets, numbers, lats, lons, sheet.cells("postcode"), cities, sheet.names("district"))
        )


def _features(path: Path, options: Options) -> Iterator[Record]:
    for first, lines in read_lines(path, options):
        texts = {number: line for number, line in enumerate(map(decoded, lines), first) if line.strip(BLANKS)}
        found = dict(zip(texts, _parsed(list(texts.values())), strict=True))
        good = {number: feature for number, feature in found.items() if feature[0]}
        yield from (Rejected(number, UNREADABLE) for number in found.keys() - good.keys())
        if good:
            yield from addresses(_columns(list(good), list(good.values()), options))


def _parsed(lines: list[str]) -> list[Feature]:
    """The features of many lines: read in one go, or each by itself where that fails."""
    try:
        values = json.loads(f"[{','.join(lines)}]") if not any("\\ud" in line.lower() for line in lines) else []
    except (ValueError, RecursionError):
        values = []
    return list(map(_feature, values if len(values) == len(lines) else map(_value, lines)))


def _columns(lines: list[int], features: list[Feature], options: Options) -> Columns:
    properties, lats, lons = map(list, zip(*features, strict=True))
    streets, numbers, postcodes, cities, districts = (
        [value.strip() if type(value := one.get(name)) is str else _text(value) for one in properties]
        for name in PROPERTIES
    )
    names, houses, parts = map(street_name, streets), map(house_number, numbers), map(place_name, districts)
    towns = or_else(list(map(place_name, cities)), options.city)
    return Columns(lines, names, houses, lats, lons, postcodes, towns, parts)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _value(line: str) -> Any:
    """What a line holds; nothing where it is no JSON, or holds the half of a letter."""
    try:
        value = json.loads(line.strip(BLANKS))
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value


def _feature(value: Any) -> Feature:
    """The properties and the place of a feature; no properties where it is none."""
    try:
        properties = value["properties"]
        if value["type"] != "Feature" or not isinstance(properties, dict):
            return {}, nan, nan
    except (KeyError, TypeError):
        return {}, nan, nan
    try:
        lon, lat = value["geometry"]["coordinates"][:2]
        return properties, float(lat), float(lon)
    except (ValueError, KeyError, TypeError, OverflowError):
        return properties, nan, nan
