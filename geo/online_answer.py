"""What the answers of Nominatim and Photon are worth: never more than they show to be true of the address asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.finding import Finding, Sought
from geo.match import MatchPrecision
from geo.point import Box, Point, distance_m
from geo.spelling import key, plain, words

LICENCE = "© OpenStreetMap contributors, ODbL 1.0"
LONGEST_LABEL = 160
_FINEST_FIRST: tuple[MatchPrecision, ...] = ("house", "interpolated", "street", "postcode", "district", "place")
#: answers further apart than this are not the same house, or the same street
_SAME_HOUSE_M = 300.0
_SAME_STREET_M = 5_000.0

_ROADS = ("road", "street", "pedestrian", "footway", "path", "cycleway", "square", "residential")
_PARTS = (
    "city_district", "district", "borough", "suburb", "quarter", "neighbourhood", "locality", "hamlet", "village",
    "isolated_dwelling", "allotments",
)  # fmt: skip
_TOWNS = ("city", "town", "village", "municipality")
_POSTCODES = frozenset({"postcode", "postal_code"})
_DISTRICTS = frozenset(_PARTS) - {"village"}
#: words that one writes in the name of a town and another leaves out
_FILLERS = frozenset({"an", "am", "der", "die", "das", "dem", "den", "im", "in", "bei", "ob", "auf", "stadt"})


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer of a service, in our words."""

    point: Point
    #: what the answer claims to be
    precision: MatchPrecision
    label: str
    number: str = ""
    streets: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    postcode: str = ""
    radius_m: float = 0.0
    licence: str = LICENCE


def from_nominatim(raw: Mapping[str, Any]) -> Offered:
    """An answer of Nominatim; what is not as Nominatim answers raises a ValueError, KeyError or TypeError."""
    address = raw.get("address") or {}
    number = _text(address.get("house_number"))
    kind = _text(raw.get("addresstype")) or _text(raw.get("type"))
    rank = int(raw.get("place_rank") or (30 if number else 0))
    precision = _nominatim_precision(raw, kind, rank, number)
    label = _text(raw["display_name"])
    box = raw.get("boundingbox") if raw.get("osm_type") in ("way", "relation") else None
    radius = _radius_m(*(float(edge) for edge in (box[2], box[0], box[3], box[1]))) if box else 0.0
    named = [_text(raw.get("name")) or label.split(",")[0]] if precision == "street" and rank < 30 else []
    roads = named + _values(address, _ROADS)
    return Offered(
        point=Point(float(raw["lat"]), float(raw["lon"])),
        precision=precision,
        label=label,
        number=number,
        streets=tuple(roads or _values(address, ("place", *_PARTS))),
        towns=tuple(_values(address, _TOWNS + _PARTS)),
        postcode=_text(address.get("postcode")),
        radius_m=radius if precision in ("postcode", "district", "place") else 0.0,
        licence=_licence(raw.get("licence")),
    )


def _nominatim_precision(raw: Mapping[str, Any], kind: str, rank: int, number: str) -> MatchPrecision:
    """What an answer claims to be, by its rank and type.

    A house on a line between two known ones looks like one that was drawn as an area without any use; as nothing tells
    them apart, both count as interpolated.
    """
    if _POSTCODES & {kind, _text(raw.get("type"))}:
        return "postcode"
    if number and rank >= 28:
        main = raw.get("class") or raw.get("category")
        between = (main, raw.get("osm_type")) == ("place", "way") and raw.get("type") in ("house", "houses")
        return "interpolated" if between else "house"
    if rank >= 26 or kind in _ROADS or "highway" in (raw.get("class"), raw.get("category")):
        return "street"
    if kind in _DISTRICTS:
        return "district"
    return "place" if kind in _TOWNS else "none"


def from_photon(raw: Mapping[str, Any]) -> Offered:
    """An answer of Photon; what is not as Photon answers raises a ValueError, KeyError or TypeError."""
    told = raw["properties"]
    lon, lat = (float(degree) for degree in raw["geometry"]["coordinates"][:2])
    precision = _photon_precision(told)
    extent = told.get("extent")
    radius = _radius_m(extent[0], extent[3], extent[2], extent[1]) if extent else 0.0
    name = _text(told.get("name"))
    is_road = precision == "street" and not told.get("street")
    streets = [name] if is_road else _values(told, ("street",)) or _values(told, ("locality", "district", "city"))
    town = [name] if precision in ("district", "place") else []
    return Offered(
        point=Point(lat, lon),
        precision=precision,
        label=_photon_label(told),
        number=_text(told.get("housenumber")),
        streets=tuple(streets),
        towns=tuple(town + _values(told, ("city", "district", "locality"))),
        postcode=_text(told.get("postcode")),
        radius_m=radius if precision in ("postcode", "district", "place") else 0.0,
    )


def _photon_precision(told: Mapping[str, Any]) -> MatchPrecision:
    kind, value = _text(told.get("type")), _text(told.get("osm_value"))
    if value in _POSTCODES:
        return "postcode"
    if told.get("housenumber"):
        between = (told.get("osm_key"), told.get("osm_type")) == ("place", "W") and value in ("house", "houses")
        return "interpolated" if between else "house"
    if kind in ("house", "street") or told.get("osm_key") == "highway":
        return "street"
    if kind in ("district", "locality") or value in _DISTRICTS:
        return "district"
    return "place" if kind == "city" or value in _TOWNS else "none"


def _photon_label(told: Mapping[str, Any]) -> str:
    street = f"{_text(told.get('street'))} {_text(told.get('housenumber'))}".strip()
    town = f"{_text(told.get('postcode'))} {_text(told.get('city'))}".strip()
    return _text(", ".join(filter(None, (_text(told.get("name")), street, _text(told.get("district")), town))))


def best(offered: Iterable[Offered], sought: Sought) -> Finding:
    """The finest answer that is one to the address sought; none where several are and lie apart."""
    everything = list(offered)
    judged = [(precision, one) for one in everything if (precision := worth(one, sought)) != "none"]
    if not judged:
        return Finding(label=everything[0].label if everything else "", licence=LICENCE)
    finest = min((precision for precision, _ in judged), key=_FINEST_FIRST.index)
    equal = [one for precision, one in judged if precision == finest]
    first = equal[0]
    apart_m = _SAME_HOUSE_M if finest in ("house", "interpolated") else _SAME_STREET_M
    far = [one for one in equal[1:] if finest in _FINEST_FIRST[:3] and distance_m(first.point, one.point) > apart_m]
    if far:
        return Finding(label=_text(f"{first.label} / {far[0].label}"), licence=first.licence)
    return Finding(first.point, finest, first.label, first.radius_m, licence=first.licence)


def worth(offered: Offered, sought: Sought) -> MatchPrecision:
    """How exactly an answer places the address sought: a house only with the same street, number and town."""
    if not _is_same_town(offered, sought):
        return "none"
    if offered.precision not in ("house", "interpolated", "street"):
        return offered.precision
    if key(sought.street) not in map(key, offered.streets):
        return "none"
    numbers = offered.number.replace(",", ";").split(";")
    return offered.precision if sought.number and _number(sought.number) in map(_number, numbers) else "street"


def _is_same_town(offered: Offered, sought: Sought) -> bool:
    """Whether postcode or town agree, and neither contradicts."""
    agree = []
    if sought.postcode and offered.postcode:
        agree.append(sought.postcode == offered.postcode)
    if sought.city and offered.towns:
        agree.append(any(_is_town(sought.city, town) for town in offered.towns))
    return bool(agree) and all(agree)


def _is_town(one: str, other: str) -> bool:
    """Whether two names can mean the same town, such as "Mülheim (Ruhr)" and "Mülheim an der Ruhr"."""
    mine, theirs = ({word for word in words(name) if word not in _FILLERS} for name in (one, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _number(text: str) -> str:
    return "".join(plain(text).casefold().replace("–", "-").split())


def _values(told: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [value for name in names if (value := _text(told.get(name)))]


def _text(value: Any) -> str:
    """A value as one line of text that is not too long."""
    if value is None:
        return ""
    text = " ".join(plain(str(value)).split())
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _licence(told: Any) -> str:
    return _text(told).removeprefix("Data ") or LICENCE


def _radius_m(west: float, south: float, east: float, north: float) -> float:
    """How far the edge of an area lies from its middle."""
    box = Box(float(west), float(south), float(east), float(north))
    return distance_m(box.centre, Point(box.north, box.east))
