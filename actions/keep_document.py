"""Keep a document behind a fact: recognised by its content, under a random name, where no address leads to."""

import hashlib
import os
import re
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

from actions.duties import Tools
from model.access import Account
from model.offer import Offer
from store import Store
from store.codes import fresh_code
from store.evidence import Document

MAX_BYTES = 10 * 1024 * 1024
FOLDER = "evidence"
#: type -> ending of the name under which it is shown
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
#: how long what was uploaded waits for its form to be finished
PATIENCE = timedelta(days=1)
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f"*<>?|:;%]+')


class DocumentError(ValueError):
    """A document that is not taken: `why` is empty, big or kind."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The document is not taken: {why}.")
        self.why = why


def media_type_of(content: bytes) -> str:
    """What a document is by its content, from its first to its last byte; "" for all that we do not take.

    Whatever is something else at its beginning or end could be a second document in disguise.
    """
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return "application/pdf" if content.rstrip(b"\x00\t\n\f\r ").endswith(b"%%EOF") else ""
    if content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return "image/png" if content.endswith(b"\x00\x00\x00\x00IEND\xaeB`\x82") else ""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg" if content.endswith(b"\xff\xd9") else ""
    return ""


def shown_name(name: str, media_type: str) -> str:
    """The name of a document without folders and strange characters, ending like what it is."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in _NOT_IN_A_NAME.sub(" ", plain) if unicodedata.category(c)[0] != "C")
    stem = " ".join(plain.split()).strip(". ")
    ending = ENDINGS[media_type]
    known = (".jpg", ".jpeg") if ending == ".jpg" else (ending,)
    if not stem.lower().endswith(known):
        stem = stem.rpartition(".")[0] or stem
        return (stem[:80].strip(". ") or "Beleg") + ending
    return (stem.rpartition(".")[0][:80].strip(". ") or "Beleg") + ending


def keep_document(
    store: Store, private_dir: Path, offer: Offer, account: Account, *, fact: str, name: str, content: bytes,
    now: datetime,
) -> Document:
    """Take a document for a form that somebody fills in; it belongs to nothing until the form is sent."""
    if not content:
        raise DocumentError("empty")
    if len(content) > MAX_BYTES:
        raise DocumentError("big")
    media_type = media_type_of(content)
    if not media_type:
        raise DocumentError("kind")
    file = fresh_code(24)
    _write(private_dir / FOLDER, file, content)
    with store.write(by=account.by, why="Beleg hochgeladen") as writer:
        document = Document(
            code=fresh_code(16), region=offer.region, offer_key=offer.key, proposal="", fact=fact,
            name=shown_name(name, media_type), media_type=media_type, size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), file=file, by_code=account.code, at=now,
        )  # fmt: skip
        writer.evidence.add_document(document)
    return document


def path_of(private_dir: Path, document: Document) -> Path:
    """Where the content of a document lies."""
    return private_dir / FOLDER / document.file


def tidy_documents(tools: Tools) -> int:
    """Delete what was uploaded for forms that nobody finished, and files that belong to nothing."""
    before = tools.clock() - PATIENCE
    with tools.store.write(by="duty", why="tidies documents") as writer:
        files = writer.evidence.forget_documents(before)
    folder = tools.private_dir / FOLDER
    known = tools.store.evidence.files()
    lost = [
        path.name for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name not in known and path.stat().st_mtime < before.timestamp()
    ]  # fmt: skip
    gone = set(files) | set(lost)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return len(gone)


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write a file that only this account can read, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / f"{name}.half"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / name)
