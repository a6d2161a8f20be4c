"""The office's list as a table: the columns of the list template, so that it can be read in again, and a few more.

Lists are written in German words, languages with their times. Maintenance contacts come along only if they are given.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from exporters.csv_table import row_of
from model.contact import MaintenanceContact
from model.dates import say_day
from model.neutrality import assess
from model.offer import Language, Offer
from model.provider import Provider
from model.vocabulary import Vocabulary

#: column -> attribute of the offer and list of the vocabulary
LISTS = {
    "Themen": ("topics", "topics"), "Lebensphasen": ("phases", "phases"), "Zielgruppen": ("audiences", "audiences"),
    "Formen": ("formats", "formats"), "Förderung": ("funding", "funding"),
    "Gutscheinausgabe": ("issues_funding", "funding"),
}  # fmt: skip
STATES = {"published": "ja", "archived": "nein"}
EVIDENCE = {"verified": "geprüft", "reported": "berichtet", "none": ""}
#: contacts of those who keep the data, by the attribute of the contact; they stay in the house
INTERNAL = {"Pflegekontakt": "name", "Pflege-E-Mail": "email", "Pflege-Telefon": "phone", "Pflegenotiz": "note"}
#: signs that would end the times of a language too early
_NO_BRACKETS = str.maketrans({";": ",", "|": ",", "(": " ", ")": " ", "[": " ", "]": " ", "\n": " "})
Row = dict[str, str]
Contacts = Mapping[str, MaintenanceContact]


def office_row(offer: Offer, vocabulary: Vocabulary, day: date, contacts: Contacts | None = None) -> Row:
    """One offer in the columns of the table, its neutrality as of a day."""
    row = row_of(offer)
    for column, (attribute, name) in LISTS.items():
        row[column] = "; ".join(word(vocabulary, name, slug) for slug in getattr(offer, attribute))
    row["Sprachen"] = "; ".join(_language(language, vocabulary) for language in offer.languages)
    row["Breite"], row["Länge"] = (row[column].replace(".", ",") for column in ("Breite", "Länge"))
    row |= _more(offer, day)
    if contacts is not None:
        contact = contacts.get(offer.key, MaintenanceContact())
        row |= {column: getattr(contact, attribute) for column, attribute in INTERNAL.items()}
    return row


def headings(*, internal: bool = False) -> tuple[str, ...]:
    """The headings of the table, also where it has no rows."""
    nobody = Offer(key="x:1", region="", name="-", kind="counselling", provider=Provider(""))
    return tuple(office_row(nobody, Vocabulary({}), date.min, {} if internal else None))


def word(vocabulary: Vocabulary, name: str, slug: str) -> str:
    """A term in German, or its slug where the German word means something else as well."""
    label = vocabulary.label(name, slug)
    return label if label in _unmistakable(vocabulary, name) else slug


@lru_cache(maxsize=32)
def _labels(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(label for label, count in Counter(labels).items() if count == 1 and ";" not in label)


def _unmistakable(vocabulary: Vocabulary, name: str) -> frozenset[str]:
    return _labels(tuple(term.label_de for term in vocabulary.terms(name).values()))


def _language(language: Language, vocabulary: Vocabulary) -> str:
    more = ", ".join(filter(None, (language.times, language.note))).translate(_NO_BRACKETS)
    return word(vocabulary, "languages", language.code) + (f" ({more})" if more else "")


def _more(offer: Offer, day: date) -> Row:
    """What cannot be read in again: it follows from other things, or is decided elsewhere."""
    found = assess(offer.facts, day)
    return {
        "Liste": offer.provenance.source,
        "Auf der Karte": STATES[offer.status],
        "Stufe der Neutralität": "?" if found.grade == "unchecked" else found.grade,
        "Nachweis der Neutralität": EVIDENCE[found.evidence],
        "Ohne Bestätigung seit": say_day(offer.faded_on) if offer.faded_on else "",
        "Zuletzt geändert": say_day(offer.edited_at.date()) if offer.edited_at else "",
    }
