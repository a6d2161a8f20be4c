"""Where mail goes out and where it comes back, as the settings MAIL_URL and MAIL_BOUNCES say it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

BounceKind = Literal["none", "maildir", "mbox", "imaps"]
PORTS = {"smtp": 25, "smtps": 465, "imaps": 993}


class RouteError(ValueError):
    """A setting that names no way for mail: the sentence says what it may be. It never repeats a password."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how to sign in there."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine, so that nobody listens in between."""
        return self.host in ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class MailRoute:
    """Where mail goes: into a folder, or to a server."""

    folder: Path | None = None
    server: Server | None = None


@dataclass(frozen=True, slots=True)
class BounceBox:
    """Where mail that comes back is found."""

    kind: BounceKind = "none"
    path: Path | None = None
    server: Server | None = None
    #: the name of the mailbox on a server
    mailbox: str = "INBOX"


def read_mail_route(url: str) -> MailRoute:
    """What MAIL_URL says; raises RouteError for what it may not be."""
    scheme, _, rest = url.partition("://")
    if scheme == "file" and rest.startswith("/"):
        return MailRoute(folder=Path(unquote(rest)))
    if scheme in ("smtp", "smtps"):
        server = _server(url, "MAIL_URL")
        if server.user and scheme == "smtp" and not urlsplit(url).port:
            server = Server(scheme, server.host, 587, server.user, server.password)
        return MailRoute(server=server)
    raise RouteError("MAIL_URL must begin with file:///, smtp:// or smtps://.")


def read_bounce_box(text: str) -> BounceBox:
    """What MAIL_BOUNCES says; raises RouteError for what it may not be."""
    kind, _, rest = text.partition(":")
    if text in ("", "none"):
        return BounceBox()
    if kind == "maildir" and rest.startswith("/"):
        return BounceBox("maildir", path=Path(rest))
    if kind == "mbox" and rest.startswith("/"):
        return BounceBox("mbox", path=Path(rest))
    if kind == "imaps":
        mailbox = unquote(urlsplit(text).path.lstrip("/")) or "INBOX"
        if any(ord(character) < 32 or character == '"' for character in mailbox):
            raise RouteError("MAIL_BOUNCES names a mailbox that cannot be.")
        return BounceBox("imaps", server=_server(text, "MAIL_BOUNCES"), mailbox=mailbox)
    raise RouteError("MAIL_BOUNCES must be none, maildir:/path, mbox:/path or imaps://user:password@host/INBOX.")


def _server(url: str, setting: str) -> Server:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    except ValueError:
        raise RouteError(f"{setting} has no valid host and port.") from None
    if not host:
        raise RouteError(f"{setting} names no host.")
    return Server(parts.scheme, host, port, unquote(parts.username or ""), unquote(parts.password or ""))
