"""The official house coordinates of Germany (HK-DE): 18 fields without headings, in two generations of encoding."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from geo.sources.base import Format, Options, Record, Sample
from geo.sources.csv_rows import Row
from geo.sources.located import Columns, addresses, or_else, unless_same
from geo.sources.projection import utm_to_degrees
from geo.sources.tables import first_rows, read_rows
from geo.sources.values import clean, floats, house_number, place_name, street_name

FORMAT = Format("hkde", "Germany: official house coordinates HK-DE (text, ;)", "", "© GeoBasis-DE / ZSHH")
WIDTH = 18
QUALITY, STATE, NUMBER, ADDITION, EAST, NORTH, STREET, POSTCODE, CITY, CITY_ADDITION, PART = (
    2, 3, 9, 10, 11, 12, 13, 14, 15, 16, 17,
)  # fmt: skip
COMMENT = "#"
EASTERN = frozenset(("11", "12", "13", "14"))
"""The states whose coordinates are in UTM zone 33; all others are in zone 32."""
NOT_MEASURED = "C"


def recognise(sample: Sample) -> bool:
    """By 18 fields in which quality, state and coordinates look as they should."""
    rows = [row for row in first_rows(sample, ";", COMMENT) if any(row)]
    good = sum(map(_is_address, rows))
    return good > 0 and good >= len(rows) - 1


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of the file; a point of quality C counts as interpolated."""
    for batch in read_rows(path, options, COMMENT):
        fitted = batch.fitted(WIDTH)
        yield from fitted.rejected
        if not fitted.rows:
            continue
        columns = [clean(column) for column in fitted.columns()]
        easts = list(map(_with_zone, floats(columns[EAST]), columns[STATE]))
        cities = or_else(list(map(_city, columns[CITY], columns[CITY_ADDITION])), options.city)
        yield from addresses(
            Columns(
                fitted.lines,
                map(street_name, columns[STREET]),
                map(house_number, columns[NUMBER], columns[ADDITION]),
                *utm_to_degrees(easts, floats(columns[NORTH]), options.crs),
                columns[POSTCODE],
                cities,
                unless_same(list(map(place_name, columns[PART])), cities),
                ("interpolated" if quality == NOT_MEASURED else "house" for quality in columns[QUALITY]),
            )
        )


def _is_address(row: Row) -> bool:
    if len(row) < WIDTH or any(row[WIDTH:]):
        return False
    east, north = floats(row[EAST : NORTH + 1])
    state = row[STATE].strip()
    known = row[QUALITY].strip() in ("A", "B", "C") and state.isdecimal() and 1 <= int(state) <= 16
    return known and 200_000 < east < 34_000_000 and 5_000_000 < north < 6_500_000


def _with_zone(east: float, state: str) -> float:
    """An easting with the zone before it; where the file leaves it out, the state tells which one it is."""
    if 0 < east < 1_000_000:
        return east + (33_000_000 if state in EASTERN else 32_000_000)
    return east


@lru_cache(50_000)
def _city(name: str, addition: str) -> str:
    """Frankfurt and "am Main" in one."""
    return place_name(f"{name} {addition}")
