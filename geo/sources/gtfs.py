"""Timetables in the GTFS form (a .zip, or its stops.txt alone): the stops and stations, each once with its names."""

import re
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from geo.layers import Entry, GazetteerError
from geo.point import Point
from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.located import here, why_nowhere
from geo.sources.spots import merged, station_names
from geo.sources.tables import Sheet, has_headings, read_columns
from geo.sources.unpack import BROKEN, members
from geo.sources.values import floats
from geo.spelling import key

FORMAT = Format("gtfs", "GTFS timetable (stops.txt)")
STOPS = "stops.txt"
MAX_STOPS_BYTES = 2_000_000_000
_NEEDED = {"id": "stop_id", "name": "stop_name", "lat": "stop_lat", "lon": "stop_lon"}
_WELCOME = {"type": "location_type", "parent": "parent_station"}
_PLATFORM, _STATION = ("", "0"), "1"
"""Other types are entrances, crossings and the like: parts that nobody asks for by name."""

_PLATFORM_OF = re.compile(r"[ ,]+(?:bstg|bussteig|bahnsteig|steig|gleis)\b\.? *\w{1,4}$", re.IGNORECASE)
_TOO_SHORT = frozenset(("nord", "ost", "sued", "süd", "west", "mitte"))
"""What alone is no name for a stop: "Dossenheim, Nord" is not called "Nord"."""


class Stop(NamedTuple):
    """A line of stops.txt that can be used; without a point where it stands for its platforms."""

    line: int
    id: str
    name: str
    point: Point | None
    is_station: bool
    parent: str


def recognise(sample: Sample) -> bool:
    """By a stops.txt in the archive, or by the headings of one."""
    if sample.head.startswith(b"PK"):
        return STOPS in members(sample.path)
    return has_headings(sample, *_NEEDED.values())


def read(path: Path, options: Options) -> Iterator[Record]:
    """The stops of a timetable; platforms go into their station, and stops of one name nearby into one."""
    stops: dict[str, Stop] = {}
    with _stops_of(path) as table:
        for sheet in read_columns(table, options, _NEEDED, _WELCOME):
            yield from sheet.rejected
            for one in _rows(sheet):
                if isinstance(one, Rejected):
                    yield one
                elif one.id in stops:
                    yield Rejected(one.line, f"The stop {one.id} stands in the table twice.")
                else:
                    stops[one.id] = one
    families: dict[str, list[Stop]] = defaultdict(list)
    for stop in stops.values():
        families[stop.parent if stop.parent in stops else stop.id].append(stop)
    found = [_entry(stops[head], family, options.city) for head, family in families.items()]
    yield from (one for one in found if isinstance(one, Rejected))
    yield from merged([one for one in found if isinstance(one, Entry)])


@contextmanager
def _stops_of(path: Path) -> Iterator[Path]:
    """The table of stops as a file of its own."""
    with path.open("rb") as file:
        is_archive = file.read(2) == b"PK"
    if not is_archive:
        yield path
        return
    info = members(path).get(STOPS)
    if info is None:
        raise GazetteerError(f"The archive {path.name} has no {STOPS}, so it is no timetable.")
    if info.file_size > MAX_STOPS_BYTES:
        raise GazetteerError(f"The {STOPS} in {path.name} unpacks to more than any timetable has.")
    with TemporaryDirectory(prefix="gazetteer-") as folder:
        table = Path(folder) / STOPS
        try:
            with zipfile.ZipFile(path) as archive, archive.open(info) as packed, table.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        except BROKEN as error:
            raise GazetteerError(f"The {STOPS} in {path.name} is cut off or damaged: {error}.") from error
        yield table


def _rows(sheet: Sheet) -> Iterator[Stop | Rejected]:
    """The lines of the table that are stops or stations."""
    lats, lons = floats(sheet.cells("lat")), floats(sheet.cells("lon"))
    texts = (sheet.cells(name) for name in ("id", "name", "type", "parent"))
    for line, ref, written, kind, parent, lat, lon in zip(sheet.lines, *texts, lats, lons, strict=True):
        name = _PLATFORM_OF.sub("", written) or written
        if kind not in (*_PLATFORM, _STATION):
            continue
        if not ref or not (key(name) or parent):
            yield Rejected(line, "The stop has no stop_id." if not ref else f"The stop {ref} has no name.")
        elif not here(lat, lon) and kind != _STATION:
            yield Rejected(line, why_nowhere(lat, lon))
        else:
            yield Stop(line, ref, name, Point(lat, lon) if here(lat, lon) else None, kind == _STATION, parent)


def _entry(head: Stop, family: list[Stop], city: str) -> Entry | Rejected:
    """A stop with everything that belongs to it."""
    points = [stop.point for stop in family if stop.point]
    if not points or not key(head.name):
        return Rejected(head.line, f"The stop {head.id} has no {'name' if points else 'coordinates'}.")
    lat, lon = (sum(side) / len(points) for side in zip(*((point.lat, point.lon) for point in points), strict=True))
    names = dict.fromkeys(stop.name for stop in family if key(stop.name))
    behind = (name.partition(", ")[2] for name in (head.name, *names))
    short = [name for name in behind if name.casefold() not in _TOO_SHORT]
    forms = [form for name in (head.name, *short) for form in station_names(name, "stop")]
    aliases = [name for name in dict.fromkeys((*names, *short, *forms)) if name != head.name and key(name)]
    kind = "station" if head.is_station else "stop"
    return Entry(head.name, kind, head.point or Point(lat, lon), city=city, aliases=tuple(aliases))
