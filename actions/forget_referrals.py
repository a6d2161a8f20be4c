"""Delete what is no longer needed of hand-overs, and cut the way from slips that nobody answered to their records."""

from actions.duties import Tools
from model.referral import RECORD_WEEKS, SLIP_GRACE_WEEKS, WAIT_WEEKS, week_of, weeks_later


def forget_referrals(tools: Tools) -> int:
    """Keep the promises of how long anything is kept; returns how many rows went or were cut."""
    week = week_of(tools.clock().date())
    with tools.store.write(by="retention", why="hand-overs") as writer:
        cut = writer.referrals.cut_expired(week)
        return cut + writer.referrals.forget(
            slips_before=weeks_later(week, -SLIP_GRACE_WEEKS),
            records_before=weeks_later(week, -RECORD_WEEKS),
            waits_before=weeks_later(week, -WAIT_WEEKS),
        )
