"""Tidying accounts: what is expired or old is deleted, as docs/privacy.md promises."""

from datetime import datetime, timedelta

from actions.duties import Tools
from model.access import ABSOLUTE, IDLE
from store import Store

LOG_KEPT = timedelta(days=180)
#: whoever comes with an old link is told so for a while
LINKS_KEPT = timedelta(days=30)
ATTEMPTS_KEPT = timedelta(days=2)


def tidy_accounts(store: Store, now: datetime) -> int:
    """Delete expired sessions and links, forgotten attempts and old lines of the log; returns how many."""
    with store.write(by="worker", why="accounts tidied") as writer:
        accounts = writer.accounts
        return (
            accounts.forget_sessions(seen_before=now - IDLE, opened_before=now - ABSOLUTE)
            + accounts.forget_links(now - LINKS_KEPT)
            + accounts.forget_attempts(now - ATTEMPTS_KEPT)
            + accounts.forget_log(now - LOG_KEPT)
        )


def tidy_accounts_duty(tools: Tools) -> int:
    """The same as a duty of the worker."""
    return tidy_accounts(tools.store, tools.clock())
