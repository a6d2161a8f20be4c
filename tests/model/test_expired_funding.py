"""Ended funding in texts: found by whole words, passed over where the text says itself that it has ended."""

from datetime import date

import pytest

from model.expired_funding import ExpiredFunding
from model.vocabulary import Vocabulary
from tests.actions.watching import VOCABULARY

FIND = ExpiredFunding(VOCABULARY, "NW", date(2026, 3, 3))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Bildungsprämie", "Bildungsprämie"),
        ("Wir beraten zur BILDUNGSPRÄMIE.", "BILDUNGSPRÄMIE"),
        ("Mit dem Prämiengutschein sparen Sie.", "Prämiengutschein"),
        ("Prämiengutscheine gibt es hier.", "Prämiengutscheine"),
        ("(Bildungsprämie)", "Bildungsprämie"),
        ("Der Kurs ist ausgelaufen. Bildungsprämie möglich.", "Bildungsprämie"),
        ("Bildungsscheck 2.0 und Bildungsscheck", "Bildungsscheck"),
        ("Bildungsscheck  NRW", "Bildungsscheck  NRW"),
        ("Kurse z. B. mit Bildungsprämie.", "Bildungsprämie"),
    ],
)
def test_a_name_is_found(text, word):
    found = FIND.named(text)
    assert found is not None and found.word == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bildungsprämienberatung",
        "die Bildungsprämie-Beratung",
        "Bildungsscheck 2.0",
        "den neuen Bildungsscheck",
        "Neuer Bildungsscheck ab Februar",
        "Die Bildungsprämie gibt es nicht mehr.",
        "Die Bildungsprämie lief Ende 2021 aus.",
        "Bildungsprämie (bis 31.12.2021)",
        "Bildungsprämie bis Ende 2021",
        "die frühere Bildungsprämie",
        "Bildungsprämie: eingestellt",
        "Bayernscheck",
    ],
)
def test_what_is_no_name_or_says_that_it_has_ended_is_passed_over(text):
    assert FIND.named(text) is None


def test_a_name_counts_only_in_its_land_and_from_the_day_after():
    assert ExpiredFunding(VOCABULARY, "BY", date(2026, 3, 3)).named("Bayernscheck") is not None
    assert ExpiredFunding(VOCABULARY, "BY", date(2026, 3, 3)).named("Bildungsscheck") is None
    assert ExpiredFunding(VOCABULARY, "NW", date(2021, 12, 31)).named("Bildungsprämie") is None
    assert ExpiredFunding(Vocabulary(), "NW", date(2026, 3, 3)).named("Bildungsprämie") is None
