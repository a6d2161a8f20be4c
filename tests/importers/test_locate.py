"""Giving places their points, never finer than is known."""

import pytest

from geo.live import LiveGeocoder
from geo.point import Point, distance_m
from importers.locate import FOUND_IN, SAME_ADDRESS, Locator, is_finer, queries, same_address, was_found
from model.place import Place
from model.region import Region


@pytest.fixture
def locator(geocoder: LiveGeocoder, region: Region) -> Locator:
    return Locator(geocoder, region.box)


def test_a_known_house_is_found_to_the_house(locator: Locator) -> None:
    found = locator.locate(Place(street="Musterallee", number="12", postcode="47051", city="Duisburg"), pytest.fail)
    assert found.precision == "house"
    assert found.point is not None
    assert distance_m(found.point, Point(51.4331, 6.7621)) < 1
    assert found.point_source.startswith(FOUND_IN)


def test_an_unknown_number_is_never_a_house(locator: Locator) -> None:
    found = locator.locate(Place(street="Musterallee", number="999", postcode="47051", city="Duisburg"), lambda _: None)
    assert found.point is not None
    assert found.precision == "street"


def test_an_unknown_street_is_only_its_district_and_says_so(locator: Locator) -> None:
    warnings: list[str] = []
    found = locator.locate(
        Place(street="Nirgendweg", number="1", city="Duisburg", district="Hochfeld"), warnings.append
    )
    assert found.precision == "district"
    assert found.radius_m is not None
    assert found.radius_m > 500
    assert "'Nirgendweg 1' was not found" in warnings[0]


def test_a_district_alone_is_a_place_to_measure_from(locator: Locator) -> None:
    found = locator.locate(Place(city="Duisburg", district="Marxloh"), pytest.fail)
    assert found.precision == "district"


def test_a_big_city_alone_is_none(locator: Locator) -> None:
    place = Place(city="Duisburg")
    assert locator.locate(place, pytest.fail) == place


def test_an_address_nobody_knows_stays_without_a_point_and_is_named(locator: Locator) -> None:
    warnings: list[str] = []
    place = Place(street="Xyzzystraße", number="1", city="Nirgendhausen")
    assert locator.locate(place, warnings.append) == place
    assert "was not found" in warnings[0]


def test_a_given_point_is_not_touched(locator: Locator) -> None:
    place = Place(street="Musterallee", number="12", city="Duisburg", point=Point(51.4, 6.7), precision="street")
    assert locator.locate(place, pytest.fail) is place


def test_rows_with_the_same_address_share_a_given_point(locator: Locator) -> None:
    locator.learn(Place(street="Nirgendweg", number="1", city="Duisburg", point=Point(51.4, 6.7), precision="house"))
    locator.learn(Place(street="Nirgendweg", number="2", city="Duisburg", point=Point(51.4, 6.7), precision="street"))
    found = locator.locate(Place(street="NIRGENDWEG", number="1", city="Duisburg"), pytest.fail)
    assert (found.point, found.precision, found.point_source) == (Point(51.4, 6.7), "house", SAME_ADDRESS)
    assert locator.locate(Place(street="Nirgendweg", number="2", city="Duisburg"), lambda _: None).precision != "house"


def test_the_finest_question_comes_first() -> None:
    place = Place(street="Weg", number="1", postcode="47051", city="Duisburg", district="Mitte")
    assert queries(place) == ["Weg 1, 47051 Duisburg", "Mitte, Duisburg", "47051 Duisburg"]
    assert queries(Place(street="Weg", city="Duisburg", district="Mitte"))[0] == "Weg, Mitte, Duisburg"
    assert queries(Place(name="Rathaus")) == []


def test_a_place_without_any_address_is_left_alone(locator: Locator) -> None:
    place = Place(name="Bildungsbus")
    assert locator.locate(place, pytest.fail) is place


def test_found_points_are_told_from_given_ones() -> None:
    assert was_found(Place())
    assert was_found(Place(point=Point(51, 6), point_source=f"{FOUND_IN}x"))
    assert not was_found(Place(point=Point(51, 6), point_source="Vermessungsamt"))
    assert same_address(Place(street="Weg"), Place(street="Weg", point=Point(51, 6)))
    assert is_finer(Place(precision="house"), Place(precision="district"))
