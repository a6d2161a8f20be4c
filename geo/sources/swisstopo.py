"""The Swiss register of building addresses, as swisstopo hands it out."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from geo.sources.base import Format, Options, Record, Sample
from geo.sources.located import Columns, addresses, unless_same
from geo.sources.projection import to_degrees
from geo.sources.tables import has_headings, read_columns
from geo.sources.values import floats, house_number, street_name

FORMAT = Format(
    "swisstopo", "Switzerland: register of building addresses (CSV)", "free use, naming the source (OGD)",
    "Bundesamt für Landestopografie swisstopo",
)  # fmt: skip
GRID = "EPSG:2056"
COLUMNS = {
    "street": "stn_label", "number": "adr_number", "town": "zip_label", "east": "adr_easting",
    "north": "adr_northing",
}  # fmt: skip
WELCOME = {"municipality": "com_name"}


def recognise(sample: Sample) -> bool:
    """By its headings."""
    return has_headings(sample, *COLUMNS.values())


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of the register."""
    for sheet in read_columns(path, options, COLUMNS, WELCOME):
        yield from sheet.rejected
        towns = [_town(label, options.city) for label in sheet.names("town")]
        cities = [city for _, city in towns]
        yield from addresses(
            Columns(
                sheet.lines,
                map(street_name, sheet.raw("street")),
                map(house_number, sheet.raw("number")),
                *to_degrees(options.crs or GRID, floats(sheet.raw("east")), floats(sheet.raw("north"))),
                [postcode for postcode, _ in towns],
                cities,
                unless_same(sheet.names("municipality"), cities),
            )
        )


@lru_cache(10_000)
def _town(label: str, otherwise: str) -> tuple[str, str]:
    """Postcode and place of "3003 Bern"."""
    first, _, rest = label.partition(" ")
    return (first, rest.strip() or otherwise) if first.isdecimal() else ("", label or otherwise)
