"""What an importer is: the words it uses, and the four things it must know how to do."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from geo.point import Box
from model.draft import Draft
from model.source import Source

HEAD_BYTES = 65_536


class ImportRefused(ValueError):
    """A file that cannot be imported at all: the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What an importer sees of a file before it says whether it can read it: the name and the beginning."""

    name: str
    head: bytes

    @classmethod
    def of(cls, path: Path) -> "Sample":
        """The sample of a file on disk."""
        with path.open("rb") as file:
            return cls(path.name, file.read(HEAD_BYTES))

    @property
    def text(self) -> str:
        """The beginning as text, as well as it can be read."""
        for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
            if self.head.startswith(mark):
                return self.head.decode(encoding, errors="replace")
        return self.head.decode("utf-8", errors="replace")

    @property
    def suffix(self) -> str:
        """The ending of the file name in small letters, with its dot."""
        return Path(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports may say about the file."""

    #: which sheet of a workbook; empty means the first that has data
    sheet: str = ""
    #: a TOML or JSON file that says what the columns mean
    columns: Path | None = None
    #: where the region lies: a file of a whole country holds much that lies elsewhere; None takes everything
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A raw record as it stands in the file; `columns` says what each heading was read as, where that is open."""

    line: int
    values: Mapping[str, Any]
    ref: str = ""
    columns: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that cannot go in, with the reason; `ends_early` means the file stops in the middle of it."""

    line: int
    ref: str
    reason: str
    ends_early: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something the report should say about a line; line 0 is the whole file."""

    line: int
    sentence: str
    ref: str = ""


#: what `read` may yield, in the order of the file
Piece = Record | Reject | Note


class Importer(Protocol):
    """A module in this folder that has SOURCE; the file name is the name of the source."""

    SOURCE: Source

    def recognise(self, sample: Sample) -> bool:
        """Whether a file with this name and beginning is of this kind."""
        ...

    def read(self, path: Path, options: Options) -> Iterator[Piece]:
        """Stream the raw records of a file; decide nothing."""
        ...

    def draft(self, record: Record) -> Draft | Reject:
        """What the record claims, in the words of the source."""
        ...


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a first pass over a file tells: its size, a checksum, and about how many lines it has."""

    size: int
    sha256: str
    lines: int = field(default=0)


def look_over(path: Path) -> FileFacts:
    """Size, checksum and number of lines of a file, read once in small pieces."""
    digest, size, lines = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            size += len(piece)
            lines += piece.count(b"\n")
    return FileFacts(size, digest.hexdigest(), lines)
