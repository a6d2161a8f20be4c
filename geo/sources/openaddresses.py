"""Address files of the OpenAddresses project: CSV, or one GeoJSON feature a line."""

import json
from collections.abc import Iterator
from math import nan
from pathlib import Path
from typing import Any

from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.csv_rows import decoded
from geo.sources.located import Columns, addresses
from geo.sources.tables import first_lines, has_headings, places_of, read_headed, read_lines
from geo.sources.unpack import sample_of
from geo.sources.values import clean, floats, house_number, street_name

FORMAT = Format("openaddresses", "OpenAddresses (CSV, or one GeoJSON feature a line)")
HEADINGS = ("lon", "lat", "number", "street", "unit", "city", "district", "region", "postcode")
PROPERTIES = ("number", "street", "unit", "city", "postcode")
NO_FEATURE = "The line holds no GeoJSON feature that can be read."


def recognise(sample: Sample) -> bool:
    """By the headings of the table, or by the properties of the first feature."""
    if not _is_json(sample):
        return has_headings(sample, *HEADINGS)
    lines = first_lines(sample.head)
    properties = _feature(lines[0])[0] if lines else {}
    return all(name in properties for name in PROPERTIES)


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of a file."""
    return _features(path, options) if _is_json(sample_of(path)) else _rows(path, options)


def _is_json(sample: Sample) -> bool:
    return sample.head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{")


def _rows(path: Path, options: Options) -> Iterator[Record]:
    head, batches = read_headed(path, options)
    at = places_of(path, head, **{name: name for name in HEADINGS})
    for batch in batches:
        yield from batch.rejected
        if batch.rows:
            columns = batch.columns()
            yield from addresses(
                Columns(
                    batch.lines,
                    map(street_name, columns[at["street"]]),
                    map(house_number, columns[at["number"]]),
                    floats(columns[at["lat"]]),
                    floats(columns[at["lon"]]),
                    clean(columns[at["postcode"]]),
                    [city or options.city for city in clean(columns[at["city"]])],
                    clean(columns[at["district"]]),
                )
            )


def _features(path: Path, options: Options) -> Iterator[Record]:
    for first, lines in read_lines(path, options):
        for number, line in enumerate(lines, first):
            if line.strip(b"\xef\xbb\xbf\r\n\t ,"):
                yield from _address(number, decoded(line), options)


def _address(number: int, line: str, options: Options) -> Iterator[Record]:
    properties, lat, lon = _feature(line)
    if not properties:
        yield Rejected(number, NO_FEATURE)
        return
    texts = [str(properties.get(name) or "").strip() for name in ("street", "number", "postcode", "city", "district")]
    street, house, postcode, city, district = texts
    yield from addresses(
        Columns([number], [street_name(street)], [house_number(house)], [lat], [lon], [postcode],
                [city or options.city], [district])
    )  # fmt: skip


def _feature(line: str) -> tuple[dict[str, Any], float, float]:
    """The properties and the place of a feature; no properties where the line holds none."""
    try:
        feature = json.loads(line.strip("\ufeff\r\n\t ,"))
        properties = feature["properties"]
        if feature["type"] != "Feature" or not isinstance(properties, dict):
            return {}, nan, nan
    except (ValueError, RecursionError, KeyError, TypeError):
        return {}, nan, nan
    try:
        lon, lat = feature["geometry"]["coordinates"][:2]
        return properties, float(lat), float(lon)
    except (ValueError, KeyError, TypeError, OverflowError):
        return properties, nan, nan
