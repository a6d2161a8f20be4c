from random import Random

import pytest

from geo.point import Point, distance_m
from model.place import Place
from tests.store.examples import an_offer

DICE = Random(11)
AROUND_THE_WORLD = [
    *(Point(51.3 + DICE.random() / 4, 6.6 + DICE.random() / 4) for _ in range(40)),
    *(Point(DICE.uniform(-90, 90), DICE.uniform(-180, 180)) for _ in range(40)),
    *(Point(lat, lon) for lat in (-90.0, 0.0, 90.0) for lon in (-180.0, 0.0, 179.999, 180.0)),
    Point(51.4349, 6.7627),
    Point(51.4349, 6.7627),
]


@pytest.fixture
def world(store):
    with store.write("me", "everywhere") as writer:
        for number, point in enumerate(AROUND_THE_WORLD):
            writer.save_offer(an_offer(f"list:{number}", place=Place(point=point)))
        writer.save_offer(an_offer("list:nowhere"))
        writer.save_offer(an_offer("list:gone", place=Place(point=AROUND_THE_WORLD[0])))
        writer.archive_offer("list:gone")
    return store


def by_hand(store, point: Point) -> list[tuple[int, float]]:
    ways = [(store.row_id(f"list:{number}"), distance_m(point, there)) for number, there in enumerate(AROUND_THE_WORLD)]
    return sorted(ways, key=lambda way: (way[1], way[0]))


@pytest.mark.parametrize(
    "point",
    [Point(51.4349, 6.7627), Point(0, 180), Point(10, -179.9), Point(89.99, 20), Point(-90, 0), Point(-33.9, 151.2)],
)
def test_the_nearest_are_those_that_measuring_every_one_finds(world, point):
    expected = by_hand(world, point)
    assert world.near(point, 7) == expected[:7]
    assert world.near(point, 500) == expected


def test_nobody_is_told_who_is_farther_away_than_asked(world):
    here = Point(51.4349, 6.7627)
    expected = [way for way in by_hand(world, here) if way[1] <= 5_000]
    assert 2 < len(expected) < 40
    assert world.near(here, 99, within_m=5_000) == expected
    assert world.near(here, 99, within_m=0) == expected[:2]
    assert world.near(here, 0) == []
