"""Claims about neutrality become facts that somebody reported and nobody checked."""

from datetime import date

import pytest

from importers.clean.facts import LIST, Sayer, facts, last_day
from importers.clean.wordlist import WordList
from model.draft import DraftFact
from model.neutrality import assess
from model.vocabulary import Vocabulary

SAYER = Sayer("Liste der Stadt", "stadt.example")


@pytest.fixture(scope="session")
def carriers(vocabulary: Vocabulary) -> WordList:
    return WordList.of(vocabulary, "carriers", date(2026, 3, 3))


def test_a_claim_is_reported_and_never_checked(carriers: WordList) -> None:
    claim = DraftFact("own_courses", "nein", url="https://stadt.example/a", as_of="Dezember 2021", quote=" kein  Kurs ")
    (fact,) = facts([claim], SAYER, carriers, pytest.fail)
    assert (fact.code, fact.value, fact.source) == ("own_courses", "no", "stadt.example")
    assert (fact.url, fact.as_of, fact.quote) == ("https://stadt.example/a", "2021-12", "kein Kurs")
    assert not fact.is_checked


def test_a_claim_without_any_source_is_that_of_the_list(carriers: WordList) -> None:
    (fact,) = facts([DraftFact("own_staff", "ja")], Sayer("", ""), carriers, pytest.fail)
    assert fact.source == LIST


def test_that_a_list_calls_somebody_neutral_is_its_own_word(carriers: WordList) -> None:
    (fact,) = facts([DraftFact("statement", "x")], SAYER, carriers, pytest.fail)
    assert (fact.value, fact.source) == ("yes", "Liste der Stadt")
    assert assess([fact], date(2026, 3, 3)).evidence == "reported"


def test_unknown_is_no_fact(carriers: WordList) -> None:
    claims = [DraftFact("own_courses", "k. A."), DraftFact("mandate", "unbekannt"), DraftFact("label", "kein")]
    assert facts(claims, SAYER, carriers, pytest.fail) == ()


@pytest.mark.parametrize(("word", "carrier"), [("öffentlich", "public"), ("Verein", "nonprofit"), ("IHK", "chamber")])
def test_carriers_are_known_by_their_words(carriers: WordList, word: str, carrier: str) -> None:
    (fact,) = facts([DraftFact("carrier_type", word)], SAYER, carriers, pytest.fail)
    assert fact.value == carrier


def test_what_is_no_answer_is_named_and_left_out(carriers: WordList) -> None:
    warnings: list[str] = []
    claims = [DraftFact("mandate", "laut Satzung"), DraftFact("carrier_type", "Zirkus"), DraftFact("mood", "ja")]
    assert facts(claims, SAYER, carriers, warnings.append) == ()
    assert [word in sentence for word, sentence in zip(("Satzung", "Zirkus", "mood"), warnings, strict=True)] == [
        True
    ] * 3


def test_a_label_ends_when_it_says_so(carriers: WordList) -> None:
    (fact,) = facts([DraftFact("label", "BeQu-Siegel, gültig bis 12/2027")], SAYER, carriers, pytest.fail)
    assert (fact.value, fact.expires_on) == ("BeQu-Siegel", date(2027, 12, 31))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2027", date(2027, 12, 31)),
        ("02/2028", date(2028, 2, 29)),
        ("5.3.2027", date(2027, 3, 5)),
        ("auf Weiteres", None),
    ],
)
def test_the_last_day_of_what_is_told(text: str, end: date | None) -> None:
    assert last_day(text) == end
