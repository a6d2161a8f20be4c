"""Postcodes of OpenGeoDB (PLZ.tab): old, but with a point of its own for each."""

from collections.abc import Iterator
from pathlib import Path

from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.postcode_points import Spot, postcodes, spot
from geo.sources.tables import has_headings, read_columns

FORMAT = Format("opengeodb", "postcodes of OpenGeoDB (PLZ.tab)", "public domain", "OpenGeoDB")
COLUMNS = {"postcode": "plz", "city": "ort", "lat": "lat", "lon": "lon"}


def recognise(sample: Sample) -> bool:
    """By its headings."""
    return has_headings(sample, "loc_id", *COLUMNS.values())


def read(path: Path, options: Options) -> Iterator[Record]:
    """The postcodes of the table, each once."""
    return postcodes(_spots(path, options))


def _spots(path: Path, options: Options) -> Iterator[Spot | Rejected]:
    for sheet in read_columns(path, options, COLUMNS):
        yield from sheet.rejected
        for line, *cells in zip(sheet.lines, *map(sheet.cells, COLUMNS), strict=True):
            yield spot(line, *cells)
