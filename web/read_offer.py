"""Read a sent form onto an offer: what nobody touched stays as it is, and what is wrong is told at its field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from importers.clean import contact
from model.fields import FIELDS
from model.offer import Language, Offer
from model.region import Region
from web.context import Services
from web.field_words import CHOICES
from web.form_values import AS_TEXT, PARTS, Values, keys, plain, rows, written
from web.hours_words import hours_problem, read_back
from web.read_place import PlaceReader

MOST: Mapping[str, int] = {"line": 300, "text": 5000, "hours": 1000, "phone": 100, "email": 254, "link": 2000}
MOST_ROWS = 60


class Wrong(ValueError):
    """What is wrong with a field, as a sentence for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a form: the offer with all that could be read, and sentences by the name of their field."""

    offer: Offer
    #: what is wrong; the field stays as it was
    errors: dict[str, str] = field(default_factory=dict)
    #: what we understood, where it is not just what was typed
    notes: dict[str, str] = field(default_factory=dict)


def read_offer(form: Any, base: Offer, names: Iterable[str], services: Services, region: Region) -> Reading:
    """The base with the fields that a form gives; a field that was not in the form, or not touched, is left alone.

    `form` is what Flask gives as `request.form`, or a mapping to lists of texts.
    """
    values = as_lists(form)
    reader = _Reader(values, base, services, region)
    offer = base
    for name in names:
        if not any(key in values for key in keys(name)):
            continue
        if _touched(values, name, reader.before) or (name == "name" and not reader.before[name][0]):
            try:
                offer = FIELDS[name].put(offer, reader.read(name))
            except Wrong as wrong:
                reader.errors[name] = str(wrong)
        elif name == "hours":
            reader.tell_hours(base.hours)
    return Reading(offer, reader.errors, reader.notes)


def as_lists(form: Any) -> dict[str, list[str]]:
    """A sent form as a mapping to lists of texts."""
    pairs = form.lists() if hasattr(form, "lists") else form.items()
    return {key: list(texts) for key, texts in pairs}


def _touched(values: Values, name: str, before: Values) -> bool:
    """Whether a field was sent with anything else than it was filled in with."""
    if name in PARTS and name != "place":
        return rows(values, name) != rows(before, name)
    return [_ticks(values.get(key, []), name) for key in keys(name)] != [
        _ticks(before.get(key, []), name) for key in keys(name)
    ]


def _ticks(texts: list[str], name: str) -> list[str]:
    several = FIELDS[name].shape == "many"
    return sorted(filter(None, texts)) if several else [plain(text) for text in texts or [""]]


class _Reader:
    """Reads one field after the other."""

    def __init__(self, values: Values, base: Offer, services: Services, region: Region) -> None:
        self._values, self._base, self._services, self._region = values, base, services, region
        self._places = PlaceReader(services.geocoder, region)
        self.before = written(base, FIELDS, ZoneInfo(region.zone))
        self.errors: dict[str, str] = {}
        self.notes: dict[str, str] = {}

    def read(self, name: str) -> Any:
        """The value of a field."""
        shape = FIELDS[name].shape
        readers: dict[str, Callable[[str], Any]] = {
            "choice": self._choice, "many": self._many, "languages": self._languages, "place": self._place,
            "stops": self._stops, "hours": self._hours, "phone": self._phone, "email": self._email, "link": self._link,
        }  # fmt: skip
        return readers.get(shape, self._text)(name)

    def _typed(self, name: str) -> str:
        """What was typed, without what nobody sees."""
        text = plain((self._values.get(name) or [""])[0])
        shape = FIELDS[name].shape
        if shape != "text":
            text = " ".join(text.split())
        if len(text) > MOST[shape]:
            raise Wrong(f"Das ist zu lang. Hier passen höchstens {MOST[shape]} Zeichen.")
        return text

    def _text(self, name: str) -> str:
        text = self._typed(name)
        if name == "name" and not text:
            raise Wrong("Bitte geben Sie dem Angebot einen Namen.")
        return text

    def _choice(self, name: str) -> str:
        chosen = (self._values.get(name) or [""])[0]
        if chosen not in CHOICES[name]:
            raise Wrong("Bitte wählen Sie eine der Möglichkeiten.")
        return chosen

    def _many(self, name: str) -> tuple[str, ...]:
        ticked = list(dict.fromkeys(filter(None, self._values.get(name, []))))
        known = self._services.vocabulary.terms(FIELDS[name].values)
        had: tuple[str, ...] = FIELDS[name].read(self._base)
        if any(slug not in known and slug not in had for slug in ticked):
            raise Wrong("Diese Auswahl kennen wir nicht. Bitte wählen Sie noch einmal.")
        return (*(slug for slug in had if slug in ticked), *(slug for slug in ticked if slug not in had))

    def _languages(self, name: str) -> tuple[Language, ...]:
        known = self._services.vocabulary.terms("languages")
        had = {language.code for language in self._base.languages}
        found: dict[str, Language] = {}
        for code, times, note in rows(self._values, name):
            if not code:
                raise Wrong(f"Welche Sprache ist gemeint bei „{(times or note)[:60]}“?")
            if code not in known and code not in had:
                raise Wrong("Diese Sprache kennen wir nicht. Bitte wählen Sie noch einmal.")
            if code in found:
                raise Wrong(f"{self._services.vocabulary.label('languages', code)} steht zweimal in der Liste.")
            found[code] = Language(code, times[:200], note[:200])
        return tuple(found.values())

    def _place(self, name: str) -> Any:
        parts = [plain((self._values.get(key) or [""])[0])[:300] for key in keys(name)]
        found, said, problem = self._places.place(parts, self._base.place)
        if problem:
            raise Wrong(problem)
        if said:
            self.notes[name] = said
        return found

    def _stops(self, name: str) -> Any:
        typed = rows(self._values, name)
        if len(typed) > MOST_ROWS:
            raise Wrong(f"Das sind zu viele Haltepunkte. Höchstens {MOST_ROWS} passen hinein.")
        found, said, problem = self._places.stops(typed, self._base.stops)
        if problem:
            raise Wrong(problem)
        if said:
            self.notes[name] = said
        return found

    def _hours(self, name: str) -> str:
        hours = plain((self._values.get(name) or [""])[0])
        if len(hours) > MOST["hours"]:
            raise Wrong(f"Das ist zu lang. Hier passen höchstens {MOST['hours']} Zeichen.")
        problem = hours_problem(hours)
        if problem and not self._values.get(AS_TEXT):
            raise Wrong(problem)
        self.tell_hours(hours)
        return hours

    def tell_hours(self, hours: str) -> None:
        """Say how the hours are read."""
        if told := read_back(hours):
            self.notes["hours"] = told

    def _phone(self, name: str) -> str:
        typed = self._typed(name)
        number = contact.phone(typed, lambda _: None, self._region.country)
        if typed and not contact.e164(number):
            raise Wrong("Diese Nummer kann niemand wählen. Bitte schreiben Sie sie mit Vorwahl: 0203 283 5708.")
        return self._tidied(name, typed, number)

    def _email(self, name: str) -> str:
        typed = self._typed(name)
        address = contact.email(typed, lambda _: None)
        if typed and not address:
            raise Wrong("Das ist keine E-Mail-Adresse. Sie sieht so aus: beratung@stadt.example.")
        return self._tidied(name, typed, address)

    def _link(self, name: str) -> str:
        typed = self._typed(name)
        address = contact.website(typed, lambda _: None)
        if typed and not address:
            raise Wrong("Das ist keine Web-Adresse. Sie sieht so aus: www.stadt.example/beratung.")
        return self._tidied(name, typed, address)

    def _tidied(self, name: str, typed: str, clean: str) -> str:
        if clean != typed:
            self.notes[name] = f"Wir schreiben: {clean}"
        return clean
