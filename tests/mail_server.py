"""A real mail server for tests: keeps every message as it came over the wire, and refuses what it is told to refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from typing import Any

from aiosmtpd.controller import Controller

from tests.server import free_port


@cache
def _parsed(raw: bytes) -> EmailMessage:
    """Each message is parsed once: aiosmtpd looks at every property here whenever somebody connects."""
    return message_from_bytes(raw, policy=default)


class MailServer:
    """What the server got; `answers` says what it replies to some addresses instead of taking them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"smtp://127.0.0.1:{port}"
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.senders: list[str] = []
        self.answers: dict[str, str] = {}
        self.data_answer = ""
        self.hang_up_after_data = False

    @property
    def messages(self) -> list[EmailMessage]:
        """The messages, parsed from the wire."""
        return [_parsed(raw) for raw in self.raw]

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each message, in the order in which they came."""
        return [str(message["Message-ID"]) for message in self.messages]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse an address."""
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a message."""
        if self.data_answer:
            return self.data_answer
        self.raw.append(bytes(envelope.content))
        self.recipients.append(list(envelope.rcpt_tos))
        self.senders.append(str(envelope.mail_from))
        if self.hang_up_after_data:
            server.transport.abort()
        return "250 OK"


@contextmanager
def running_mail_server(**more: Any) -> Iterator[MailServer]:
    """A mail server that lives as long as the block."""
    mailbox = MailServer(free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **more)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
