"""What every reader of an address file offers: how it is recognised, and how its records are streamed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from geo.layers import Entry, KnownAddress

SAMPLE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file, already unpacked where it is compressed, by which its format is recognised."""

    path: Path
    #: the name of the file, or of the one that counts inside an archive, in small letters and without .gz
    name: str
    head: bytes


@dataclass(frozen=True, slots=True)
class Format:
    """What is known of all files of one format."""

    name: str
    title: str
    #: what its usual publisher asks to be said; whoever adds a file may say otherwise
    licence: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who adds a file says about it."""

    #: the municipality of all addresses, where the file has no column for it
    city: str = ""
    #: our field -> heading in the file: street, number, postcode, city, district, lat, lon, address, name, kind
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: the coordinate system of the file, such as EPSG:25832, where the file does not say it
    crs: str = ""
    #: told how many bytes of how many are read
    progress: Callable[[int, int], None] = lambda done, total: None


class Rejected(NamedTuple):
    """A line that cannot be used, and why."""

    line: int
    reason: str


Record = KnownAddress | Entry | Rejected


class Reader(Protocol):
    """A module of this folder."""

    FORMAT: Format

    def recognise(self, sample: Sample) -> bool:
        """Whether a file is of this format."""
        ...

    def read(self, path: Path, options: Options) -> Iterator[Record]:
        """The addresses and places of a file in WGS84, and what cannot be used."""
        ...
