from sqlalchemy import func, select

from geo.point import Point
from model.place import Place
from model.provider import Provider
from store import tables
from tests.store.examples import CITY_HALL, an_offer


def rows(store, table) -> int:
    with store._database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_offers_with_equal_places_and_providers_share_their_rows(store):
    provider = Provider("VHS", seat=Place(city="Moers"))
    for key in ("list:1", "list:2"):
        with store.write("me", "one") as writer:
            writer.save_offer(an_offer(key, place=CITY_HALL, provider=provider))
    with store.write("me", "two at once") as writer:
        for key in ("list:3", "list:4"):
            writer.save_offer(an_offer(key, place=CITY_HALL, provider=provider))
    assert (rows(store, tables.place), rows(store, tables.provider)) == (2, 1)


def test_a_place_at_zero_degrees_has_a_point(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(place=Place(point=Point(0, 0), radius_m=0)))
    assert store.offer("list:1").place == Place(point=Point(0.0, 0.0), radius_m=0.0)


def test_an_unknown_place_is_not_a_place_of_which_nothing_is_known(store):
    with store.write("me", "two") as writer:
        writer.save_offer(an_offer("list:1", place=None))
        writer.save_offer(an_offer("list:2", place=Place()))
    assert (store.offer("list:1").place, store.offer("list:2").place) == (None, Place())


def test_the_seat_of_a_provider_is_not_the_place_of_its_offer(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(provider=Provider("VHS", seat=CITY_HALL)))
    offer = store.offer("list:1")
    assert offer.place is None and offer.provider.seat == CITY_HALL
