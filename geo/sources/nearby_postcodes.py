"""The postcodes that are known by a point, to tell the likely one of an address that has none.

On 4,083 schools of North Rhine-Westphalia, whose postcodes are known, the nearest point of the same town is right for
91 of 100 where GeoNames and OpenGeoDB are asked together, for 86 with GeoNames alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from geo.ecef import ecef
from geo.layers import Entry, GazetteerError
from geo.point import Point
from geo.sources import reader_named, recognising, sample_of
from geo.sources.base import Options
from geo.sources.located import here
from geo.sources.table_headings import guessed
from geo.sources.tables import read_headed
from geo.sources.values import clean, floats
from geo.spelling import key

NEARBY_M = 8_000.0
"""A point that is farther away says nothing."""
_KNOWN_FORMATS = frozenset(("geonames", "opengeodb"))
_NEEDED = ("postcode", "lat", "lon")


class PostcodePoints:
    """Points with a postcode, ready to be asked for the nearest of many places at once."""

    def __init__(self, places: Iterable[Entry], towns: Mapping[str, Iterable[str]] | None = None) -> None:
        """Takes places of kind "postcode"; `towns` says in which towns else a postcode lies."""
        known = _told_apart([place for place in places if place.kind == "postcode"])
        self._codes = [code for code, _, _ in known]
        self._xyz: Any = ecef([point.lat for _, point, _ in known], [point.lon for _, point, _ in known])
        self._of_town: dict[str, list[int]] = defaultdict(list)
        for row, (code, _, city) in enumerate(known):
            for town in {key(city), *map(key, (towns or {}).get(code, ()))} - {""}:
                self._of_town[town].append(row)
        self._trees: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self._codes)

    def nearest(self, points: Any, cities: Sequence[str]) -> list[str]:
        """For each point (a row of x, y, z) the nearest postcode of its city, or of any where the city has none.

        Empty where it is too far away, or where several postcodes share the nearest point.
        """
        found = [""] * len(cities)
        rows_of: dict[str, list[int]] = defaultdict(list)
        for row, city in enumerate(cities):
            rows_of[city].append(row)
        for city, rows in rows_of.items():
            numbers, tree = self._tree(city)
            if not len(numbers):
                continue
            distances, places = tree.query(points[rows], distance_upper_bound=NEARBY_M)
            for row, distance, place in zip(rows, distances.tolist(), places.tolist(), strict=True):
                if distance <= NEARBY_M:
                    found[row] = self._codes[numbers[place]]
        return found

    def _tree(self, city: str) -> tuple[Sequence[int], Any]:
        """The points of a city, or all points where it has none or is unknown."""
        if city not in self._trees:
            numbers = self._of_town.get(key(city))
            self._trees[city] = (numbers, _tree_of(self._xyz[numbers])) if numbers else self._everywhere
        return self._trees[city]  # type: ignore[no-any-return]

    @cached_property
    def _everywhere(self) -> tuple[Sequence[int], Any]:
        return range(len(self._codes)), _tree_of(self._xyz)


def postcode_points(*files: Path, towns: Path | None = None) -> PostcodePoints:
    """The postcode points of some tables: of GeoNames, of OpenGeoDB, or any with postcode, lat and lon.

    `towns` is a table of postcodes and the municipalities they lie in. A postcode it does not have is left out.
    """
    places = chain.from_iterable(map(_read, files))
    if towns is None:
        return PostcodePoints(places)
    municipalities = _municipalities(towns)
    return PostcodePoints((place for place in places if place.name in municipalities), municipalities)


def _told_apart(places: Sequence[Entry]) -> list[tuple[str, Point, str]]:
    """Postcode, point and city of each place.

    A point that several postcodes have is the middle of their city. It is left out where all of them have a point of
    their own as well; otherwise it stands there without a postcode, because nobody knows which.
    """
    users: dict[Point, set[str]] = defaultdict(set)
    for place in places:
        users[place.point].add(place.name)
    alone = {next(iter(codes)) for codes in users.values() if len(codes) == 1}
    found = [(place.name, place.point, place.city) for place in places if len(users[place.point]) == 1]
    unclear = [place for place in places if len(users[place.point]) > 1 and not users[place.point] <= alone]
    return found + list(dict.fromkeys(("", place.point, place.city) for place in unclear))


def _tree_of(points: Any) -> Any:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - a quarter of a second that only whoever builds a gazetteer needs

    return cKDTree(points)


def _read(path: Path) -> Iterator[Entry]:
    """The postcodes of one table."""
    names = [name for name in recognising(sample_of(path)) if name in _KNOWN_FORMATS]
    if not names:
        yield from _plain_table(path)
        return
    for record in reader_named(names[0]).read(path, Options()):
        if isinstance(record, Entry):
            yield record


def _plain_table(path: Path) -> Iterator[Entry]:
    """The rows of a table with headings for postcode, lat and lon."""
    for cells in _columns(path, _NEEDED, ("city",)):
        lats, lons = floats(cells["lat"]), floats(cells["lon"])
        for code, city, lat, lon in zip(cells["postcode"], cells["city"], lats, lons, strict=True):
            if code and here(lat, lon):
                yield Entry(code, "postcode", Point(lat, lon), city=city)


def _municipalities(path: Path) -> dict[str, set[str]]:
    """In which municipalities each postcode lies."""
    found: dict[str, set[str]] = defaultdict(set)
    for cells in _columns(path, ("postcode", "city")):
        for code, city in zip(cells["postcode"], cells["city"], strict=True):
            if code:
                found[code].add(city)
    return found


def _columns(path: Path, needed: Sequence[str], welcome: Sequence[str] = ()) -> Iterator[dict[str, list[str]]]:
    """Some columns of a table by our names for them; those that are only welcome may be empty."""
    head, batches = read_headed(path, Options())
    at = guessed(head, {})
    lacking = [name for name in needed if name not in at]
    if lacking:
        raise GazetteerError(f"In {path.name} no column was found for {', '.join(lacking)}. It has: {', '.join(head)}.")
    for batch in batches:
        columns = batch.columns()
        if columns:
            yield {
                name: clean(columns[at[name]]) if name in at else [""] * len(batch.lines)
                for name in (*needed, *welcome)
            }
