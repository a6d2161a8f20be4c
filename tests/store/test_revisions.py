from dataclasses import replace

from tests.store.examples import NOW, a_full_offer, an_offer


def test_the_history_tells_before_and_after_of_every_change(store, clock):
    first, second = a_full_offer("list:1"), an_offer(summary="short")
    with store.write("importer", "first import") as writer:
        writer.save_offer(first)
    clock.wait(days=1)
    with store.write("editor", "cut") as writer:
        writer.save_offer(second)
    clock.wait(days=1)
    with store.write("editor", "closed") as writer:
        writer.archive_offer("list:1")
    closed, cut, new = store.revisions("list:1")
    assert [(r.number, r.by, r.why, r.version) for r in (closed, cut, new)] == [
        (3, "editor", "closed", 3),
        (2, "editor", "cut", 2),
        (1, "importer", "first import", 1),
    ]
    assert new.at == NOW and closed.at == clock() and closed.key == "list:1"
    assert new.before is None
    assert new.offer == cut.before == replace(first, edited_at=new.at)
    assert cut.offer == closed.before == replace(second, edited_at=cut.at)
    assert closed.offer == replace(second, status="archived", edited_at=closed.at) == store.offer("list:1")


def test_any_state_can_be_looked_up_and_brought_back(store):
    with store.write("me", "one") as writer:
        writer.save_offer(a_full_offer("list:1"))
        writer.save_offer(an_offer(summary="short"))
    assert store.offer_at("list:1", 2).summary == "short"
    assert store.offer_at("list:1", 3) is None and store.offer_at("list:2", 1) is None
    with store.write("me", "back") as writer:
        assert writer.save_offer(store.offer_at("list:1", 1)) == "changed"
    assert replace(store.offer("list:1"), edited_at=None) == a_full_offer("list:1")
    assert len(store.revisions("list:1")) == 3


def test_an_unknown_offer_has_no_history(store):
    assert store.revisions("list:none") == []
