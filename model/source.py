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
    #: whether its offers are kept by somebody else, so that here they can only be read
    elsewhere: bool = False


#: what the names of sources begin with whose offers are kept elsewhere, and so the keys of those offers
ELSEWHERE = "von-"


def is_kept_elsewhere(key: str) -> bool:
    """Whether an offer with this key is kept by another installation."""
    return key.startswith(ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What one entry rests on."""

    source: str
    urls: tuple[str, ...] = ()
    #: the state of the source as it was told: "2021-12", "ca. 2018", "" where unknown
    as_of: str = ""
    licence: str = ""
    attribution: str = ""
