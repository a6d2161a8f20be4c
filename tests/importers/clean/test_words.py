"""Cleaning choices: yes and no with a third value, kinds, accessibility, appointments, costs."""

from datetime import date

import pytest

from importers.clean import words
from importers.clean.wordlist import WordList
from model.offer import Cost
from model.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ja", "yes"), ("Ja!", "yes"), ("x", "yes"), ("X", "yes"), ("1", "yes"), ("✓", "yes"), ("true", "yes"),
        ("nein", "no"), ("Nein", "no"), ("0", "no"), ("false", "no"), ("trifft nicht zu", "no"),
        ("", "unknown"), ("k. A.", "unknown"), ("unbekannt", "unknown"), ("-", "unknown"), ("?", "unknown"),
        ("vielleicht", None), ("laut Satzung", None),
    ],
)  # fmt: skip
def test_unknown_is_a_third_answer_and_no_guess(text: str, answer: str | None) -> None:
    assert words.yes_no(text) == answer


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Beratung", "counselling"), ("counselling", "counselling"), ("Lernangebot", "learning"), ("KURS", "learning")],
)
def test_kinds_are_known_by_their_words(text: str, kind: str) -> None:
    assert words.kind(text, pytest.fail) == kind


def test_a_strange_kind_is_named() -> None:
    warnings: list[str] = []
    assert words.kind("Fest", warnings.append) == "counselling"
    assert "'Fest'" in warnings[0]


@pytest.mark.parametrize(
    ("text", "grade"),
    [("ja", "yes"), ("barrierefrei", "yes"), ("teilweise", "limited"), ("eingeschränkt barrierefrei", "limited"),
     ("nein", "no"), ("nicht barrierefrei", "no"), ("", "unknown"), ("k.A.", "unknown")],
)  # fmt: skip
def test_accessibility_has_grades(text: str, grade: str) -> None:
    assert words.wheelchair(text, pytest.fail) == (grade, "")


def test_words_about_accessibility_are_kept_as_a_remark() -> None:
    warnings: list[str] = []
    assert words.wheelchair("Rampe im Hof", warnings.append) == ("unknown", "Rampe im Hof")
    assert warnings


@pytest.mark.parametrize(
    ("text", "rule"),
    [("ja", "required"), ("nach Vereinbarung", "required"), ("nur mit Termin", "required"), ("möglich", "possible"),
     ("nein", "not_needed"), ("ohne Termin", "not_needed"), ("offene Sprechstunde", "not_needed"), ("", "unknown")],
)  # fmt: skip
def test_appointments_are_understood(text: str, rule: str) -> None:
    assert words.appointment(text, pytest.fail) == rule


@pytest.mark.parametrize(
    ("text", "how"), [("telefonisch", "phone"), ("Besuch", "visit"), ("Formular", "form"), ("", None)]
)
def test_ways_of_checking_are_understood(text: str, how: str | None) -> None:
    assert words.how_verified(text, pytest.fail) == how


@pytest.fixture(scope="session")
def costs(vocabulary: Vocabulary) -> WordList:
    return WordList.of(vocabulary, "costs", date(2026, 3, 3))


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("kostenfrei", Cost("free")), ("KOSTENLOS", Cost("free")), ("free", Cost("free")), ("gratis", Cost("free")),
        ("kostenpflichtig", Cost("paid")), ("paid", Cost("paid")), ("Erstberatung frei", Cost("first_free")),
        ("first_free", Cost("first_free")), ("0 €", Cost("free")), ("45,50 Euro", Cost("paid", "45,50 Euro")),
        ("", Cost("unknown")), ("unknown", Cost("unknown")), ("auf Anfrage", Cost("unknown", "auf Anfrage")),
        ("kostenlos (Material 5 €)", Cost("free", "Material 5 €")),
    ],
)  # fmt: skip
def test_costs_are_free_paid_or_unknown(costs: WordList, text: str, cost: Cost) -> None:
    assert words.cost(text, "", costs, pytest.fail) == cost


def test_words_about_costs_are_kept_as_a_note(costs: WordList) -> None:
    warnings: list[str] = []
    assert words.cost("je nach Einkommen", "Ermäßigung", costs, warnings.append).note == "Ermäßigung; je nach Einkommen"
    assert "'je nach Einkommen'" in warnings[0]
