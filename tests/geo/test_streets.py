"""Streets: known addresses become one row per street, postcode, city and district."""

from geo.layers import KnownAddress
from geo.point import Point
from geo.streets import STREET_RADIUS_M, gather_streets

HERE = Point(51.43361, 6.76167)
NEXT_DOOR = Point(51.4337, 6.7617)
ELSEWHERE = Point(51.45, 6.76)


def address(number: str, point: Point | None, precision: str, **changes: str) -> KnownAddress:
    return KnownAddress("Steinsche Gasse", number, "47051", "Duisburg", "", point, precision)._replace(**changes)


def test_all_spellings_of_a_street_make_one_row() -> None:
    one = KnownAddress("Kantstraße", "30", "47166", "Duisburg", "Hamborn", HERE, "house")
    streets, houses, count = gather_streets([one, one._replace(street="Kantstr.", number="32")], 7)
    assert [street["id"] for street in streets] == [7]
    assert {house["number"] for house in houses} == {30, 32}
    assert count == 2


def test_another_postcode_or_district_makes_another_row() -> None:
    streets, _, _ = gather_streets(
        [address("1", HERE, "house"), address("2", HERE, "house", postcode="47053"),
         address("3", HERE, "house", district="Hochfeld")], 1,
    )  # fmt: skip
    assert len(streets) == 3


def test_the_street_lies_amid_its_points_and_reaches_to_them() -> None:
    streets, _, _ = gather_streets([address("26", HERE, "house"), address("28", NEXT_DOOR, "house")], 1)
    assert HERE.lat < streets[0]["lat"] < NEXT_DOOR.lat
    assert STREET_RADIUS_M < streets[0]["radius_m"] < STREET_RADIUS_M + 20


def test_a_point_coarser_than_a_street_locates_neither_house_nor_street() -> None:
    streets, houses, _ = gather_streets([address("26", HERE, "district")], 1)
    assert streets[0]["lat"] is None
    assert (houses[0]["number"], houses[0]["lat"]) == (26, None)


def test_the_exact_point_of_a_house_is_taken_where_several_are_known() -> None:
    _, houses, _ = gather_streets([address("26", NEXT_DOOR, "street"), address("26", HERE, "house")], 1)
    assert [(house["lat"], house["precision"]) for house in houses] == [(HERE.lat, "house")]


def test_points_of_one_house_that_contradict_each_other_are_not_exact() -> None:
    _, houses, _ = gather_streets([address("26", HERE, "house"), address("26", ELSEWHERE, "house")], 1)
    assert [house["lat"] for house in houses] == [None]


def test_an_address_without_a_street_is_left_out() -> None:
    assert gather_streets([address("26", HERE, "house", street="")], 1) == ([], [], 0)
