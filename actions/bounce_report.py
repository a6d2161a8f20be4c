"""Read mail that came back: reports as RFC 3464 wants them, and the other forms that mail servers still write.

A report counts only if it names the Message-ID of a mail of ours. Notes of absence say nothing about delivery.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.policy import compat32

#: no report is longer; what follows is the mail itself, once more
MOST_BYTES = 1_000_000
ROBOTS = re.compile(r"mailer-daemon|postmaster|mail delivery|mdaemon|maildelivery|delivery subsystem", re.IGNORECASE)
MESSAGE_ID = re.compile(r"^\s*Message-ID:\s*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
#: an answer of a mail server within a text: its code and, where there is one, its status
ANSWER = re.compile(r"(?<![\d.])([45])\d\d[ -]#?(?:([45]\.\d{1,3}\.\d{1,3}))?|\b([45]\.\d{1,3}\.\d{1,3})\b")
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global",
            "message/global-headers")  # fmt: skip

#: what a status (RFC 3463) means for whoever wrote; the longest beginning counts
MEANINGS = {
    "5.1.2": "Diesen Mailserver gibt es nicht.", "5.1": "Diese Adresse gibt es nicht.",
    "5.2.1": "Das Postfach ist abgeschaltet.", "5.2.2": "Das Postfach ist voll.",
    "5.2.3": "Die Mail war dem Mailserver zu groß.", "5.2": "Das Postfach nimmt nichts an.",
    "5.4": "Der Mailserver des Empfängers ist nicht erreichbar.",
    "5.7": "Der Mailserver des Empfängers lehnt unsere Mails ab.",
    "4.2.2": "Das Postfach ist voll.", "4.4": "Der Mailserver des Empfängers antwortet nicht.",
    "4.7": "Der Mailserver des Empfängers will unsere Mails noch nicht.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says of one mail: whether it will never arrive, or is only late."""

    message_id: str
    for_good: bool
    status: str

    @property
    def sentence(self) -> str:
        """What it means, for people; the words of the other server stay out, they may name persons."""
        parts = self.status.split(".")
        known = (MEANINGS[start] for n in (3, 2) if (start := ".".join(parts[:n])) in MEANINGS)
        reason = next(known, "")
        told = f" (Status {self.status})" if self.status else ""
        if self.for_good:
            return f"Die Mail kam zurück. {reason}".strip() + told
        return f"Die Zustellung verzögert sich. {reason}".strip() + told


def read_report(raw: bytes) -> Report | None:
    """What a message says about the delivery of a mail; None for everything that is no report."""
    message = message_from_bytes(raw[:MOST_BYTES], policy=compat32)
    found = _delivery_status(message) or _free_form(message)
    if found is None:
        return None
    for_good, status = found
    message_id = _original_id(message)
    return Report(message_id, for_good, status) if message_id else None


def _delivery_status(message: Message) -> tuple[bool, str] | None:
    """The action and status of the first recipient that a report after RFC 3464 names."""
    for part in message.walk():
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for block in _blocks(part):
            action = str(block.get("Action", "")).strip().lower()
            status = (re.match(r"\d\.\d{1,3}\.\d{1,3}", str(block.get("Status", "")).strip()) or [""])[0]
            # "failed" is final, also with a status 4: the other server has given up after days.
            if action in ("failed", "delayed"):
                return action == "failed", status
    return None


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a delivery status, whether or not the parser took them apart."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))
    else:
        for text in re.split(r"\r?\n\r?\n", str(payload)):
            yield message_from_string(text.lstrip())


def _free_form(message: Message) -> tuple[bool, str] | None:
    """What a report in no known form says: only of a robot, and only with an answer of a mail server in it."""
    is_robot = ROBOTS.search(str(message.get("From", ""))) or message.get("X-Failed-Recipients")
    if not is_robot or message.get("X-Autoreply") or message.get_content_type() == "multipart/report":
        return None
    # What follows the quoted mail is our own text, which proves nothing.
    text = MESSAGE_ID.split(_text(message))[0]
    found = [(match[1] or (match[2] or match[3])[0], match[2] or match[3] or "") for match in ANSWER.finditer(text)]
    if not found:
        return None
    late = re.search(r"will (?:be )?retr|still trying|delayed|wird erneut|verz.gert|not need to resend", text, re.I)
    for_good = [status for first, status in found if first == "5"]
    if for_good and not late:
        return True, next(filter(None, for_good), "")
    return False, next((status for first, status in found if first == "4" and status), "")


def _original_id(message: Message) -> str:
    """The Message-ID of the mail that a report is about."""
    for part in message.walk():
        if part.get_content_type() in RETURNED:
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message) and inner[0].get("Message-ID"):
                return str(inner[0]["Message-ID"]).strip()
            if not isinstance(inner, list) and (match := MESSAGE_ID.search(_decoded(part))):
                return match[1]
    if match := MESSAGE_ID.search(_text(message)):
        return match[1]
    for name in ("In-Reply-To", "References"):
        if ids := re.findall(r"<[^<>\s]{3,250}>", str(message.get(name, ""))):
            return str(ids[-1])
    return ""


def _text(message: Message) -> str:
    """All plain text of a message."""
    parts = (part for part in message.walk() if part.get_content_type() in ("text/plain", "text/html"))
    return "\n".join(map(_decoded, parts))


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return data.decode("latin-1")
