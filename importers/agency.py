"""Agentur für Arbeit (gespeicherte Antworten)

Saved JSON answers of the course searches of the Bundesagentur für Arbeit: further training (wbsuche, old and new form),
German for work, integration courses and recognition of qualifications (sprachfoerderung), and coaching paid by voucher
(aktivierungsangebote). Nothing is fetched: the agency offers no official interface and gives no licence for its data,
so each course is a candidate for review.

The address is that of the course, never that of its provider; coordinates that lie outside Germany, are swapped or 0
are not taken, and a course held only from afar has no place. Persons to contact are not read. A price of 0 is unknown,
for it often means that a voucher pays. Days stand in the description. Several answers may stand in one file as a list.
A file with fewer courses than were found is told as not the whole list. The number given as line is that of the course
in the file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importers.agency_place import place_of, point_of, seat_of
from importers.agency_words import (
    day_of,
    description_of,
    formats_of,
    funding_of,
    is_coaching,
    price_of,
    topics_of,
)
from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from importers.clean.text import known
from importers.json_file import dict_of, list_of, number_of, read_json, text_of
from model.draft import Draft, DraftPlace
from model.source import Source

SOURCE = Source(
    name="agency",
    title="Agentur für Arbeit (gespeicherte Antworten)",
    homepage="https://www.arbeitsagentur.de",
    attribution="Bundesagentur für Arbeit",
    key_from="the number of the course date, as in 179752566; of coaching avgs/130945910",
    candidates=True,
)

#: no answer counts further than this
MOST_FOUND = 10_000
_TAKEN = ("id", "unterrichtsform", "unterrichtszeit", "dauer", "foerderung", "kostenWert", "kostenWaehrung",
          "kostenBemerkung", "link", "zusatzlink", "bemerkung", "beginn", "ende", "individuellerEinstieg",
          "anmeldeschluss", "bemerkungZeit", "unterrichtszeiten", "massnahmeZeiten", "massnahmeNummer", "gueltigVon",
          "gueltigBis", "aktualisierungsdatum")  # fmt: skip
_OFFER = ("titel", "inhalt", "abschlussart", "abschlussbezeichnung", "foerderung", "zugang", "link", "zielgruppe",
          "bildungsart", "systematiken")  # fmt: skip
_PHONE = ("telefonVorwahl", "telefonDurchwahl")
_PROVIDER = ("name", *_PHONE, "homepage", "email")
_ADDRESS = ("bezeichnung", "strasse", "hinweise", "ortStrasse", "ortStraße", "koordinaten", *_PHONE, "homepage",
            "email")  # fmt: skip


def recognise(sample: Sample) -> bool:
    """Whether this is an answer of a course search of the agency."""
    text = sample.text.lstrip("\ufeff \r\n\t")
    return text[:1] in ("{", "[") and '"termine"' in text and ('"angebot"' in text or '"totalElements"' in text)


def read(path: Path, options: Options) -> Iterator[Piece]:
    """The courses in the file, within the region where one is told, without the persons one may ask."""
    answer = read_json(path)
    answers = answer if isinstance(answer, list) else [answer]
    courses = [course for one in answers for course in list_of(one, "_embedded", "termine") or list_of(one, "termine")]
    if not courses:
        raise ImportRefused(f"The file {path.name} is an answer without any course.")
    seen: set[str] = set()
    elsewhere = 0
    for number, course in enumerate(courses, 1):
        if not isinstance(course, dict):
            yield Reject(number, "", f"Entry {number} of the file is no course.")
            continue
        if (ref := _ref(course)) in seen:
            continue  # pages overlap where something was added between two questions
        seen |= {ref} - {""}
        values = _values(course)
        if _lies_elsewhere(values, options):
            elsewhere += 1
            continue
        yield Record(number, values, ref=ref)
    if elsewhere:
        yield Note(0, f"{elsewhere} courses are held outside the region; they were left out.")
    yield Note(0, "The agency gives no licence for its data; ask before you publish what is in the file.")
    yield from _whether_whole(answers, len({_ref(course) or number for number, course in enumerate(courses)}))


def _values(course: dict[str, Any]) -> dict[str, Any]:
    """What we read of a course."""
    offer = dict_of(course, "angebot")
    values = {name: course[name] for name in _TAKEN if name in course}
    values["adresse"] = _some(dict_of(course, "adresse"), _ADDRESS)
    values["angebot"] = _some(offer, _OFFER)
    for name in ("bildungsanbieter", "anbieter"):
        if name in offer:
            provider = dict_of(offer, name)
            address = _some(dict_of(provider, "adresse"), ("strasse", "ortStrasse", "ortStraße"))
            values["angebot"][name] = {**_some(provider, _PROVIDER), "adresse": address}
    return values


def _some(told: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: told[name] for name in names if name in told}


def _ref(course: Any) -> str:
    number = text_of(dict_of(course).get("id"))
    return f"avgs/{number}" if number and is_coaching(dict_of(course)) else number


def _lies_elsewhere(values: dict[str, Any], options: Options) -> bool:
    """Whether one would have to go to a place outside the region."""
    if options.box is None or formats_of(values)[1]:
        return False
    point = point_of(dict_of(values, "adresse"), lambda _: None)
    return point is not None and not options.box.contains(point)


def _whether_whole(answers: list[Any], held: int) -> Iterator[Piece]:
    """Say that the file is not the whole list, if it holds fewer courses than were found, or more may be there."""
    pages = [dict_of(one, "page") or dict_of(one, "_embedded", "page") for one in answers]
    totals = [total for page in pages if (total := number_of(page.get("totalElements"))) is not None]
    if not totals:
        yield Note(0, "The file does not say how many courses there are; nobody can tell whether it has all of them.")
    elif held < max(totals):
        reason = f"The file holds {held} of the {max(totals)} courses that were found; it is not the whole list."
        yield Reject(0, "", reason, ends_early=True)
    elif max(totals) >= MOST_FOUND:
        reason = f"The search counts no further than {MOST_FOUND}; there may be more courses than the file holds."
        yield Reject(0, "", reason, ends_early=True)


def draft(record: Record) -> Draft | Reject:
    """What a course claims."""
    told = record.values
    offer, address = dict_of(told, "angebot"), dict_of(told, "adresse")
    provider = dict_of(offer, "bildungsanbieter") or dict_of(offer, "anbieter")
    title, provider_name = text_of(offer.get("titel")), known(text_of(provider.get("name")))
    if not known(title):
        return Reject(record.line, record.ref, "The course has no title.")
    notes: list[str] = []
    formats, is_remote = formats_of(told)
    place = DraftPlace()
    if is_remote:
        notes.append("The course is held from afar; its address was not taken for a place to go to.")
    else:
        place = place_of(address, provider_name, notes.append)
    cost, cost_note = price_of(told, notes.append)
    website = next(filter(None, map(text_of, _links(told))), "")
    return Draft(
        ref=record.ref,
        line=record.line,
        name=title,
        kind="learning",
        provider=provider_name,
        provider_website=text_of(provider.get("homepage")),
        provider_seat=seat_of(dict_of(provider, "adresse")),
        description=description_of(told, notes.append),
        topics=topics_of(told),
        formats=formats,
        cost=cost,
        cost_note=cost_note,
        funding=funding_of(told),
        place=place,
        phone=_phone(address) or _phone(provider),
        email=text_of(address.get("email")) or text_of(provider.get("email")),
        website=website,
        as_of=day_of(told.get("aktualisierungsdatum"), "The day of the last change", notes.append),
        notes=tuple(notes),
    )


def _links(told: Any) -> Iterator[Any]:
    """Where more is told of a course, the nearest first."""
    offer = dict_of(told, "angebot")
    yield from (told.get("link"), told.get("zusatzlink"), offer.get("link"), dict_of(told, "adresse").get("homepage"))
    yield from (dict_of(offer, name).get("homepage") for name in ("bildungsanbieter", "anbieter"))


def _phone(told: dict[str, Any]) -> str:
    """A telephone number, if both its area code and the rest are told: one alone cannot be dialled."""
    parts = [known(text_of(told.get(name))) for name in _PHONE]
    return " ".join(parts) if all(parts) else ""
