"""The fields of an offer in German words: what each is called, what helps to fill it in, and what its value says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from model.dates import say_day
from model.fields import FIELDS, Group, differing
from model.offer import Language, Offer
from model.place import Place, Precision, Stop
from model.vocabulary import Vocabulary

GROUP_TITLES: Mapping[Group, str] = {
    "what": "Was wird angeboten?",
    "who": "Wer bietet es an?",
    "where": "Wo?",
    "when": "Wann?",
    "contact": "Kontakt",
    "money": "Geld",
    "access": "Sprachen und Zugang",
}
LABELS: Mapping[str, str] = {
    "name": "Name des Angebots",
    "kind": "Art",
    "summary": "Kurz gesagt",
    "description": "Beschreibung",
    "topics": "Themen",
    "phases": "Lebensphasen",
    "audiences": "Nur für diese Gruppen",
    "restriction": "Einschränkung in Worten",
    "provider": "Träger",
    "provider_website": "Webseite des Trägers",
    "place": "Ort",
    "stops": "Haltepunkte",
    "formats": "Wie man spricht",
    "hours": "Sprechzeiten",
    "appointment": "Termin",
    "booking_url": "Termin im Internet",
    "phone": "Telefon",
    "email": "E-Mail",
    "website": "Webseite",
    "cost": "Kosten",
    "cost_note": "Kosten in Worten",
    "funding": "Förderung, die helfen kann",
    "issues_funding": "Förderung, die es hier gibt",
    "languages": "Sprachen",
    "wheelchair": "Mit dem Rollstuhl",
    "wheelchair_note": "Zugang in Worten",
    "bring": "Mitbringen",
}
#: what stands below a field
HELPS: Mapping[str, str] = {
    "name": "So, wie es an der Tür oder im Flyer steht.",
    "summary": "Ein Satz. Er steht oben auf der Seite.",
    "description": "Was bekommt man hier? Kurze Sätze helfen allen.",
    "audiences": "Nur ankreuzen, wenn andere nicht kommen dürfen. Ohne Kreuz ist es für alle.",
    "restriction": "Zum Beispiel: Nur für Frauen mit Kindern.",
    "provider": "Die Einrichtung, die das Angebot macht.",
    "place": "Wo man hingeht. Das ist oft nicht der Sitz des Trägers.",
    "stops": "Nur für Angebote, die an wechselnden Tagen an wechselnden Orten sind.",
    "hours": "Zum Beispiel: Mo–Fr 9–12 Uhr, Do auch 14–18 Uhr. Oder: nach Vereinbarung.",
    "booking_url": "Nur, wenn man dort selbst einen Termin bucht.",
    "phone": "Mit Vorwahl, zum Beispiel 0203 283 5708.",
    "email": "Die öffentliche Adresse der Stelle.",
    "website": "Die Seite, auf der das Angebot steht.",
    "cost_note": "Zum Beispiel: 5 Euro je Abend, ermäßigt 3 Euro.",
    "issues_funding": "Gutscheine oder Schecks, die man hier bekommt.",
    "languages": "In welchen Sprachen berät jemand? Zeiten nur, wenn es nicht immer geht.",
    "wheelchair_note": "Zum Beispiel: Aufzug im Hof, bitte klingeln.",
    "bring": "Was man zum Gespräch mitbringt.",
}
#: the words for each value of a choice, in the order of the form
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": {"counselling": "Beratung", "learning": "Lernangebot"},
    "appointment": {
        "required": "Nur mit Termin",
        "possible": "Mit und ohne Termin",
        "not_needed": "Ohne Termin",
        "unknown": "Nicht bekannt",
    },
    "cost": {
        "free": "Kostenlos",
        "first_free": "Das erste Gespräch ist kostenlos",
        "paid": "Kostet Geld",
        "unknown": "Nicht bekannt",
    },
    "wheelchair": {
        "yes": "Ja, man kommt hinein",
        "limited": "Nur zum Teil",
        "no": "Nein, man kommt nicht hinein",
        "unknown": "Nicht bekannt",
    },
}
PRECISION_WORDS: Mapping[Precision, str] = {
    "house": "auf das Haus genau",
    "interpolated": "Hausnummer geschätzt",
    "street": "auf die Straße genau",
    "postcode": "auf die Postleitzahl genau",
    "district": "auf den Stadtteil genau",
    "place": "auf den Ort genau",
    "unknown": "ohne Punkt auf der Karte",
}


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field that differs between two offers, in words; "" where one of them says nothing."""

    name: str
    label: str
    before: str
    after: str


def label(name: str) -> str:
    """What a field is called on the screen."""
    return LABELS[name]


def say(name: str, value: Any, vocabulary: Vocabulary) -> str:
    """The value of a field in German words; "" for nothing, also where nothing is known."""
    shape = FIELDS[name].shape
    if not value or value == "unknown":
        return ""
    if shape == "choice":
        return CHOICES[name].get(value, value)
    if shape == "many":
        return ", ".join(vocabulary.labels(FIELDS[name].values, value))
    if shape == "languages":
        return "; ".join(_language_words(language, vocabulary) for language in value)
    if shape == "stops":
        return "\n".join(map(stop_words, value))
    return place_words(value) if shape == "place" else str(value)


def changes(before: Offer, after: Offer, vocabulary: Vocabulary) -> list[FieldWords]:
    """The fields in which two offers differ, each with both values in words, in the order of the form."""
    return [_field_words(name, before, after, vocabulary) for name in differing(before, after)]


def _field_words(name: str, before: Offer, after: Offer, vocabulary: Vocabulary) -> FieldWords:
    values = FIELDS[name].read(before), FIELDS[name].read(after)
    old, new = (say(name, value, vocabulary) for value in values)
    if old == new:  # the same address with another point
        old, new = (f"{words} {_spots(value)}".strip() for words, value in zip((old, new), values, strict=True))
    return FieldWords(name, label(name), old, new)


def place_words(place: Place) -> str:
    """A place with its address, and how exact its point is."""
    parts = (place.name, place.street_line, place.city_line, place.district)
    return f"{', '.join(filter(None, parts))} ({PRECISION_WORDS[place.precision]})"


def stop_words(stop: Stop) -> str:
    """One stop of an offer that travels: day, time and place."""
    times = f"{stop.starts:%H:%M}–{stop.ends:%H:%M} Uhr"
    where = ", ".join(filter(None, (stop.place.name, stop.place.address)))
    return ", ".join(filter(None, (say_day(stop.starts.date()), times, where, stop.note)))


def _language_words(language: Language, vocabulary: Vocabulary) -> str:
    more = ", ".join(filter(None, (language.times, language.note)))
    return vocabulary.label("languages", language.code) + (f" ({more})" if more else "")


def _spots(value: Any) -> str:
    """The coordinates of a place or of stops, where nothing else tells two of them apart."""
    places: Iterable[Place] = (
        [value] if isinstance(value, Place) else [stop.place for stop in value] if isinstance(value, tuple) else []
    )
    return ", ".join(f"[{one.point.lat:.5f} / {one.point.lon:.5f}]" for one in places if one.point)
