"""What the visitor is told about the place a search starts from: what it is, and how exactly it is known."""

from collections.abc import Iterator, Mapping
from typing import Any

from geo.layers import SPOTS
from geo.match import Candidate, Match
from web import wording
from web.i18n import Words

#: kinds of a place that nobody typed: where the device is, or where the visitor put the point
DEVICE, BY_HAND = "device", "pin"
#: a spot or a device known within this many metres is not told as approximate
NEAR_M = 150.0
#: how far a house number that was guessed between two others may be off, where nobody said so more exactly
GUESSED_M = 50.0
ON_STREET = frozenset({"house", "interpolated", "street"})


def kind_words(words: Words) -> dict[str, str]:
    """Every kind of place in one word, for suggestions, candidates and the answer."""
    return {
        "street": words("Straße"),
        "address": words("Adresse"),
        "district": words("Stadtteil"),
        "postcode": words("Postleitzahl"),
        "city": words("Ort"),
        "stop": words("Haltestelle"),
        "station": words("Bahnhof"),
        "townhall": words("Rathaus"),
        "library": words("Bibliothek"),
        "school": words("Schule"),
        "university": words("Hochschule"),
        "office": words("Einrichtung"),
        "centre": words("Treffpunkt"),
    }


def origin_doubt_m(match: Match) -> float:
    """How far the place meant may lie from the point found; nothing where it is known well enough."""
    if match.kind in SPOTS:
        return 0.0 if match.radius_m <= NEAR_M else match.radius_m
    if match.precision == "interpolated":
        return match.radius_m or GUESSED_M
    return wording.doubt_m(match.precision, match.radius_m)


def said_place(match: Match, words: Words) -> str:
    """The place found, what it is, and a word on how exact that is: "Marxloh (Stadtteil, ungefähr)"."""
    label = named(match, words)
    notes = ", ".join(_notes(match, label, words))
    return f"{label} ({notes})" if notes else label


def named(match: Match, words: Words) -> str:
    """The name of the place alone, which for a stop begins with that word."""
    if match.kind == BY_HAND:
        return words("Ihr Punkt auf der Karte")
    label = match.label or words("Ihr Standort")
    if match.kind == "stop" and words("Haltestelle").lower() not in label.lower():
        return words("Haltestelle %(name)s", name=label)
    return label


def _notes(match: Match, label: str, words: Words) -> Iterator[str]:
    if match.precision == "interpolated":
        yield words("Hausnummer geschätzt")
        return
    what = {"street": "street", "postcode": "postcode", "district": "district", "place": "city"}
    kind = match.kind if match.kind in SPOTS or match.kind == DEVICE else what.get(match.precision, "")
    word = kind_words(words).get(kind, "")
    if word and word.lower() not in label.lower():
        yield word
    if origin_doubt_m(match) > 0:
        yield words("ungefähr")


def choices(match: Match, region: str, inside: frozenset[int], words: Words) -> list[dict[str, Any]]:
    """The places that may have been meant, as buttons say them: name, kind, and whether it is in the region."""
    return [
        {
            "value": number,
            "label": _with_city(one),
            "kind": _kind_of(one, kind_words(words)),
            "elsewhere": "" if number in inside else words("nicht in %(region)s", region=region),
        }
        for number, one in enumerate(match.candidates)
    ]


def _with_city(one: Candidate) -> str:
    return one.label if one.city.lower() in one.label.lower() else f"{one.label}, {one.city}"


def _kind_of(one: Candidate, kinds: Mapping[str, str]) -> str:
    if one.precision == "street":
        return kinds["street"]
    fallback = {"house": "address", "interpolated": "address", "place": "city"}
    return kinds.get(one.kind) or kinds.get(fallback.get(one.precision, one.precision), "")


def doubts(match: Match, words: Words) -> str:
    """What about the place is not known, so that the distance is not exact either; and what would help."""
    return " ".join([*_not_known(match, words)] or [*_coarse(match, words)])


def _not_known(match: Match, words: Words) -> Iterator[str]:
    missing, exact = set(match.missing), match.precision in ON_STREET or match.kind in SPOTS
    if "street" in missing:
        yield words("Diese Straße kennen wir nicht. Wir messen ab %(place)s.", place=match.label)
        return
    if "postcode" in missing and exact:
        yield words("Die Postleitzahl passt nicht zur Straße. Wir haben %(place)s gefunden.", place=match.label)
    if "number" in missing and match.precision == "street":
        yield words("Wir kennen die Straße, aber nicht die Hausnummer. Die Entfernung ist ungefähr.")
    elif "number" in missing:
        yield words("Genau diese Hausnummer kennen wir nicht. Der Punkt ist geschätzt.")
    if "city" in missing:
        yield words("Schreiben Sie den Ort dazu. Dann finden wir es genauer.")
    rest = missing - {"street", "number", "city", *(["postcode"] if exact else [])}
    if rest and exact:
        yield words("Einen Teil haben wir nicht verstanden. Wir messen ab %(place)s.", place=match.label)
    elif rest:  # a stop, a postcode, a district: something that was typed beside the place that was found
        yield words("Genauer kennen wir diesen Ort nicht. Wir messen ab %(place)s.", place=match.label)


def _coarse(match: Match, words: Words) -> Iterator[str]:
    if match.kind in SPOTS or match.point is None or origin_doubt_m(match) <= 0:
        return
    if match.kind == DEVICE:
        yield words("Ihr Gerät kennt Ihren Standort nur ungefähr.")
        return
    coarse = {
        "interpolated": words("Die Hausnummer haben wir auf der Straße geschätzt."),
        "street": words("Wir messen ab der Mitte der Straße. Mit Hausnummer wird es genauer."),
        "postcode": words("Wir messen ab der Mitte dieser Postleitzahl. Mit Straße und Hausnummer wird es genauer."),
        "district": words("Wir messen ab der Mitte des Stadtteils. Mit Straße und Hausnummer wird es genauer."),
        "place": words("Wir messen ab der Mitte des Ortes. Mit Straße und Hausnummer wird es genauer."),
    }
    yield coarse.get(match.precision, "")
