import json
from dataclasses import replace
from datetime import datetime

import pytest

from geo.point import Point
from model.place import Place, Stop
from model.provider import Provider
from store import StoreError
from tests.store.examples import CITY_HALL, SOURCE, a_full_offer, an_offer


def test_saving_says_whether_an_offer_is_new_changed_or_the_same(store):
    with store.write("me", "why") as writer:
        assert writer.save_offer(an_offer()) == "new"
        assert writer.save_offer(an_offer()) == "same"
        assert writer.save_offer(an_offer(summary="now")) == "changed"
    with store.write("me", "why") as writer:
        assert writer.save_offer(an_offer(summary="now")) == "same"
        assert writer.save_offer(an_offer()) == "changed"


def test_saving_the_same_offer_writes_nothing_at_all(store, clock):
    with store.write("me", "why") as writer:
        writer.save_offer(a_full_offer(), record={"row": 1})
    before = store.version(), store.offer("list:full"), store.revisions("list:full"), store.raw_record("list:full")
    clock.wait(hours=1)
    with store.write("me", "again") as writer:
        assert writer.save_offer(a_full_offer(), record={"row": 2}) == "same"
        assert writer.save_offer(replace(a_full_offer(), edited_at=clock())) == "same"
    assert before == (
        store.version(), store.offer("list:full"), store.revisions("list:full"), store.raw_record("list:full")
    )  # fmt: skip


def test_whole_numbers_and_decimals_of_the_same_value_are_the_same(store):
    with store.write("me", "why") as writer:
        writer.save_offer(an_offer(place=Place(point=Point(51, 0), radius_m=10)))
        assert writer.save_offer(an_offer(place=Place(point=Point(51.0, -0.0), radius_m=10.0))) == "same"


def test_a_transaction_raises_the_version_by_one_however_much_it_changes(store):
    assert store.version() == 0
    with store.write("me", "many") as writer:
        for number in range(5):
            writer.save_offer(an_offer(f"list:{number}"))
    assert store.version() == 1
    with store.write("me", "nothing"):
        pass
    assert store.version() == 1


def test_a_writer_that_fails_leaves_nothing(store):
    with store.write("me", "good") as writer:
        writer.save_offer(an_offer())
    with pytest.raises(ZeroDivisionError), store.write("me", "bad") as writer:
        writer.save_offer(an_offer(summary="bad"))
        writer.save_offer(an_offer("list:2"))
        writer.start_run(SOURCE, "file", "00", "05112")
        writer.flush()
        raise ZeroDivisionError
    assert store.version() == 1
    assert store.keys() == ["list:1"]
    assert store.offer("list:1").summary == ""
    assert store.runs() == [] and len(store.revisions("list:1")) == 1


def test_an_archived_offer_is_off_the_map_but_not_gone(store):
    with store.write("me", "why") as writer:
        writer.save_offer(an_offer())
        assert writer.archive_offer("list:1") is True
        assert writer.archive_offer("list:1") is False
    assert store.offer("list:1").status == "archived"
    assert store.keys() == [] and store.keys(archived=True) == ["list:1"]
    assert store.text_ids("bildungsberatung") == []
    with store.write("me", "back") as writer:
        assert writer.restore_offer("list:1") is True
        assert writer.restore_offer("list:1") is False
    assert store.keys() == ["list:1"] and len(store.text_ids("bildungsberatung")) == 1


def test_archiving_what_does_not_exist_is_refused(store):
    with pytest.raises(StoreError, match="no offer list:9"), store.write("me", "why") as writer:
        writer.archive_offer("list:9")


def test_saving_an_archived_offer_as_published_puts_it_back(store):
    with store.write("me", "why") as writer:
        writer.save_offer(an_offer())
        writer.archive_offer("list:1")
        assert writer.save_offer(an_offer()) == "changed"
    assert store.offer("list:1").status == "published"


def test_changing_one_offer_leaves_others_at_the_same_place_and_provider_alone(store):
    with store.write("me", "two") as writer:
        for key in ("list:1", "list:2"):
            writer.save_offer(an_offer(key, place=CITY_HALL, provider=Provider("VHS", "https://vhs.example")))
    other = store.offer("list:2")
    with store.write("me", "moved") as writer:
        moved = replace(CITY_HALL, point=Point(51.5, 6.8))
        writer.save_offer(an_offer("list:1", place=moved, provider=Provider("VHS", "https://new.example")))
    assert store.offer("list:1").place == moved
    assert store.offer("list:2") == other


def test_the_latest_raw_record_stays_beside_its_offer(store):
    with store.write("me", "why") as writer:
        run = writer.start_run(SOURCE, "list.csv", "ab", "05112")
        writer.save_offer(an_offer(), run=run, record={"Name": "A", "leer": None, "\0": "x\ud800"})
        writer.save_offer(an_offer("list:2"))
    assert store.raw_record("list:1") == {"Name": "A", "leer": None, "\0": "x\ud800"}
    assert store.raw_record("list:2") is None
    with store.write("me", "why") as writer:
        writer.save_offer(an_offer(summary="new"), run=run, record={"Name": "B"})
    assert store.raw_record("list:1") == {"Name": "B"}


@pytest.mark.parametrize("text", ["a\0b", "half \ud83d"])
def test_text_that_one_of_the_databases_could_not_keep_is_refused_on_both(store, text):
    with pytest.raises(StoreError, match="offer 'list:1' holds"), store.write("me", "why") as writer:
        writer.save_offer(an_offer(summary=text))
    assert store.version() == 0


def test_text_that_only_looks_like_a_nul_is_kept(store):
    with store.write("me", "why") as writer:
        writer.save_offer(an_offer(summary="\\u0000"))
    assert store.offer("list:1").summary == "\\u0000"


def test_a_stop_without_time_zone_is_refused(store):
    bus = Stop(datetime(2026, 3, 1, 10), datetime(2026, 3, 1, 11), CITY_HALL)
    refusal = "stop of list:1 at 2026-03-01 10:00:00 has no time zone"
    with pytest.raises(StoreError, match=refusal), store.write("me", "why") as writer:
        writer.save_offer(an_offer(stops=(bus,)))


def test_more_offers_than_one_batch_are_all_saved(store):
    with store.write("me", "many") as writer:
        for number in range(1201):
            assert writer.save_offer(an_offer(f"list:{number}", summary=str(number))) == "new"
    with store.write("me", "every other") as writer:
        results = [writer.save_offer(an_offer(f"list:{n}", summary=str(n - n % 2))) for n in range(1201)]
    assert results == ["same", "changed"] * 600 + ["same"]
    assert store.count_offers() == 1201
    assert len(store.changed_since(1)) == 600


def test_the_version_of_a_change_is_told_to_whoever_asks_what_changed(store):
    for number in (1, 2, 3):
        with store.write("me", "one") as writer:
            writer.save_offer(an_offer(f"list:{number}"))
    with store.write("me", "archived") as writer:
        writer.archive_offer("list:1")
    ids = {key: store.row_id(key) for key in ("list:1", "list:2", "list:3")}
    assert store.changed_since(4) == []
    assert store.changed_since(3) == [ids["list:1"]]
    assert store.changed_since(2) == sorted([ids["list:1"], ids["list:3"]])
    assert len(store.changed_since(0)) == 3


def test_an_offers_text_is_stored_as_it_is_and_not_as_json(store):
    with store.write("me", "why") as writer:
        writer.save_offer(an_offer(name='"Beratung" für alle', summary=json.dumps({"a": 1})))
    assert store.offer("list:1").name == '"Beratung" für alle'
