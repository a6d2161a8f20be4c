"""A queued mail as the message that goes over the wire."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from store.mails import MailRecord

#: whole characters for files that people open; only ASCII for servers, which may not know better
_READABLE = SMTP.clone(cte_type="8bit")


def sender(mail_from: str) -> Address:
    """Who mails are from, from the setting MAIL_FROM."""
    name, address = parseaddr(mail_from)
    return Address(display_name=name, addr_spec=address)


def message_of(record: MailRecord, mail_from: str, *, readable: bool = False) -> EmailMessage:
    """The message with its headers; the same mail gives the same message, with the same Message-ID, each time."""
    policy = _READABLE if readable else SMTP
    message = EmailMessage(policy=policy)
    message["From"] = sender(mail_from)
    message["To"] = record.to
    message["Subject"] = record.subject
    message["Date"] = format_datetime(record.queued_at)
    message["Message-ID"] = record.message_id
    if record.reply_to:
        message["Reply-To"] = record.reply_to
    # Nobody's absence note shall answer a machine (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(record.text, charset="utf-8", cte="8bit" if readable else "quoted-printable")
    return message
