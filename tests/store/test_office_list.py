from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from model.contact import Contact
from model.neutrality import GRADES, Fact, assess
from model.offer import Offer, Verification
from model.place import Place
from model.provider import Provider
from store import open_store
from store.office_list import PAGE, OfficeQuery

DAY = date(2026, 3, 3)
FULL = Offer(
    "a:1", "05112", "Ärzte beraten", "counselling", Provider("Träger Übersee"), topics=("studium",), hours="Mo 9-10",
    contact=Contact("0203 1"), place=Place(district="Hochfeld", city="Duisburg"),
    verification=Verification(date(2026, 1, 1)),
)  # fmt: skip


@pytest.fixture
def store(database_url):
    store = open_store(database_url, create=True, clock=lambda: datetime(2026, 3, 3, tzinfo=UTC))
    yield store
    store.close()


def keep(store, *offers):
    with store.write(by="t", why="t") as writer:
        for offer in offers:
            writer.save_offer(offer)


def found(store, **query):
    query = OfficeQuery("05112", **query)
    keys = store.office.keys(query, DAY)
    assert store.office.count(query, DAY) == len(keys)
    assert [offer.key for offer in store.office.page(query, DAY)] == keys[:PAGE]
    return keys


def test_every_filter_finds_what_it_says(store):
    bare = Offer("b:2", "05112", "Zentrum_100%", "learning", Provider(""))
    old = replace(FULL, key="c:3", name="Beratung", verification=Verification(date(2020, 1, 1)), topics=())
    away = replace(FULL, key="d:4", region="05113")
    gone = replace(FULL, key="e:5", status="archived", faded_on=date(2026, 2, 1))
    keep(store, FULL, bare, old, away, gone)
    assert found(store) == ["a:1", "c:3", "b:2"]
    assert found(store, status="archived") == ["e:5"]
    assert found(store, status="all") == ["a:1", "e:5", "c:3", "b:2"]
    assert found(store, kind="learning") == ["b:2"]
    assert found(store, topic="studium") == ["a:1"]
    since = date(2025, 3, 3)
    assert found(store, fresh="fresh", fresh_since=since) == ["a:1"]
    assert found(store, fresh="old", fresh_since=since) == ["c:3"]
    assert found(store, fresh="never", fresh_since=since) == ["b:2"]
    assert found(store, faded=True) == []
    assert found(store, faded=True, status="all") == ["e:5"]
    assert found(store, lacks="hours") == ["b:2"]
    assert found(store, lacks="contact") == ["b:2"]
    assert found(store, lacks="topics") == ["c:3", "b:2"]
    assert found(store, lacks="point") == ["a:1", "c:3", "b:2"]
    assert found(store, lacks="any", kind="counselling", topic="studium") == ["a:1"]
    assert found(store, order="verified") == ["b:2", "c:3", "a:1"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [("arzte", ["a:1"]), ("ÄRZTE", ["a:1"]), ("überSEE beraten", ["a:1"]), ("hochfeld", ["a:1"]), ("TRÄGER", ["a:1"]),
     ("a:1", ["a:1"]), ("%", []), ("_", []), ("xyz", []), ("'; drop", [])],
)  # fmt: skip
def test_words_are_found_in_name_provider_and_district(store, text, keys):
    keep(store, FULL, Offer("b:2", "05112", "Zentrum", "learning", Provider("")))
    assert found(store, text=text) == keys


def test_the_grade_is_that_of_the_day(store):
    lapsed = Fact("statement", "yes", source="Stadt", expires_on=date(2026, 3, 1))
    keep(store, replace(FULL, facts=(lapsed,)))
    for day in (date(2025, 6, 1), DAY):
        right = assess((lapsed,), day).grade
        keys = {grade: store.office.keys(OfficeQuery("05112", grade=grade), day) for grade in GRADES}
        assert keys == {grade: ["a:1"] if grade == right else [] for grade in GRADES}
    assert assess((lapsed,), DAY).grade != assess((lapsed,), date(2025, 6, 1)).grade


def test_pages_follow_each_other(store):
    keep(store, *(replace(FULL, key=f"a:{number:03}", name=f"Rat {number:03}") for number in range(PAGE + 3)))
    query = OfficeQuery("05112")
    assert [offer.key for offer in store.office.page(query, DAY, 2)] == ["a:050", "a:051", "a:052"]
    assert store.office.page(query, DAY, 3) == []
    assert len(store.office.page(query, DAY, -1)) == PAGE


def test_offers_come_with_the_number_of_their_last_change(store):
    keep(store, FULL)
    keep(store, replace(FULL, hours=""))
    (offer, revision), = store.office.by_keys(["a:1", "x:9", "a:1"])
    assert (offer.key, revision) == ("a:1", 2)
    assert (store.office.revision("a:1"), store.office.revision("x:9")) == (2, 0)
    assert store.office.newest("a:1") == (2, store.offer_at("a:1", 2)) and store.office.newest("x:9") is None
