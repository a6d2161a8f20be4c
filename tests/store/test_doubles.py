"""Pairs that may be the same, and old keys that lead to new ones, as the store keeps them."""

from geo.point import Point
from model.contact import Contact
from model.double import Outline, Pair
from model.place import Place
from store import Store
from tests.store.examples import CITY_HALL, an_offer

REGION = "05112"
PAIR = Pair("list:1", "list:2", 91, ("name", "place"), 12)


def save(store: Store, *offers) -> None:
    with store.write(by="test", why="offers") as writer:
        for offer in offers:
            writer.save_offer(offer)


def put(store: Store, keys: list[str], *pairs: Pair) -> int:
    with store.write(by="watch", why="test") as writer:
        return writer.doubles.put_pairs(REGION, keys, pairs)


def some(store: Store) -> None:
    save(store, an_offer("list:1", name="Eins"), an_offer("list:2", name="Zwei"), an_offer("list:3", name="Drei"))


def test_outlines_tell_what_is_compared(store):
    full = an_offer("list:1", place=CITY_HALL, contact=Contact("0203 1", "", "https://a.example"))
    coarse = an_offer("list:2", place=Place(city="Duisburg", point=Point(51.4, 6.7), precision="district"))
    save(store, full, coarse, an_offer("list:3", status="archived"), an_offer("list:4", region="05113"))
    first, second = store.doubles.outlines(REGION)
    assert first == Outline("list:1", "counselling", "Bildungsberatung", "Volkshochschule", "manual", "0203 1",
                            "https://a.example", "Burgplatz 19 47051", CITY_HALL.point, True)  # fmt: skip
    assert (second.address, second.point, second.is_exact, second.phone) == ("", Point(51.4, 6.7), False, "")


def test_pairs_wait_with_the_most_alike_first(store):
    some(store)
    weak = Pair("list:1", "list:3", 60, ("place",), None)
    assert put(store, ["list:1"], PAIR, weak) == 2
    assert put(store, ["list:1"], PAIR, weak) == 0
    assert store.doubles.waiting(REGION) == 2
    assert store.doubles.waiting("05113") == 0
    first, second = store.doubles.page(REGION)
    assert (first.pair, first.names, first.providers) == (PAIR, ("Eins", "Zwei"), ("Volkshochschule",) * 2)
    assert second.pair == weak
    assert [one.pair for one in store.doubles.page(REGION, offset=1, limit=1)] == [weak]


def test_a_pair_that_no_longer_looks_alike_goes(store):
    some(store)
    put(store, ["list:1"], PAIR)
    assert put(store, ["list:2"]) == 1
    assert store.doubles.waiting(REGION) == 0


def test_a_pair_of_which_one_is_archived_does_not_wait(store):
    some(store)
    put(store, ["list:1"], PAIR)
    save(store, an_offer("list:2", name="Zwei", status="archived"))
    assert store.doubles.waiting(REGION) == 0
    assert store.doubles.page(REGION) == []


def test_what_is_not_the_same_is_remembered_for_good(store):
    some(store)
    put(store, ["list:1"], PAIR)
    with store.write(by="Erika", why="not the same") as writer:
        writer.doubles.keep_apart(REGION, "list:2", "list:1")
        writer.doubles.keep_apart(REGION, "list:1", "list:3")
    assert put(store, ["list:1", "list:2"], PAIR) == 0
    assert put(store, ["list:1", "list:2"]) == 0
    assert store.doubles.waiting(REGION) == 0
    assert store.doubles.apart("list:1") == {"list:2", "list:3"}
    assert store.doubles.apart("list:3") == {"list:1"}


def merged(store: Store, old: str, new: str) -> str:
    with store.write(by="Erika", why="merge") as writer:
        return writer.doubles.add_merge(REGION, old, new, (1, 1))


def test_an_old_key_leads_to_the_end_of_its_chain(store):
    some(store)
    assert store.doubles.redirect("list:1") == ""
    code = merged(store, "list:1", "list:2")
    assert store.doubles.redirect("list:1") == "list:2"
    merged(store, "list:2", "list:3")
    assert store.doubles.redirect("list:1") == "list:3"
    assert store.doubles.redirect("list:3") == ""
    assert [one.new for one in store.doubles.merges(REGION)] == ["list:3", "list:2"]
    with store.write(by="Erika", why="undo") as writer:
        assert writer.doubles.undo_merge(code) is not None
        assert writer.doubles.undo_merge(code) is None
        assert writer.doubles.redirect("list:1") == ""
    assert store.doubles.redirect("list:1") == ""
    assert store.doubles.redirect("list:2") == "list:3"
    assert [one.old for one in store.doubles.merges(REGION)] == ["list:2"]


def test_keys_in_a_circle_end_somewhere(store):
    some(store)
    merged(store, "list:1", "list:2")
    merged(store, "list:2", "list:1")
    assert store.doubles.redirect("list:1") in ("list:1", "list:2")


def test_reports_move_along_and_come_back(store):
    some(store)
    with store.write(by="visitor", why="test") as writer:
        writer.add_report("list:1", "hours", "")
        writer.add_report("list:2", "moved", "")
    code = merged(store, "list:1", "list:2")
    assert {report.key for report in store.reports()} == {"list:2"}
    with store.write(by="Erika", why="undo") as writer:
        writer.doubles.undo_merge(code)
    assert [(report.key, report.reason) for report in store.reports()] == [("list:2", "moved"), ("list:1", "hours")]


def test_a_merged_pair_waits_no_longer(store):
    some(store)
    put(store, ["list:1"], PAIR)
    merged(store, "list:1", "list:2")
    assert store.doubles.pair("list:2", "list:1") is None
