"""Mail that comes back, in the dialects of several mail servers, from several kinds of mailboxes."""

import mailbox
import socketserver
import threading
from pathlib import Path

import pytest

from actions import bounce_boxes
from actions.bounce_boxes import BoxError
from actions.bounce_report import read_report
from actions.read_bounces import read_bounces
from actions.send_mail import send_due
from store import open_store
from tests.actions.working import queue, tools_of
from tests.certificates import local_server

HERE = Path(__file__).parent / "bounces"
OURS = "<0123456789abcdef@stadt.example>"
NAMES = sorted(path.stem for path in HERE.glob("*.eml"))
#: name -> whether it is for good, the status, and a part of the sentence
SAID = {
    "postfix_unknown": (True, "5.1.1", "Diese Adresse gibt es nicht."),
    "postfix_expired": (True, "4.4.1", "antwortet nicht"),
    "postfix_delayed": (False, "4.4.1", "verzögert sich"),
    "exim_old": (True, "5.2.2", "Das Postfach ist voll."),
    "exim_warning": (False, "4.7.1", "verzögert sich"),
    "exchange_headers": (True, "5.1.10", "Diese Adresse gibt es nicht."),
    "qmail": (True, "5.1.1", "Diese Adresse gibt es nicht."),
}


def raw(name: str, message_id: str = OURS) -> bytes:
    return (HERE / f"{name}.eml").read_bytes().replace(b"{MESSAGE_ID}", message_id.encode())


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_report_is_understood(name):
    for_good, status, words = SAID[name]
    report = read_report(raw(name))
    assert report is not None
    assert (report.message_id, report.for_good, report.status) == (OURS, for_good, status)
    assert words in report.sentence and "@" not in report.sentence


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_report_with_the_line_ends_of_the_wire_is_understood_too(name):
    assert read_report(raw(name).replace(b"\n", b"\r\n")) == read_report(raw(name))


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(SAID)))
def test_what_is_no_report_says_nothing(name):
    assert read_report(raw(name)) is None


@pytest.mark.parametrize("data", [b"", b"\0" * 500, b"From: MAILER-DAEMON\n\n550 no id", bytes(range(256)) * 40])
def test_rubbish_is_passed_over(data):
    assert read_report(data) is None


@pytest.fixture
def store(database_url):
    opened = open_store(database_url, create=True)
    yield opened
    opened.close()


@pytest.fixture
def sent(store, tmp_path):
    """Three mails that were sent, by their Message-IDs."""
    for number in range(3):
        queue(store, number)
    send_due(tools_of(store, tmp_path))
    return [store.mails.by_key(f"mail-{number}").message_id for number in range(3)]


def states(store):
    return [store.mails.by_key(f"mail-{number}").state for number in range(3)]


def test_a_maildir_is_read_once_and_its_messages_are_moved(store, sent, tmp_path):
    box = mailbox.Maildir(tmp_path / "box", create=True)
    for name, message_id in (("qmail", sent[0]), ("postfix_delayed", sent[1]), ("absence", sent[2])):
        box.add(raw(name, message_id))
    box.add(raw("postfix_unknown", "<somebody@else.example>"))
    tools = tools_of(store, tmp_path, mail_bounces=f"maildir:{tmp_path / 'box'}")
    assert read_bounces(tools) == 2
    assert states(store) == ["bounced", "sent", "sent"] and store.mails.bounced("05112") == 1
    assert "verzögert" in store.mails.by_key("mail-1").trouble
    assert list((tmp_path / "box" / "new").iterdir()) == [] and len(list((tmp_path / "box" / "cur").iterdir())) == 4
    assert read_bounces(tools) == 0


def test_an_mbox_is_read_once(store, sent, tmp_path):
    box = mailbox.mbox(tmp_path / "box", create=True)
    box.add(raw("exim_old", sent[2]))
    box.add(raw("answer", sent[1]))
    box.close()
    tools = tools_of(store, tmp_path, mail_bounces=f"mbox:{tmp_path / 'box'}")
    assert read_bounces(tools) == 1 and states(store) == ["sent", "sent", "bounced"]
    assert list(bounce_boxes._mbox(tmp_path / "box")) == []


def test_whoever_dies_in_the_middle_reads_again_without_harm(store, sent, tmp_path):
    box = mailbox.Maildir(tmp_path / "box", create=True)
    for message_id in sent:
        box.add(raw("postfix_unknown", message_id))
    messages = bounce_boxes._maildir(tmp_path / "box")
    next(messages), next(messages)
    messages.close()
    assert read_bounces(tools_of(store, tmp_path, mail_bounces=f"maildir:{tmp_path / 'box'}")) == 2
    assert len(list((tmp_path / "box" / "new").iterdir())) == 0


def test_a_mailbox_that_is_not_there_is_told(store, tmp_path):
    with pytest.raises(BoxError, match="no folder new"):
        read_bounces(tools_of(store, tmp_path, mail_bounces=f"maildir:{tmp_path / 'nothing'}"))
    with pytest.raises(BoxError, match="cannot be reached"):
        read_bounces(tools_of(store, tmp_path, mail_bounces="imaps://a:b@127.0.0.1:1/INBOX"))
    assert read_bounces(tools_of(store, tmp_path)) == 0


class Imap(socketserver.StreamRequestHandler):
    """As much of an IMAP server as reading unread messages needs."""

    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command, *rest = line.decode().split()
            getattr(self, f"on_{command.lower()}", lambda *_: None)(*rest)
            self.wfile.write(f"{tag} OK done\r\n".encode())

    def on_capability(self):
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")

    def on_select(self, name):
        self.wfile.write(b"* 2 EXISTS\r\n")

    def on_uid(self, what, *rest):
        unseen = [uid for uid in self.server.messages if uid not in self.server.seen]
        if what == "SEARCH":
            self.wfile.write(f"* SEARCH {' '.join(map(str, unseen))}\r\n".encode())
        elif what == "FETCH":
            data = self.server.messages[int(rest[0])]
            self.wfile.write(f"* 1 FETCH (UID {rest[0]} BODY[]<0> {{{len(data)}}}\r\n".encode() + data + b")\r\n")
        elif what == "STORE":
            self.server.seen.append(int(rest[0]))


def test_a_mailbox_on_a_server_is_read_once(store, sent, tmp_path, monkeypatch):
    context, known_by = local_server(tmp_path)
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads, server.seen = True, []
    server.messages = {4: raw("answer", sent[0]), 9: raw("exchange_headers", sent[1])}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(known_by))
    try:
        address = f"imaps://buero:geheim@127.0.0.1:{server.server_address[1]}/INBOX"
        tools = tools_of(store, tmp_path, mail_bounces=address)
        assert read_bounces(tools) == 1 and states(store) == ["sent", "bounced", "sent"]
        assert server.seen == [4, 9] and read_bounces(tools) == 0
    finally:
        server.shutdown()
        server.server_close()
