from tests.store.examples import an_offer


def test_questions_within_a_block_are_answered_from_one_state(store):
    with store.one_view.hold():
        assert store.accounts.by_email("rat@stadt.example") is None
        with store.write("me", "one") as writer:
            writer.accounts.add("rat@stadt.example")
        assert store.accounts.by_email("rat@stadt.example") is None
    assert store.accounts.by_email("rat@stadt.example") is not None


def test_a_block_within_a_block_is_the_same(store):
    with store.one_view.hold(), store.one_view.hold():
        assert store.accounts.all() == []
    with store.write("me", "one") as writer:
        writer.accounts.add("rat@stadt.example")
    assert len(store.accounts.all()) == 1


def test_what_the_finder_asks_for_is_always_of_this_moment(store):
    with store.one_view.hold():
        store.accounts.all()
        before = store.version()
        with store.write("me", "one") as writer:
            writer.save_offer(an_offer())
        assert len(store.changed_since(before)) == 1
