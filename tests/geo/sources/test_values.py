"""Cells as we keep them: streets written out, house numbers in one piece, numbers with comma."""

from math import isnan

import pytest

from geo.sources.values import floats, house_number, place_name, street_name


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Aachener Str.", "Aachener Straße"),
        ("Abteistr.", "Abteistraße"),
        ("Abteistr", "Abteistraße"),
        ("Str. des 17. Juni", "Straße des 17. Juni"),
        ("Str.der Nationen", "Straße der Nationen"),
        ("Karl-Muster-Str.", "Karl-Muster-Straße"),
        ("Alte Str", "Alte Straße"),
        ("HAUPTSTR.", "HAUPTSTRASSE"),
        ("Am EUROPA-CENTER", "Am EUROPA-CENTER"),
        ("Dorfstrasse", "Dorfstrasse"),
        ("Straßburger Weg", "Straßburger Weg"),
        ("Strandweg", "Strandweg"),
        ("Astrid-Muster-Weg", "Astrid-Muster-Weg"),
        ("  Am   Markt ", "Am Markt"),
        ("Mu\u0308hlenweg", "Mühlenweg"),
        ("Mühlen\u00adweg", "Mühlenweg"),
        ("D3", "D3"),
        ("Unbekannter-Soldat-Weg", "Unbekannter-Soldat-Weg"),
    ],
)
def test_a_street_is_written_out_and_otherwise_left_as_it_is(cell: str, name: str) -> None:
    assert street_name(cell) == name


@pytest.mark.parametrize(
    "cell", ["", "  ", "### Straßenname unbekannt", "#", "Straßenname unbekannt", "-", "null", "...", "*", "\x00"]
)
def test_what_names_no_street_is_nothing(cell: str) -> None:
    assert street_name(cell) == ""


@pytest.mark.parametrize(
    ("number", "suffix", "whole"),
    [
        ("12", "", "12"), ("12", "a", "12a"), ("12A", "", "12A"), ("12", "bis", "12 bis"), ("12", "1/2", "12 1/2"),
        ("12", "/2", "12/2"), ("12", "-14", "12-14"), ("0012", "", "12"), ("12.0", "", "12"), ("12,0", "b", "12b"),
        ("12.", "", "12"), ("12.5", "", "12.5"), (" 7 ", " c ", "7c"), ("*", "", ""), ("", "a", ""), ("0", "", ""),
        ("12", "null", "12"), ("2-12", "", "2-12"), ("41;43", "", "41;43"),
    ],
)  # fmt: skip
def test_a_house_number_is_one_piece(number: str, suffix: str, whole: str) -> None:
    assert house_number(number, suffix) == whole


def test_numbers_have_a_point_or_a_comma() -> None:
    assert floats(["1.5", "-2"]) == [1.5, -2]
    assert floats(["1,5", "2"]) == [1.5, 2]
    mixed = floats(["1,5", "x", "", "inf", "3"])
    assert (mixed[0], mixed[4]) == (1.5, 3) and all(map(isnan, mixed[1:4]))


def test_names_lose_what_cannot_be_seen() -> None:
    assert place_name(" Bad\u00a0Muster\x07stadt\t") == "Bad Musterstadt"
