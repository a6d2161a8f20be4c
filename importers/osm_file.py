"""Read OpenStreetMap files (.osm, .osm.gz, .osm.bz2, .osm.pbf) twice: first the relations, then nodes and ways.

What is not asked for passes by in the reader; only the positions of nodes are kept, of large files on disk.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from geo.sources.osm_points import Points
from importers.base import ImportRefused, Reject
from importers.osm_tags import KEYS, is_wanted, kept
from importers.osm_thing import Spot, Thing, middle
from importers.overpass import refuse_unfinished

#: the nodes of a larger file are kept in a temporary file
IN_MEMORY_BYTES = 300_000_000
_TAIL = 2_000
_PIECE = 1 << 20
_FORMS = {b"\x1f\x8b": "osm.gz", b"BZh": "osm.bz2", b"<": "osm", b"\xef\xbb\xbf": "osm"}


def form_of(head: bytes) -> str:
    """How a file is written, by its first bytes: names often say something else."""
    return next((form for mark, form in _FORMS.items() if head.lstrip(b" \t\r\n").startswith(mark)), "pbf")


def things(path: Path) -> Iterator[Thing | Reject]:
    """The objects of a file that matter to us; a file that is damaged or cut off is refused."""
    import osmium  # noqa: PLC0415 - only whoever reads such a file needs it

    with path.open("rb") as file:
        form = form_of(file.read(32))
    try:
        _refuse_remark(path, form)
        with TemporaryDirectory(prefix="import-") as folder:
            yield from _Reading(path, form, Path(folder)).things()
    except (RuntimeError, OSError, EOFError, osmium.InvalidLocationError) as error:
        raise ImportRefused(f"The file {path.name} is cut off or damaged: {error}.") from error


def _refuse_remark(path: Path, form: str) -> None:
    """Refuse a download that ends with the words of a server which gave up."""
    if form not in ("osm", "osm.gz"):
        return
    end = b""
    with path.open("rb") as file:
        if form == "osm":
            file.seek(max(0, path.stat().st_size - _TAIL))
            end = file.read()
        else:
            with gzip.GzipFile(fileobj=file) as unpacked:
                while piece := unpacked.read(_PIECE):
                    end = (end + piece)[-_TAIL:]
    _, begun, remark = end.rpartition(b"<remark>")
    if begun:
        refuse_unfinished(path.name, remark.split(b"</remark>", 1)[0].decode("utf-8", errors="replace"))


class _Reading:
    """One reading of one file."""

    def __init__(self, path: Path, form: str, folder: Path) -> None:
        import osmium  # noqa: PLC0415 - see above

        self._file, self._form = osmium.io.File(path, form), form
        self._store = "flex_mem"
        if path.stat().st_size > IN_MEMORY_BYTES:
            self._store = f"sparse_file_array,{folder / 'nodes'}"
        self._points = Points()
        self._relations: list[tuple[Thing, list[str]]] = []
        self._parts: dict[str, Spot | None] = {}
        self._any_relation = False

    def things(self) -> Iterator[Thing | Reject]:
        """Nodes and ways as they come, then relations in the middle of those of their parts that are in the file."""
        import osmium  # noqa: PLC0415 - see above

        self._look_for_relations()
        objects = osmium.FileProcessor(self._file, osmium.osm.NODE | osmium.osm.WAY).with_locations(self._store)
        objects.with_filter(osmium.filter.KeyFilter(*KEYS))
        if self._parts:
            objects.handler_for_filtered(osmium.make_simple_handler(way=self._pass))
        one: Any
        for one in objects:
            thing = _thing(one, None)
            if one.is_way():
                self._pass(one)
            if is_wanted(thing.tags):
                yield _thing(one, self._spot(one))
        for thing, parts in self._relations:
            spot = middle(found for part in parts if (found := self._parts.get(part)))
            yield Thing(thing.ref, thing.tags, spot, thing.version, thing.changed)
        if self._form == "pbf" and not self._any_relation:
            reason = "The file has no relations, which come last in it; if it should have any, it is cut off."
            yield Reject(0, "", reason, ends_early=True)

    def _look_for_relations(self) -> None:
        import osmium  # noqa: PLC0415 - see above

        relations = osmium.FileProcessor(self._file, osmium.osm.RELATION)
        relations.handler_for_filtered(osmium.make_simple_handler(relation=self._saw_relation))
        relation: Any
        for relation in relations.with_filter(osmium.filter.KeyFilter(*KEYS)):
            self._any_relation = True
            thing = _thing(relation, None)
            if is_wanted(thing.tags):
                parts = [f"way/{member.ref}" for member in relation.members
                         if member.type == "w" and member.role != "inner"]  # fmt: skip
                self._relations.append((thing, parts))
                self._parts |= dict.fromkeys(parts)

    def _saw_relation(self, _: Any) -> None:
        self._any_relation = True

    def _pass(self, way: Any) -> None:
        """Remember where a way lies that is a part of a relation."""
        if (ref := f"way/{way.id}") in self._parts:
            self._parts[ref] = self._spot(way)

    def _spot(self, one: Any) -> Spot | None:
        point = self._points.of_node(one) if one.is_node() else self._points.centre(one)
        return (point.lat, point.lon) if point else None


def _thing(one: Any, spot: Spot | None) -> Thing:
    """What we take of an object; a file without history says that it was changed in 1970."""
    kind = "node" if one.is_node() else "way" if one.is_way() else "relation"
    changed = one.timestamp.date().isoformat() if one.timestamp.year > 1970 else ""
    return Thing(f"{kind}/{one.id}", kept(dict(one.tags)), spot, str(one.version or ""), changed)
