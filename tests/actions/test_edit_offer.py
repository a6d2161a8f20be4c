from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.edit_offer import Edit, GoneError, save_edit, set_on_map
from model.fields import FIELDS
from model.offer import Offer, Verification
from model.provider import Provider
from store import open_store

BASE = Offer("office-05112:a", "05112", "Rat", "counselling", Provider("VHS"))


@pytest.fixture
def store(database_url):
    store = open_store(database_url, create=True, patience_s=60)
    with store.write(by="t", why="t") as writer:
        writer.save_offer(BASE)
    yield store
    store.close()


def save(store, mine, base=BASE, revision=1, **more):
    return save_edit(store, Edit(mine, base, revision, **more), by="Anna", why="Anruf", account_id=1)


def test_a_change_is_saved_with_its_reason(store):
    done = save(store, replace(BASE, hours="Mo 9-10"))
    assert (done.result, done.revision) == ("changed", 2)
    last = store.revisions(BASE.key)[0]
    assert (last.by, last.why, last.offer.hours) == ("Anna", "Anruf", "Mo 9-10")


def test_nothing_changed_writes_nothing(store):
    assert save(store, BASE).result == "same"
    assert len(store.revisions(BASE.key)) == 1


def test_a_new_offer_is_made_once_however_often_it_is_sent(store):
    fresh = replace(BASE, key="office-05112:new")
    blank = replace(fresh, name="…")
    assert [save(store, fresh, blank, 0).result for _ in range(2)] == ["new", "same"]
    assert len(store.revisions(fresh.key)) == 1


def test_changes_of_different_fields_come_together(store):
    save(store, replace(BASE, hours="Mo 9-10"))
    done = save(store, replace(BASE, summary="Neu"))
    assert (done.result, done.kept) == ("changed", ("hours",))
    now = store.offer(BASE.key)
    assert (now.hours, now.summary) == ("Mo 9-10", "Neu")


def test_what_is_no_field_stays_as_others_left_it(store):
    check = Verification(datetime(2026, 3, 1, tzinfo=UTC).date(), "Bea", "phone")
    with store.write(by="Bea", why="Anruf") as writer:
        writer.save_offer(replace(BASE, verification=check))
    save(store, replace(BASE, summary="Neu"))
    assert store.offer(BASE.key).verification == check


def test_a_field_that_both_changed_waits_for_a_decision(store):
    save(store, replace(BASE, hours="Mo 9-10"))
    mine = replace(BASE, hours="Di 9-10", summary="Neu")
    done = save(store, mine)
    assert (done.result, done.conflicts, done.theirs.hours) == ("conflict", ("hours",), "Mo 9-10")
    assert store.offer(BASE.key).summary == ""
    assert save(store, mine, picks={"hours": "mine"}, seen=done.theirs).result == "changed"
    now = store.offer(BASE.key)
    assert (now.hours, now.summary) == ("Di 9-10", "Neu")


def test_a_decision_counts_only_for_what_was_seen(store):
    save(store, replace(BASE, hours="Mo 9-10"))
    seen = store.offer(BASE.key)
    save(store, replace(seen, hours="Fr 9-10"), seen, 2)
    done = save(store, replace(BASE, hours="Di 9-10"), picks={"hours": "mine"}, seen=seen)
    assert (done.result, done.theirs.hours) == ("conflict", "Fr 9-10")
    assert save(store, replace(BASE, hours="Di 9-10"), picks={"hours": "theirs"}, seen=done.theirs).result == "same"
    assert store.offer(BASE.key).hours == "Fr 9-10"


def test_an_offer_that_is_gone_or_elsewhere_is_refused(store):
    with pytest.raises(GoneError):
        save(store, replace(BASE, key="office-05112:x"), replace(BASE, key="office-05112:x"), 3)
    with pytest.raises(GoneError):
        save(store, replace(BASE, region="05113"))
    with pytest.raises(GoneError):
        set_on_map(store, BASE.key, "05113", published=False, by="A", why="w")
    assert store.offer(BASE.key) == store.revisions(BASE.key)[0].offer


def test_archived_and_brought_back(store):
    assert set_on_map(store, BASE.key, "05112", published=False, by="A", why="umgezogen")
    assert not set_on_map(store, BASE.key, "05112", published=False, by="A", why="noch einmal")
    assert store.offer(BASE.key).status == "archived"
    assert set_on_map(store, BASE.key, "05112", published=True, by="A", why="doch nicht")
    assert [one.why for one in store.revisions(BASE.key)] == ["doch nicht", "umgezogen", "t"]


def test_two_editors_at_once_lose_nothing(store):
    """Each saves fifty times from what it saw last, on a field of its own; the history holds every change."""

    def edit(name):
        for number in range(50):
            revision = store.office.revision(BASE.key)
            seen = store.offer_at(BASE.key, revision)
            done = save(store, FIELDS[name].put(seen, f"{name} {number}"), seen, revision)
            assert done.result == "changed"

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(edit, ["summary", "bring"]))
    now = store.offer(BASE.key)
    assert (now.summary, now.bring) == ("summary 49", "bring 49")
    history = store.revisions(BASE.key)
    assert len(history) == 101
    for name in ("summary", "bring"):
        told = [FIELDS[name].read(one.offer) for one in reversed(history)]
        assert list(dict.fromkeys(told)) == ["", *(f"{name} {number}" for number in range(50))]


def test_two_editors_of_one_field_are_told_of_each_other(store):
    """However they meet, the one who comes second is asked; so there are as many changes as successes."""

    def edit(who):
        saved = 0
        for number in range(25):
            revision = store.office.revision(BASE.key)
            seen = store.offer_at(BASE.key, revision)
            saved += save(store, replace(seen, bring=f"{who} {number}"), seen, revision).result == "changed"
        return saved

    with ThreadPoolExecutor(2) as pool:
        saved = sum(pool.map(edit, ["a", "b"]))
    assert len(store.revisions(BASE.key)) == saved + 1
