"""Telling the Bildungsbüro that an entry is wrong, without an account and without a name."""

from actions.admit import Sending, admit
from model.offer import Offer
from store import Store

MAX_TEXT = 500
#: what can be wrong with an entry; the code is kept, the words are the form's
REASONS = ("hours", "moved", "closed", "contact", "not_neutral", "other")


class ReportError(ValueError):
    """A report that cannot be taken: `field` names what is wrong."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def report_error(
    store: Store, offer: Offer, reason: str, text: str = "", sending: Sending | None = None
) -> int:
    """Keep what somebody says is wrong with an offer, for the Bildungsbüro to look at; return its number."""
    if reason not in REASONS:
        raise ReportError("reason", f"The reason {reason[:40]!r} is none of {', '.join(REASONS)}.")
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(words) > MAX_TEXT:
        raise ReportError("text", f"The text is longer than {MAX_TEXT} characters.")
    if reason == "other" and not words:
        raise ReportError("text", "A report of something else needs a few words.")
    with store.write(by="visitor", why=f"error reported: {reason}") as writer:
        if sending:
            admit(writer, sending)
        return writer.add_report(offer.key, reason, words)
