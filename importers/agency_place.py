"""Where a course of the employment agency is held: addresses spelt in two ways, coordinates that may be scrambled."""

from collections.abc import Mapping
from typing import Any

from geo.point import Box, Point
from importers.clean.place import coordinate
from importers.clean.text import Warn, fold, known
from importers.json_file import dict_of, number_of, text_of
from model.draft import DraftPlace

#: a coordinate elsewhere is no place in Germany, whatever it is
GERMANY = Box(5.8, 47.2, 15.1, 55.1)
_HERE = ("", "d", "de")


def town_of(address: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an address with postcode and town, which is spelt in two ways."""
    return dict_of(address, "ortStrasse") or dict_of(address, "ortStraße")


def place_of(address: Mapping[str, Any], provider: str, warn: Warn) -> DraftPlace:
    """The place of an address, with its coordinates where they can be right."""
    town, street = town_of(address), known(text_of(address.get("strasse")))
    name, city = known(text_of(address.get("bezeichnung"))), city_of(town)
    code, found = postcode_of(town), point_of(address, warn)
    return DraftPlace(
        name="" if fold(name) in (fold(provider), fold(city)) else name,
        street=street,
        postcode=code,
        city=city,
        lat=f"{found.lat:.7f}" if found else "",
        lon=f"{found.lon:.7f}" if found else "",
        precision="" if street or not found else "postcode" if code else "place",
        point_source="Bundesagentur für Arbeit" if found else "",
    )


def seat_of(address: Mapping[str, Any]) -> DraftPlace:
    """The seat of a provider, without any point: nobody shall be sent there for a course."""
    town = town_of(address)
    street = known(text_of(address.get("strasse")))
    return DraftPlace(street=street, postcode=postcode_of(town), city=city_of(town))


def city_of(town: Mapping[str, Any]) -> str:
    """The name of a town without what only tells it from others of that name, as in "Münster, Westfalen"."""
    return known(text_of(town.get("name"))).partition(",")[0].strip()


def postcode_of(town: Mapping[str, Any]) -> str:
    """The postcode; as a number it has lost its leading zero, and 0 is none."""
    code = known(text_of(town.get("plz"))).removesuffix(".0")
    number = number_of(code)
    if number is None or is_abroad(town):
        return code
    return code.zfill(5) if number else ""


def is_abroad(town: Mapping[str, Any]) -> bool:
    """Whether a town is told to lie in another country."""
    land = dict_of(town, "land")
    code = text_of(land.get("code"))
    return text_of(land.get("laenderCode")).casefold() not in _HERE or (code[:1] == "i" and code[1:].isupper())


def point_of(address: Mapping[str, Any], warn: Warn) -> Point | None:
    """The point of an address, None and a sentence if it cannot be right: then the address is looked up."""
    town = town_of(address)
    places = (dict_of(address, "koordinaten"), dict_of(town, "koordinaten"))
    pairs = [(told.get("lat"), told.get("lon")) for told in places]
    pairs.append((town.get("breitengrad"), town.get("laengengrad")))
    lat_text, lon_text = next(((text_of(a), text_of(b)) for a, b in pairs if text_of(a) or text_of(b)), ("", ""))
    if not (lat_text or lon_text):
        return None
    why = "cannot be read"
    lat, lon = coordinate(lat_text), coordinate(lon_text)
    if lat is not None and lon is not None:
        if abs(lat) <= 90 and abs(lon) <= 180 and (is_abroad(town) or GERMANY.contains(Point(lat, lon))):
            return Point(lat, lon)
        swapped = abs(lon) <= 90 and abs(lat) <= 180 and GERMANY.contains(Point(lon, lat))
        why = "stand for nothing" if lat == lon == 0 else "are swapped" if swapped else "lie outside Germany"
    warn(f"The coordinates {lat_text} / {lon_text} {why}; the address is looked up instead.")
    return None
