"""The houses of a street in a few bytes each: what went in comes out, and a number is found as well as it is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.address import HouseNumber
from geo.houses import FARTHEST, House, HouseHit, look_up, pack, unpack

ROUND = (1.11, 0.69)
STREET = [House(number, "", 0, 10 * number, 0) for number in (2, 4, 8, 12, 60)] + [
    House(3, "", 0, 30, 20),
    House(5, "a", 0, 50, 20),
    House(5, "b", 0, 52, 20),
    House(7, "", 11, 70, 20),
    House(80_001, "", 0, 5, 5),
    House(9, "hinten", 0, 90, 20),
]


def found(number: str, last: int = 0, letter: str = "") -> list[tuple[str, str, int]]:
    hits = look_up(pack(STREET), HouseNumber(int(number), letter, last), ROUND)
    return [(hit.how, str(hit.house), hit.north) for hit in hits]


def test_a_plain_house_takes_seven_bytes() -> None:
    assert len(pack(STREET[:5])) - len(pack(STREET[:4])) == 7
    assert pack([]) == b"" and list(unpack(b"")) == []


@pytest.mark.parametrize(
    ("asked", "hit"),
    [
        (("4",), ("same", "4", 40)),
        (("4", 8), ("same", "4", 40)),
        (("7", 11), ("same", "7-11", 70)),
        (("9",), ("same", "7-11", 70)),
        (("5", 0, "b"), ("same", "5b", 52)),
        (("5",), ("beside", "5a", 50)),
        (("5", 0, "z"), ("beside", "5a", 50)),
        (("9", 0, "hinten"), ("same", "9hinten", 90)),
        (("80001",), ("same", "80001", 5)),
        (("6",), ("between", "6", 60)),
        (("10",), ("between", "10", 100)),
    ],
)
def test_a_number_is_found_as_well_as_it_is_known(asked: tuple, hit: tuple[str, str, int]) -> None:
    assert found(*asked) == [hit]


@pytest.mark.parametrize("number", ["1", "13", "30", "62", "1000"])
def test_where_neighbours_are_missing_or_far_nothing_is_guessed(number: str) -> None:
    assert found(number) == []


def test_ends_that_lie_far_apart_are_not_joined() -> None:
    assert look_up(pack([House(2, "", 0, 0, 0), House(6, "", 0, 900, 0)]), HouseNumber(4), ROUND) == []
    assert look_up(pack([House(2, "", 0, 0, 0), House(6, "", 0, 300, 0)]), HouseNumber(4), ROUND) == [
        HouseHit("between", HouseNumber(4), 150, 0)
    ]


def test_one_number_at_two_places_is_found_twice() -> None:
    twice = pack([House(4, "", 0, 0, 0), House(4, "", 0, 5_000, 0)])
    assert [hit.north for hit in look_up(twice, HouseNumber(4), ROUND)] == [0, 5_000]


def test_a_house_that_nobody_located_is_known_but_nowhere() -> None:
    assert look_up(pack([House(4)]), HouseNumber(4), ROUND) == [HouseHit("unlocated", HouseNumber(4))]
    assert look_up(pack([House(4), House(4, "a", 0, 7, 7)]), HouseNumber(4), ROUND)[0].how == "beside"


def test_a_roughly_located_house_says_so() -> None:
    assert [hit.how for hit in look_up(pack([House(4, "", 0, 1, 1, True)]), HouseNumber(4), ROUND)] == ["rough"]


STEPS = st.integers(-FARTHEST, FARTHEST)
HOUSES = st.lists(
    st.builds(
        House,
        st.integers(0, 3_000_000),
        st.sampled_from(["", "a", "z", "1/2", "bis", "abc", "ß" * 40]),
        st.sampled_from([0, 0, 14, 999_999]),
        STEPS,
        STEPS,
        st.booleans(),
    ),
    max_size=40,
)


@given(HOUSES)
def test_what_was_packed_comes_back(houses: list[House]) -> None:
    assert set(unpack(pack(houses))) == set(houses)


@given(HOUSES, st.integers(0, 3_000_000))
def test_looking_up_agrees_with_looking_at_each(houses: list[House], number: int) -> None:
    numbers = [house.number for house in houses] + [number]
    for asked in (HouseNumber(one) for one in numbers):
        hits = look_up(pack(houses), asked, ROUND)
        exact = {house for house in houses if house.name == asked}
        if exact:
            assert {(hit.north, hit.east) for hit in hits} <= {(one.north, one.east) for one in exact}
            assert hits and all(hit.how in ("same", "rough") for hit in hits)
