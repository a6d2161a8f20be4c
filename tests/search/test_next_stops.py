"""An offer that travels is found where it stops next, until that stop is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from geo.point import Box, Point, distance_m
from model.offer import Offer
from model.place import Place, Stop
from model.query import Query
from model.region import Region
from search.memory import Finder
from store import Store, open_store
from store.files import load_vocabulary
from tests.store.examples import an_offer

WORDS = load_vocabulary(Path(__file__).resolve().parents[2] / "data" / "vocabulary")
BEGIN = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
HOME, LIBRARY, MARKET = Point(51.43, 6.76), Point(51.45, 6.76), Point(51.50, 6.76)


class Watch:
    now = BEGIN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def store(database_url: str, watch: Watch):
    opened = open_store(database_url, clock=watch)
    with opened.write("test", "region") as writer:
        writer.save_region(Region("05112", "Duisburg", "duisburg", Box(6.6, 51.3, 6.9, 51.6)))
    yield opened
    opened.close()


def stop(hours: float, point: Point | None, name: str = "Halt") -> Stop:
    begin = BEGIN + timedelta(hours=hours)
    return Stop(begin, begin + timedelta(hours=2), Place(name, "Weg", "1", "47051", "Duisburg", "", point, "house"))


def bus(*stops: Stop) -> Offer:
    return replace(an_offer("list:bus"), place=None, stops=stops)


def put(store: Store, *offers: Offer) -> None:
    with store.write("test", "offers") as writer:
        for offer in offers:
            writer.save_offer(offer)


def ask(finder: Finder, **more: object) -> list[tuple[str, int | None]]:
    answer = finder.nearest(Query("05112", HOME, **more))  # type: ignore[arg-type]
    return [(hit.offer.key, None if hit.distance_m is None else round(hit.distance_m)) for hit in answer.hits]


def test_the_next_stop_is_where_it_is_until_it_is_over(store: Store, watch: Watch) -> None:
    put(store, bus(stop(5, LIBRARY), stop(30, MARKET)))
    finder = Finder(store, WORDS, watch)
    first, second = round(distance_m(HOME, LIBRARY)), round(distance_m(HOME, MARKET))
    assert ask(finder) == [("list:bus", first)]
    hit = finder.nearest(Query("05112", HOME)).hits[0]
    assert hit.place == stop(5, LIBRARY).place and hit.next_stop == hit.stop
    watch.now = BEGIN + timedelta(hours=7)
    assert ask(finder) == [("list:bus", first)], "it is still there"
    watch.now += timedelta(seconds=1)
    assert ask(finder) == [("list:bus", second)], "without anybody having written anything"
    watch.now = BEGIN + timedelta(hours=33)
    answer = finder.nearest(Query("05112", HOME))
    assert answer.hits == () and [hit.offer.key for hit in answer.remote] == ["list:bus"]


def test_a_stop_counts_two_weeks_before(store: Store, watch: Watch) -> None:
    put(store, bus(stop(24 * 15, LIBRARY)))
    finder = Finder(store, WORDS, watch)
    assert ask(finder) == []
    assert finder.nearest(Query("05112", HOME)).remote[0].next_stop is not None
    watch.now = BEGIN + timedelta(days=1, seconds=1)
    assert [key for key, _ in ask(finder)] == ["list:bus"]


def test_a_next_stop_that_nobody_can_find_is_no_place_and_a_later_one_is_not_taken_for_it(
    store: Store, watch: Watch
) -> None:
    put(store, bus(stop(5, None), stop(30, MARKET)))
    assert ask(Finder(store, WORDS, watch)) == []


def test_an_offer_with_a_place_stays_there(store: Store, watch: Watch) -> None:
    put(store, replace(bus(stop(5, LIBRARY)), place=Place("Büro", point=MARKET, precision="house")))
    assert ask(Finder(store, WORDS, watch)) == [("list:bus", round(distance_m(HOME, MARKET)))]


def test_a_stop_that_is_changed_is_seen_at_once_and_stands_in_boxes(store: Store, watch: Watch) -> None:
    house = replace(an_offer("list:other"), place=Place("Haus", point=HOME, precision="house"))
    put(store, bus(stop(5, LIBRARY)), house)
    finder = Finder(store, WORDS, watch)
    assert ask(finder)[1] == ("list:bus", round(distance_m(HOME, LIBRARY)))
    put(store, bus(stop(5, MARKET)))
    assert ask(finder)[1] == ("list:bus", round(distance_m(HOME, MARKET)))
    box = Box(6.7, 51.49, 6.8, 51.51)
    assert [group.offers[0].key for group in finder.clusters(Query("05112"), box, 15)] == ["list:bus"]
