"""Cleaning places: addresses, postcodes and coordinates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.point import Box, Point
from importers.clean.place import Where, coordinate, house_number, place, point, postcode
from model.country import Country
from model.draft import DraftPlace
from model.place import Place

DUISBURG = Where(Box(6.62, 51.33, 6.84, 51.56), "NW")
NRW, SAXONY = DUISBURG, DUISBURG._replace(land="SN")
KREMS = Where(Box(15.5, 48.3, 15.8, 48.5), "3", Country("AT", "43", "0", r"[1-9]\d{3}"))


def clean(**parts: str) -> Place:
    found = place(DraftPlace(**parts), DUISBURG, pytest.fail)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("street", "parts"),
    [
        ("Heerstraße 109", ("Heerstraße", "109")),
        ("Wallstr.12", ("Wallstr.", "12")),
        ("Am Markt 3 a", ("Am Markt", "3 a")),
        ("Steinsche Gasse 29-33", ("Steinsche Gasse", "29-33")),
        ("Steinsche Gasse 29 – 33", ("Steinsche Gasse", "29 – 33")),
        ("Königstr. 12/14", ("Königstr.", "12/14")),
        ("Straße des 17. Juni", ("Straße des 17. Juni", "")),
        ("Straße des 17. Juni 135", ("Straße des 17. Juni", "135")),
        ("Friedrich-Wilhelm-Platz", ("Friedrich-Wilhelm-Platz", "")),
        ("Otto-Hahn-Str. 5b", ("Otto-Hahn-Str.", "5b")),
    ],
)
def test_street_and_number_are_told_apart(street: str, parts: tuple[str, str]) -> None:
    found = clean(street=street)
    assert (found.street, found.number) == parts


def test_a_floor_behind_the_number_is_kept_with_the_place() -> None:
    found = clean(street="Heerstraße 109, 2. Etage", name="Stadtteilbüro")
    assert (found.street, found.number, found.name) == ("Heerstraße", "109", "Stadtteilbüro, 2. Etage")


def test_an_address_in_one_text_is_taken_apart() -> None:
    found = clean(address="Heerstraße 109, 47053 Duisburg")
    assert (found.street, found.number, found.postcode, found.city) == ("Heerstraße", "109", "47053", "Duisburg")


def test_postcode_and_city_may_share_a_cell() -> None:
    found = clean(street="Heerstraße", number="109", city="D-47053 Duisburg")
    assert (found.postcode, found.city) == ("47053", "Duisburg")


def test_nothing_told_is_no_place() -> None:
    assert place(DraftPlace(), DUISBURG, pytest.fail) is None
    assert place(DraftPlace(street="k. A.", city="-"), DUISBURG, pytest.fail) is None


@pytest.mark.parametrize(
    ("text", "code"), [("47053", "47053"), ("47053.0", "47053"), ("D-47053", "47053"), ("47 053", "47053"), ("", "")]
)
def test_postcodes_have_five_digits(text: str, code: str) -> None:
    assert postcode(text, NRW, pytest.fail) == code


def test_a_lost_zero_is_put_back_and_named_where_it_is_no_custom() -> None:
    assert postcode("1234.0", SAXONY, pytest.fail) == "01234"
    warnings: list[str] = []
    assert postcode("1234", NRW, warnings.append) == "01234"
    assert "four digits" in warnings[0]


def test_a_strange_postcode_is_kept_and_named() -> None:
    warnings: list[str] = []
    assert postcode("SW1A 1AA", NRW, warnings.append) == "SW1A 1AA"
    assert "postcode" in warnings[0]


def test_a_number_that_became_a_day_is_put_right() -> None:
    warnings: list[str] = []
    assert house_number("2026-05-03", warnings.append) == "3-5"
    assert warnings
    assert house_number("109.0", pytest.fail) == "109"
    assert house_number("Nr. 5", pytest.fail) == "5"


@pytest.mark.parametrize(
    ("text", "value"),
    [("51.4336", 51.4336), ("51,4336", 51.4336), ("51.4336°", 51.4336), ("51.4336° N", 51.4336), ("", None),
     ("51.433.610", None), ("Nord", None), ("51° 26' 1\"", 51.433611), ("6°46′O", 6.766667), ("1e5", None),
     ("nan", None), ("inf", None)],
)  # fmt: skip
def test_degrees_are_read_in_every_usual_form(text: str, value: float | None) -> None:
    assert coordinate(text) == (value if value is None else pytest.approx(value, abs=1e-6))


@pytest.mark.parametrize(
    ("lat", "lon", "expected", "word"),
    [
        ("51.43", "6.76", Point(51.43, 6.76), ""),
        ("6.76", "51.43", Point(51.43, 6.76), "swapped"),
        ("51.46", "7.00", Point(51.46, 7.00), "outside the region"),
        ("48.1", "11.5", None, "far from the region"),
        ("0", "0", None, "cannot be read"),
        ("51.43", "", None, "cannot be read"),
        ("151", "6", None, "far"),
        ("", "", None, ""),
    ],
)
def test_coordinates_are_checked_against_the_region(lat: str, lon: str, expected: Point | None, word: str) -> None:
    warnings: list[str] = []
    assert point(lat, lon, DUISBURG, warnings.append) == expected
    assert (word in warnings[0]) if word else warnings == []


@pytest.mark.parametrize(
    ("told", "street", "number", "precision"),
    [("house", "", "", "house"), ("Hausnummer", "", "", "house"), ("Stadtteil", "Weg", "1", "district"),
     ("PLZ", "", "", "postcode"), ("near", "Weg", "1", "street"), ("", "Weg", "1", "house"), ("", "Weg", "", "place"),
     ("", "", "", "place")],
)  # fmt: skip
def test_a_coordinate_is_as_exact_as_told_and_else_only_with_a_house(
    told: str, street: str, number: str, precision: str
) -> None:
    found = clean(street=street, number=number, lat="51.43", lon="6.76", precision=told)
    assert found.precision == precision
    assert found.radius_m is None


@given(st.builds(DraftPlace, *(st.text(max_size=30) for _ in range(11))))
def test_any_place_is_survived(draft: DraftPlace) -> None:
    notes: list[str] = []
    place(draft, DUISBURG, notes.append)


def test_postcodes_of_other_countries_keep_their_digits() -> None:
    assert postcode("3500", KREMS, pytest.fail) == "3500"
    assert postcode("A-3500", KREMS, pytest.fail) == "3500"
    warnings: list[str] = []
    assert postcode("47051", KREMS, warnings.append) == "47051"
    assert warnings == ["'47051' is no postcode of AT; please check it."]


def test_an_address_in_one_line_is_taken_apart_as_its_country_writes_it() -> None:
    found = place(DraftPlace(address="Obere Landstraße 2000, A-3500 Krems an der Donau"), KREMS, pytest.fail)
    assert found == Place(street="Obere Landstraße", number="2000", postcode="3500", city="Krems an der Donau")
