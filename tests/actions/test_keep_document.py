import os
import stat
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from actions.keep_document import DocumentError, keep_document, media_type_of, path_of, shown_name, tidy_documents
from model.access import Account
from store import open_store
from tests.store.examples import NOW, an_offer

ANNA = Account(1, "anna", "anna@stadt.example", "Anna", NOW)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" \
      b"\x00\x00\x00\x00IEND\xaeB`\x82"  # fmt: skip
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20 + b"\xff\xd9"
OFFER = an_offer("list:1")


def a_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("page.html", "<script>alert(1)</script>")
    return out.getvalue()


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True, clock=lambda: NOW)
    yield opened
    opened.close()


def keep(store, tmp_path, content=PDF, name="Satzung.pdf"):
    return keep_document(store, tmp_path / "private", OFFER, ANNA, fact="mandate", name=name, content=content, now=NOW)


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg"), (b"", "")]
)
def test_what_a_document_is_shows_its_content(content, kind):
    assert media_type_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        PDF + a_zip(), PNG + a_zip(), JPEG + a_zip(), b"<html>" + PDF, b"GIF89a" + PDF, PNG + b"<script>", a_zip(),
        b"MZ\x90\x00", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-9", PDF[:-8], JPEG[2:], b"%!PS\n%%EOF",
    ],
)  # fmt: skip
def test_what_is_two_things_at_once_or_none_of_ours_is_refused(store, tmp_path, content):
    with pytest.raises(DocumentError) as refused:
        keep(store, tmp_path, content, "Satzung.pdf")
    assert refused.value.why == "kind"
    assert not (tmp_path / "private").exists() and store.evidence.files() == set()


@pytest.mark.parametrize(("content", "why"), [(b"", "empty"), (PDF + b" " * (10 * 1024 * 1024), "big")])
def test_nothing_and_too_much_are_refused(store, tmp_path, content, why):
    with pytest.raises(DocumentError) as refused:
        keep(store, tmp_path, content)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("Satzung.pdf", "application/pdf", "Satzung.pdf"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\Akten\\Satzung 2025.PDF", "application/pdf", "Satzung 2025.pdf"),
        ("/", "image/png", "Beleg.png"),
        ("..", "image/png", "Beleg.png"),
        ("böse\r\nSet-Cookie: a=b.pdf", "application/pdf", "böse Set-Cookie a=b.pdf"),
        ('"; rm -rf.jpg', "image/jpeg", "rm -rf.jpg"),
        ("programm.exe", "application/pdf", "programm.pdf"),
        ("\u202efdp.exe", "application/pdf", "fdp.pdf"),
        ("x" * 300 + ".pdf", "application/pdf", "x" * 80 + ".pdf"),
        (".htaccess", "image/jpeg", "htaccess.jpg"),
        ("foto.jpeg", "image/jpeg", "foto.jpg"),
    ],
)
def test_a_name_loses_its_folders_and_tells_what_the_document_is(name, kind, shown):
    assert shown_name(name, kind) == shown


def test_the_content_lies_under_a_random_name_that_only_we_can_read(store, tmp_path):
    kept = keep(store, tmp_path, name="../../Satzung.pdf")
    path = path_of(tmp_path / "private", kept)
    assert path.read_bytes() == PDF and path.parent == tmp_path / "private" / "evidence"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.name == kept.file != kept.code and "Satzung" not in path.name
    assert store.evidence.document(kept.code) == kept and kept.name == "Satzung.pdf" and kept.size == len(PDF)
    assert len(list(path.parent.iterdir())) == 1


def test_what_nobody_finished_is_tidied_away(store, tmp_path):
    class Tools:
        private_dir = tmp_path / "private"

    tools = Tools()
    tools.store, tools.clock = store, lambda: NOW + timedelta(days=2)
    assert tidy_documents(tools) == 0
    unfinished, kept = keep(store, tmp_path), keep(store, tmp_path, PNG, "a.png")
    with store.write("Anna", "geprüft") as writer:
        writer.evidence.attach([kept.code], "list:1", ANNA, "p1")
    lost, fresh = (tools.private_dir / "evidence" / name for name in ("lost.half", "fresh"))
    lost.write_bytes(b"x")
    fresh.write_bytes(b"x")
    os.utime(lost, (NOW.timestamp(), NOW.timestamp()))
    os.utime(fresh, (NOW.timestamp() + 172000, NOW.timestamp() + 172000))
    assert tidy_documents(tools) == 2
    assert {path.name for path in (tools.private_dir / "evidence").iterdir()} == {kept.file, "fresh"}
    assert store.evidence.document(unfinished.code) is None
    assert tidy_documents(tools) == 0
