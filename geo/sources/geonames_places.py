"""Places of GeoNames, the tab-separated file of a country (DE.txt): towns, their parts, and places people know by name.

Neighbourhoods, hamlets that are only a name on a map, and everything that nobody lives in or goes to are left out.
"""

from collections.abc import Iterator
from pathlib import Path

from geo.layers import Entry, city_radius_m
from geo.point import Point
from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.csv_rows import Row
from geo.sources.located import here, why_nowhere
from geo.sources.tables import first_rows, read_rows
from geo.sources.values import floats, place_name

FORMAT = Format(
    "geonames-places", "places of GeoNames (tab)", "CC BY 4.0", "GeoNames (geonames.org), CC BY 4.0"
)  # fmt: skip
COLUMNS = 19
#: what has a kind of its own, by its feature code
KINDS = {
    "PPLX": "district", "PPLS": "", "PPLQ": "", "PPLH": "", "PPLW": "", "PPLCH": "", "STLMT": "",
    "BUSTN": "station", "RSTN": "station", "RSTP": "stop", "BUSTP": "stop", "MTRO": "stop", "TRAM": "stop",
    "SCH": "school", "SCHC": "school", "SCHT": "school", "UNIV": "university", "LIBR": "library",
    "CTRCM": "centre", "CTRA": "centre", "ADMF": "townhall", "GOVL": "townhall",
}  # fmt: skip
TOWN_FROM, CITY_FROM = 10_000, 100_000
"""From how many people on a place is called a town, and a city."""


def recognise(sample: Sample) -> bool:
    """By nineteen columns with a number first, a point in the middle and a day at the end."""
    rows = first_rows(sample, "\t")
    return bool(rows) and all(map(_is_place, rows))


def read(path: Path, options: Options) -> Iterator[Record]:
    """The places of a table."""
    for batch in read_rows(path, options):
        fitted = batch.fitted(COLUMNS)
        yield from fitted.rejected
        for line, row in zip(fitted.lines, fitted.rows, strict=True):
            record = _record(line, [cell.strip() for cell in row])
            if record is not None:
                yield record


def _is_place(row: Row) -> bool:
    shaped = len(row) == COLUMNS and row[0].isdecimal() and len(row[6]) <= 1 and row[18].strip()[:4].isdecimal()
    return shaped and here(*floats(row[4:6]))


def _record(line: int, cells: Row) -> Entry | Rejected | None:
    name, lat, lon = place_name(cells[1]), *floats(cells[4:6])
    people = int(cells[14]) if cells[14].isdecimal() and cells[14] != "0" else None
    kind = _kind(cells[6], cells[7], people)
    if not kind:
        return None
    if not name:
        return Rejected(line, "The place has no name.")
    if not here(lat, lon):
        return Rejected(line, f"{name}: {why_nowhere(lat, lon)}")
    ags = cells[12] if cells[8] == "DE" and len(cells[12]) == 5 and cells[12].isdecimal() else ""
    if kind in ("city", "town", "village"):
        return Entry(name, kind, Point(lat, lon), city_radius_m(people), city=name, population=people, ags=ags)
    return Entry(name, kind, Point(lat, lon), population=people, ags=ags)


def _kind(group: str, code: str, people: int | None) -> str:
    """What kind of place it is, "" for none that anybody would look for."""
    if code in KINDS:
        return KINDS[code]
    if group != "P":
        return ""
    if people is None:
        return "place"
    return "city" if people >= CITY_FROM else "town" if people >= TOWN_FROM else "village"
