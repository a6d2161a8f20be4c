def test_what_was_sent_in_the_last_hour_is_counted_and_after_a_day_it_is_gone(store, clock):
    with store.write("visitor", "x") as writer:
        for about in ("list:1", "list:1", "list:2"):
            writer.suggestions.note_sent("a", about)
        writer.suggestions.note_sent("b", "list:1", "proof")
        lately = writer.suggestions.sent_lately("a", "list:1")
        assert (lately.by_sender, lately.about) == (3, 3)
        assert writer.suggestions.proof_is_used("proof") and not writer.suggestions.proof_is_used("other")
    clock.wait(minutes=61)
    with store.write("visitor", "x") as writer:
        lately = writer.suggestions.sent_lately("a", "list:1")
        assert (lately.by_sender, lately.about) == (0, 0)
    clock.wait(hours=23)
    with store.write("visitor", "x") as writer:
        assert writer.suggestions.forget_sendings() == 4
        assert not writer.suggestions.proof_is_used("proof")
    assert store.version() == 0
