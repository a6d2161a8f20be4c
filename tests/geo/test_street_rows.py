"""Streets: known addresses become one row per street, postcode, city and district, with their houses packed."""

import pytest

from geo.houses import House, unpack
from geo.layers import KnownAddress
from geo.point import Point
from geo.street_rows import Localities, Street, StreetGatherer

HERE = Point(51.43361, 6.76167)
NEXT_DOOR = Point(51.4337, 6.7617)
ELSEWHERE = Point(51.45, 6.76)


def address(number: str, point: Point | None = HERE, precision: str = "house", **changes: str) -> KnownAddress:
    return KnownAddress("Steinsche Gasse", number, "47051", "Duisburg", "", point, precision)._replace(**changes)


def gathered(*addresses: KnownAddress) -> tuple[list[Street], StreetGatherer]:
    gatherer = StreetGatherer()
    for one in addresses:
        gatherer.add(one)
    return list(gatherer.streets()), gatherer


def houses(street: Street) -> list[House]:
    return list(unpack(street.houses))


def test_all_spellings_of_a_street_make_one_row() -> None:
    streets, gatherer = gathered(
        address("30", street="Kantstraße"), address("32", street="Kantstr."), address("34", street="KANTSTRASSE")
    )
    assert len(streets) == len(gatherer.names) == 1
    assert [house.number for house in houses(streets[0])] == [30, 32, 34]
    assert gatherer.count == 3


def test_names_that_differ_in_their_umlauts_only_stay_two() -> None:
    assert len(gathered(address("1", street="Hüdestraße"), address("1", street="Hudestraße"))[0]) == 2


def test_another_postcode_district_or_city_makes_another_row() -> None:
    streets, _ = gathered(
        address("1"), address("2", postcode="47053"), address("3", district="Hochfeld"), address("4", city="Essen")
    )
    assert len(streets) == 4


def test_a_street_lies_at_its_most_central_house_and_reaches_to_the_others() -> None:
    (street,), _ = gathered(address("26"), address("28", NEXT_DOOR), address("30", Point(51.4350, 6.7618)))
    assert (street.north, street.east) == (5_143_370, 676_170)
    assert 100 < street.reach < 160
    assert [(house.number, house.north) for house in houses(street)] == [(26, -9), (28, 0), (30, 130)]


def test_a_point_coarser_than_a_street_locates_neither_house_nor_street() -> None:
    (street,), _ = gathered(address("26", HERE, "district"))
    assert street.north is None
    assert houses(street) == [House(26)]


def test_a_point_of_a_street_locates_the_street_only() -> None:
    (street,), _ = gathered(address("26", HERE, "street"))
    assert (street.north, street.east) == (5_143_361, 676_167)
    assert houses(street) == [House(26)]


def test_the_exact_point_of_a_house_is_taken_where_several_are_known() -> None:
    (street,), _ = gathered(address("26", NEXT_DOOR, "interpolated"), address("26", HERE))
    assert [house.rough for house in houses(street)] == [False]


def test_houses_of_one_number_far_from_each_other_are_both_kept() -> None:
    (street,), _ = gathered(address("26"), address("26", NEXT_DOOR), address("26", ELSEWHERE))
    assert [house.number for house in houses(street)] == [26, 26]


@pytest.mark.parametrize("number", ["", "*", "ohne Nr."])
def test_an_address_without_a_number_is_a_point_of_the_street(number: str) -> None:
    (street,), gatherer = gathered(address(number))
    assert street.north is not None and houses(street) == [] and gatherer.count == 1


@pytest.mark.parametrize("street", ["", "...", "–"])
def test_an_address_without_a_street_is_left_out(street: str) -> None:
    streets, gatherer = gathered(address("26", street=street))
    assert (streets, gatherer.count) == ([], 0)


def test_a_street_that_reaches_too_far_is_cut_and_loses_no_house() -> None:
    far = [address(str(number), Point(50 + number / 50, 6.7)) for number in range(1, 60)]
    streets, _ = gathered(*far)
    assert len(streets) > 3
    known = {house.number: round((row.north + house.north) / 1e5, 5) for row in streets for house in houses(row)}
    assert known == {number: round(50 + number / 50, 5) for number in range(1, 60)}


def test_rows_come_in_the_order_of_their_keys_whatever_the_order_of_the_addresses() -> None:
    some = [address("1", street=name) for name in ("Zeppelinweg", "Am Anger", "Ährenweg")]
    one, other = gathered(*some)[0], gathered(*reversed(some))[0]
    assert [street.houses for street in one] == [street.houses for street in other]
    assert [gathered(*some)[1].names[street.name] for street in one] == ["Ährenweg", "Am Anger", "Zeppelinweg"]


def test_estimated_postcodes_are_marked_and_make_no_locality() -> None:
    guessed = address("1", postcode="47999")._replace(postcode_estimated=True)
    streets, gatherer = gathered(guessed, address("2"))
    assert {street.postcode: street.guessed for street in streets} == {"47999": 1, "47051": 0}
    localities = Localities(gatherer.towns)
    for street in streets:
        localities.add(street)
    kinds = [(entry.name, entry.kind) for entry in localities.entries()]
    assert kinds == [("Duisburg", "locality"), ("47051", "postcode")]


def test_towns_of_one_name_far_from_each_other_are_two_localities() -> None:
    streets, gatherer = gathered(
        address("1", city="Neustadt", postcode="67433", point=Point(49.35, 8.14)),
        address("1", city="Neustadt", postcode="35279", point=Point(50.85, 9.12)),
        address("1", city="Neustadt", postcode="67435", point=Point(49.36, 8.15), district="Haardt"),
    )
    localities = Localities(gatherer.towns)
    for street in streets:
        localities.add(street)
    kinds = [(entry.kind, entry.name) for entry in localities.entries()]
    assert kinds.count(("locality", "Neustadt")) == 2 and ("quarter", "Haardt") in kinds
