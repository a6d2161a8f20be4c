"""Clean choices: yes and no with a third value, kind, accessibility, appointment, costs, in the words people use."""

import re
from collections.abc import Mapping
from typing import Literal, TypeVar

from importers.clean.text import Warn, fold, known, one_line, shorten
from importers.clean.wordlist import BRACKET, WordList
from model.offer import COSTS, Appointment, Cost, CostKind, HowVerified, Kind, Wheelchair

T = TypeVar("T", bound=str)
YesNo = Literal["yes", "no", "unknown"]

_YES = frozenset({"ja", "j", "yes", "y", "true", "wahr", "1", "x", "vorhanden", "stimmt", "trifft zu", "✓", "✔", "☑"})
_NO = frozenset({"nein", "n", "no", "false", "falsch", "0", "kein", "keine", "nicht vorhanden", "trifft nicht zu", "✗"})

_KINDS: dict[Kind, tuple[str, ...]] = {
    "counselling": ("beratung", "counselling", "counseling", "advice", "bildungsberatung", "beratungsangebot",
                    "beratungsstelle", "guidance"),
    "learning": ("lernangebot", "learning", "kurs", "bildungsangebot", "lernort", "course", "lernen", "weiterbildung"),
}  # fmt: skip
_WHEELCHAIR: dict[Wheelchair, tuple[str, ...]] = {
    "yes": ("rollstuhlgerecht", "barrierefrei", "designated", "voll", "vollstaendig", "voll barrierefrei",
            "rollstuhlgeeignet"),
    "limited": ("limited", "teilweise", "eingeschraenkt", "bedingt", "zum teil", "teils", "barrierearm", "mit hilfe",
                "teilweise barrierefrei", "eingeschraenkt barrierefrei", "bedingt barrierefrei"),
    "no": ("nicht barrierefrei", "nicht rollstuhlgerecht", "keine"),
}  # fmt: skip
_APPOINTMENT: dict[Appointment, tuple[str, ...]] = {
    "required": ("required", "erforderlich", "notwendig", "noetig", "pflicht", "nur mit termin", "mit termin", "termin",
                 "nach vereinbarung", "termin nach vereinbarung", "termine nach vereinbarung",
                 "nach terminvereinbarung", "nur nach vereinbarung", "n v", "nach absprache", "terminvereinbarung",
                 "mit anmeldung", "anmeldung", "nach anmeldung", "mit voranmeldung"),
    "possible": ("possible", "moeglich", "auch mit termin", "mit und ohne termin", "mit oder ohne termin", "optional"),
    "not_needed": ("not needed", "nicht noetig", "nicht erforderlich", "ohne termin", "ohne", "offen", "kein termin",
                   "offene sprechstunde", "offene sprechzeit", "ohne anmeldung", "walk in", "nicht notwendig"),
}  # fmt: skip
_APPOINTMENT_ANSWER: dict[YesNo, Appointment] = {"yes": "required", "no": "not_needed", "unknown": "unknown"}
_HOW: dict[HowVerified, tuple[str, ...]] = {
    "phone": ("phone", "telefon", "telefonisch", "anruf", "telefonat"),
    "mail": ("mail", "e mail", "email", "per mail", "schriftlich", "brief", "post"),
    "visit": ("visit", "besuch", "vor ort", "persoenlich", "ortstermin"),
    "web": ("web", "website", "webseite", "internet", "homepage", "online"),
    "form": ("form", "formular", "fragebogen", "erhebung", "umfrage", "selbstauskunft"),
}  # fmt: skip
_UNKNOWN_COST = frozenset({"unklar", "auf anfrage", "bitte erfragen", "verschieden", "unterschiedlich"})
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:€|eur\b|euro\b)", re.IGNORECASE)


def yes_no(text: str) -> YesNo | None:
    """Yes, no, or unknown where nothing is said; None if the text says something else."""
    line = known(text).casefold().rstrip(".!")
    if not line:
        return "unknown"
    if line in _YES:
        return "yes"
    return "no" if line in _NO else None


def _choose(text: str, choices: Mapping[T, tuple[str, ...]]) -> T | None:
    """The value that a text names in one of its usual words."""
    folded = fold(text)
    return next((value for value, forms in choices.items() if folded == value or folded in forms), None)


def kind(text: str, warn: Warn) -> Kind:
    """Counselling or learning; counselling where the source does not say."""
    line = known(text)
    found = _choose(line, _KINDS)
    if found is None and line:
        warn(f"The kind {shorten(line)!r} is neither Beratung nor Lernangebot; it was taken for Beratung.")
    return found or "counselling"


def wheelchair(text: str, warn: Warn) -> tuple[Wheelchair, str]:
    """The grade of accessibility, and the words themselves where they are no plain grade."""
    line = one_line(text)
    answer = yes_no(line)
    if answer:
        return answer, ""
    found = _choose(line, _WHEELCHAIR)
    if found is None:
        warn(f"{shorten(line)!r} is no grade of accessibility; it was kept as a remark.")
    return (found, "") if found else ("unknown", line)


def appointment(text: str, warn: Warn) -> Appointment:
    """Whether one needs an appointment."""
    answer = yes_no(text)
    if answer:
        return _APPOINTMENT_ANSWER[answer]
    found = _choose(text, _APPOINTMENT)
    if found is None:
        warn(f"{shorten(known(text))!r} does not say whether an appointment is needed.")
    return found or "unknown"


def how_verified(text: str, warn: Warn) -> HowVerified | None:
    """The way in which somebody checked an entry."""
    line = known(text)
    found = _choose(line, _HOW)
    if line and not found:
        warn(f"{shorten(line)!r} is no way of checking an entry (Telefon, Mail, Besuch, Web, Formular).")
    return found


def cost(text: str, note: str, words: WordList, warn: Warn) -> Cost:
    """What it costs: free, paid, the first time free, or unknown; other words are kept as the note."""
    line, note = known(text), one_line(note)
    if not line:
        return Cost("unknown", note)
    amounts = [float(amount.replace(",", ".")) for amount in _AMOUNT.findall(line)]
    found = _cost_kind(words.find(line) or fold(line).replace(" ", "_"))
    if found == "unknown" and amounts:
        return Cost("paid" if any(amounts) else "free", note or (line if any(amounts) else ""))
    if found == "unknown":
        found_words, rest = words.split(line)
        found = _cost_kind(found_words[0].slug) if len(found_words) == 1 else "unknown"
        kept = line if rest or found == "unknown" else ""
        if found == "unknown" and fold(line) not in _UNKNOWN_COST:
            warn(f"{shorten(line)!r} does not say whether it costs anything; it was kept as a remark.")
        return Cost(found, "; ".join(filter(None, (note, kept))))
    aside = BRACKET.search(line) if not words.knows(line) else None
    return Cost(found, "; ".join(filter(None, (note, aside[1] if aside else ""))))


def _cost_kind(slug: str) -> CostKind:
    return next((known_kind for known_kind in COSTS if known_kind == slug), "unknown")
