"""What is kept of hand-overs, told column by column from the tables themselves, so that the page cannot lie.

A column that nobody has explained here makes the page, and a test, fail.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from model.referral import RECORD_WEEKS, SLIP_DAYS, SLIP_GRACE_WEEKS, WAIT_WEEKS
from store.referrals import columns_of
from web.i18n import Words


@dataclass(frozen=True, slots=True)
class Kept:
    """One table: what it is for, how long it is kept, and its columns with an explanation each."""

    title: str
    lasts: str
    columns: tuple[tuple[str, str], ...]


def kept(words: Words) -> list[Kept]:
    """Every table of hand-overs with every column."""
    weeks = {"weeks": RECORD_WEEKS}
    told = [
        ("referral", words("Eine Weiterleitung"),
         words("Wird nach %(weeks)s Wochen gelöscht.", **weeks), _referral(words)),
        ("slip", words("Ein Schein"),
         words("Gilt %(days)s Tage. Wird %(weeks)s Wochen später gelöscht.", days=SLIP_DAYS, weeks=SLIP_GRACE_WEEKS),
         _slip(words)),
        ("referral_district", words("Wie oft aus einem Ortsteil, getrennt von allem anderen gezählt"),
         words("Wird nach %(weeks)s Wochen gelöscht.", **weeks), _district(words)),
        ("reported_wait", words("Lange Wartezeit einer Stelle"),
         words("Wird nach %(weeks)s Wochen gelöscht.", weeks=WAIT_WEEKS), _wait(words)),
        ("pilot_institution", words("Einrichtungen, die weiterleiten"),
         words("Bleibt, solange die Einrichtung mitmacht."), _takes_part(words)),
        ("slip_centre", words("Beratungsstellen, deren Programm Scheine beantwortet"),
         words("Bleibt, solange die Stelle mitmacht."), _takes_part(words)),
    ]  # fmt: skip
    return [Kept(title, lasts, _columns(table, texts)) for table, title, lasts, texts in told]


def _columns(table: str, texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The columns in their order; KeyError for one that nobody has explained."""
    return tuple((name, texts[name]) for name in columns_of(table))


def _referral(words: Words) -> Mapping[str, str]:
    return {
        "id": words("Eine zufällige Nummer, die nichts bedeutet."),
        "region": words("Die Region."),
        "week": words("Die Kalenderwoche, kein Tag und keine Uhrzeit."),
        "institution": words("Die Einrichtung, die weiterleitet. Nie, wer dort arbeitet."),
        "offer": words("Die Beratungsstelle, zu der es geht."),
        "verified_months": words("Vor wie vielen Monaten ihre Angaben geprüft wurden."),
        "topic": words("Das Thema, aus einer festen Liste."),
        "phase": words("Die Lebensphase, aus einer festen Liste."),
        "format": words("Ob Beratung am Telefon gewünscht war."),
        "language": words("Die gewünschte Sprache der Beratung, aus einer festen Liste."),
        "why_not_nearest": words("Warum nicht die nächste Stelle, aus einer festen Liste."),
        "live_contact": words("Ob gemeinsam dort angerufen wurde. Nicht, was gesagt wurde."),
        "outcome": words("Wie es ausging, aus einer festen Liste."),
        "sent_on": words("Wohin es weiterging, aus einer festen Liste."),
        "answered_by": words("Ob die Antwort vom Schein oder von der Beratungsstelle kommt."),
    }


def _slip(words: Words) -> Mapping[str, str]:
    return {
        "digest": words("Ein Prüfwert der sechs Wörter. Die Wörter selbst stehen nirgends."),
        "referral": words("Zu welcher Weiterleitung er gehört. Wird gelöscht, sobald der Schein beantwortet ist."),
        "expires": words("Die letzte Kalenderwoche, in der er gilt."),
        "used": words("Ob er schon beantwortet ist."),
    }


def _district(words: Words) -> Mapping[str, str]:
    return {
        "region": words("Die Region."),
        "quarter": words("Das Vierteljahr."),
        "district": words("Der Ortsteil. Keine Straße, keine Adresse."),
        "count": words("Wie oft. Zahlen unter 5 erfährt niemand."),
    }


def _wait(words: Words) -> Mapping[str, str]:
    return {"offer": words("Die Beratungsstelle."), "week": words("Die Kalenderwoche der Meldung.")}


def _takes_part(words: Words) -> Mapping[str, str]:
    return {
        "code": words("Eine Nummer, die nichts bedeutet."),
        "region": words("Die Region."),
        "name": words("Der Name der Einrichtung."),
        "provider": words("Der Name der Beratungsstelle."),
        "access": words("Ein Prüfwert ihres Zugangs. Der Zugang selbst steht nirgends."),
        "closed": words("Ob der Zugang geschlossen ist."),
    }
