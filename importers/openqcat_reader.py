"""Read openQ-cat as a stream: the wanted texts of one element after the other, and nothing of the rest is kept."""

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from importers.base import ImportRefused
from importers.clean.text import one_line
from importers.openqcat_words import WANTED

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Element:
    """A whole element: its line, its name with that of the element around it, and its texts.

    Texts go by their path, codes by their path with an @, and what may occur several times is a list.
    """

    line: int
    name: str
    parent: str
    told: Told


@dataclass(frozen=True, slots=True)
class CutOff(Exception):
    """The file is no whole XML: what is wrong, and in which line."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Node:
    """A wanted element: how its text is called, whether there may be several, and what is wanted below it."""

    path: str
    many: bool
    coded: bool
    below: Mapping[str, "_Node"] | None


def _nodes(wanted: Mapping[str, Any], path: str = "") -> dict[str, _Node]:
    return {
        name: _Node(
            f"{path}{name}",
            not isinstance(kind, Mapping) and "*" in kind,
            "@" in kind,
            _nodes(kind, f"{path}{name}/") if isinstance(kind, Mapping) else None,
        )
        for name, kind in wanted.items()
        if name != "@"
    }


_WHOLE = {name: _nodes(wanted) for name, wanted in WANTED.items()}
_BEGIN = frozenset({"NEW_CATALOG", "UPDATE_CATALOG"})


def elements(path: Path) -> Iterator[Element]:
    """The elements of a file in its order: catalogue, providers, the beginning of the courses, courses.

    Raises CutOff where the file is no whole XML, and ImportRefused if it defines entities of its own.
    """
    from lxml import etree  # noqa: PLC0415 - only this importer needs it

    try:
        with _opened(path) as file:
            yield from _elements(file, path.name)
    except etree.XMLSyntaxError as error:
        raise CutOff(error.lineno or 0, one_line(error.msg or "")[:120]) from None
    except (EOFError, gzip.BadGzipFile) as error:
        raise CutOff(0, f"it cannot be unpacked to its end, {error}") from None


def _elements(file: BinaryIO, file_name: str) -> Iterator[Element]:
    from lxml import etree  # noqa: PLC0415 - only this importer needs it

    pieces = etree.iterparse(
        file, events=("start", "end"), tag=(*_BEGIN, *_WHOLE), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for event, found in pieces:
        name, parent = found.tag, found.getparent()
        if event == "start":
            if name in _BEGIN:
                if found.getroottree().docinfo.internalDTD is not None:
                    raise ImportRefused(f"The file {file_name} has definitions of its own (DOCTYPE); it is not read.")
                yield Element(found.sourceline, name, "", dict(found.attrib))
        elif name in _WHOLE:
            told: Told = {}
            _take(found, _WHOLE[name], told)
            yield Element(found.sourceline, name, parent.tag, told)
            # What was read is let go, so that a large file needs no more memory than a small one.
            found.clear()
            while found.getprevious() is not None:
                del parent[0]


def _take(element: Any, wanted: Mapping[str, _Node], told: Told) -> None:
    """Collect the wanted texts below an element."""
    for child in element:
        node = wanted.get(child.tag)
        if node is None:
            continue
        if node.coded and (code := child.get("type")) is not None:
            told.setdefault(f"{node.path}@", code)
        if node.below is not None:
            _take(child, node.below, told)
        elif text := child.text:
            if node.many:
                told.setdefault(node.path, []).append(text)
            elif node.path not in told:
                told[node.path] = text


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if packed:
            with gzip.open(file) as inner:
                yield inner  # type: ignore[misc]
        else:
            yield file
