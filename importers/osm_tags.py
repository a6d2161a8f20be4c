"""What the tags of an OpenStreetMap object say about a place of counselling or learning."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from model.draft import DraftPlace

Tags = Mapping[str, str]


class Sort(NamedTuple):
    """What a tag makes of an object: counselling or learning, with the topics and phases it surely means."""

    kind: str
    topics: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()


_LEISURE = Sort("learning", (), ("ausserschulisch",))
_COUNSELLING = Sort("counselling")
#: the values of `amenity` and `education` that are places of learning; mappers write one of the two keys, or both
_LEARNING: dict[str, Sort] = {
    "school": Sort("learning", ("schule",), ("schule",)),
    "college": Sort("learning", ("ausbildung",), ("uebergang-beruf",)),
    "university": Sort("learning", ("studium",), ("hochschule",)),
    "kindergarten": Sort("learning", ("schule",), ("fruehe-bildung",)),
    "language_school": Sort("learning", ("sprache",)),
    "music_school": _LEISURE,
    "dancing_school": _LEISURE,
    "prep_school": Sort("learning", ("schule",), ("schule",)),
    "training": Sort("learning", ("weiterbildung",), ("weiterbildung",)),
    "library": _LEISURE,
    "community_centre": _LEISURE,
    "driving_school": Sort("learning"),
}
#: whom a social facility must be for to be a candidate, and what we call that group
_FOR = {
    "unemployed": "arbeitsuchende", "migrant": "zugewanderte", "refugee": "gefluechtete", "juvenile": "jugendliche",
    "underprivileged": "", "woman": "frauen",
}  # fmt: skip
_NOW = ("amenity", "education", "office", "counselling", "counselling:type")
#: what stands before a key when a place is no longer what it was
_GONE = ("disused", "abandoned", "was", "demolished", "removed")
#: an object with none of these keys is of no interest
KEYS = (*_NOW, *(f"{gone}:{name}" for gone in _GONE for name in _NOW[:3]))
_STREET = ("addr:street", "addr:place")
_DISTRICT = ("addr:suburb", "addr:district", "addr:quarter")
_NAME = ("name", "name:de", "official_name", "short_name")
PHONE = ("contact:phone", "phone", "contact:mobile", "mobile")
EMAIL = ("contact:email", "email")
WEBSITE = ("contact:website", "website", "contact:url", "url")
TEXT = ("description:de", "description")
_PLAIN = ("operator", "addr:housenumber", "addr:postcode", "addr:city", "level", "opening_hours", "wheelchair",
          "wheelchair:description:de", "wheelchair:description", "toilets:wheelchair", "check_date", "fee", "building",
          "healthcare", "social_facility", "social_facility:for", *KEYS)  # fmt: skip
#: the tags that are read at all; others, and whoever mapped them, are not even taken into memory
_READ = frozenset((*_PLAIN, *_STREET, *_DISTRICT, *_NAME, *PHONE, *EMAIL, *WEBSITE, *TEXT))
_LANGUAGE = "language:"
_TOILET = {"yes": "WC rollstuhlgerecht", "designated": "WC rollstuhlgerecht", "limited": "WC eingeschränkt nutzbar",
           "no": "WC nicht rollstuhlgerecht"}  # fmt: skip


def first(tags: Tags, names: tuple[str, ...]) -> str:
    """The first of some tags that says anything."""
    return next((tags[name] for name in names if tags.get(name)), "")


def kept(tags: Tags) -> dict[str, str]:
    """The tags that we read."""
    return {name: value for name, value in tags.items() if name in _READ or name.startswith(_LANGUAGE)}


def values_of(text: str) -> list[str]:
    """The values of a tag that may hold several."""
    return [value.strip() for value in text.split(";") if value.strip()]


def sort_of(tags: Tags) -> Sort | None:
    """What an object is, None where it is neither a place of counselling nor one of learning."""
    education = values_of(tags.get("education", ""))
    if "guidance_counselling" in education:
        return _COUNSELLING
    if tags.get("office") == "employment_agency":
        return _COUNSELLING
    counsels = any(tags.get(name, "no") != "no" for name in ("counselling", "counselling:type"))
    if counsels and not tags.get("healthcare"):
        return _COUNSELLING
    for value in (*values_of(tags.get("amenity", "")), *education):
        if value in _LEARNING:
            return _LEARNING[value]
    if tags.get("office") == "educational_institution" or "yes" in education:
        return Sort("learning")
    return _COUNSELLING if tags.get("amenity") == "social_facility" and _is_candidate(tags) else None


def _is_candidate(tags: Tags) -> bool:
    """Whether a social facility goes out to people whom education is a matter of."""
    groups = values_of(tags.get("social_facility:for", ""))
    return "outreach" in values_of(tags.get("social_facility", "")) and any(group in _FOR for group in groups)


def former(tags: Tags) -> Tags:
    """The tags as they were before the place was given up; empty if it still is what it was, or never was."""
    parts = ((*name.partition(":"), value) for name, value in tags.items())
    was = {name: value for gone, _, name, value in parts if gone in _GONE}
    return {**tags, **was} if was and sort_of(tags) is None and sort_of({**tags, **was}) else {}


def is_wanted(tags: Tags) -> bool:
    """Whether an object is a place of counselling or learning, or was one."""
    return sort_of(tags) is not None or bool(former(tags))


def name_of(tags: Tags) -> str:
    """The name of an object; an employment agency without one is called by whoever runs it."""
    return first(tags, _NAME) or (tags.get("operator", "") if tags.get("office") == "employment_agency" else "")


def what(tags: Tags) -> str:
    """The tag that made an object of interest, as mappers write it."""
    return next((f"{name}={tags[name]}" for name in KEYS if tags.get(name)), "")


def place_of(tags: Tags, lat: str, lon: str, *, is_exact: bool) -> DraftPlace:
    """Where an object is: its address as tagged, and its point."""
    street, number = first(tags, _STREET), tags.get("addr:housenumber", "")
    exact = is_exact or bool(tags.get("building")) or bool(street and number)
    return DraftPlace(
        name=floor_of(tags.get("level", "")),
        street=street,
        number=number,
        postcode=tags.get("addr:postcode", ""),
        city=tags.get("addr:city", ""),
        district=first(tags, _DISTRICT),
        lat=lat,
        lon=lon,
        precision=("house" if exact else "street") if lat else "",
        point_source="OpenStreetMap" if lat else "",
    )


def floor_of(level: str) -> str:
    """The floors of a building in words: "Erdgeschoss, 1. Obergeschoss"; nothing for what is no whole floor."""
    return ", ".join(filter(None, map(_floor, values_of(level))))


def _floor(text: str) -> str:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 2):
        return ""
    number = int(text)
    if number < 0:
        return f"{-number}. Untergeschoss"
    return f"{number}. Obergeschoss" if number else "Erdgeschoss"


def languages_of(tags: Tags) -> Iterator[str]:
    """The languages that are spoken at a place, by their codes."""
    for name, value in tags.items():
        code = name.removeprefix(_LANGUAGE)
        if name.startswith(_LANGUAGE) and value in ("yes", "main", "only") and ":" not in code:
            yield code


def audiences_of(tags: Tags) -> tuple[str, ...]:
    """The groups that a social facility is there for."""
    groups = values_of(tags.get("social_facility:for", "")) if tags.get("amenity") == "social_facility" else []
    return tuple(_FOR[group] for group in groups if _FOR.get(group))


def wheelchair_note(tags: Tags) -> str:
    """What is written about the way in and about the toilet."""
    told = first(tags, ("wheelchair:description:de", "wheelchair:description"))
    return "; ".join(filter(None, (told, _TOILET.get(tags.get("toilets:wheelchair", ""), ""))))

