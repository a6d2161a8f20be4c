"""The mailbox into which mail comes back: a maildir, an mbox file, or a mailbox on a server.

Each gives its unread messages one by one, and marks a message as read only after it was dealt with.
"""

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from actions.bounce_report import MOST_BYTES
from model.mail_route import BounceBox, Server

PATIENCE_S = 30
#: no more than this at a time; the rest comes with the next round
MOST_AT_ONCE = 500


class BoxError(Exception):
    """A mailbox that cannot be read: the sentence says why."""


def unread(box: BounceBox) -> Iterator[bytes]:
    """The unread messages of a mailbox; whoever asks for the next one has dealt with the one before."""
    if box.kind == "maildir" and box.path:
        return _maildir(box.path)
    if box.kind == "mbox" and box.path:
        return _mbox(box.path)
    if box.kind == "imaps" and box.server:
        return _imap(box.server, box.mailbox)
    return iter(())


def _maildir(path: Path) -> Iterator[bytes]:
    new, cur = path / "new", path / "cur"
    if not new.is_dir():
        raise BoxError("The maildir of MAIL_BOUNCES has no folder new.")
    cur.mkdir(exist_ok=True)
    for file in sorted(new.iterdir())[:MOST_AT_ONCE]:
        with suppress(FileNotFoundError):  # somebody else was quicker
            with file.open("rb") as opened:
                raw = opened.read(MOST_BYTES)
            yield raw
            file.rename(cur / f"{file.name.partition(':')[0]}:2,S")


def _mbox(path: Path) -> Iterator[bytes]:
    if not path.is_file():
        return
    box = mailbox.mbox(path, create=False)
    try:
        box.lock()
    except mailbox.ExternalClashError:
        box.close()
        return  # mail is coming in right now; the next round looks again
    try:
        for key in [key for key, message in box.iteritems() if "R" not in message.get_flags()][:MOST_AT_ONCE]:
            message = box[key]
            yield message.as_bytes()[:MOST_BYTES]
            message.add_flag("R")
            message.add_flag("O")
            box[key] = message
    finally:
        box.flush()
        box.unlock()
        box.close()


def _imap(server: Server, name: str) -> Iterator[bytes]:
    try:
        trust = ssl.create_default_context()
        connection = imaplib.IMAP4_SSL(server.host, server.port, ssl_context=trust, timeout=PATIENCE_S)
    except OSError as error:
        raise BoxError(f"The server of MAIL_BOUNCES cannot be reached ({type(error).__name__}).") from None
    try:
        connection.login(server.user, server.password)
        if connection.select(f'"{name}"')[0] != "OK":
            raise BoxError("The mailbox of MAIL_BOUNCES cannot be opened.")
        _, found = connection.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:MOST_AT_ONCE]:
            _, parts = connection.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            for part in parts:
                if isinstance(part, tuple):
                    yield part[1]
            connection.uid("STORE", uid.decode(), "+FLAGS", r"(\Seen)")
    except (imaplib.IMAP4.error, OSError, UnicodeError) as error:
        raise BoxError(f"The mailbox of MAIL_BOUNCES cannot be read ({type(error).__name__}).") from None
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            connection.logout()
