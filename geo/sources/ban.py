"""The French register of addresses (Base Adresse Nationale), as a table of one department or of all France."""

from collections.abc import Iterator
from pathlib import Path

from geo.sources.base import Format, Options, Record, Sample
from geo.sources.located import Columns, addresses, or_else, unless_same
from geo.sources.tables import has_headings, read_columns
from geo.sources.values import floats, house_number, street_name

FORMAT = Format(
    "ban", "France: Base Adresse Nationale (CSV)", "Licence Ouverte / Open Licence 2.0", "Base Adresse Nationale"
)
COLUMNS = {
    "number": "numero", "suffix": "rep", "street": "nom_voie", "postcode": "code_postal", "city": "nom_commune",
    "lat": "lat", "lon": "lon",
}  # fmt: skip
WELCOME = {"district": "nom_ancienne_commune", "how": "type_position"}
ON_THE_STREET = "segment"
"""What the register calls a point that was reckoned along the street."""
WITHOUT_NUMBER = "99999"
"""What the register writes where a place has no number."""


def recognise(sample: Sample) -> bool:
    """By its headings."""
    return has_headings(sample, "id", *COLUMNS.values())


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of a table."""
    for sheet in read_columns(path, options, COLUMNS, WELCOME):
        yield from sheet.rejected
        numbers = ("" if number == WITHOUT_NUMBER else number for number in sheet.raw("number"))
        cities = or_else(sheet.names("city"), options.city)
        yield from addresses(
            Columns(
                sheet.lines,
                map(street_name, sheet.raw("street")),
                map(house_number, numbers, sheet.raw("suffix")),
                floats(sheet.raw("lat")),
                floats(sheet.raw("lon")),
                sheet.cells("postcode"),
                cities,
                unless_same(sheet.names("district"), cities),
                ("interpolated" if how == ON_THE_STREET else "house" for how in sheet.raw("how")),
            )
        )
