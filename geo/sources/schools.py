"""The table of schools of North Rhine-Westphalia: each school under the names people use, and its address."""

import re
from collections.abc import Iterator
from pathlib import Path

from geo.layers import Entry, KnownAddress
from geo.point import Point
from geo.sources.base import Format, Options, Record, Rejected, Sample
from geo.sources.located import here, why_nowhere
from geo.sources.one_cell import street_and_number
from geo.sources.projection import by_system
from geo.sources.tables import Sheet, has_headings, read_columns
from geo.sources.values import floats, street_name, written_out
from geo.spelling import key

FORMAT = Format(
    "schools",
    "Schulgrunddaten Nordrhein-Westfalen",
    "dl-de/by-2-0",
    "Ministerium für Schule und Bildung des Landes NRW, Schulgrunddaten, dl-de/by-2-0, Daten verändert",
)

USUAL_CRS = "EPSG:25832"
"""What the coordinates are in where a line does not say it; so it is in all others."""
_NEEDED = {
    "title": "schulbezeichnung_1", "short": "kurzbezeichnung", "postcode": "plz", "city": "ort", "street": "strasse",
    "east": "utmrechtswert", "north": "utmhochwert",
}  # fmt: skip
_WELCOME = {"more": "schulbezeichnung_2", "crs": "epsg", "ags": "gemeindeschluessel", "form": "schulform"}
_SHORT_AT_MOST = 39
"""A short name that is longer was cut off."""
_AUTHORITY = "0A"
"""The form of school that is none, but the authority of a district for its schools."""

_FORMS = {
    "GG": "Grundschule", "KG": "Grundschule", "EG": "Grundschule", "GM": "Grundschule", "GH": "Hauptschule",
    "KH": "Hauptschule", "EH": "Hauptschule", "RS": "Realschule", "GE": "Gesamtschule", "SK": "Sekundarschule",
    "GYM": "Gymnasium", "BK": "Berufskolleg", "FÖ": "Förderschule", "FW": "Waldorfschule",
    "WBK": "Weiterbildungskolleg", "KOL": "Kolleg", "PS": "Schule", "KR": "Schule",
}  # fmt: skip
"""How a short name begins, and the word for it."""
_SHORT = re.compile(r"^(?P<city>[^,]*),\s*(?P<form>\w+)\.? (?P<rest>.+)$")
_NO_NAME = re.compile(r"\((?:Verb|verb)[^)]*\)\s*|^(?:(?:LE|ES|SQ|GG|KM|HK|SE|KR|GB)\b[,/ ]*)+")
"""What stands in a short name before the name: that it has several sites, and what it supports pupils in."""
_SORT = re.compile(r"^(?:(?:städt|gem|kath|ev|priv|staatl)\w*\.? +)+", re.IGNORECASE)
"""What stands before the name of a school and is left out in speech."""
_GENERIC = re.compile(
    r"^(?:städt|gem|kath|kathol|ev|evang|priv|der|des|die|stadt|gemeinde|staatl|integrierte?|offene|freie|schule|d|u|i"
    r"|katholische|evangelische|private|öffentliche|gemeinschafts|grund|haupt|real|gesamt|sekundar|förder|verbund"
    r"|gymnasium|berufskolleg|weiterbildungskolleg|sekundarstufe|primarstufe|bekenntnis|schulamt)+(?:ische|ischer|isches|schule)*$"
)


def recognise(sample: Sample) -> bool:
    """By the headings of the table."""
    return has_headings(sample, "schulnummer", *_NEEDED.values())


def read(path: Path, options: Options) -> Iterator[Record]:
    """Every school as a place with its names, and where it stands as an address."""
    for sheet in read_columns(path, options, _NEEDED, _WELCOME):
        yield from sheet.rejected
        yield from _schools(sheet)


def _schools(sheet: Sheet) -> Iterator[Record]:
    """What some lines of the table say."""
    systems = [crs if crs.startswith("EPSG:") else USUAL_CRS for crs in sheet.cells("crs")]
    lats, lons = by_system(systems, floats(sheet.cells("east")), floats(sheet.cells("north")))
    texts = [sheet.cells(name) for name in ("title", "more", "short", "postcode", "city", "street", "ags", "form")]
    for line, row, lat, lon in zip(sheet.lines, zip(*texts, strict=True), lats, lons, strict=True):
        title, more, short, postcode, city, street, ags, form = row
        if not here(lat, lon):
            yield Rejected(line, why_nowhere(lat, lon))
            continue
        point = Point(lat, lon)
        names = names_of(title, more, short)
        if names:
            kind = "office" if form == _AUTHORITY else "school"
            ags = ags if ags.isdecimal() and len(ags) == 8 else ""
            yield Entry(names[0], kind, point, city=city, ags=ags, aliases=tuple(names[1:]))
        else:
            yield Rejected(line, "The school has no name.")
        yield _address(line, street, postcode, city, point)


def _address(line: int, cell: str, postcode: str, city: str, point: Point) -> KnownAddress | Rejected:
    """The address of a school, whose street and number share a cell."""
    street, number = street_and_number(cell)
    name = street_name(street)
    if not name:
        return Rejected(line, f"The school has no street that can be read: {cell!r}.")
    return KnownAddress(name, number, postcode, city, "", point, "house" if number else "street")


def names_of(title: str, more: str, short: str) -> list[str]:
    """What a school is called, the best name first.

    Where the title only says "Städt. Gem. Grundschule", the name is in the short one: "Duisburg, GG Eschenstr.".
    """
    title, more = written_out(title.strip()), written_out(more.strip())
    spoken = _spoken(short)
    main = title.partition(", ")[0]
    if is_generic(main):
        whole = f"{title} {more}" if more and not more.startswith("-") else title
        names = [*spoken, title if is_generic(whole) else whole]
    else:
        names = [main, _SORT.sub("", main), *spoken, title]
    return [name for name in dict.fromkeys(names) if key(name) and not (spoken and is_generic(name))]


def is_generic(title: str) -> bool:
    """Whether a title only says what sort of school it is."""
    words = [word for word in re.findall(r"\w+", title.lower()) if len(word) > 1]
    return all(_GENERIC.match(word) for word in words)


def _spoken(short: str) -> list[str]:
    """The names in "Duisburg, GG Eschenstr.": Grundschule Eschenstraße, and GG Eschenstraße as it stands there."""
    found = _SHORT.match(" ".join(short.split()))
    if not found or len(short) > _SHORT_AT_MOST:
        return []
    form = _FORMS.get(found["form"].upper(), "")
    rest = written_out(_NO_NAME.sub("", found["rest"]).strip())
    if not key(rest):
        return []
    says_itself = re.search(r"schule|gymnasium|kolleg", rest, re.IGNORECASE)
    names = [rest] if says_itself else [f"{form} {rest}"] if form else []
    if form and rest.endswith("-Schule"):
        names.append(rest.removesuffix("Schule") + form)
    return [*names, f"{found['form']} {rest}"]
