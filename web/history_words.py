"""Changes of an offer in German words, with what is not typed in too: facts, checks, state and source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from model.dates import say_as_of, say_day
from model.neutrality import Fact
from model.neutrality_words import QUESTIONS, answer, said_by
from model.offer import FieldCheck, HowVerified, Offer, Verification
from model.source import Provenance
from model.vocabulary import Vocabulary
from store.revisions import Revision
from web.field_words import FieldWords, changes, place_words

HOW: dict[HowVerified, str] = {
    "phone": "am Telefon",
    "mail": "über eine Mail",
    "visit": "bei einem Besuch",
    "web": "auf der Webseite",
    "form": "im Formular",
}
PARTS = {"hours": "Zeiten", "phone": "Telefon", "address": "Adresse"}
STATES = {"published": "auf der Karte", "archived": "nicht auf der Karte (Archiv)"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as the page shows it; a new offer has no changes but all of itself."""

    number: int
    when: str
    by: str
    why: str
    is_first: bool
    changes: Sequence[FieldWords]


def entry(revision: Revision, vocabulary: Vocabulary, zone: str) -> Entry:
    """A revision in words."""
    before = revision.before
    told = all_changes(before, revision.offer, vocabulary) if before else []
    return Entry(revision.number, say_moment(revision.at, zone), revision.by, revision.why, before is None, told)


def say_moment(at: datetime, zone: str) -> str:
    """A moment as the clock in a region shows it: "3. März 2026, 10:30 Uhr"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{say_day(local.date())}, {local:%H:%M} Uhr"


def all_changes(before: Offer, after: Offer, vocabulary: Vocabulary) -> list[FieldWords]:
    """Everything in which two offers differ, in words; first what is typed in, then the rest."""
    told = changes(before, after, vocabulary)
    for name, label, read, words in _REST:
        old, new = read(before), read(after)
        if old != new:
            told.append(FieldWords(name, label, words(old), words(new)))
    return told


def fact_words(fact: Fact) -> str:
    """One fact about neutrality in a line: question, answer, who says so, and whether somebody checked it."""
    return f"{QUESTIONS['de'][fact.code]} {answer_words(fact)}"


def answer_words(fact: Fact) -> str:
    """The answer of a fact about neutrality, who says so, and whether somebody checked it."""
    checked = ""
    if fact.is_checked and fact.checked_on:
        checked = f", geprüft am {say_day(fact.checked_on)} ({fact.checked_by})"
        checked += f", gilt bis {say_day(fact.expires_on)}" if fact.expires_on else ""
    return f"{answer(fact)} – laut {said_by(fact)}{checked}"


def _facts(facts: tuple[Fact, ...]) -> str:
    return "\n".join(map(fact_words, facts))


def _check(word: Verification | FieldCheck | None) -> str:
    if word is None:
        return ""
    way = ", ".join(filter(None, (word.by, HOW[word.how] if word.how else "")))
    return say_day(word.on) + (f" ({way})" if way else "")


def _checks(checks: tuple[FieldCheck, ...]) -> str:
    return "\n".join(f"{PARTS.get(check.part, check.part)}: {_check(check)}" for check in checks)


def _source(origin: Provenance) -> str:
    state = f"Stand {say_as_of(origin.as_of)}" if origin.as_of else ""
    return "\n".join(filter(None, (origin.source, state, *origin.urls, origin.attribution, origin.licence)))


#: name, what it is called, how it is read, how it is said
_REST: tuple[tuple[str, str, Callable[[Offer], Any], Callable[[Any], str]], ...] = (
    ("seat", "Sitz des Trägers", lambda offer: offer.provider.seat, lambda seat: place_words(seat) if seat else ""),
    ("facts", "Angaben zur Neutralität", lambda offer: offer.facts, _facts),
    ("verification", "Alles geprüft am", lambda offer: offer.verification, _check),
    ("checks", "Teile geprüft am", lambda offer: offer.checks, _checks),
    ("faded", "Ohne Bestätigung seit", lambda offer: offer.faded_on, lambda day: say_day(day) if day else ""),
    ("status", "Zustand", lambda offer: offer.status, lambda status: STATES[status]),
    ("source", "Quelle", lambda offer: offer.provenance, _source),
)
