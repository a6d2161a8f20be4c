"""The Dutch register of addresses (BAG), as the table that nlextract makes of it."""

from collections.abc import Iterator
from pathlib import Path

from geo.sources.base import Format, Options, Record, Sample
from geo.sources.located import Columns, addresses, or_else, unless_same
from geo.sources.projection import LatLon, to_degrees
from geo.sources.tables import Sheet, has_headings, read_columns
from geo.sources.values import floats, house_number, street_name

FORMAT = Format("bag", "Netherlands: BAG, table of nlextract (CSV)", "public domain", "Kadaster, BAG")
GRID = "EPSG:28992"
COLUMNS = {
    "street": "openbareruimte", "number": "huisnummer", "letter": "huisletter", "addition": "huisnummertoevoeging",
    "postcode": "postcode", "city": "woonplaats",
}  # fmt: skip
WELCOME = {"municipality": "gemeente", "lat": "lat", "lon": "lon", "x": "x", "y": "y"}


def recognise(sample: Sample) -> bool:
    """By its headings."""
    return has_headings(sample, *COLUMNS.values())


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of a table."""
    for sheet in read_columns(path, options, COLUMNS, WELCOME):
        yield from sheet.rejected
        cities = or_else(sheet.names("city"), options.city)
        numbers = map(_number, sheet.cells("number"), sheet.cells("letter"), sheet.cells("addition"))
        yield from addresses(
            Columns(
                sheet.lines,
                map(street_name, sheet.raw("street")),
                numbers,
                *_degrees(sheet),
                sheet.cells("postcode"),
                cities,
                unless_same(sheet.names("municipality"), cities),
            )
        )


def _number(number: str, letter: str, addition: str) -> str:
    """A Dutch house number: 12, 12A, 12-2 or 12A-2."""
    whole = house_number(number, letter)
    return f"{whole}-{addition}" if whole and addition else whole


def _degrees(sheet: Sheet) -> LatLon:
    """Degrees where the table has them, else those of its national grid."""
    if {"lat", "lon"} <= sheet.columns.keys():
        return floats(sheet.raw("lat")), floats(sheet.raw("lon"))
    return to_degrees(GRID, floats(sheet.raw("x")), floats(sheet.raw("y")))
