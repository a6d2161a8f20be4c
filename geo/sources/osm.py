"""OpenStreetMap files (.osm, .osm.gz, .osm.bz2, .osm.pbf): addresses, streets, and the places people know by name.

A file is read twice: once for the relations, which say what ways belong together and which houses stand in which
street, and once for nodes and ways. Of who mapped what and when, nothing is kept.
"""

import bz2
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from geo.layers import Entry, GazetteerError, KnownAddress
from geo.point import Point
from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.osm_groups import WANTED, Groups
from geo.sources.osm_points import Points
from geo.sources.osm_streets import Streets
from geo.sources.osm_tags import Home, Tags, addresses_of, home_of, is_street, named_place, says_something
from geo.sources.spots import merged
from geo.sources.values import written_out

FORMAT = Format(
    "osm",
    "OpenStreetMap",
    "ODbL 1.0",
    "© OpenStreetMap contributors (openstreetmap.org/copyright)",
)

IN_MEMORY_BYTES = 300_000_000
"""The nodes of a larger file are kept in a temporary file, not in memory: 16 bytes for each of them."""
_LETTERS = {"n": "node", "w": "way", "r": "relation"}
_SHOW_EVERY = 20_000


def recognise(sample: Sample) -> bool:
    """Whether a file is OpenStreetMap data: XML that begins with <osm, or the header block of a PBF."""
    head = sample.head
    if head.startswith(b"BZh"):
        with suppress(OSError):
            head = bz2.BZ2Decompressor().decompress(head, 4096)
    return b"OSMHeader" in head[:32] or _is_xml(head)


def _is_xml(head: bytes) -> bool:
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and (b"<osm " in start or b"<osm>" in start)


def read(path: Path, options: Options) -> Iterator[Record]:
    """The addresses, streets, places and spots of a file, and the objects that cannot be used."""
    import osmium  # noqa: PLC0415 - only whoever reads such a file needs it

    if not path.is_file():
        raise GazetteerError(f"There is no file {path}.")
    form = _form(path)
    _refuse_what_was_never_finished(path, form)
    try:
        with TemporaryDirectory(prefix="gazetteer-") as folder:
            yield from _Reading(path, form, options, Path(folder)).records()
    except (RuntimeError, OSError, osmium.InvalidLocationError) as error:
        raise GazetteerError(f"The file {path.name} is cut off or damaged: {error}.") from error
    options.progress(path.stat().st_size, path.stat().st_size)


def _form(path: Path) -> str:
    """How a file is written, by its first bytes: names often say something else."""
    with path.open("rb") as file:
        head = file.read(32)
    if not head:
        raise GazetteerError(f"The file {path.name} is empty.")
    if head.startswith(b"PK"):
        raise GazetteerError(f"The file {path.name} is a zip archive; unpack it first.")
    marks = {b"\x1f\x8b": "osm.gz", b"BZh": "osm.bz2", b"<": "osm", b"\xef\xbb\xbf": "osm"}
    return next((form for mark, form in marks.items() if head.lstrip(b" \t\r\n").startswith(mark)), "pbf")


def _refuse_what_was_never_finished(path: Path, form: str) -> None:
    """Refuse a download that ends with the words of a server which gave up."""
    if form != "osm":
        return
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2_000))
        end = file.read()
    if b"<remark>" in end and b"error" in end.split(b"<remark>", 1)[1]:
        reason = end.split(b"<remark>", 1)[1].split(b"</remark>", 1)[0].decode(errors="replace").strip()
        raise GazetteerError(f"The file {path.name} is incomplete; the server wrote at its end: {reason}")


class _Reading:
    """One reading of one file."""

    def __init__(self, path: Path, form: str, options: Options, folder: Path) -> None:
        import osmium  # noqa: PLC0415 - see above

        self._path = path
        self._options = options
        self._form = form
        self._file = osmium.io.File(path, form)
        self._store = "flex_mem"
        if path.stat().st_size > IN_MEMORY_BYTES:
            self._store = f"sparse_file_array,{folder / 'nodes'}"
        self._groups = Groups(self._file)
        self._points = Points()
        self._streets = Streets()
        self._spots: list[Entry] = []

    def records(self) -> Iterator[Record]:
        """Everything the file holds: addresses as they come, then what has to be put together first."""
        import osmium  # noqa: PLC0415 - see above

        objects = osmium.FileProcessor(self._file, osmium.osm.NODE | osmium.osm.WAY).with_locations(self._store)
        objects.with_filter(osmium.filter.KeyFilter(*WANTED))
        if self._groups:
            objects.handler_for_filtered(osmium.make_simple_handler(way=self._untagged))
        for count, one in enumerate(objects):
            yield from self._of(one)
            if count % _SHOW_EVERY == 0:
                self._options.progress(_bytes_read(self._path), self._path.stat().st_size)
        for ref, tags, point in self._groups.relations():
            yield from self._described(ref, tags, point)
        yield from self._streets.addresses()
        yield from merged(self._spots)
        if self._form == "pbf" and not self._groups.any:
            yield Rejected(0, "The file has no relations, which come last in it; if it should have any, it is cut off.")

    def _of(self, one: Any) -> Iterator[Record]:
        """What one node or way gives."""
        tags = one.tags
        if one.is_node():
            ref, point = f"n{one.id}", self._points.of_node(one)
        else:
            ref, point = f"w{one.id}", self._points.middle(one) if is_street(tags) else self._points.centre(one)
        self._groups.place(ref, point)
        yield from self._described(ref, tags, point)

    def _untagged(self, way: Any) -> None:
        """Remember a way that only counts as a part of an area."""
        if self._groups.has(ref := f"w{way.id}"):
            self._groups.place(ref, self._points.centre(way))

    def _described(self, ref: str, tags: Tags, point: Point | None) -> Iterator[Record]:
        """The addresses of an object, and the street or place that it is, if it is one."""
        name, numbers = tags.get("name", ""), tags.get("addr:housenumber", "")
        if point is None:
            if says_something(tags):
                why = "its coordinates are no place on the earth" if ref[0] == "n" else "its parts are not in the file"
                yield Rejected(0, f"The {_spoken(ref)} has no place: {why}.")
            return
        if numbers:
            yield from self._addresses(ref, numbers, home_of(tags), point)
        if name and is_street(tags):
            self._streets.add(written_out(name), point, tags.get("postal_code", ""))
        elif name and (place := named_place(tags, point)):
            self._spots.append(place)

    def _addresses(self, ref: str, numbers: str, home: Home, point: Point) -> Iterator[KnownAddress | Rejected]:
        home = self._groups.completed(ref, home)
        if not home.street:
            yield Rejected(0, f"The {_spoken(ref)} has the house number {numbers} but no street.")
            return
        self._streets.saw(home, point)
        yield from addresses_of(numbers, home, point)


def _spoken(ref: str) -> str:
    """An object in words: "way 12"."""
    return f"{_LETTERS[ref[0]]} {ref[1:]}"


def _bytes_read(path: Path) -> int:
    """How far this process has read a file, where the system tells; otherwise 0."""
    target = str(path.resolve())
    with suppress(OSError, ValueError, IndexError):
        for link in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                if str(link.readlink()) == target:
                    return int(Path(f"/proc/self/fdinfo/{link.name}").read_text(encoding="ascii").split()[1])
    return 0
