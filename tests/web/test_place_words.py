"""What is told about the place a search starts from: its kind, how exactly it is known, and what would help."""

import pytest

from geo.layers import KINDS, SPOTS
from geo.match import Candidate, Match
from geo.point import Point
from web.i18n import words
from web.place_words import choices, doubts, kind_words, origin_doubt_m, said_place

DE, EN = words("de"), words("en")
HERE = Point(51.5, 6.7)


def found(precision, label, kind, radius_m=0.0, *missing) -> Match:
    return Match(HERE, precision, label, radius_m=radius_m, missing=missing, kind=kind)


HOUSE = found("house", "Heerstraße 109, 47053 Duisburg", "address", 25)
GUESSED = found("interpolated", "Heerstraße 106, 47053 Duisburg", "address", 40)
STREET = found("street", "Heerstraße, 47053 Duisburg", "address", 300)
MARXLOH = found("district", "Duisburg-Marxloh", "district", 1500)
STOP = found("place", "Ruhrort Bahnhof, Duisburg", "stop", 150)
HALL = found("place", "Rathaus Hamborn, Duisburg", "townhall", 100)
STATION = found("place", "Duisburg Hbf", "station", 300)
DEVICE = Match(HERE, "street", radius_m=900, kind="device")
BY_HAND = Match(HERE, "house", kind="pin")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (HOUSE, "Heerstraße 109, 47053 Duisburg"),
        (GUESSED, "Heerstraße 106, 47053 Duisburg (Hausnummer geschätzt)"),
        (STREET, "Heerstraße, 47053 Duisburg (ungefähr)"),
        (found("street", "Am Markt, Duisburg", "address", 300), "Am Markt, Duisburg (Straße, ungefähr)"),
        (MARXLOH, "Duisburg-Marxloh (Stadtteil, ungefähr)"),
        (found("postcode", "47119 Duisburg", "postcode", 2300), "47119 Duisburg (Postleitzahl, ungefähr)"),
        (found("place", "Duisburg", "city", 8500), "Duisburg (Ort, ungefähr)"),
        (STOP, "Haltestelle Ruhrort Bahnhof, Duisburg"),
        (found("place", "Haltestelle Ruhrau", "stop", 150), "Haltestelle Ruhrau"),
        (HALL, "Rathaus Hamborn, Duisburg"),
        (found("place", "Bertolt-Brecht-Kolleg", "school", 150), "Bertolt-Brecht-Kolleg (Schule)"),
        (STATION, "Duisburg Hbf (Bahnhof, ungefähr)"),
        (DEVICE, "Ihr Standort (ungefähr)"),
        (Match(HERE, "house", radius_m=20, kind="device"), "Ihr Standort"),
        (BY_HAND, "Ihr Punkt auf der Karte"),
    ],
)
def test_a_place_is_told_with_its_kind_and_how_exactly_it_is_known(place, said):
    assert said_place(place, DE) == said


def test_it_is_told_in_english_too():
    assert said_place(STOP, EN) == "Stop Ruhrort Bahnhof, Duisburg"
    assert said_place(MARXLOH, EN) == "Duisburg-Marxloh (district, approximate)"


@pytest.mark.parametrize(
    ("place", "metres"),
    [(HOUSE, 0), (GUESSED, 40), (found("interpolated", "X 1", "address"), 50), (STREET, 300), (MARXLOH, 1500),
     (STOP, 0), (HALL, 0), (STATION, 300), (DEVICE, 900), (BY_HAND, 0)],
)  # fmt: skip
def test_what_is_known_to_a_spot_leaves_no_doubt_and_what_is_guessed_does(place, metres):
    assert origin_doubt_m(place) == metres


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (HOUSE, ""),
        (STOP, ""),
        (STATION, ""),
        (BY_HAND, ""),
        (GUESSED, "Die Hausnummer haben wir auf der Straße geschätzt."),
        (STREET, "Wir messen ab der Mitte der Straße. Mit Hausnummer wird es genauer."),
        (MARXLOH, "Wir messen ab der Mitte des Stadtteils. Mit Straße und Hausnummer wird es genauer."),
        (DEVICE, "Ihr Gerät kennt Ihren Standort nur ungefähr."),
    ],
)
def test_a_coarse_place_says_from_where_is_measured_and_what_would_help(place, said):
    assert doubts(place, DE) == said


WRONG_POSTCODE = "Die Postleitzahl passt nicht zur Straße. Wir haben Heerstraße 109, 47053 Duisburg gefunden."


@pytest.mark.parametrize(
    ("place", "missing", "said"),
    [
        (STREET, ("number",), "Wir kennen die Straße, aber nicht die Hausnummer. Die Entfernung ist ungefähr."),
        (GUESSED, ("number",), "Genau diese Hausnummer kennen wir nicht. Der Punkt ist geschätzt."),
        (MARXLOH, ("street", "number"), "Diese Straße kennen wir nicht. Wir messen ab Duisburg-Marxloh."),
        (HOUSE, ("postcode",), WRONG_POSTCODE),
        (STREET, ("city",), "Schreiben Sie den Ort dazu. Dann finden wir es genauer."),
        (MARXLOH, ("stop",), "Genauer kennen wir diesen Ort nicht. Wir messen ab Duisburg-Marxloh."),
        (MARXLOH, ("postcode",), "Genauer kennen wir diesen Ort nicht. Wir messen ab Duisburg-Marxloh."),
        (HALL, ("name",), "Einen Teil haben wir nicht verstanden. Wir messen ab Rathaus Hamborn, Duisburg."),
    ],
)
def test_what_was_asked_for_but_is_not_known_is_said(place, missing, said):
    assert doubts(Match(place.point, place.precision, place.label, radius_m=place.radius_m, missing=missing,
                        kind=place.kind), DE) == said  # fmt: skip


def test_a_wrong_postcode_and_an_unknown_number_are_both_said():
    place = found("street", "Heerstraße, 47053 Duisburg", "address", 300, "postcode", "number")
    assert "passt nicht zur Straße" in doubts(place, DE) and "nicht die Hausnummer" in doubts(place, DE)


def test_no_spot_is_ever_told_as_the_middle_of_a_town():
    for kind in SPOTS:
        place = found("place", "Irgendwo", kind, KINDS[kind].radius_m)
        assert "Mitte" not in doubts(place, DE) and "Ort" not in said_place(place, DE), kind


@pytest.mark.parametrize("say", [DE, EN], ids=["German", "English"])
def test_every_kind_of_place_has_a_word(say):
    assert {kind.shown for kind in KINDS.values()} | {"street", "address"} <= kind_words(say).keys()


def test_choices_say_what_each_place_is_and_whether_it_lies_elsewhere():
    candidates = (
        Candidate("Bergstraße 3, 47137 Duisburg", HERE, "house", "address", "Duisburg"),
        Candidate("Bergstraße, 47228 Duisburg", HERE, "street", "address", "Duisburg"),
        Candidate("Ruhrort Bahnhof", HERE, "place", "stop", "Duisburg"),
        Candidate("Neustadt, Hessen", Point(50.8, 9.1), "place", "city"),
        Candidate("Irgendwas", HERE, "district"),
    )
    said = choices(Match(ambiguous=True, candidates=candidates), "Duisburg", frozenset({0, 1, 2, 4}), DE)
    assert [(one["label"], one["kind"], one["elsewhere"]) for one in said] == [
        ("Bergstraße 3, 47137 Duisburg", "Adresse", ""),
        ("Bergstraße, 47228 Duisburg", "Straße", ""),
        ("Ruhrort Bahnhof, Duisburg", "Haltestelle", ""),
        ("Neustadt, Hessen", "Ort", "nicht in Duisburg"),
        ("Irgendwas", "Stadtteil", ""),
    ]
