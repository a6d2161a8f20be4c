"""Make an offer of a draft: every field by its rule, and a sentence for the report wherever something was odd."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from importers.base import Reject
from importers.clean import contact, dates, words
from importers.clean.facts import Sayer, facts
from importers.clean.place import Where, place
from importers.clean.text import Warn, fold, known, known_text, one_line, shorten
from importers.clean.wordlist import WordList, languages, slugs
from model.contact import Contact, MaintenanceContact
from model.country import Country
from model.draft import Draft
from model.hours import HoursError, parse
from model.offer import Accessibility, Appointment, Offer, OfferError, Verification
from model.place import Place, Stop
from model.provider import Provider
from model.region import Region
from model.source import Provenance, Source
from model.vocabulary import Vocabulary

LISTS = ("topics", "phases", "audiences", "languages", "formats", "funding", "carriers", "costs")
MAX_REF = 120
_REF = re.compile(r"[A-Za-z0-9._/-]{1,120}")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An offer ready to be located and stored, with what the report should say about it."""

    offer: Offer
    line: int
    ref: str
    warnings: tuple[str, ...] = ()
    maintenance: MaintenanceContact | None = None
    withdrawn: bool = False


class Cleaner:
    """Knows the vocabulary, the region and the source, and makes offers of drafts."""

    def __init__(self, vocabulary: Vocabulary, region: Region, source: Source, today: date) -> None:
        self._lists = {name: WordList.of(vocabulary, name, today) for name in LISTS}
        self._region = region
        self._where = Where(region.box, region.land, region.country)
        self._zone = ZoneInfo(region.zone)
        self._source = source
        self._today = today

    def clean(self, draft: Draft) -> Cleaned | Reject:
        """The offer a draft amounts to, or why it cannot be one."""
        warnings: list[str] = list(draft.notes)
        warn = warnings.append
        name = known(draft.name)
        if not name:
            return Reject(draft.line, draft.ref, "The row has no name.")
        where = place(draft.place, self._where, warn)
        ref = reference(draft.ref, warn) or made_reference(name, known(draft.provider), where)
        try:
            offer = self._offer(draft, f"{self._source.name}:{ref}", name, where, warn)
        except OfferError as error:
            return Reject(draft.line, ref, str(error))
        maintenance = _maintenance(draft, warn, self._where.country)
        return Cleaned(offer, draft.line, ref, tuple(dict.fromkeys(warnings)), maintenance, draft.withdrawn)

    def _offer(self, draft: Draft, key: str, name: str, where: Place | None, warn: Warn) -> Offer:
        lists = self._lists
        hours = opening(draft.hours, warn)
        wheelchair, remark = words.wheelchair(draft.wheelchair, warn)
        origins = " ".join(draft.origins)
        return Offer(
            key=key,
            region=self._region.ags,
            name=name,
            kind=words.kind(draft.kind, warn),
            provider=self._provider(draft, warn),
            summary=one_line(known(draft.summary)),
            description=known_text(draft.description),
            topics=slugs(draft.topics, lists["topics"], warn),
            phases=slugs(draft.phases, lists["phases"], warn),
            audiences=slugs(draft.audiences, lists["audiences"], warn),
            restriction=known(draft.restriction),
            languages=languages(draft.languages, lists["languages"], warn),
            formats=slugs(draft.formats, lists["formats"], warn),
            cost=words.cost(draft.cost, draft.cost_note, lists["costs"], warn),
            funding=slugs(draft.funding, lists["funding"], warn),
            issues_funding=slugs(draft.issues_funding, lists["funding"], warn),
            place=where,
            stops=self._stops(draft, warn),
            contact=Contact(
                contact.phone(draft.phone, warn, self._where.country),
                contact.email(draft.email, warn),
                contact.website(draft.website, warn),
            ),
            hours=hours,
            appointment=words.appointment(draft.appointment, warn) if known(draft.appointment) else by_hours(hours),
            booking_url=contact.website(draft.booking_url, warn),
            accessibility=Accessibility(
                wheelchair, "; ".join(dict.fromkeys(filter(None, (known(draft.wheelchair_note), remark))))
            ),
            bring=known_text(draft.bring),
            facts=facts(draft.facts, Sayer(self._source.title, origin_name(origins)), lists["carriers"], warn),
            verification=self._verification(draft, warn),
            provenance=Provenance(
                source=self._source.name,
                urls=tuple(contact.web_addresses(origins)),
                as_of=dates.as_of(draft.as_of),
                licence=known(draft.licence) or self._source.licence,
                attribution=known(draft.attribution) or origin_words(origins) or self._source.attribution,
            ),
        )

    def _provider(self, draft: Draft, warn: Warn) -> Provider:
        seat = place(draft.provider_seat, self._where, warn)
        return Provider(known(draft.provider), contact.website(draft.provider_website, warn), seat)

    def _stops(self, draft: Draft, warn: Warn) -> tuple[Stop, ...]:
        stops = []
        for stop in draft.stops:
            starts, ends = dates.moment(stop.starts, self._zone), dates.moment(stop.ends, self._zone)
            where = place(stop.place, self._where, warn)
            if starts is None or where is None or (ends is not None and ends < starts):
                warn(f"The stop {shorten(stop.starts)!r} has no place or no time one can go by; it was left out.")
                continue
            stops.append(Stop(starts, ends or starts, where, known(stop.note)))
        return tuple(stops)

    def _verification(self, draft: Draft, warn: Warn) -> Verification | None:
        day = dates.day(draft.verified_on, "Geprüft am", warn, self._today)
        how = words.how_verified(draft.verified_how, warn)
        if day is None:
            if known(draft.verified_by) or how:
                warn("Who checked the entry is told, but not on which day; it counts as not checked.")
            return None
        return Verification(day, known(draft.verified_by), how)


def opening(text: str, warn: Warn) -> str:
    """Consultation hours as written; where they cannot be read as times they stay a text for people."""
    hours = known_text(text)
    if hours:
        try:
            parse(hours)
        except HoursError as error:
            warn(f"{error} They are shown as written, and nobody can be told whether it is open.")
    return hours


def by_hours(hours: str) -> Appointment:
    """What the hours themselves say about appointments."""
    try:
        read = parse(hours)
    except HoursError:
        return "unknown"
    if not read.appointment:
        return "unknown"
    return "possible" if read.has_open_rules else "required"


def reference(text: str, warn: Warn) -> str:
    """The reference of the source in the letters a key may have."""
    ref = one_line(text)
    if not ref or _REF.fullmatch(ref):
        return ref
    plain = slug(ref)[:MAX_REF].strip("-")
    if plain:
        warn(f"The reference {shorten(ref)!r} was written as {shorten(plain)!r}.")
    return plain


def slug(text: str) -> str:
    """A text in small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def made_reference(name: str, provider: str, where: Place | None) -> str:
    """A reference made from what an entry says of itself; it stays as long as name, provider and address do."""
    address = (where.street, where.number, where.postcode, where.city) if where else ()
    words = "|".join(map(fold, (name, provider, *address)))
    return f"{slug(name)[:60].strip('-') or 'x'}-{hashlib.sha256(words.encode()).hexdigest()[:10]}"


def origin_words(text: str) -> str:
    """What a source is called, where it is told in words besides its web addresses."""
    without = re.sub(r"(?:https?://|www\.)\S+", " ", text)
    return " ".join(without.replace("|", " ").split()).strip(" ,;:")


def origin_name(origins: str) -> str:
    """A name for the source of an entry: its words, else the site it is from."""
    named = origin_words(origins)
    if named:
        return named
    urls = contact.web_addresses(origins)
    return (urlsplit(urls[0]).hostname or "").removeprefix("www.") if urls else ""


def _maintenance(draft: Draft, warn: Warn, country: Country) -> MaintenanceContact | None:
    """Whom to ask about the entry, if the source tells."""
    parts = MaintenanceContact(
        known(draft.maintenance_name),
        contact.email(draft.maintenance_email, warn),
        contact.phone(draft.maintenance_phone, warn, country),
        known_text(draft.maintenance_note),
    )
    return parts if parts != MaintenanceContact() else None
