"""The texts of the employment agency: days as milliseconds, prices as text, HTML, and what a course is like."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from importers.clean.dates import read_day
from importers.clean.funding import funding_named
from importers.clean.text import Warn, fold, known, known_text, one_line
from importers.json_file import dict_of, list_of, text_of

Told = Mapping[str, Any]
#: a day is told as its midnight here, which in universal time belongs to the day before
_ZONE = ZoneInfo("Europe/Berlin")
_YEARS = range(1990, 2100)
_MILLISECONDS = re.compile(r"-?\d{6,14}(?:\.0+)?")
#: what a kind of education is about; 110 and the codes below are courses of German and recognition of qualifications
_TOPICS = {100: "", 101: "weiterbildung", 102: "ausbildung", 103: "weiterbildung", 104: "weiterbildung",
           105: "schulabschluss", 107: "studium", 108: "studium", 109: "weiterbildung", 110: "sprache"}  # fmt: skip
_CODES = {"MB": "sprache", "MC": "sprache", "MQ": "anerkennung"}
_AFAR = re.compile(r"\bonline|virtuell|fernunterricht|fernlehrgang|e learning")
_HERE = re.compile(r"\bvor ort|praesenz")


def day_of(value: Any, what: str, warn: Warn) -> str:
    """A day in the form 2023-07-17, nothing and a sentence if it is none; null says nothing."""
    text = known(text_of(value))
    if not text:
        return ""
    found = None
    if _MILLISECONDS.fullmatch(text):
        found = datetime.fromtimestamp(float(text) / 1000, _ZONE).date()
    elif text[:4].isdigit():
        found = read_day(text)
    if found is None or found.year not in _YEARS:
        warn(f"{what} {text[:40]!r} is no day; it was left out.")
        return ""
    return found.isoformat()


def german(day: str) -> str:
    """A day as Germans write it."""
    return ".".join(reversed(day.split("-")))


def span(first: str, last: str) -> str:
    """From when until when, as far as it is told."""
    if first and last and first != last:
        return f"{german(first)} bis {german(last)}"
    return f"ab {german(first)}" if first and not last else german(first) or (f"bis {german(last)}" if last else "")


def price_of(told: Told, warn: Warn) -> tuple[str, str]:
    """Whether a course is paid for, and the note on its price. A price of 0 often means that funding pays: unknown."""
    text = known(text_of(told.get("kostenWert")))
    note = one_line(known(text_of(told.get("kostenBemerkung"))))
    if not text:
        return "", note
    is_german = text.rfind(",") > text.rfind(".")
    try:
        amount = float(text.replace(".", "").replace(",", ".") if is_german else text.replace(",", ""))
    except ValueError:
        return "", "; ".join(filter(None, (text, note)))
    if not 0 < amount < 1_000_000:
        warn(f"A price of {text} does not say that the course is free; its costs were taken for unknown.")
        return "", note
    written = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    currency = known(text_of(told.get("kostenWaehrung"))) or "EUR"
    return "paid", "; ".join(filter(None, (f"{written} {currency}", note)))


def funding_of(told: Told) -> tuple[str, ...]:
    """The instruments that may pay, where the source says that there is funding and names them."""
    if is_coaching(told):
        return ("avgs",)
    if told.get("foerderung") is not True:
        return ()
    texts = (dict_of(told, "angebot").get("foerderung"), told.get("kostenBemerkung"))
    return funding_named(known_text(text_of(text)) for text in texts)


def is_coaching(told: Told) -> bool:
    """Whether this is a measure that a voucher for activation and placement pays."""
    return "massnahmeNummer" in told or "anbieter" in dict_of(told, "angebot")


def topics_of(told: Told) -> tuple[str, ...]:
    """What a course is about, by the kind of education and the classification."""
    kind = dict_of(told, "angebot", "bildungsart").get("id")
    codes = [text_of(dict_of(one).get("codeNr"))[:2] for one in list_of(told, "angebot", "systematiken")]
    found = [_CODES.get(code, "") for code in codes] + [_TOPICS.get(kind, "") if isinstance(kind, int) else ""]
    return tuple(dict.fromkeys(filter(None, found)))


def formats_of(told: Told) -> tuple[tuple[str, ...], bool]:
    """How one takes part, and whether only from afar; by the code, or where it is an old one by its label."""
    form = dict_of(told, "unterrichtsform")
    code, label = form.get("id"), fold(text_of(form.get("bezeichnung")))
    hundred = code // 100 if isinstance(code, int) else 0
    here, afar = hundred in (1, 3), hundred in (2, 3, 4)
    if not hundred:
        here, afar = bool(_HERE.search(label)), bool(_AFAR.search(label))
    is_live = afar and (code in (201, 202, 203) or hundred == 3 or "online" in label or "virtuell" in label)
    names = [name for name, holds in (("in_person", here), ("video", is_live)) if holds]
    return tuple(names), afar and not here


def description_of(told: Told, warn: Warn) -> str:
    """What a course is about, when it is held, and what one needs, each under its heading."""
    return "\n\n".join(f"{heading}: {text}" if heading else text for heading, text in _parts(told, warn) if text)


def _parts(told: Told, warn: Warn) -> Iterator[tuple[str, str]]:
    offer = dict_of(told, "angebot")
    begin, end = day_of(told.get("beginn"), "The beginning", warn), day_of(told.get("ende"), "The end", warn)
    valid = (day_of(told.get(name), "The validity", warn) for name in ("gueltigVon", "gueltigBis"))
    form, times, length = (_label(told, name) for name in ("unterrichtsform", "unterrichtszeit", "dauer"))
    yield "", _text(offer, "inhalt")
    yield "Termin", span(begin, end)
    yield "Gültig", span(*valid)
    yield "Zum Termin", _text(told, "bemerkungZeit")
    yield "Einstieg", "individuell möglich" if told.get("individuellerEinstieg") is True else ""
    yield "Anmeldeschluss", german(day_of(told.get("anmeldeschluss"), "The last day to enrol", warn))
    yield "Zeiten", _text(told, "unterrichtszeiten") or _text(told, "massnahmeZeiten")
    yield "Form", ", ".join(filter(None, (form, times, length)))
    yield "Abschluss", "; ".join(filter(None, (_text(offer, "abschlussbezeichnung"), _text(offer, "abschlussart"))))
    yield "Voraussetzungen", _text(offer, "zugang")
    yield "Zielgruppe", _text(offer, "zielgruppe")
    yield "Förderung", _text(offer, "foerderung") or ("laut Quelle möglich" if told.get("foerderung") is True else "")
    yield "Hinweis", _text(told, "bemerkung")
    yield "Zum Ort", _text(dict_of(told, "adresse"), "hinweise")
    yield "Maßnahmenummer", _text(told, "massnahmeNummer")


def _text(told: Told, name: str) -> str:
    return known_text(text_of(told.get(name)))


def _label(told: Told, name: str) -> str:
    return known(text_of(dict_of(told, name).get("bezeichnung")))
