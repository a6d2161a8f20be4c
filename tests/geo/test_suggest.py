"""Suggestions: names that begin as typed, those of the region first, with one typo forgiven."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geocoder import LocalGeocoder
from geo.match import Suggestion
from geo.point import Box
from geo.suggest import begins_nearly

DUISBURG = Box(6.62, 51.33, 6.84, 51.57)


def texts(geocoder: LocalGeocoder, query: str, within: Box | None = DUISBURG, limit: int = 8) -> list[str]:
    return [suggestion.text for suggestion in geocoder.suggest(query, within, limit)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Marx", Suggestion("Marxloh, Duisburg", "district", "Duisburg")),
        ("471", Suggestion("47119 Duisburg", "postcode", "Duisburg")),
        ("duisb", Suggestion("Duisburg", "city", "Duisburg")),
        ("Steinsch", Suggestion("Steinsche Gasse, 47051 Duisburg", "street", "Duisburg")),
        ("Steinsche Gasse 2", Suggestion("Steinsche Gasse 26, 47051 Duisburg", "address", "Duisburg")),
        ("Steinsche Gasse, Dui", Suggestion("Steinsche Gasse, 47051 Duisburg", "street", "Duisburg")),
        ("Duisburg Stei", Suggestion("Steinsche Gasse, 47051 Duisburg", "street", "Duisburg")),
        ("47051 Stei", Suggestion("Steinsche Gasse, 47051 Duisburg", "street", "Duisburg")),
        ("Duisburg-Ma", Suggestion("Marxloh, Duisburg", "district", "Duisburg")),
        ("Marxloh, D", Suggestion("Marxloh, Duisburg", "district", "Duisburg")),
        ("Ruhrort B", Suggestion("Ruhrort Bahnhof, Duisburg", "stop", "Duisburg")),
        ("koel", Suggestion("Köln", "city", "Köln")),
        ("MUELH", Suggestion("Mülheim an der Ruhr", "city", "Mülheim an der Ruhr")),
    ],
)
def test_the_best_completion_comes_first(geocoder: LocalGeocoder, query: str, first: Suggestion) -> None:
    assert geocoder.suggest(query, DUISBURG)[0] == first


@pytest.mark.parametrize("query", ["Marlx", "Maxlo", "Mraxl", "Marrxl", "Maexl", "Amrxl", "Mmarx"])
def test_one_typo_is_forgiven_from_the_fourth_letter_on(geocoder: LocalGeocoder, query: str) -> None:
    assert "Marxloh, Duisburg" in texts(geocoder, query)


def test_three_letters_are_taken_as_they_are(geocoder: LocalGeocoder) -> None:
    assert texts(geocoder, "Mra") == []


def test_what_lies_in_the_region_comes_first_and_then_the_biggest(geocoder: LocalGeocoder) -> None:
    assert texts(geocoder, "Berg")[0] == "Bergheim, Duisburg"
    assert texts(geocoder, "Berg", None) == ["Bergheim, Rhein-Erft-Kreis", "Bergheim, Duisburg"]
    assert texts(geocoder, "Frank", None) == ["Frankfurt am Main", "Frankfurt (Oder)"]


def test_suggestions_of_one_city_stand_together(germany: LocalGeocoder) -> None:
    cities = [suggestion.city for suggestion in germany.suggest("h", DUISBURG, 20)]
    runs = [city for i, city in enumerate(cities) if i == 0 or cities[i - 1] != city]
    assert len(runs) == len(set(runs)) > 1


def test_namesakes_are_told_apart(germany: LocalGeocoder) -> None:
    found = texts(germany, "Neustadt", None, 20)
    assert len(found) == len(set(found)) == 20


def test_what_is_suggested_is_understood(germany: LocalGeocoder) -> None:
    asked = ["marx", "hoch", "neud", "471", "stein", "kant", "wal", "duis", "essen", "mül", "moers", "hambo"]
    lines = {text for query in asked for text in texts(germany, query, DUISBURG, 20)}
    unclear = {text for text in lines if not germany.find(text, DUISBURG).found}
    assert len(lines) > 60
    assert not {text for text in unclear if not germany.find(text, DUISBURG).ambiguous}
    assert len(unclear) <= len(lines) * 0.05, unclear


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (-1, 0), (1, 1), (8, 8), (20, 20), (1000, 20)])
def test_the_limit_holds(germany: LocalGeocoder, limit: int, count: int) -> None:
    assert len(germany.suggest("b", None, limit)) == count


@pytest.mark.parametrize("query", ["", " ", "!", "qwertz", "x" * 10_000, "%", "😀"])
def test_garbage_has_no_completion(geocoder: LocalGeocoder, query: str) -> None:
    assert geocoder.suggest(query) == []


@pytest.mark.parametrize("typed", ["marxl", "maxlo", "amrxl", "maarx", "marklo", "mraxlo"])
def test_a_beginning_may_have_one_letter_wrong_extra_missing_or_swapped(typed: str) -> None:
    assert begins_nearly("marxloh", typed)


@pytest.mark.parametrize("typed", ["mxlo", "hamborn", "maxxx", "marst", "xarlxoh"])
def test_a_beginning_with_more_amiss_is_another_one(typed: str) -> None:
    assert not begins_nearly("marxloh", typed)


@settings(max_examples=100, deadline=None)
@given(query=st.text(max_size=60))
def test_no_beginning_breaks_it(geocoder: LocalGeocoder, query: str) -> None:
    assert len(geocoder.suggest(query, DUISBURG, 20)) <= 20
