"""Finding the words of a vocabulary in cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.clean.wordlist import WordList, languages, slugs
from model.offer import Language
from model.vocabulary import Term, Vocabulary

TODAY = date(2026, 3, 3)
TERMS = [
    Term("school", "Schule und Kita", "School", synonyms_de=("Kita", "Schulwahl")),
    Term("money", "Geld, Zuschuss und Förderung", "Money", short_de="Geld"),
    Term("old", "Alter Scheck", "Old voucher", synonyms_de=("Scheck",), valid_to=date(2024, 6, 30)),
    Term("new", "Neuer Scheck", "New voucher", synonyms_de=("Scheck",), valid_from=date(2025, 1, 1)),
    Term("work", "Beschäftigte", "Employees"),
]
SPOKEN = [Term("de", "Deutsch", "German", own_name="Deutsch"), Term("ar", "Arabisch", "Arabic", own_name="العربية"),
          Term("ru", "Russisch", "Russian", own_name="Русский")]  # fmt: skip


@pytest.fixture
def topics() -> WordList:
    return WordList.of(Vocabulary({"topics": {term.slug: term for term in TERMS}}), "topics", TODAY)


@pytest.fixture
def spoken() -> WordList:
    return WordList.of(Vocabulary({"languages": {term.slug: term for term in SPOKEN}}), "languages", TODAY)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("school", ["school"]),
        ("SCHULE UND KITA", ["school"]),
        ("Kita", ["school"]),
        ("Money", ["money"]),
        ("Geld, Zuschuss und Förderung, Kita", ["money", "school"]),
        ("Kita, Geld, Zuschuss und Förderung", ["school", "money"]),
        ("Kita;Geld|Beschaeftigte", ["school", "money", "work"]),
        ("Kita und Geld", ["school", "money"]),
        ("Kita / Geld", ["school", "money"]),
        ("Kita\nGeld", ["school", "money"]),
        ("Kita, Schulwahl", ["school"]),
        ("Kita (ab 3 Jahren)", ["school"]),
        ("k. A.", []),
    ],
)
def test_words_are_found_however_they_are_written_and_separated(topics: WordList, cell: str, found: list[str]) -> None:
    assert slugs([cell], topics, pytest.fail) == tuple(found)


def test_a_shared_synonym_means_what_is_in_force(topics: WordList) -> None:
    assert topics.find("Scheck") == "new"
    assert topics.find("Alter Scheck") == "old"


@pytest.mark.parametrize(
    ("cell", "found", "unknown"),
    [
        ("Kita, Raumfahrt", ["school"], ["Raumfahrt"]),
        ("Menschen aus Rom und Athen", [], ["Menschen aus Rom und Athen"]),
        ("Rom, Athen, Kita", ["school"], ["Rom", "Athen"]),
        ("Kita und Raumfahrt", ["school"], ["Raumfahrt"]),
    ],
)
def test_unknown_words_are_named_and_the_others_go_in(
    topics: WordList, cell: str, found: list[str], unknown: list[str]
) -> None:
    warnings: list[str] = []
    assert slugs([cell], topics, warnings.append) == tuple(found)
    assert [sentence.split("'")[1] for sentence in warnings] == unknown


def test_languages_bring_their_times_and_notes(spoken: WordList) -> None:
    warnings: list[str] = []
    cell = "Deutsch, Russisch (Do 14–16, Fr 9–11 Uhr), العربية (mit Sprachmittlerin), Klingonisch"
    assert languages([cell], spoken, warnings.append) == (
        Language("de"),
        Language("ru", times="Do 14–16, Fr 9–11 Uhr"),
        Language("ar", note="mit Sprachmittlerin"),
    )
    assert "'Klingonisch'" in warnings[0]


def test_codes_name_languages_too(spoken: WordList) -> None:
    assert [language.code for language in languages(["de;ar"], spoken, pytest.fail)] == ["de", "ar"]


@given(st.text(max_size=60))
def test_any_cell_is_survived(cell: str) -> None:
    words = WordList.of(Vocabulary({"topics": {term.slug: term for term in TERMS}}), "topics", TODAY)
    words.split(cell)


@given(st.permutations([term.label_de for term in TERMS]))
def test_all_labels_in_any_order_are_found(labels: list[str]) -> None:
    words = WordList.of(Vocabulary({"topics": {term.slug: term for term in TERMS}}), "topics", TODAY)
    found, unknown = words.split(", ".join(labels))
    assert {word.slug for word in found} == {term.slug for term in TERMS}
    assert unknown == ()
