"""The sentences that say why an offer counts as neutral."""

from datetime import date

import pytest

from model.neutrality import FACT_CODES, Fact, Policy, assess
from model.neutrality_words import ANSWERS, QUESTIONS, answer, said_by, why

TODAY = date(2026, 3, 15)
CHECKED = {"checked_by": "Bildungsbüro", "checked_on": date(2026, 3, 3)}


def test_a_reported_statement_names_its_source_and_says_that_nobody_checked():
    found = assess([Fact("statement", "yes", source="Bürgerstiftung Duisburg", as_of="2021-12")], TODAY)
    assert why(found) == "Neutral laut Bürgerstiftung Duisburg (Dezember 2021). Vom Bildungsbüro noch nicht geprüft."


def test_a_verified_grade_says_who_checked_and_when():
    values = {"carrier_type": "public", "own_courses": "no", "paid_per_result": "no"}
    found = assess([Fact(code, value, **CHECKED) for code, value in values.items()], TODAY)
    assert why(found) == (
        "Neutral: Der Träger ist unabhängig und verkauft keine Kurse. Geprüft am 3. März 2026 (Bildungsbüro)."
    )


def test_the_oldest_of_several_checks_is_told():
    values = {"carrier_type": "public", "own_courses": "no"}
    facts = [Fact(code, value, **CHECKED) for code, value in values.items()]
    old = Fact("paid_per_result", "no", checked_by="Bildungsbüro", checked_on=date(2025, 12, 24))
    assert "24. Dezember 2025" in why(assess([*facts, old], TODAY))


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("own_courses", "yes", "bietet selbst Kurse an"),
        ("carrier_type", "course_provider", "bietet selbst Kurse an"),
        ("carrier_type", "commercial", "gewerbliches Unternehmen"),
        ("paid_per_result", "yes", "Geld für jede Vermittlung"),
        ("open_outcome", "no", "nicht freiwillig oder nicht offen"),
    ],
)
def test_what_speaks_against_it_is_named(code, value, words):
    sentence = why(assess([Fact(code, value, source="WAZ", as_of="2022")], TODAY))
    assert sentence.startswith("Nicht neutral: ")
    assert words in sentence
    assert sentence.endswith("Laut WAZ (2022), noch nicht geprüft.")


def test_unchecked_is_not_called_anything_else():
    assert why(assess([], TODAY)) == "Ob diese Stelle neutral berät, ist noch nicht geprüft."


def test_lapsed_evidence_is_told_with_its_day():
    lapsed = assess([Fact("statement", "yes", source="Zeitung", expires_on=date(2026, 3, 3))], TODAY)
    assert "3. März 2026 abgelaufen" in why(lapsed)


def test_a_region_that_asks_for_more_says_so():
    found = assess([Fact("statement", "yes", source="Zeitung")], TODAY)
    strict = Policy(frozenset({"A"}), frozenset({"verified"}))
    assert why(found, strict).endswith("Das reicht in dieser Region nicht, um als neutral zu gelten.")
    assert why(found, Policy()).endswith("noch nicht geprüft.")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_question_is_asked_in_both_languages(lang):
    assert set(QUESTIONS[lang]) == set(FACT_CODES)
    assert set(ANSWERS[lang]) == set(ANSWERS["de"])


def test_english_says_the_same():
    found = assess([Fact("statement", "yes", source="Bürgerstiftung Duisburg", as_of="2021-12")], TODAY)
    assert why(found, lang="en").startswith("Neutral according to Bürgerstiftung Duisburg (December 2021).")


def test_a_label_is_its_own_answer_and_a_source_without_a_name_is_told_as_such():
    assert answer(Fact("label", "BeQu-Konzept")) == "BeQu-Konzept"
    assert said_by(Fact("own_courses", "yes")) == "einer öffentlichen Quelle"
