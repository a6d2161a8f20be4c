"""HSDS (Open Referral), JSON oder Tabellen

Services of referral systems after the Human Services Data Specification 3.0 and 3.1, also its UK profile: saved answers
of an interface (a page, a list, one service or organization, or one a line), and the tabular package (a .zip with
services.csv and the others). Each service becomes an offer; one that is held at several places becomes one for each.

Taxonomies called like our own vocabularies are taken over, others are named in the report. Hours are taken where they
are weekly and not limited to a season; otherwise their description stands as it is. Whether a service is neutral is
quoted from the taxonomy of that name and never believed. Persons are not read. A page of several is told as not the
whole list.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from importers.clean.text import known, known_text
from importers.hsds_hours import hours_of
from importers.hsds_tables import TABLES, services_of_package
from importers.hsds_words import (
    FACETS,
    appointment_of,
    costs_of,
    facts_of,
    origin_of,
    restriction_of,
    terms_of,
    wheelchair_of,
)
from importers.json_file import dict_of, list_of, number_of, read_json, read_lines, text_of
from model.draft import Draft, DraftPlace
from model.source import Source

SOURCE = Source(
    name="hsds",
    title="HSDS (Open Referral), JSON oder Tabellen",
    homepage="https://openreferral.org",
    key_from="id of the service, with that of its place where it has several",
)
_MARKS = ('"service_at_locations"', '"organization_id"', '"total_items"', '"organization"')
OURS = {*FACETS, "kind", "neutrality", "origin", ""}
PERSONAL = frozenset({"contacts", "metadata", "attention", "assurer_email", "services", "programs"})
_STATUS_GONE = frozenset({"inactive", "defunct"})


def recognise(sample: Sample) -> bool:
    """Whether this is JSON of HSDS, or a package of its tables."""
    if sample.head.startswith(b"PK"):
        return sum(f"{name}.csv".encode() in sample.head for name in TABLES) >= 2
    text = sample.text.lstrip("\ufeff \r\n\t")
    return text[:1] in ("{", "[") and '"status"' in text and sum(mark in text for mark in _MARKS) >= 1 and \
        '"termine"' not in text  # fmt: skip


def read(path: Path, options: Options) -> Iterator[Piece]:
    """The services of a file, one record for each place of each."""
    services, rest = _services(path)
    if not services:
        raise ImportRefused(f"The file {path.name} holds no service.")
    strange: set[str] = set()
    number = 0
    for service in services:
        places = [one for one in list_of(service, "service_at_locations") if isinstance(one, dict)] or [{}]
        strange |= {text_of(term.get("taxonomy")) for term in terms_of(service)} - OURS
        for place in places:
            number += 1
            ref = known(text_of(service.get("id")))
            if len(places) > 1 and ref:
                ref = f"{ref}/{known(text_of(place.get('id'))) or number}"
            whole = {name: value for name, value in service.items() if name != "service_at_locations"}
            yield Record(number, {"service": _without_persons(whole), "place": _without_persons(place)}, ref=ref)
    if strange:
        yield Note(0, f"Terms of these taxonomies were not taken over: {', '.join(sorted(strange))}.")
    yield from rest


def _services(path: Path) -> tuple[list[dict[str, Any]], list[Piece]]:
    """All services of a file, and what is to be said of it."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            return services_of_package(path), []
    answer: Any = read_lines(path) if path.suffix.lower() in (".ndjson", ".jsonl") else read_json(path)
    pages = answer if isinstance(answer, list) else [answer]
    found: list[dict[str, Any]] = []
    rest: list[Piece] = []
    for page in pages:
        told = dict_of(page)
        inner = list_of(told, "contents") if "contents" in told else [told]
        for one in map(dict_of, inner):
            nested = [{**service, "organization": one} for service in map(dict_of, list_of(one, "services"))]
            found += nested or ([one] if text_of(one.get("name")) and "status" in one else [])
        page_number, last = number_of(told.get("page_number")), number_of(told.get("total_pages"))
        if page_number is not None and last is not None and last > len(pages):
            reason = f"The file holds {len(pages)} of {last} pages; it is not the whole list."
            rest.append(Reject(0, "", reason, ends_early=True))
    return found, rest[:1]


def _without_persons(thing: Any) -> Any:
    """A thing without the persons one may ask or write to, at any depth."""
    if isinstance(thing, list):
        return [_without_persons(one) for one in thing]
    if not isinstance(thing, dict):
        return thing
    return {name: _without_persons(value) for name, value in thing.items() if name not in PERSONAL}


def draft(record: Record) -> Draft | Reject:
    """What a service claims at one of its places."""
    service, at = dict_of(record.values.get("service")), dict_of(record.values.get("place"))
    name = known(text_of(service.get("name")))
    if not name:
        return Reject(record.line, record.ref, "The service has no name.")
    location, organization = dict_of(at, "location"), dict_of(service, "organization")
    notes: list[str] = []
    slugs = {facet: tuple(_codes(service, facet)) for facet in FACETS}
    origin, cost = origin_of(service), costs_of(service)
    website = text_of(service.get("url")) or text_of(organization.get("website"))
    wheelchair, wheelchair_note = wheelchair_of(location)
    summary, _, description = known_text(text_of(service.get("description"))).partition("\n\n")
    alert = known(text_of(service.get("alert")))
    return Draft(
        ref=record.ref, line=record.line, withdrawn=text_of(service.get("status")) in _STATUS_GONE, name=name,
        kind=next(iter(_codes(service, "kind")), ""),
        provider=known(text_of(organization.get("name"))), provider_website=text_of(organization.get("website")),
        summary=summary if len(summary) <= 200 else "",
        description="\n\n".join(filter(None, (summary if len(summary) > 200 else "", description, alert))),
        topics=slugs["topics"], phases=slugs["phases"], audiences=slugs["audiences"], formats=slugs["formats"],
        funding=slugs["funding"], restriction=restriction_of(service), languages=tuple(_languages(service, location)),
        cost=cost[0], cost_note=cost[1], place=_place(location, origin.get("precision", ""), notes),
        phone=_phone(at, service, location, organization),
        email=text_of(service.get("email")) or text_of(organization.get("email")), website=website,
        hours=hours_of([*list_of(at, "schedules"), *list_of(service, "schedules")], notes.append),
        appointment=appointment_of(service), wheelchair=wheelchair, wheelchair_note=wheelchair_note,
        bring="; ".join(_texts(service, "required_documents", "document")), facts=tuple(facts_of(service)),
        as_of=origin.get("source_as_of", "") or text_of(service.get("last_modified"))[:10],
        licence=origin.get("licence", ""), attribution=origin.get("attribution", ""), notes=tuple(notes),
    )  # fmt: skip


def _codes(service: dict[str, Any], taxonomy: str) -> Iterator[str]:
    """The terms of a taxonomy, by code, else by name."""
    for term in terms_of(service):
        if text_of(term.get("taxonomy")) == taxonomy:
            yield text_of(term.get("code")) or text_of(term.get("name"))


def _texts(thing: dict[str, Any], name: str, field: str) -> list[str]:
    return [text for one in list_of(thing, name) if (text := known(text_of(dict_of(one).get(field))))]


def _languages(service: dict[str, Any], location: dict[str, Any]) -> Iterator[str]:
    for one in map(dict_of, (*list_of(service, "languages"), *list_of(location, "languages"))):
        code, name, note = (known(text_of(one.get(field))) for field in ("code", "name", "note"))
        if code or name:
            yield f"{code if len(code) == 2 else name or code}{f' ({note})' if note else ''}"


def _phone(*things: dict[str, Any]) -> str:
    """The first number, of the place, the service, the location or the organization."""
    numbers = (number.strip('"') for thing in things for number in _texts(thing, "phones", "number"))
    return next(numbers, "")


def _place(location: dict[str, Any], precision: str, notes: list[str]) -> DraftPlace:
    """Where one goes; a location that is only for mail or in the net is none."""
    if not location or text_of(location.get("location_type")) == "virtual":
        return DraftPlace()
    addresses = [one for one in map(dict_of, list_of(location, "addresses"))
                 if text_of(one.get("address_type")) in ("physical", "")]  # fmt: skip
    if not addresses and list_of(location, "addresses"):
        notes.append("The place has only an address for mail; nobody goes there.")
    address = addresses[0] if addresses else {}
    lat, lon = text_of(location.get("latitude")), text_of(location.get("longitude"))
    parts = (known(text_of(address.get(name))) for name in ("address_1", "address_2"))
    return DraftPlace(
        name=known(text_of(location.get("name"))), street=", ".join(filter(None, parts)),
        postcode=known(text_of(address.get("postal_code"))), city=known(text_of(address.get("city"))),
        district=known(text_of(address.get("region"))), lat=lat, lon=lon, precision=precision,
    )  # fmt: skip
