from dataclasses import replace
from datetime import timedelta

from store.history import MANY
from tests.store.examples import NOW, SOURCE, an_offer


def by_hand(store, *offers, by="Anna", why="am Telefon"):
    with store.write(by, why) as writer:
        for offer in offers:
            writer.save_offer(offer)


def test_the_deeds_of_a_region_are_told_newest_first(store, clock):
    by_hand(store, *(an_offer(f"list:{number}", name=f"Rat {number}") for number in range(5)), by="import list")
    clock.wait(days=1)
    by_hand(store, an_offer("list:3", name="Rat 3", summary="neu"))
    by_hand(store, an_offer("list:9", region="05113"))
    last, first = store.history.deeds("05112")
    assert (last.by, last.why, last.at, last.count) == ("Anna", "am Telefon", NOW + timedelta(days=1), 1)
    assert [(one.key, one.name, one.number) for one in last.offers] == [("list:3", "Rat 3", 2)]
    assert (first.by, first.count, first.at) == ("import list", 5, NOW)
    assert [one.key for one in first.offers] == ["list:0", "list:1", "list:2"]
    assert [one.key for one in store.history.touched("05112", first.version, limit=2, skip=3)] == ["list:3", "list:4"]
    assert store.history.touched("05113", first.version) == []


def test_a_big_deed_names_its_first_offers_too_and_only_those_of_the_region(store):
    by_hand(store, an_offer("list:early", name="A vorher"))
    others = (an_offer("list:there", name="A dort", region="05113"), an_offer("list:999", name="B"))
    by_hand(store, *others, *(an_offer(f"list:{number:03}", name=f"Rat {number:03}") for number in range(MANY)))
    for wanted in ({}, {"by": "Anna"}, {"source": "manual"}):
        big = store.history.deeds("05112", **wanted)[0]
        assert big.count == MANY + 1
        assert [one.key for one in big.offers] == ["list:999", "list:000", "list:001"]


def test_deeds_of_one_person_or_in_one_source_and_page_by_page(store):
    by_hand(store, an_offer("list:1"), an_offer("other:1"), by="import list")
    for number in range(4):
        by_hand(store, an_offer("list:1", summary=str(number)), by="Anna" if number % 2 else "Ben")
    assert store.history.people("05112") == ["Anna", "Ben", "import list"]
    assert [deed.by for deed in store.history.deeds("05112", by="Ben")] == ["Ben", "Ben"]
    assert [deed.version for deed in store.history.deeds("05112", limit=2, skip=1)] == [4, 3]
    assert [deed.version for deed in store.history.deeds("05112", source="manual")] == [5, 4, 3, 2, 1]
    assert store.history.deeds("05112", source="other") == [] and store.history.sources("05112") == ["manual"]
    assert store.history.deeds("05113") == [] and store.history.people("05113") == []


def test_the_changes_of_an_offer_come_page_by_page_each_with_what_was_before(store):
    for number in range(7):
        by_hand(store, an_offer("list:1", summary=str(number)))
    page = store.history.of_offer("list:1", limit=3)
    assert [(each.number, each.before.summary, each.offer.summary) for each in page] == [
        (7, "5", "6"), (6, "4", "5"), (5, "3", "4"),
    ]  # fmt: skip
    rest = store.history.of_offer("list:1", below=5, limit=10)
    assert [each.number for each in rest] == [4, 3, 2, 1] and rest[-1].before is None and rest[0].before.summary == "2"
    assert store.history.of_offer("list:none") == [] == store.history.of_offer("list:1", below=1)


def test_what_a_run_changed_is_known_with_what_was_before_and_who_came_after(store):
    by_hand(store, an_offer("list:1", summary="alt"), an_offer("list:3", summary="alt"))
    with store.write("import list", "A list: a.csv") as writer:
        run = writer.start_run(SOURCE, "a.csv", "0" * 64, "05112")
        for key in ("list:1", "list:2", "list:3"):
            writer.save_offer(an_offer(key, summary="neu"))
    by_hand(store, an_offer("list:3", summary="von Hand"))
    changed = store.history.run_changes(run)
    assert [(one.key, one.is_new, one.since_by) for one in changed] == [
        ("list:1", False, ""), ("list:2", True, ""), ("list:3", False, "Anna"),
    ]  # fmt: skip
    with store.write("Anna", "sieht nach") as writer:
        whole = writer.history.run_changes(run)
    assert [one.before and one.before.summary for one in whole] == ["alt", None, None]
    assert [replace(one, before=None) for one in whole] == changed
    deed = store.history.deeds("05112")[1]
    assert deed.run == store.run(run).code


def test_the_newest_change_of_each_offer_comes_once_newest_first_and_an_ended_one_too(store, clock):
    by_hand(store, an_offer("list:1"), an_offer("list:2"), an_offer("list:3"), an_offer("list:9", region="05113"))
    by_hand(store, an_offer("list:2", summary="neu"))
    by_hand(store, an_offer("list:2", summary="neuer"))
    with store.write("Anna", "geschlossen") as writer:
        writer.archive_offer("list:1")
    newest = store.history.latest("05112", 10)
    assert [(one.key, one.number, one.offer.status) for one in newest] == [
        ("list:1", 2, "archived"), ("list:2", 3, "published"), ("list:3", 1, "published"),
    ]  # fmt: skip
    assert [one.key for one in store.history.latest("05112", 2)] == ["list:1", "list:2"]
    assert store.history.latest("05114", 10) == []
    assert [key for key, _ in store.dated_keys("05112", 10)] == ["list:2", "list:3"]


def test_published_offers_are_told_with_the_day_of_their_last_change(store, clock):
    by_hand(store, an_offer("list:1"), an_offer("list:2"))
    clock.wait(days=3)
    by_hand(store, an_offer("list:2", summary="neu"))
    assert store.dated_keys("05112", 10) == [("list:1", NOW), ("list:2", NOW + timedelta(days=3))]
    assert store.dated_keys("05112", 1) == [("list:1", NOW)] and store.dated_keys("05113", 10) == []
