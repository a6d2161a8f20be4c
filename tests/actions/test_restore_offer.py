from dataclasses import replace

import pytest

from actions.restore_offer import RestoreError, restore_offer
from store import open_store
from tests.store.examples import NOW, a_full_offer, an_offer


@pytest.fixture
def store(database_url):
    opened = open_store(database_url, create=True, clock=lambda: NOW)
    with opened.write("import list", "A list") as writer:
        writer.save_offer(a_full_offer("list:1"))
    with opened.write("Ben", "gekürzt") as writer:
        writer.save_offer(an_offer("list:1", summary="kurz"))
    with opened.write("Ben", "geschlossen") as writer:
        writer.archive_offer("list:1")
    yield opened
    opened.close()


def restore(store, number=1, **changes):
    options = {"seen": 3, "region": "05112", "by": "Anna", "why": "Das war  richtig."} | changes
    return restore_offer(store, "list:1", number, **options)


def test_a_version_comes_back_as_a_new_change_with_a_reason(store):
    restore(store)
    assert replace(store.offer("list:1"), edited_at=None) == a_full_offer("list:1")
    last = store.revisions("list:1")[0]
    assert (last.number, last.by, last.why) == (4, "Anna", "Version 1 wiederhergestellt: Das war richtig.")
    restore(store, 2, seen=4)
    assert store.offer("list:1").summary == "kurz" and len(store.revisions("list:1")) == 5


def test_key_and_region_stay(store):
    with store.write("Ben", "andere Stadt") as writer:
        writer.save_offer(an_offer("list:1", region="05113"))
    restore(store, 1, seen=4, region="05113")
    assert store.offer("list:1").region == "05113" and store.offer("list:1").name == a_full_offer().name


@pytest.mark.parametrize(
    ("number", "changes", "why"),
    [
        (9, {}, "gone"), (1, {"region": "05113"}, "gone"), (1, {"seen": 2}, "changed"), (3, {}, "same"),
        (1, {"why": " "}, "reason"), (1, {"why": "x" * 501}, "reason"),
    ],
)  # fmt: skip
def test_what_cannot_be_brought_back_changes_nothing(store, number, changes, why):
    with pytest.raises(RestoreError) as refused:
        restore(store, number, **changes)
    assert refused.value.why == why
    assert len(store.revisions("list:1")) == 3
