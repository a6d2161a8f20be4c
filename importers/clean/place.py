"""Clean places: street and number apart, postcodes whole, coordinates the right way round."""

import re
from typing import Any, NamedTuple

from geo.point import Box, Point, PointError
from importers.clean.text import Warn, fold, known, one_line, shorten
from model.country import GERMANY, Country
from model.draft import DraftPlace
from model.place import Place, Precision

#: the Länder where postcodes begin with a zero, which spreadsheets drop
ZERO_LANDS = frozenset({"", "SN", "ST", "TH", "BB", "MV", "BE"})
#: farther than this outside the region, in degrees, a coordinate is taken for a mistake
TOO_FAR = 1.0

_HOUSE = r"\d{1,4}\s?[a-zA-Z]?(?![\w.])(?:\s?[-–/+,]\s?\d{1,4}\s?[a-zA-Z]?(?![\w.]))*"
_STREET_AND_NUMBER = re.compile(rf"(?P<street>.*?[^\W\d]\.?)\s*(?P<number>(?<![-/]){_HOUSE})(?P<rest>\s*[,(;].*)?")
_POSTCODE = re.compile(r"(?<!\d)(?:D\s?-\s?|DE-)?(\d{5})(?!\d)")
_CITY_LINE = re.compile(r"(?:[A-Z]{1,2}\s?-\s?)?(?P<postcode>\d{4,5})\s+(?P<city>\D.*)")
_DATED = re.compile(r"\d{4}-(\d{2})-(\d{2})")
_DEGREES = re.compile(r"(-?\d{1,3})\s*°\s*(\d{1,2})\s*['’′]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|''|″|”))?\s*([NSEOW]?)")

_PRECISION: dict[Precision, tuple[str, ...]] = {
    "house": ("house", "haus", "hausnummer", "hausgenau", "adresse", "address", "exact", "genau", "gebaeude"),
    "interpolated": ("interpolated", "interpoliert", "geschaetzte hausnummer"),
    "street": ("street", "strasse", "strassengenau", "near", "in der naehe", "stop", "haltestelle", "ungefaehr"),
    "postcode": ("postcode", "plz", "postleitzahl"),
    "district": ("district", "ortsteil", "stadtteil", "bezirk", "stadtbezirk", "quartier"),
    "place": ("place", "ort", "stadt", "gemeinde", "city", "ortsmitte"),
    "unknown": ("unknown", "unbekannt"),
}  # fmt: skip
_PARTS = ("name", "street", "number", "postcode", "city", "district")


class Where(NamedTuple):
    """The region a place is expected in."""

    box: Box
    land: str = ""
    country: Country = GERMANY


def place(draft: DraftPlace, where: Where, warn: Warn) -> Place | None:
    """The clean place, None if the source tells nothing about it."""
    if draft.is_empty:
        return None
    parts: dict[str, Any] = {name: known(getattr(draft, name)) for name in _PARTS}
    if draft.address and not parts["street"]:
        parts = _with_address(parts, known(draft.address), where.country)
    line = _CITY_LINE.fullmatch(parts["city"])
    if line:
        parts["postcode"] = parts["postcode"] or line["postcode"]
        parts["city"] = line["city"].strip()
    parts = _with_number(parts)
    parts["number"] = house_number(parts["number"], warn)
    parts["postcode"] = postcode(parts["postcode"], where, warn)
    found = point(draft.lat, draft.lon, where, warn)
    if found is None:
        return Place(**parts) if any(parts.values()) else None
    grade = precision(draft.precision, parts, warn)
    return Place(**parts, point=found, precision=grade, point_source=one_line(draft.point_source))


def _with_address(parts: dict[str, Any], address: str, country: Country) -> dict[str, Any]:
    """Parts taken from an address in one line: "Heerstraße 109, 47053 Duisburg"."""
    code = _postcode_in(address, country)
    if code:
        before, after = address[: code.start()].strip(" ,;-"), address[code.end() :].strip(" ,;-")
        city = after.split(",")[0].strip()
        return parts | {"street": before, "postcode": parts["postcode"] or code[1], "city": parts["city"] or city}
    street, _, city = address.partition(",")
    return parts | {"street": street.strip(), "city": parts["city"] or city.strip(" ,")}


def _postcode_in(address: str, country: Country) -> re.Match[str] | None:
    """Where the postcode stands in an address in one line; outside Germany the last that looks like one."""
    if country.is_germany:
        return _POSTCODE.search(address)
    written = rf"(?<![\w-])(?:{country.code[0]}|{country.code})?[\s-]*({country.postcode})(?![\w-])"
    return next(iter([*re.finditer(written, address, re.IGNORECASE)][-1:]), None)


def _with_number(parts: dict[str, Any]) -> dict[str, Any]:
    """Street and number apart; what is written behind them (a floor, a yard) goes to the name of the place."""
    if parts["number"] or not parts["street"]:
        return parts
    split = _STREET_AND_NUMBER.fullmatch(parts["street"])
    if not split:
        return parts
    rest = (split["rest"] or "").strip(" ,;()")
    name = ", ".join(filter(None, (parts["name"], rest)))
    return parts | {"street": split["street"].strip(" ,"), "number": split["number"].strip(), "name": name}


def house_number(text: str, warn: Warn) -> str:
    """A house number as it stands on a house; undoes what spreadsheets make of "3-5"."""
    dated = _DATED.fullmatch(text)
    if dated:
        mended = f"{int(dated[2])}-{int(dated[1])}"
        warn(f"The house number {text} had become a day; it was read as {mended}.")
        return mended
    number = re.sub(r"(?i)^(nr\.?|hausnr\.?|nummer)\s*", "", text)
    return re.sub(r"^(\d+)[.,]0$", r"\1", number)


def postcode(text: str, where: Where, warn: Warn) -> str:
    """A postcode as its country writes it; a leading zero that a spreadsheet dropped is put back."""
    if not text:
        return ""
    if not where.country.is_germany:
        return _postcode_abroad(text, where.country, warn)
    code = re.sub(r"(?i)^(?:d|de)\s?-\s?(?=\d)", "", re.sub(r"[.,]0$", "", text)).replace(" ", "")
    if re.fullmatch(r"\d{5}", code):
        return code
    if re.fullmatch(r"[1-9]\d{3}", code):
        if where.land not in ZERO_LANDS:
            warn(f"The postcode {shorten(text)} has four digits; it was read as 0{code}.")
        return f"0{code}"
    warn(f"{shorten(text)!r} is no German postcode; please check it.")
    return shorten(text, 12)


def _postcode_abroad(text: str, country: Country, warn: Warn) -> str:
    code = re.sub(rf"(?i)^(?:{country.code[0]}|{country.code})\s?-\s?(?=\d)", "", re.sub(r"[.,]0$", "", text)).strip()
    if not country.is_postcode(code):
        warn(f"{shorten(text)!r} is no postcode of {country.code}; please check it.")
    return shorten(code, 12)


def coordinate(text: str) -> float | None:
    """A number of degrees, with point or comma, or in degrees, minutes and seconds."""
    line = known(text)
    parts = _DEGREES.fullmatch(line)
    if parts:
        value = abs(int(parts[1])) + int(parts[2]) / 60 + float((parts[3] or "0").replace(",", ".")) / 3600
        return -value if parts[4] in ("S", "W") or parts[1].startswith("-") else value
    plain = re.sub(r"\s*°\s*[NEO]?$", "", line).replace(",", ".")
    return float(plain) if re.fullmatch(r"[-+]?\d{1,3}(\.\d{1,20})?", plain) else None


def point(lat_text: str, lon_text: str, where: Where, warn: Warn) -> Point | None:
    """The point that two cells name, if it can be one; swapped values are put right, absurd ones are left out."""
    written = f"{shorten(known(lat_text), 24)} / {shorten(known(lon_text), 24)}"
    if not known(lat_text) and not known(lon_text):
        return None
    lat, lon = coordinate(lat_text), coordinate(lon_text)
    if lat is None or lon is None or (lat == 0 and lon == 0):
        warn(f"The coordinate {written} cannot be read; it was left out.")
        return None
    try:
        given = Point(lat, lon)
    except PointError:
        given = None
    swapped = Point(lon, lat) if abs(lon) <= 90 and abs(lat) <= 180 else None
    if given and where.box.contains(given):
        return given
    if swapped and where.box.contains(swapped):
        warn(f"Latitude and longitude were swapped ({written}); they were put right.")
        return swapped
    if given and _is_near(given, where.box):
        warn(f"The coordinate {written} lies outside the region.")
        return given
    warn(f"The coordinate {written} lies far from the region; it was left out.")
    return None


def _is_near(point: Point, box: Box) -> bool:
    return (
        box.south - TOO_FAR <= point.lat <= box.north + TOO_FAR
        and box.west - TOO_FAR <= point.lon <= box.east + TOO_FAR
    )


def precision(text: str, parts: dict[str, Any], warn: Warn) -> Precision:
    """How exact a given coordinate is: as the source says, else to the house only where a house is named."""
    line = known(text)
    folded = fold(line)
    found = next((grade for grade, forms in _PRECISION.items() if folded in forms), None)
    if found:
        return found
    default: Precision = "house" if parts["street"] and parts["number"] else "place"
    if line:
        warn(f"{shorten(line)!r} is no word for how exact a coordinate is; it was taken for {default!r}.")
    return default
