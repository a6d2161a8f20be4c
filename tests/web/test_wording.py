"""The sentences around an answer."""

from datetime import date

import pytest

from model.offer import Offer, Verification
from model.provider import Provider
from model.source import Provenance
from web.i18n import words
from web.wording import distance, doubt_m, freshness

DE, EN = words("de"), words("en")
TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("metres", "doubt", "said"),
    [
        (3, 0, "10 m"),
        (847, 0, "850 m"),
        (994, 0, "990 m"),
        (1_000, 0, "1,0 km"),
        (1_249, 0, "1,2 km"),
        (9_949, 0, "9,9 km"),
        (12_400, 0, "12 km"),
        (30, 300, "ungefähr 100 m"),
        (860, 300, "ungefähr 900 m"),
        (1_400, 300, "ungefähr 1 km"),
        (40, 1_500, "ungefähr 1 km"),
        (860, 1_500, "ungefähr 1 km"),
        (7_600, 1_500, "ungefähr 8 km"),
    ],
)
def test_a_distance_is_told_as_exactly_as_it_is_known_and_not_more(metres, doubt, said):
    assert distance(metres, doubt, DE) == said


def test_english_writes_decimals_with_a_point():
    assert distance(1_249, 0, EN) == "1.2 km"
    assert distance(7_600, 1_500, EN) == "about 8 km"


@pytest.mark.parametrize(
    ("precision", "radius", "metres"),
    [("house", None, 0), ("house", 25.0, 0), ("street", None, 300), ("street", 80.0, 80), ("district", 1500.0, 1500),
     ("unknown", None, 2000)],
)  # fmt: skip
def test_doubt_is_nothing_for_a_house_and_the_radius_otherwise(precision, radius, metres):
    assert doubt_m(precision, radius) == metres


def offer(**values) -> Offer:
    return Offer(key="t:1", region="05112", name="N", kind="counselling", provider=Provider("T"), **values)


@pytest.mark.parametrize(
    ("as_of", "text", "doubtful"),
    [
        ("2021-12", "Quelle von Dezember 2021 – die Angaben können veraltet sein.", True),
        ("ca. 2018", "Quelle von etwa 2018 – die Angaben können veraltet sein.", True),
        ("2025-11", "Quelle von November 2025, noch nicht geprüft.", False),
        ("", "Noch nicht geprüft. Das Datum der Quelle ist nicht bekannt.", True),
    ],
)
def test_an_unchecked_entry_says_how_old_its_source_is(as_of, text, doubtful):
    said = freshness(offer(provenance=Provenance("test", as_of=as_of)), TODAY, DE)
    assert (said.text, said.doubtful, said.checked) == (text, doubtful, False)


def test_a_checked_entry_says_when_and_how():
    said = freshness(offer(verification=Verification(date(2026, 3, 2), "Bildungsbüro", "phone")), TODAY, DE)
    assert (said.text, said.checked, said.doubtful) == ("Geprüft am 2. März 2026 (Telefon)", True, False)


def test_an_old_check_is_not_hidden_but_asks_for_help():
    said = freshness(offer(verification=Verification(date(2023, 3, 2), "Bildungsbüro", "phone")), TODAY, DE)
    assert said.text.startswith("Geprüft am 2. März 2023 (Telefon)")
    assert said.doubtful
