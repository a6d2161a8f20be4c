"""Spelling: what is written in many ways gives one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.spelling import delete_hashes, fold, key, mended_street, one_typo_apart, plain, spelled, squeeze


@pytest.mark.parametrize(
    "spellings",
    [
        ["Hauptstraße", "Hauptstrasse", "Hauptstr.", "Hauptstr", "Haupt-Straße", "HAUPT STRASSE", "haupt str."],
        ["Köln", "Koeln", "Koln", "KÖLN", "Ko\u0308ln", "köln"],
        ["Großenbaum", "Grossenbaum", "GROẞENBAUM", "Gro\u00adßenbaum"],
        ["St. Wendel", "Sankt Wendel", "St Wendel", "sankt-wendel"],
        ["Bürgermeister-Wendel-Platz", "Buergermeister Wendel Pl.", "Bürgermeister-Wendel-Pl."],
        ["47051", "４７０５１"],
        ["Hauptbahnhof", "Hbf", "hbf."],
        ["Ludwig-Erhard-Straße", "Ludwig Erhard Str", "ludwig erhard strasse"],
    ],
)
def test_all_spellings_of_a_name_give_one_key(spellings: list[str]) -> None:
    assert len({key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Essen", "Hessen"), ("Straßenbahn", "Bahn"), ("Neuss", "Neu"), ("Haupt", "Hauptstraße")]
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_folded_words_stay_words() -> None:
    assert fold("  Straße des 17. Juni, Düsseldorf ") == "str des 17 juni duseldorf"


def test_strasse_is_shortened_only_at_the_end_of_a_word() -> None:
    assert fold("Straßenbahnring") == "strasenbahnring"


def test_invisible_characters_do_not_matter() -> None:
    assert plain("Ma\u00adri\u200ben\x00platz") == "Marienplatz"
    assert plain("a\nb\tc") == "a b c"


def test_the_stricter_key_tells_dropped_umlauts_from_written_ones() -> None:
    assert spelled("Hüde") == spelled("HUEDE") != spelled("Hude")


@pytest.mark.parametrize("typo", ["arxloh", "Marxlohh", "Narxloh", "Marxlho"])
def test_one_wrong_letter_is_one_typo_and_leaves_a_common_trace(typo: str) -> None:
    assert one_typo_apart(key(typo), "marxloh")
    assert delete_hashes(key(typo)) & delete_hashes("marxloh")


def test_two_wrong_letters_are_not_one_typo() -> None:
    assert not one_typo_apart("mrxlo", "marxloh")
    assert not one_typo_apart("marxloh", "marxloh")


@pytest.mark.parametrize("typed", ["hauptsraße", "hauptstraße"[:-2] + "sse", "hauptstase", "hauptstarße"])
def test_a_typo_within_strasse_is_mended(typed: str) -> None:
    assert "hauptstr" in {*mended_street(key(typed)), key(typed)}


@given(st.text())
def test_folding_never_fails_and_folding_again_changes_nothing(text: str) -> None:
    assert squeeze(key(text)) == key(text)
    assert not key(text) or key(text).isalnum()


@given(st.text(alphabet="abcdeostuäöüß -", max_size=12), st.text(alphabet="abcdeostuäöüß -", max_size=12))
def test_the_key_of_joined_words_does_not_depend_on_the_space_between(one: str, other: str) -> None:
    assert squeeze(key(one) + key(other)) == key(f"{one} {other}")
