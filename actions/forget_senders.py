"""Forgetting who sent a suggestion, once the time for an answer is over, and how much was sent from where."""

from datetime import timedelta

from actions.duties import Tools

#: how long the mail address of a sender is kept where nobody decided
KEPT = timedelta(days=180)


def forget_senders(tools: Tools) -> int:
    """Delete what is no longer needed, and return how much that was."""
    with tools.store.write(by="worker", why="senders forgotten") as writer:
        return writer.suggestions.forget_senders(tools.clock() - KEPT) + writer.suggestions.forget_sendings()
