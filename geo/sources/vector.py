"""Map files of any kind that GDAL reads (GeoPackage, shapefile, GeoJSON, FlatGeobuf): columns are told or guessed.

Points count as they are, lines and areas by a point on them. Coordinates come in the system the file names, or else in
the one it is said to be in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from geo.layers import KINDS, Entry, GazetteerError, KnownAddress
from geo.point import Point
from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.located import here, why_nowhere
from geo.sources.one_cell import address_parts
from geo.sources.table_headings import COLUMNS, guessed, told
from geo.sources.values import house_number, street_name
from geo.sources.vector_file import Frame, VectorFile, form_of
from geo.spelling import key

FORMAT = Format("vector", "a map file with a column for each part (GeoPackage, shapefile, GeoJSON, FlatGeobuf)")
FALLBACK = True
_OF_THE_MAP = ("lat", "lon")
"""What the map itself tells, so that no column is needed for it."""


def recognise(sample: Sample) -> bool:
    """By the first bytes of the file, or of the one map in an archive."""
    return form_of(sample) is not None


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses of a map and, where a kind is told, its places."""
    file = VectorFile(path, options.crs)
    plan = _plan(path, file.columns, options)
    for frame in file.frames():
        yield from plan.records(frame)
        options.progress(frame.done, frame.total)


class _Row(NamedTuple):
    """One feature as it says itself."""

    street: str
    number: str
    suffix: str
    postcode: str
    city: str
    district: str
    address: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which column holds what, and what kind all places are of where no column says it."""

    at: Mapping[str, str]
    kind: str
    city: str

    def records(self, frame: Frame) -> Iterator[Record]:
        """What some features say."""
        empty = [""] * len(frame.lats)
        cells = [frame.cells(self.at[name]) if name in self.at else empty for name in _Row._fields]
        rows = zip(map(_Row, *cells), frame.lats, frame.lons, strict=True)
        for number, (row, lat, lon) in enumerate(rows, frame.done - len(frame.lats) + 1):
            if here(lat, lon):
                yield from self._record(number, row, Point(lat, lon))
            else:
                yield Rejected(number, f"Feature {number}: {why_nowhere(lat, lon)}")

    def _record(self, feature: int, row: _Row, point: Point) -> Iterator[Record]:
        address, kind = self._address(row, point), row.kind or self.kind
        if kind and kind not in KINDS:
            yield Rejected(feature, f"Feature {feature}: the kind {kind!r} is none of {', '.join(KINDS)}.")
        elif kind and not key(row.name):
            yield Rejected(feature, f"Feature {feature}: the place has no name.")
        elif kind:
            yield Entry(row.name, kind, point, city=row.city or (address.city if address else "") or self.city)
        if address:
            yield address
        elif not kind:
            yield Rejected(feature, f"Feature {feature} names no street.")

    def _address(self, row: _Row, point: Point) -> KnownAddress | None:
        """The address of a feature, if it names a street."""
        street, number, postcode, city = address_parts(row.address or row.street)
        if not row.address:
            postcode, city = "", ""
            if row.number:
                street, number = row.street, row.number
        name, number = street_name(street), house_number(number, row.suffix)
        if not name:
            return None
        where = row.postcode or postcode, row.city or city or self.city
        return KnownAddress(name, number, *where, row.district, point, "house" if number else "street")


def _plan(path: Path, columns: list[str], options: Options) -> _Plan:
    """Find the columns, or say which are missing and what the file has instead."""
    unknown = [name for name in options.columns if name not in COLUMNS]
    if unknown:
        raise GazetteerError(f"There is no column of ours called {unknown[0]!r}. There are: {', '.join(COLUMNS)}.")
    has = f"It has: {', '.join(columns) or 'none'}."
    given = {ours: heading for ours, heading in options.columns.items() if ours not in _OF_THE_MAP}
    kind = given["kind"] if given.get("kind") in KINDS and given["kind"] not in columns else ""
    if kind:
        del given["kind"]
    try:
        found = guessed(columns, told(columns, given))
    except KeyError as error:
        raise GazetteerError(f"The file {path.name} has no column {error}. {has}") from error
    at = {ours: columns[number] for ours, number in found.items() if ours != "kind" or "kind" in given}
    if not at.keys() & {"street", "address"} and not (kind or "kind" in at):
        raise GazetteerError(
            f"In {path.name} no column was found for street. {has} Say which it is: --column street=HEADING;"
            f" or that its features are places: --column kind=school."
        )
    if (kind or "kind" in at) and "name" not in at:
        raise GazetteerError(
            f"In {path.name} no column was found for name. {has} Say which it is: --column name=HEADING."
        )
    return _Plan(at, kind, options.city)
