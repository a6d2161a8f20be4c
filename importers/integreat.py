"""Integreat (Orte)

The addresses that municipalities keep in Integreat: a saved answer of its interface for locations (JSON), in any of its
languages. They are candidates for review, for there is more among them than education, and the answer does not tell a
licence. The category becomes a topic only where our vocabulary knows the word. Languages into which a page is
translated are not languages in which one is advised; their pages are named as sources. Contacts with names of persons
are not read. A day without times that is not called closed is unknown.

The key is made from the region and the number of the place; the number of the text changes with each edit. The number
given as line is that of the place in the file.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from importers.clean.text import fold, known_text
from importers.integreat_hours import hours_of
from importers.json_file import dict_of, list_of, read_json, text_of
from model.draft import Draft, DraftPlace
from model.source import Source

SOURCE = Source(
    name="integreat",
    title="Integreat",
    homepage="https://integreat-app.de",
    attribution="Integreat",
    key_from="the region in the path of the page and the number of the place",
    candidates=True,
)

CLOSED = 'off "vorübergehend geschlossen"'
_CLOSED_WORDS = "Vorübergehend geschlossen."
_UNSURE = "The source does not say whether it is Beratung or Lernangebot; it was taken for Beratung."
_LISTS = ("locations", "results", "items")
_KEPT = ("url", "path", "title", "last_updated", "modified_gmt", "excerpt", "meta_description", "content", "website",
         "email", "phone_number", "category", "temporarily_closed", "opening_hours", "appointment_url", "barrier_free",
         "available_languages", "license", "licence")  # fmt: skip
_LOCATION = ("id", "name", "address", "town", "postcode", "latitude", "longitude")
_LEARNING = re.compile(
    r"kurs|schule|schulung|kita|kinder(garten|tages)|bibliothek|buecherei|universit|nachhilfe|course|school|librar"
)
_ADVICE = re.compile(r"berat|advice|counsel")
_ACCESS = {True: "yes", False: "no"}


def recognise(sample: Sample) -> bool:
    """Whether this is an answer of Integreat about locations, not about pages or events."""
    text = sample.text.lstrip("\ufeff \r\n\t")
    marks = ('"available_languages"', '"location"', '"temporarily_closed"')
    return text[:1] in ("[", "{") and all(mark in text for mark in marks)


def read(path: Path, options: Options) -> Iterator[Piece]:
    """The places in the file, without the persons one may ask there."""
    answer = read_json(path)
    whole = dict_of(answer)
    places = answer if isinstance(answer, list) else next(filter(None, (list_of(whole, name) for name in _LISTS)), [])
    if not places:
        raise ImportRefused(f"The file {path.name} is an answer without any place.")
    licence = text_of(whole.get("license") or whole.get("licence"))
    languages, silent = set(), 0
    for number, place in enumerate(places, 1):
        if not isinstance(place, dict):
            yield Reject(number, "", f"Entry {number} of the file is no place.")
            continue
        values = _values(place, licence)
        silent += not values["licence"]
        languages.add(_part(values, 1))
        yield Record(number, values, ref=_ref(values))
    if others := sorted(languages - {"", "de"}):
        yield Note(0, f"The texts are in another language ({', '.join(others)}); they were taken as they are.")
    if silent:
        yield Note(0, f"{silent} of {len(places)} places tell no licence; ask the municipality before publishing.")


def _values(place: dict[str, Any], licence: str) -> dict[str, Any]:
    """What we read of a place."""
    organisation = dict_of(place, "organization")
    return {
        **{name: place.get(name) for name in _KEPT},
        "location": {name: dict_of(place, "location").get(name) for name in _LOCATION},
        "organization": {name: organisation.get(name) for name in ("name", "website")},
        "licence": text_of(place.get("license") or place.get("licence")) or licence,
    }


def _part(values: Mapping[str, Any], number: int) -> str:
    """A part of the path of a page, which begins with region and language."""
    parts = text_of(values.get("path")).strip("/").split("/")
    return parts[number] if len(parts) > number else ""


def _ref(values: Mapping[str, Any]) -> str:
    """The region and the number of the place; where it has none, the path of its page."""
    number = text_of(dict_of(values, "location").get("id"))
    region = _part(values, 0)
    if not number:
        return text_of(values.get("path")).strip("/")
    return f"{region}/{number}" if region else number


def draft(record: Record) -> Draft | Reject:
    """What a place claims."""
    told = record.values
    title = text_of(told.get("title")) or text_of(dict_of(told, "location").get("name"))
    if not title.strip():
        return Reject(record.line, record.ref, "The place has no name.")
    notes: list[str] = []
    hours = hours_of(told.get("opening_hours"), notes.append)
    description = known_text(text_of(told.get("content"))) or known_text(text_of(told.get("excerpt")))
    if told.get("temporarily_closed") is True:
        hours, description = CLOSED, f"{_CLOSED_WORDS}\n\n{description}".strip()
        notes.append("The source calls the place temporarily closed; its usual hours were left out.")
    category = told.get("category")
    category = text_of(category.get("name") if isinstance(category, dict) else category)
    kind = kind_of(category)
    if not kind:
        notes.append(_UNSURE)
    return Draft(
        ref=record.ref,
        line=record.line,
        name=title,
        kind=kind,
        provider=text_of(dict_of(told, "organization").get("name")),
        provider_website=text_of(dict_of(told, "organization").get("website")),
        summary=text_of(told.get("meta_description")),
        description=description,
        topics=(category,) if category else (),
        place=_place(dict_of(told, "location"), title),
        phone=text_of(told.get("phone_number")),
        email=text_of(told.get("email")),
        website=text_of(told.get("website")),
        hours=hours,
        booking_url=text_of(told.get("appointment_url")),
        wheelchair=_ACCESS.get(told["barrier_free"], "") if isinstance(told.get("barrier_free"), bool) else "",
        origins=tuple(_pages(told)),
        as_of=(text_of(told.get("last_updated")) or text_of(told.get("modified_gmt")))[:10],
        licence=text_of(told.get("licence")),
        notes=tuple(notes),
    )


def kind_of(category: str) -> str:
    """Counselling or learning by the word for the category; nothing where it does not say."""
    word = fold(category)
    if _ADVICE.search(word):
        return "counselling"
    return "learning" if _LEARNING.search(word) else ""


def _place(location: Mapping[str, Any], title: str) -> DraftPlace:
    told = {name: text_of(location.get(name)) for name in _LOCATION}
    return DraftPlace(
        name="" if fold(told["name"]) == fold(title) else told["name"],
        street=told["address"],
        postcode=told["postcode"],
        city=told["town"],
        lat=told["latitude"],
        lon=told["longitude"],
        point_source="Integreat" if told["latitude"] else "",
    )


def _pages(told: Mapping[str, Any]) -> Iterator[str]:
    """The page of the place, then those in other languages."""
    if url := text_of(told.get("url")):
        yield url
    for page in dict_of(told, "available_languages").values():
        if url := text_of(dict_of(page).get("url")):
            yield url
