"""A queued mail as the message that goes over the wire."""

from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr

from store.mails import MailRecord


class _Policy(EmailPolicy):
    """Headers as the library writes them, but for subjects, in which it may lose the space between two long words."""

    def fold(self, name: str, value: str) -> str:
        """A header as lines that are short enough."""
        if name.lower() != "subject" or str(value).isascii():
            return str(super().fold(name, value))
        whole = Header(str(value), "utf-8", maxlinelen=75, header_name=name).encode(linesep=self.linesep)
        return f"{name}: {whole}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as it goes over the wire."""
        is_ours = name.lower() == "subject" and not str(value).isascii()
        return self.fold(name, value).encode("ascii") if is_ours else bytes(super().fold_binary(name, value))


SMTP = _Policy(linesep="\r\n")
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
