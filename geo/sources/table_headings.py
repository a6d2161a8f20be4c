"""Which column of a table holds what: as somebody told us, or guessed from its heading."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from geo.spelling import plain

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "street": ("strasse", "strassenname", "strname", "street", "streetname", "addrstreet", "str", "strassenbez",
                   "strassenbezeichnung", "stnlabel", "road", "rue", "via"),
        "number": ("hausnummer", "hausnr", "hsnr", "hnr", "housenumber", "number", "addrhousenumber", "streetnumber",
                   "nummer", "hausno", "nr"),
        "suffix": ("hausnummerzusatz", "hausnrzusatz", "hausnummernzusatz", "hsnrzu", "hnrz", "hnrzusatz", "adz",
                   "zusatz", "suffix"),
        "postcode": ("plz", "postleitzahl", "postcode", "postalcode", "zip", "zipcode", "addrpostcode"),
        "city": ("ort", "stadt", "city", "ortsname", "wohnort", "postort", "gemeinde", "gemeindename", "town",
                 "addrcity", "municipality", "locality"),
        "district": ("ortsteil", "stadtteil", "district", "suburb", "stadtbezirk", "bezirk", "ortsteilname",
                     "addrsuburb"),
        "lat": ("lat", "latitude", "breite", "breitengrad", "geobreite", "hochwert", "utmhochwert", "nordwert",
                "north", "northing", "hw", "y", "ycoord", "koordy"),
        "lon": ("lon", "lng", "long", "longitude", "laenge", "laengengrad", "geolaenge", "rechtswert",
                "utmrechtswert", "ostwert", "east", "easting", "rw", "x", "xcoord", "koordx"),
        "address": ("adresse", "address", "anschrift", "hausadresse", "fulladdress"),
        "name": ("name", "bezeichnung", "title", "titel"),
        "kind": ("kind", "art", "typ", "type"),
    }
)  # fmt: skip
"""Our words, and the headings that mean them, the surest first."""
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def bare(heading: str) -> str:
    """A heading as it is compared: small letters and digits only, umlauts written out."""
    return "".join(letter for letter in plain(heading).casefold().translate(_WRITTEN_OUT) if letter.isalnum())


def told(head: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """The columns somebody told us, by number; raises KeyError with the heading that the table lacks."""
    names = [bare(heading) for heading in head]
    found = {}
    for ours, heading in columns.items():
        if bare(heading) not in names:
            raise KeyError(heading)
        found[ours] = names.index(bare(heading))
    return found


def guessed(head: Sequence[str], known: Mapping[str, int]) -> dict[str, int]:
    """The columns that are known, and for the rest those whose heading says what they hold."""
    names = [bare(heading) for heading in head]
    found = dict(known)
    for ours, usual in COLUMNS.items():
        free = (names.index(name) for name in usual if name in names and names.index(name) not in found.values())
        if ours not in found and (number := next(free, None)) is not None:
            found[ours] = number
    return found
