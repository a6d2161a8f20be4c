from dataclasses import replace

import pytest

from actions.bulk_edit import MOST, BulkError, apply, choose, look, undo
from model.bulk import BULK_FIELDS, BulkAction, changed
from model.fields import FIELDS, differing
from model.offer import Language, Offer
from model.provider import Provider
from store import open_store

TURKISH = (Language("tr", "Mo"),)
BASE = Offer("a:0", "05112", "Rat", "counselling", Provider("VHS"), topics=("studium",), languages=TURKISH)
ADD = BulkAction("add", "topics", ("ausbildung", "studium"))


@pytest.fixture
def store(database_url):
    store = open_store(database_url, create=True)
    with store.write(by="t", why="t") as writer:
        for number in range(5):
            writer.save_offer(replace(BASE, key=f"a:{number}"))
        writer.save_offer(replace(BASE, key="b:1", region="05113"))
    yield store
    store.close()


def planned(store, action=ADD, keys=("a:0", "a:1", "a:2")):
    code = choose(store, "05112", list(keys), action, by="Anna")
    look(store, code, "05112", action, "Neue Themen", by="Anna")
    return code


def edit(store, key, **changes):
    with store.write(by="Bea", why="x") as writer:
        writer.save_offer(replace(store.offer(key), **changes))


@pytest.mark.parametrize(
    ("action", "name", "value"),
    [
        (ADD, "topics", ("studium", "ausbildung")),
        (BulkAction("remove", "topics", ("studium",)), "topics", ()),
        (BulkAction("add", "languages", ("tr", "en")), "languages", (Language("tr", "Mo"), Language("en"))),
        (BulkAction("remove", "languages", ("tr",)), "languages", ()),
        (BulkAction("set", "cost", ("free",)), "cost", "free"),
        (BulkAction("set", "provider", ("Volkshochschule",)), "provider", "Volkshochschule"),
        (BulkAction("set", "bring", ()), "bring", ""),
    ],
)
def test_each_way_to_change_an_offer(action, name, value):
    after = changed(BASE, action)
    assert FIELDS[name].read(after) == value
    assert set(differing(BASE, after)) <= {name}


def test_every_field_of_the_list_is_a_field():
    assert BULK_FIELDS.keys() <= FIELDS.keys()


def test_many_are_changed_in_one_go_with_the_reason(store):
    code = planned(store)
    bulk = apply(store, code, "05112", by="Anna", why="Neue Themen")
    assert (bulk.state, len(bulk.plan.done), bulk.plan.left) == ("done", 3, ())
    versions = set()
    for key in ("a:0", "a:1", "a:2"):
        last = store.revisions(key)[0]
        assert (last.offer.topics, last.by, last.why) == (("studium", "ausbildung"), "Anna", "Neue Themen")
        versions.add(last.version)
    assert len(versions) == 1
    assert store.offer("a:3").topics == ("studium",)


def test_what_somebody_changed_since_is_left_alone_and_named(store):
    code = planned(store)
    edit(store, "a:1", bring="Zeugnis")
    bulk = apply(store, code, "05112", by="Anna", why="w")
    assert bulk.plan.left == ("a:1",)
    assert store.offer("a:1").topics == ("studium",)
    assert store.offer("a:0").topics == ("studium", "ausbildung")


def test_undo_takes_back_what_nobody_touched_since(store):
    code = planned(store)
    apply(store, code, "05112", by="Anna", why="w")
    edit(store, "a:2", bring="Zeugnis")
    bulk = undo(store, code, "05112", by="Anna", why="zurück")
    assert (bulk.state, bulk.plan.left_undone) == ("undone", ("a:2",))
    assert store.offer("a:0") == replace(store.offer_at("a:0", 1), edited_at=store.offer("a:0").edited_at)
    assert (store.offer("a:2").topics, store.offer("a:2").bring) == (("studium", "ausbildung"), "Zeugnis")
    assert store.revisions("a:0")[0].why == "zurück"


def test_offers_that_need_no_change_get_no_history(store):
    edit(store, "a:0", topics=("studium", "ausbildung"))
    bulk = apply(store, planned(store), "05112", by="Anna", why="w")
    assert [one.key for one in bulk.plan.done] == ["a:1", "a:2"]
    assert len(store.revisions("a:0")) == 2


def test_archived_together_and_brought_back_together(store):
    code = planned(store, BulkAction("archive"))
    apply(store, code, "05112", by="Anna", why="zu")
    assert store.keys("05112") == ["a:3", "a:4"]
    undo(store, code, "05112", by="Anna", why="doch nicht")
    assert len(store.keys("05112")) == 5


def test_each_step_is_done_once_and_only_in_its_region(store):
    code = planned(store)
    for do, named, region in ((apply, code, "05113"), (undo, code, "05112"), (apply, "xyz", "05112")):
        with pytest.raises(BulkError):
            do(store, named, region, by="A", why="w")
    apply(store, code, "05112", by="A", why="w")
    with pytest.raises(BulkError):
        apply(store, code, "05112", by="A", why="w")
    with pytest.raises(BulkError):
        look(store, code, "05112", ADD, "w", by="A")
    undo(store, code, "05112", by="A", why="w")
    with pytest.raises(BulkError):
        undo(store, code, "05112", by="A", why="w")


def test_offers_of_other_regions_are_never_chosen(store):
    with pytest.raises(BulkError):
        choose(store, "05112", ["b:1", "x:9"], ADD, by="A")
    code = choose(store, "05112", ["a:0", "b:1"], ADD, by="A")
    assert [one.key for one in store.bulk.by_code(code).plan.offers] == ["a:0"]


def test_a_thousand_are_changed_at_once(store):
    with store.write(by="t", why="t") as writer:
        for number in range(MOST):
            writer.save_offer(replace(BASE, key=f"c:{number:04}"))
    keys = [key for key in store.keys("05112") if key.startswith("c:")]
    code = planned(store, keys=keys)
    assert len(apply(store, code, "05112", by="A", why="w").plan.done) == MOST
    assert undo(store, code, "05112", by="A", why="w").plan.left_undone == ()
