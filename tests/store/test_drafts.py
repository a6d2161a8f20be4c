from datetime import UTC, datetime, timedelta

import pytest

from store import open_store
from store.drafts import KEPT

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def at():
    return [NOW]


@pytest.fixture
def store(database_url, at):
    store = open_store(database_url, create=True, clock=lambda: at[0])
    yield store
    store.close()


@pytest.fixture
def people(store):
    with store.write(by="t", why="t") as writer:
        return [writer.accounts.add(f"{name}@stadt.example", name).id for name in ("anna", "bea")]


def keep(store, account, key="a:1", revision=3, **form):
    with store.write(by="t", why="draft") as writer:
        writer.drafts.keep(account, key, "05112", revision, form.get("name", [""])[0], form)


def test_the_last_draft_of_each_account_is_kept(store, people):
    anna, bea = people
    keep(store, anna, name=["Rat"], topics=["", "studium"])
    keep(store, anna, name=["Rät"], topics=["ß\n"])
    draft = store.drafts.of(anna, "a:1")
    assert (draft.name, draft.revision, draft.at) == ("Rät", 3, NOW)
    assert draft.form == {"name": ["Rät"], "topics": ["ß\n"]}
    assert store.drafts.of(bea, "a:1") is None
    assert store.drafts.of(anna, "a:2") is None


def test_a_draft_is_dropped_for_its_own_account_only(store, people):
    anna, bea = people
    keep(store, anna)
    keep(store, bea)
    with store.write(by="t", why="t") as writer:
        writer.drafts.drop(anna, "a:1")
    assert store.drafts.of(anna, "a:1") is None
    assert store.drafts.of(bea, "a:1") is not None


def test_begun_offers_are_those_of_the_region_without_a_revision(store, people):
    anna, bea = people
    keep(store, anna, "a:1", 1)
    keep(store, anna, "a:2", 0)
    keep(store, bea, "a:3", 0)
    assert [draft.key for draft in store.drafts.new_ones(anna, "05112")] == ["a:2"]
    assert store.drafts.new_ones(anna, "05113") == []


def test_old_drafts_are_forgotten_when_somebody_keeps_one(store, people, at):
    anna, bea = people
    keep(store, anna)
    at[0] = NOW + KEPT + timedelta(seconds=1)
    keep(store, bea)
    assert store.drafts.of(anna, "a:1") is None
    assert store.drafts.of(bea, "a:1") is not None


def test_a_draft_does_not_make_searches_read_the_offers_anew(store, people):
    version = store.version()
    keep(store, people[0])
    assert store.version() == version
