"""What the tags of an OpenStreetMap object say: the addresses it has, and the place people may know it by."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from geo.layers import MUNICIPALITIES, Entry, KnownAddress, city_radius_m
from geo.point import Point
from geo.sources.spots import station_names
from geo.sources.values import street_name
from geo.spelling import key

Tags = Mapping[str, str]

STREETS = frozenset(
    {
        "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "pedestrian", "road",
        "trunk", "service", "track", "path", "footway", "cycleway", "bridleway", "steps",
    }
)  # fmt: skip
"""Highways that an address may name."""

_PLACES = {
    "city": "city", "town": "town", "village": "village", "borough": "borough", "suburb": "district",
    "quarter": "district", "neighbourhood": "district", "hamlet": "place",
}  # fmt: skip
_STOPS = (("highway", "bus_stop"), ("railway", "tram_stop"), ("public_transport", "platform"),
          ("public_transport", "stop_position"), ("amenity", "ferry_terminal"))  # fmt: skip
_STATIONS = (("railway", "station"), ("railway", "halt"), ("amenity", "bus_station"), ("public_transport", "station"))
_KINDS: Mapping[tuple[str, str], str] = {
    **dict.fromkeys(_STATIONS, "station"),
    **dict.fromkeys(_STOPS, "stop"),
    ("amenity", "townhall"): "townhall",
    ("amenity", "library"): "library",
    ("amenity", "school"): "school",
    ("amenity", "college"): "school",
    ("amenity", "university"): "university",
    ("amenity", "community_centre"): "centre",
    ("amenity", "social_centre"): "centre",
    ("office", "employment_agency"): "office",
    ("office", "government"): "office",
    ("office", "administrative"): "office",
    ("office", "educational_institution"): "office",
    ("office", "ngo"): "office",
    ("office", "association"): "office",
    ("office", "charity"): "office",
}
"""Which tag makes a spot of which kind; where an object has several, the first of them counts."""
_KIND_TAGS = tuple(dict.fromkeys(tag for tag, _ in _KINDS))
_OTHER_NAMES = ("alt_name", "official_name", "short_name", "loc_name", "old_name", "name:de", "uic_name")
_GONE = ("disused", "abandoned", "demolished", "removed", "razed")
_PLATFORM = re.compile(r"^(?:gleise?|bahnsteig|bussteig|steig|bstg\.?)\s*\w{1,5}$", re.IGNORECASE)
_DISTRICTS = ("addr:suburb", "addr:city_district", "addr:quarter", "addr:hamlet")
_COUNTY = re.compile(r"kreis|^region |^germany$|^deutschland$|^europe$", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[;,]\s*")
_DIGITS = re.compile(r"\d+")


class Home(NamedTuple):
    """What an address has besides its number."""

    street: str
    postcode: str = ""
    city: str = ""
    district: str = ""


def home_of(tags: Tags) -> Home:
    """Street, postcode, city and district of an object; villages without streets number the houses of a place."""
    district = next((tags[tag] for tag in _DISTRICTS if tag in tags), "")
    return Home(
        street_name(_first(tags.get("addr:street") or tags.get("addr:place") or "")),
        _only(tags.get("addr:postcode") or tags.get("postal_code") or ""),
        _first(tags.get("addr:city", "")),
        _first(district),
    )


def addresses_of(numbers: str, home: Home, point: Point) -> Iterator[KnownAddress]:
    """One address for each house number of an object."""
    for number in house_numbers(numbers):
        yield KnownAddress(home.street, number, home.postcode, home.city, home.district, point, "house")


def house_numbers(text: str) -> list[str]:
    """The numbers of "41;43" or "140c, 140b", each once; "30a, b" means 30a and 30b."""
    found: list[str] = []
    for part in _SEVERAL.split(text.strip()):
        before = _DIGITS.match(found[-1]) if found else None
        number = before.group() + part if before and len(part) == 1 and part.isalpha() else part
        if number and number not in found:
            found.append(number)
    return found


def named_place(tags: Tags, point: Point) -> Entry | None:
    """The town, district or spot that an object is, if it is one and has a name."""
    name = tags.get("name", "").strip()
    if not key(name):
        return None
    area = _PLACES.get(tags.get("place", ""))
    return _area(tags, name, area, point) if area else _spot(tags, name, point)


def is_street(tags: Tags) -> bool:
    """Whether an object with a name is a street, or a square that addresses name."""
    return tags.get("highway") in STREETS or tags.get("place") == "square"


def says_something(tags: Tags) -> bool:
    """Whether an object has an address or is a street, a place or a spot."""
    return "addr:housenumber" in tags or is_street(tags) or named_place(tags, Point(0.0, 0.0)) is not None


def _area(tags: Tags, name: str, kind: str, point: Point) -> Entry:
    """A town or a part of one."""
    is_town = kind in MUNICIPALITIES
    people = tags.get("population", "")
    population = int(people) if people.isdecimal() else None
    ags = tags.get("de:amtlicher_gemeindeschluessel", "").replace(" ", "")
    return Entry(
        name, kind, point, city_radius_m(population) if is_town and population else 0.0,
        name if is_town else _city(tags), population, ags if ags.isdecimal() and len(ags) == 8 else "",
        _other_names(tags, name),
    )  # fmt: skip


def _spot(tags: Tags, name: str, point: Point) -> Entry | None:
    """A stop, a school and the like."""
    pairs = {(tag, tags[tag]) for tag in _KIND_TAGS if tag in tags}
    kind = next((kind for pair, kind in _KINDS.items() if pair in pairs), "") if pairs else ""
    if not kind or any(tags.get(word) == "yes" for word in _GONE) or _PLATFORM.match(name):
        return None
    aliases = _other_names(tags, name)
    if kind in ("stop", "station"):
        aliases = tuple(dict.fromkeys((*aliases, *station_names(name, kind))))
    return Entry(name, kind, point, city=_city(tags), aliases=aliases)


def _other_names(tags: Tags, name: str) -> tuple[str, ...]:
    """What else a place is called, in the order of the tags."""
    several = (part.strip() for tag in _OTHER_NAMES if tag in tags for part in tags[tag].split(";"))
    return tuple(dict.fromkeys(part for part in several if part != name and key(part)))


def _city(tags: Tags) -> str:
    """The town an object says it lies in; a county is none."""
    if named := tags.get("addr:city") or tags.get("is_in:city"):
        return _first(named)
    inside = re.split(r"\s*[,;]\s*", tags.get("is_in", "").strip())[0]
    return "" if inside == tags.get("name") or _COUNTY.search(inside) else inside


def _first(text: str) -> str:
    return text.split(";", 1)[0].strip()


def _only(text: str) -> str:
    """A value, but nothing where there are several to choose from."""
    return "" if ";" in text or "," in text else text.strip()
