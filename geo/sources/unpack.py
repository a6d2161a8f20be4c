"""Opening the file that counts: as it is, out of a .gz, or out of a .zip, without falling for an archive bomb."""

import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from geo.layers import GazetteerError
from geo.sources.base import SAMPLE_BYTES, Sample

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
TABLES = (".csv", ".txt", ".tab", ".tsv", ".geojson", ".geojsonl", ".ndjson", ".jsonl", ".json")
ASIDE = ("readme", "liesmich", "licen", "lizenz", "metadat", "schluessel", "copying")
"""Words in the names of files that only explain what else is in an archive."""
MAX_UNPACKED = 60 * 1024**3
MAX_RATIO = 200
SMALL = 50 * 1024**2
"""A file that unpacks to less than this does no harm, however well it was packed."""
BROKEN = (
    OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, struct.error, RuntimeError, ValueError,
    OverflowError, IndexError, KeyError,
)  # fmt: skip
"""What the libraries raise over archives that are cut off, damaged, locked or packed in a way they do not know."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is open for reading, unpacked on the way."""

    name: str
    read: Callable[[int], bytes]
    #: how many bytes of how many are behind us
    done: Callable[[], int]
    total: int


def sample_of(path: Path) -> Sample:
    """The name and the beginning of a file, unpacked where there is one thing to unpack."""
    with opened(path) as source:
        head = source.read(SAMPLE_BYTES)
    if not head.strip(b"\r\n\t \xef\xbb\xbf"):
        raise GazetteerError(f"The file {path.name} is empty.")
    return Sample(path, source.name, head)


@contextmanager
def opened(path: Path, member: str = "") -> Iterator[Source]:
    """A file, unpacked while it is read; an archive with several tables or none is left as it is.

    `member` asks for one file of an archive by its name in small letters.
    """
    with ExitStack() as open_files:
        try:
            source = _opened(path, member, open_files)
        except FileNotFoundError as error:
            raise GazetteerError(f"There is no file {path}.") from error
        except BROKEN as error:
            raise GazetteerError(f"The file {path.name} cannot be opened: {_sentence(error)}") from error
        yield source


def _opened(path: Path, member: str, open_files: ExitStack) -> Source:
    file = open_files.enter_context(path.open("rb"))
    size = path.stat().st_size
    mark = file.read(4)
    file.seek(0)
    if mark.startswith(GZIP):
        unpacked = open_files.enter_context(gzip.GzipFile(fileobj=file))
        return Source(path.name.lower().removesuffix(".gz"), _guarded(unpacked, path.name, size), file.tell, size)
    info = members(path).get(member) if member else the_table(path) if mark == ZIP else None
    if info is None:
        return Source(path.name.lower(), _guarded(file, path.name, size), file.tell, size)
    archive = open_files.enter_context(zipfile.ZipFile(file))
    taken = open_files.enter_context(archive.open(info))
    return Source(Path(info.filename).name.lower(), _guarded(taken, path.name, size), taken.tell, info.file_size)


def the_table(path: Path) -> zipfile.ZipInfo | None:
    """The one member of an archive that is a table; none if there are several or none."""
    tables = {name: info for name, info in members(path).items() if name.endswith(TABLES)}
    found = [info for name, info in tables.items() if not any(word in name for word in ASIDE)]
    return found[0] if len(found) == 1 else None


def members(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files in an archive by their names in small letters, without the folders they lie in."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
    except BROKEN as error:
        raise GazetteerError(f"The archive {path.name} cannot be opened: {_sentence(error)}") from error
    return {Path(info.filename).name.lower(): info for info in files}


def _guarded(file: IO[bytes] | gzip.GzipFile, name: str, size: int) -> Callable[[int], bytes]:
    """Reads on, until more has come out of an archive than any table would give."""
    limit = min(MAX_UNPACKED, max(SMALL, MAX_RATIO * size))
    unpacked = 0

    def read(count: int) -> bytes:
        nonlocal unpacked
        try:
            data = file.read(count)
        except BROKEN as error:
            raise GazetteerError(f"The file {name} cannot be read to its end: {_sentence(error)}") from error
        unpacked += len(data)
        if unpacked > limit:
            raise GazetteerError(f"The file {name} unpacks to more than {limit // 1024**2} MB; no table does that.")
        return data

    return read


def _sentence(error: BaseException) -> str:
    """What a library says of a broken file, as a sentence."""
    text = str(error).strip().rstrip(".") or type(error).__name__
    return f"it is cut off or damaged ({text})."
