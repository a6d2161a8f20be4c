import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from model.offer import Language
from model.place import Place
from model.provider import Provider
from model.vocabulary import Term, Vocabulary
from store.text import fold
from tests.store.examples import CITY_HALL, an_offer
from tests.store.strategies import words


def keys(store, text: str) -> list[str]:
    return [offer.key for offer in store.offers(store.text_ids(text))]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Äpfel", "aepfel"),
        ("Köln", "KOELN"),
        ("Köln", "koln"),
        ("Müller", "Mueller"),
        ("Straße", "STRASSE"),
        ("Mu\u0308nster", "Münster"),
        ("Café", "cafe"),
        ("İstanbul", "istanbul"),
        ("a-b_c/d", "a b c d"),
    ],
)
def test_spellings_of_the_same_words_fold_to_the_same(left, right):
    assert fold(left) == fold(right)


def test_different_words_stay_different():
    assert fold("Bauen") != fold("Bann")
    assert fold("Курсы языка") == ["курсы", "языка"]
    assert fold("§ 48 SGB-III, 10115") == ["48", "sgb", "iii", "10115"]
    assert fold(" .,;-_'\"") == []


@given(st.text(st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=1, max_size=12))
@example("Neue")
@example("aeoeue")
def test_whatever_begins_a_word_begins_the_folded_word(word):
    whole = "".join(fold(word))
    for end in range(1, len(word)):
        assert whole.startswith("".join(fold(word[:end])))


def test_every_word_must_begin_a_word_somewhere_in_the_offer(store):
    with store.write("me", "three") as writer:
        writer.save_offer(an_offer("list:1", name="Beratung für Mütter", provider=Provider("AWO Duisburg")))
        writer.save_offer(an_offer("list:2", name="Sprachkurs", summary="mit Beratung in Köln-Mülheim"))
        writer.save_offer(an_offer("list:3", name="Kurs", description="Straßenbau", place=CITY_HALL))
    assert keys(store, "beratung") == ["list:1", "list:2"]
    assert keys(store, "berat mue") == ["list:1", "list:2"]
    assert keys(store, "MÜTTER awo") == ["list:1"]
    assert keys(store, "muelheim koeln") == ["list:2"]
    assert keys(store, "strassenb") == ["list:3"]
    assert keys(store, "rathaus altstadt duisburg") == ["list:3"]
    assert keys(store, "ratung") == []
    assert keys(store, "beratung rathaus") == []


@pytest.mark.parametrize("text", ["", "   ", '"', "'", "*", "()", "- _ &|!<->:*", "\\", "\0", "\ud800"])
def test_a_question_without_words_finds_nothing(store, text):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    assert store.text_ids(text) == []


@pytest.mark.parametrize(
    "text",
    ['"Beratung"', "Beratung*", "'beratung", "NOT beratung", "beratung AND", "(beratung", "beratung:*", "a OR b"],
)
def test_signs_and_words_that_mean_something_to_a_database_mean_nothing(store, text):
    with store.write("me", "two") as writer:
        writer.save_offer(an_offer("list:1", name="Beratung"))
        writer.save_offer(an_offer("list:2", name="Beratung and not or a b"))
    plain = "".join(char if char.isalnum() else " " for char in text)
    assert keys(store, text) == keys(store, plain) != []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=words.filter(str.strip), summary=words, asked=words)
@example(name="𞤀𞤣𞤤𞤢𞤥", summary="a letter that is younger than many a database", asked="𞤀𞤣")
@example(name="ﬁnden ½ ①", summary="x²", asked="find")
def test_finding_agrees_with_the_plain_rule_on_both_databases(store, name, summary, asked):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(name=name, summary=summary, provider=Provider("")))
    there = fold(f"{name} {summary}")
    rule = bool(fold(asked)) and all(any(word.startswith(begin) for word in there) for begin in fold(asked))
    assert bool(store.text_ids(asked)) is rule
    for word in (name, summary):
        assert bool(store.text_ids(word)) is bool(fold(word))


def test_a_changed_offer_is_found_by_its_new_words_only(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(summary="alt"))
    with store.write("me", "new") as writer:
        writer.save_offer(an_offer(summary="neu"))
    assert keys(store, "alt") == [] and keys(store, "neu") == ["list:1"]


def test_very_long_words_are_found_too(store):
    with store.write("me", "one") as writer:
        writer.save_offer(
            an_offer(summary="ß" * 3000, description=" ".join(f"wortnummer{number}" for number in range(100_000)))
        )
    assert keys(store, "ß" * 3000) == keys(store, "ßßß wort") == ["list:1"]


def test_offers_are_found_by_the_words_of_their_topics_once_the_vocabulary_is_known(store):
    vocabulary = Vocabulary(
        {
            "topics": {
                "anerkennung": Term("anerkennung", "Anerkennung", "Recognition", synonyms_de=("Zeugnisbewertung",))
            },
            "languages": {"tr": Term("tr", "Türkisch", "Turkish", own_name="Türkçe")},
            "funding": {"praemie": Term("praemie", "Bildungsprämie", "Education bonus")},
        }
    )
    with store.write("me", "before") as writer:
        writer.save_offer(an_offer("list:1", topics=("anerkennung",)))
        writer.save_offer(an_offer("list:2", languages=(Language("tr"),), issues_funding=("praemie",)))
    assert keys(store, "anerkennung") == ["list:1"]
    assert keys(store, "zeugnis") == keys(store, "tuerkisch") == []
    with store.write("me", "words") as writer:
        assert writer.save_vocabulary(vocabulary) == 2
    assert keys(store, "zeugnis") == ["list:1"]
    assert keys(store, "tuerkisch") == keys(store, "türkçe") == keys(store, "bildungsprämie") == ["list:2"]
    with store.write("me", "after") as writer:
        assert writer.save_vocabulary(vocabulary) == 0
        writer.save_offer(an_offer("list:3", topics=("anerkennung",), place=Place(city="Moers")))
    assert keys(store, "recognition") == ["list:1", "list:3"]
    assert store.version() == 3
