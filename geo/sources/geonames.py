"""Postcodes of GeoNames, as CSV with headings or as the tab-separated file of a country.

Big customers of the post are listed in it as if they were places; in Germany they are the rows with a number where
others have the letters of a state.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import mode

from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.csv_rows import Row
from geo.sources.located import here
from geo.sources.postcode_points import Spot, postcodes, spot
from geo.sources.tables import first_rows, has_headings, read_rows
from geo.sources.values import floats

FORMAT = Format(
    "geonames", "postcodes of GeoNames (CSV or tab)", "CC BY 4.0", "GeoNames (geonames.org), CC BY 4.0"
)  # fmt: skip
HEADINGS = ["country_code", "zipcode", "place", "state", "state_code", "province", "province_code", "community",
            "community_code", "latitude", "longitude"]  # fmt: skip
WITH_ACCURACY = 12
"""How many columns the tab-separated files have."""


def recognise(sample: Sample) -> bool:
    """By the headings, or by columns that begin with a country and end with a point."""
    if has_headings(sample, *HEADINGS):
        return True
    rows = first_rows(sample, "\t")
    return bool(rows) and all(map(_is_dump, rows))


def read(path: Path, options: Options) -> Iterator[Record]:
    """The postcodes of a table, each once."""
    return postcodes(_spots(path, options))


def _is_dump(row: Row) -> bool:
    if not (11 <= len(row) <= 12 and len(row[0]) == 2 and row[0].isupper() and row[1].strip()):
        return False
    return here(*floats(row[9:11]))


def _spots(path: Path, options: Options) -> Iterator[Spot | Rejected]:
    for batch in read_rows(path, options):
        fitted = batch.fitted(WITH_ACCURACY if _has_accuracy(batch.rows) else len(HEADINGS))
        yield from fitted.rejected
        for line, row in zip(fitted.lines, fitted.rows, strict=True):
            cells = [cell.strip() for cell in row[: len(HEADINGS)]]
            if cells[1:] != HEADINGS[1:]:
                yield _spot(line, cells)


def _has_accuracy(rows: list[Row]) -> bool:
    return bool(rows) and mode(map(len, rows)) == WITH_ACCURACY


def _spot(line: int, cells: Row) -> Spot | Rejected:
    country, code, place, _, state, _, _, community, district, lat, lon = cells
    if country == "DE" and state.isdecimal():
        return Rejected(line, f"The postcode {code} belongs to a customer of the post ({place}), not to a place.")
    ags = district if country == "DE" and len(district) == 5 else ""
    return spot(line, code, place, lat, lon, community, ags)
