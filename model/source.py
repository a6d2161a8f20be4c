"""Where an entry comes from: its source, licence and date."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A place where data comes from, described once by its importer."""

    name: str
    title: str
    homepage: str = ""
    licence: str = ""
    attribution: str = ""
    #: which column or element the key is taken from, in words
    key_from: str = ""
    #: whether the source keeps the key of a record from one delivery to the next
    key_stable: bool = True
    #: whether its records are only candidates: new ones wait for review in the office instead of going onto the map
    candidates: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """What one entry rests on."""

    source: str
    urls: tuple[str, ...] = ()
    #: the state of the source as it was told: "2021-12", "ca. 2018", "" where unknown
    as_of: str = ""
    licence: str = ""
    attribution: str = ""
