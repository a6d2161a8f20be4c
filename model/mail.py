"""A mail as it waits to be sent: text for one person, with a key that keeps it from being sent twice."""

import re
from dataclasses import dataclass

ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


class MailError(ValueError):
    """A mail that cannot be: the sentence says what is wrong."""


def mail_address(text: str) -> str:
    """A mail address as typed, trimmed; raises MailError for what cannot be one, line breaks above all."""
    address = text.strip()
    if not ADDRESS.fullmatch(address) or ".." in address or len(address) > 254:
        raise MailError(f"{address[:80]!r} is not a mail address.")
    return address


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one address. Two with the same key are the same mail, and only the first is kept."""

    key: str
    to: str
    subject: str
    text: str
    #: what it belongs to, for the send log: "campaign:<code>", "freshness", "account", "suggestion"
    about: str = ""
    #: AGS of the region on whose behalf it is sent, "" for the installation itself
    region: str = ""
    #: the key of the offer or the code of the recipient it is about, so that a bounce can be told there
    ref: str = ""
    reply_to: str = ""

    def __post_init__(self) -> None:
        mail_address(self.to)
        if self.reply_to:
            mail_address(self.reply_to)
        for label, text in (("subject", self.subject), ("key", self.key)):
            if not text.strip() or any(ord(character) < 32 for character in text):
                raise MailError(f"The {label} of a mail must be one line of text.")
