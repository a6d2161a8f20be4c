"""Kurskatalog openQ-cat (KURSNET, IWWB)

Catalogues of courses in the form openQ-cat 1.1, as providers hand them to KURSNET, also compressed (.xml.gz). Courses
are no offers of the map: they go into a file of their own, stand apart from counselling, and are replaced with the next
edition of their catalogue. Every SERVICE is a course; a further date takes over what it does not say itself from the
course it belongs to, wherever in the file that stands. Further dates without such a course and without a title are
named and left out.

A catalogue marked as full replaces everything its providers had; one that is not adds to it; a change takes single
courses back. A file that stops in the middle or holds no course changes nothing. Codes that nobody has explained stay
as their words. That a voucher may pay is said only where the number of a certified measure or the words of the provider
say so. Persons are not read; telephone and mail are those of the house. A price of 0 is unknown, unless the words say
that nothing is paid. Levels of language are read from titles of language courses.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from importers.base import Options, Record, Reject, Sample
from importers.clean.funding import funding_named
from importers.clean.text import known as tidied
from importers.clean.text import one_line
from importers.courses import CatalogueHead, CoursePiece, CourseProvider, Withdrawal
from importers.openqcat_reader import CutOff, Element, elements
from importers.openqcat_words import FORMS, TIMES, language_codes
from model.course import CourseForm, CourseTime, levels_in
from model.course_draft import NOWHERE, CourseDraft
from model.draft import DraftPlace
from model.source import Source

SOURCE = Source(
    name="openqcat",
    title="Kurskatalog openQ-cat (KURSNET, IWWB)",
    homepage="https://www.arbeitsagentur.de",
    key_from="number of the provider and PRODUCT_ID",
)
#: what this reads are courses, not offers
COURSES = True

MAX_DESCRIPTION, MAX_TEXT = 30_000, 2_000
#: what catalogues say over and over is tidied once
known = lru_cache(maxsize=16_384)(tidied)
_PLAIN_REF = re.compile(r"[A-Za-z0-9._-]{1,58}")
_NO_FEE = re.compile(r"\b(?:kostenfrei|kostenlos|gebührenfrei|unentgeltlich)\b", re.IGNORECASE)
_YES_NO = {"true": True, "1": True, "false": False, "0": False}
_NOT = re.compile(r"\b(?:nicht|kein\w*)\b", re.IGNORECASE)


def recognise(sample: Sample) -> bool:
    """Whether this is a catalogue in the form openQ-cat."""
    head = sample.head
    if sample.suffix == ".gz" and head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 65_536)
        except zlib.error:
            return False
    return b"<OPENQCAT" in head.replace(b"\x00", b"")


def read(path: Path, options: Options) -> Iterator[CoursePiece | Record | Reject]:
    """The head of the catalogue, its providers and its courses, in the order of the file."""
    catalogue: Mapping[str, Any] = {}
    providers: dict[str, str] = {}  # every number of a provider, and the one it goes by
    try:
        for element in elements(path):
            if element.name == "SERVICE":
                yield _service(element, providers)
            elif element.name == "SUPPLIER":
                provider = _provider(element.told)
                providers |= {_part(number): provider.ref for number in element.told.get("SUPPLIER_ID", ())}
                providers[provider.ref] = provider.ref
                yield provider
            elif element.name == "CATALOG":
                catalogue = element.told
            else:
                yield _head(catalogue, element)
    except CutOff as error:
        yield Reject(error.line, "", f"The file is no whole XML: {error.reason}.", ends_early=True)


def _head(told: Mapping[str, Any], element: Element) -> CatalogueHead:
    number = element.told.get("seq_number", "")
    is_change = element.name == "UPDATE_CATALOG"
    return CatalogueHead(
        ref=known(told.get("CATALOG_ID", "")),
        title=known(told.get("CATALOG_NAME", "")),
        made_on=_day(told.get("GENERATION_DATE", "")),
        is_whole=not is_change and element.told.get("FULLCATALOG", "").strip() in ("true", "1"),
        change=int(number) if is_change and number.isdecimal() else 0 if is_change else None,
    )


def _provider(told: Mapping[str, Any]) -> CourseProvider:
    name = known(told.get("SUPPLIER_NAME", "")) or known(told.get("ADDRESS/NAME", ""))
    return CourseProvider(
        _part(next(iter(told.get("SUPPLIER_ID", ())), name)),
        name,
        known(told.get("ADDRESS/URL", "")),
        known(told.get("ADDRESS/PHONE", "")),
        known(told.get("ADDRESS/EMAILS/EMAIL", "")),
    )


def _service(element: Element, providers: Mapping[str, str]) -> Record | Withdrawal | Reject:
    """One course, or one that is taken back, with the provider filled in where there is only one."""
    told, line = element.told, element.line
    product = one_line(told.get("PRODUCT_ID", ""))
    provider = _part(told["SUPPLIER_ID_REF"]) if told.get("SUPPLIER_ID_REF") else ""
    if not provider and len(set(providers.values())) == 1:
        provider = next(iter(providers))
    if not product:
        return Reject(line, "", "The course has no number (PRODUCT_ID).")
    if provider not in providers:
        if not provider:
            return Reject(line, product[:60], "The course names no provider, and the file has several.")
        return Reject(line, product[:60], f"The provider {provider!r} is not in the head of the file.")
    provider = providers[provider]
    ref = f"{provider}/{_part(product)}"
    if element.parent == "DELETE":
        return Withdrawal(ref, line, provider)
    told["provider"] = provider
    return Record(line, told, ref=ref)


_DETAILS, _EDUCATION = "SERVICE_DETAILS/", "SERVICE_DETAILS/SERVICE_MODULE/EDUCATION/"
_MORE, _MODULE = f"{_EDUCATION}EXTENDED_INFO/", f"{_EDUCATION}MODULE_COURSE/"
_AT, _PRICES = f"{_MODULE}LOCATION/", "SERVICE_PRICE_DETAILS/"
_TITLE, _TEXT, _NEEDED = f"{_DETAILS}TITLE", f"{_DETAILS}DESCRIPTION_LONG", f"{_DETAILS}REQUIREMENTS"
_COURSE_ID, _OWN, _DEGREE = f"{_EDUCATION}COURSE_ID", f"{_EDUCATION[:-1]}@", f"{_EDUCATION}DEGREE/DEGREE_TITLE"
_FORM, _TIME, _TAUGHT = f"{_MORE}INSTRUCTION_FORM@", f"{_MORE}INSTRUCTION_TIME@", f"{_MORE}TEACHING_LANGUAGES"
_SHOWN = tuple(f"{_DETAILS}ANNOUNCEMENT/{name}" for name in ("START_DATE", "END_DATE"))
_DAYS = tuple((f"{_DETAILS}SERVICE_DATE/{name}", f"{_MODULE}DURATION/{name}") for name in ("START_DATE", "END_DATE"))
_WHEN, _WHEN_ELSE = f"{_MODULE}INSTRUCTION_REMARKS", f"{_DETAILS}SERVICE_DATE/DATE_REMARKS"
_FLEXIBLE, _RAMP = f"{_MODULE}FLEXIBLE_START", f"{_AT}BARRIER_FREE_LOCATION"
_LINK = "MIME_INFO/MIME_ELEMENT/MIME_SOURCE"
_PRICE, _CURRENCY = f"{_PRICES}SERVICE_PRICE/PRICE_AMOUNT", f"{_PRICES}SERVICE_PRICE/PRICE_CURRENCY"
_SUBSIDY = (f"{_EDUCATION}SUBSIDY/SUBSIDY_DESCRIPTION", f"{_MORE}FUNDING_TYPES_FEDERAL",
            f"{_MORE}FUNDING_TYPES_REGIONAL", f"{_MORE}FUNDING_TYPES_REMARKS")  # fmt: skip
_MEASURE, _KEYWORD, _CLASS = f"{_MORE}MEASURE_NUMBER", f"{_DETAILS}KEYWORD", "SERVICE_CLASSIFICATION/FEATURE/FVALUE"


def draft(record: Record) -> CourseDraft | Reject:
    """What a course claims."""
    told, notes = record.values, []  # type: tuple[Mapping[str, Any], list[str]]
    get = told.get
    title = known(get(_TITLE, ""))[:255]
    parent = _parent(told, record.ref)
    if not title and not parent:
        return Reject(record.line, record.ref, "The course has no title, and names no course it belongs to.")
    form = FORMS.get(_code(get(_FORM)), "unknown")
    starts, ends = _dates(told, notes)
    subsidy = [known(text) for name in _SUBSIDY for text in get(name, ())]
    kind = get("COURSE_TYPE", "").strip()
    price, price_note = _price(told)
    return CourseDraft(
        record.ref, record.line, told["provider"], title, parent, _keywords(told), starts, ends, _day(get(_SHOWN[0])),
        _day(get(_SHOWN[1])), _YES_NO.get(get(_FLEXIBLE, "").strip()), _short(get(_WHEN)) or _short(get(_WHEN_ELSE)),
        _place(told, form), _YES_NO.get(get(_RAMP, "").strip()), form, _time(told), price,
        "" if price is None else known(get(_CURRENCY, "EUR")), price_note, _funding(kind, get(_MEASURE, ""), subsidy),
        "; ".join(dict.fromkeys(filter(None, subsidy)))[:MAX_TEXT], levels_in(title, is_language=kind == "4"),
        language_codes(get(_TAUGHT, ())), _short(get(_DEGREE)), _short(get(_NEEDED)),
        get(_TEXT, "").strip()[:MAX_DESCRIPTION], _url(get(_LINK, "")), tuple(notes),
    )  # fmt: skip


def _parent(told: Mapping[str, Any], ref: str) -> str:
    """The course that this is a further date of, "" if it is one of its own."""
    course = told.get(_COURSE_ID, "").strip()
    if not course or told.get(_OWN, "").strip() in ("true", "1"):
        return ""
    parent = f"{told['provider']}/{_part(course)}"
    return "" if parent == ref else parent


def _dates(told: Mapping[str, Any], notes: list[str]) -> tuple[date | None, date | None]:
    """The first and the last day."""
    found: list[date | None] = []
    for name, other in _DAYS:
        text = told.get(name) or told.get(other, "")
        day = _day(text)
        if day is None and text.strip():
            notes.append(f"The day {one_line(text)[:40]!r} is no day; it was left out.")
        found.append(day)
    starts, ends = found
    if starts and ends and ends < starts:
        notes.append("The course ends before it begins; its end was left out.")
        ends = None
    return starts, ends


def _place(told: Mapping[str, Any], form: CourseForm) -> DraftPlace:
    """Where one goes; nowhere for a course held from afar, whatever address is told."""
    parts = [told.get(_AT + name, "") for name in ("NAME", "STREET", "ZIP", "CITY", "DISTRICT")]
    if form in ("online", "distance") or not any(parts):
        return NOWHERE
    name, street, postcode, city, district = parts
    return DraftPlace(name=name, street=street, postcode=postcode, city=city, district=district)


def _time(told: Mapping[str, Any]) -> CourseTime:
    """Full time or part time; older catalogues tell it as the form."""
    codes = (_code(told.get(name)) for name in (_TIME, _FORM))
    return next((TIMES[code] for code in codes if code in TIMES), "unknown")


def _price(told: Mapping[str, Any]) -> tuple[float | None, str]:
    note, written = _short(told.get(f"{_PRICES}REMARKS")), told.get(_PRICE, "").strip()
    try:
        amount = float(written.replace(",", ".") or 0)
    except ValueError:
        return None, "; ".join(filter(None, (known(written), note)))
    if 0 < amount < 1_000_000:
        return round(amount, 2), note
    return 0.0 if note and _NO_FEE.search(note) and not _NOT.search(note) else None, note


def _funding(kind: str, measure: str, words: list[str]) -> tuple[str, ...]:
    """What may pay. The codes of CERTIFICATE_STATUS are nowhere explained, so they are not read."""
    found = funding_named(words) if words else ()
    more = "avgs" if kind == "3" else "bildungsgutschein" if known(measure) else ""
    return (*found, more) if more and more not in found else found


def _keywords(told: Mapping[str, Any]) -> tuple[str, ...]:
    words = [known(text) for name in (_KEYWORD, _CLASS) for text in told.get(name, ())]
    return tuple(dict.fromkeys(filter(None, words)))[:30]


def _code(text: str | None) -> int:
    text = text.strip() if text else ""
    return int(text) if text.isdecimal() and len(text) < 6 else -1


def _day(text: str | None) -> date | None:
    """The day of a moment; it is told with the hour of the place, so the day is that of the text."""
    try:
        return date.fromisoformat(text.strip()[:10]) if text else None
    except ValueError:
        return None


def _short(text: str | None) -> str:
    return known(text)[:MAX_TEXT] if text else ""


def _url(text: str) -> str:
    address = text.strip()
    return address if address.lower().startswith(("https://", "http://")) and len(address) <= MAX_TEXT else ""


@lru_cache(maxsize=16_384)
def _part(text: str) -> str:
    """A number in the letters a key may have; one that has others keeps its own by a checksum."""
    ref = one_line(text)
    if _PLAIN_REF.fullmatch(ref):
        return ref
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', ref)[:40].strip('-')}-{hashlib.sha256(ref.encode()).hexdigest()[:10]}"
