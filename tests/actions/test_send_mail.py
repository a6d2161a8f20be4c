"""Mail over a real connection to a real mail server, read back from the wire."""

import socket
import threading
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from actions.mail_outlets import ServerOutlet
from actions.send_mail import PAUSES, send_due
from model.mail_route import RouteError, read_bounce_box, read_mail_route
from store import open_store
from store.mails import SILENCE
from tests.actions.working import queue, tools_of
from tests.certificates import local_server
from tests.mail_server import running_mail_server
from tests.server import free_port
from tests.store.examples import Clock


def text_of(message):
    """The text of a message with the line ends of this machine."""
    return message.get_content().replace("\r\n", "\n")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(database_url, clock):
    opened = open_store(database_url, create=True, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def server():
    with running_mail_server() as running:
        yield running


def test_a_mail_arrives_as_it_was_written(store, tmp_path, server):
    mail = queue(store, reply_to="frau.kaya@stadt.example")
    assert send_due(tools_of(store, tmp_path, mail_url=server.url)) == 1
    (message,) = server.messages
    assert str(message["To"]) == mail.to and str(message["Subject"]) == mail.subject
    assert str(message["From"]) == "Bildungsbüro Köln <rat@stadt.example>" and server.senders == ["rat@stadt.example"]
    assert str(message["Reply-To"]) == "frau.kaya@stadt.example" and message["Auto-Submitted"] == "auto-generated"
    assert text_of(message) == mail.text and server.raw[0].isascii()
    kept = store.mails.by_key(mail.key)
    assert kept.state == "sent" and kept.message_id == str(message["Message-ID"])


def test_each_mail_is_sent_once_over_one_connection(store, tmp_path, server):
    for number in range(60):
        queue(store, number)
    tools = tools_of(store, tmp_path, mail_url=server.url)
    assert send_due(tools) == 60 and send_due(tools) == 0
    assert len(set(server.ids)) == len(server.ids) == 60


def test_two_workers_at_once_send_nothing_twice(store, tmp_path, server):
    for number in range(40):
        queue(store, number)
    tools = tools_of(store, tmp_path, mail_url=server.url)
    threads = [threading.Thread(target=send_due, args=(tools,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(server.ids)) == len(server.ids) == 40


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ("550 5.1.1 No such user here", "bounced", "550 5.1.1 No such user here"),
        ("553 unknown", "bounced", "nimmt diese Adresse nicht an"),
        ("554 5.7.1 Relay access denied", "failed", "nimmt diese Mail nicht an"),
        ("451 4.7.1 Greylisted", "waiting", "noch nicht"),
    ],
)
def test_a_refused_address_is_told_and_takes_no_other_mail_along(store, tmp_path, server, answer, state, words):
    bad = queue(store, 1)
    good = queue(store, 2)
    server.answers[bad.to] = answer
    assert send_due(tools_of(store, tmp_path, mail_url=server.url)) == 1
    kept = store.mails.by_key(bad.key)
    assert kept.state == state and words in kept.trouble
    assert store.mails.by_key(good.key).state == "sent" and server.recipients == [[good.to]]


def test_a_server_that_refuses_for_now_is_asked_again_after_longer_and_longer_pauses(store, tmp_path, server, clock):
    mail = queue(store)
    server.data_answer = "452 4.3.1 Disk full"
    tools = tools_of(store, tmp_path, mail_url=server.url)
    for pause in PAUSES:
        send_due(tools)
        assert store.mails.by_key(mail.key).due_at == clock.now + pause
        clock.now += pause
    send_due(tools)
    assert store.mails.by_key(mail.key).state == "failed" and not server.raw


def test_a_server_out_of_reach_costs_no_mail_and_stops_the_round(store, tmp_path, clock):
    for number in range(3):
        queue(store, number)
    tools = tools_of(store, tmp_path, mail_url=f"smtp://127.0.0.1:{free_port()}")
    assert send_due(tools) == 0
    assert [mail.tries for mail in store.mails.log("05112")] == [0, 0, 1]
    with running_mail_server() as server:
        clock.now += timedelta(minutes=2)
        assert send_due(tools_of(store, tmp_path, mail_url=server.url)) == 3
        assert len(set(server.ids)) == 3


def test_a_connection_that_breaks_after_the_last_word_leaves_the_mail_unclear_for_a_person(store, tmp_path, server):
    mail = queue(store)
    server.hang_up_after_data = True
    tools = tools_of(store, tmp_path, mail_url=server.url)
    send_due(tools)
    kept = store.mails.by_key(mail.key)
    assert kept.state == "unclear" and len(server.raw) == 1
    server.hang_up_after_data = False
    assert send_due(tools) == 0 and len(server.raw) == 1
    with store.write("anna", "again") as writer:
        assert writer.mails.resend(kept.code, "05112")
    assert send_due(tools) == 1 and server.ids == [kept.message_id] * 2


def test_a_mail_whose_sender_died_is_unclear_with_a_server_and_known_with_a_folder(store, tmp_path, server, clock):
    lost, written = queue(store, 1), queue(store, 2)
    with store.write("worker", "dies") as writer:
        records = [writer.mails.claim("stadt.example", 60) for _ in range(2)]
    folder = tools_of(store, tmp_path)
    from actions.mail_outlets import FolderOutlet

    FolderOutlet(tmp_path / "outbox", folder.mail_from).send(records[1])
    clock.now += SILENCE + timedelta(seconds=1)
    assert send_due(folder) == 1
    assert {store.mails.by_key(mail.key).state for mail in (lost, written)} == {"sent"}
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2
    queue(store, 3)
    with store.write("worker", "dies") as writer:
        writer.mails.claim("stadt.example", 60)
    clock.now += SILENCE + timedelta(seconds=1)
    assert send_due(tools_of(store, tmp_path, mail_url=server.url)) == 0
    assert store.mails.by_key("mail-3").state == "unclear" and not server.raw


def test_a_file_can_be_read_by_people_and_programs(store, tmp_path):
    mail = queue(store, text="Ihr Link: https://karte.example/stimmt/" + "x" * 80 + "\nGrüße\n")
    send_due(tools_of(store, tmp_path))
    (file,) = (tmp_path / "outbox").glob("*.eml")
    assert mail.text.replace("\n", "\r\n").encode() in file.read_bytes()
    assert text_of(message_from_bytes(file.read_bytes(), policy=default)) == mail.text
    assert store.mails.by_key(mail.key).text == "", "a link is a secret of its reader"


@pytest.mark.parametrize(
    "mischief", ["Hallo\r\nBcc: viele@andere.example", "Hallo\nX-Teil: 1", "Hallo\rBcc: a@b.example"]
)
def test_a_line_break_in_a_name_adds_no_header(store, tmp_path, server, mischief):
    with pytest.raises(ValueError):
        queue(store, subject=mischief)
    with pytest.raises(ValueError):
        queue(store, to=f"a@b.example{mischief}")
    with pytest.raises(ValueError):
        queue(store, reply_to=f"a@b.example\n{mischief}")
    queue(store, text=f"{mischief}\r\n.\r\nMAIL FROM:<x@y.example>\r\n")
    assert send_due(tools_of(store, tmp_path, mail_url=server.url)) == 1
    (message,) = server.messages
    assert message["Bcc"] is None and message["X-Teil"] is None and len(server.recipients[0]) == 1
    assert "MAIL FROM" in message.get_content()


def test_a_dialogue_is_encrypted_where_the_server_offers_it(store, tmp_path):
    context, _ = local_server(tmp_path)
    queue(store)
    with running_mail_server(tls_context=context, require_starttls=True) as server:
        assert send_due(tools_of(store, tmp_path, mail_url=server.url)) == 1
        assert len(server.raw) == 1


def test_a_server_that_says_nothing_does_not_hold_us_for_ever(store, tmp_path, monkeypatch):
    monkeypatch.setattr("actions.mail_outlets.PATIENCE_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        queue(store)
        assert send_due(tools_of(store, tmp_path, mail_url=f"smtp://127.0.0.1:{mute.getsockname()[1]}")) == 0
    kept = store.mails.by_key("mail-1")
    assert kept.state == "waiting" and "nicht erreichbar" in kept.trouble


def test_a_password_is_never_said_in_the_open():
    outlet = ServerOutlet(read_mail_route("smtp://buero:geheim@mail.stadt.example:25").server, "rat@stadt.example")
    assert "geheim" not in repr(outlet._server)


@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "smtp://host:port", "file://relative", "ftp://x/y"])
def test_a_mail_address_that_leads_nowhere_is_refused(url):
    with pytest.raises(RouteError):
        read_mail_route(url)


@pytest.mark.parametrize("text", ["imap://a:b@c/INBOX", "maildir:relative", "mbox:", "imaps://", "imaps://h/a%0ab"])
def test_a_box_for_bounces_that_cannot_be_is_refused(text):
    with pytest.raises(RouteError):
        read_bounce_box(text)


def test_names_and_passwords_may_hold_any_character():
    server = read_mail_route("smtps://b%C3%BCro%40stadt:p%2Fw%3A@mail.stadt.example").server
    assert (server.user, server.password, server.port) == ("büro@stadt", "p/w:", 465)
    assert read_mail_route("smtp://a:b@mail.stadt.example").server.port == 587
    box = read_bounce_box("imaps://a:b@mail.stadt.example/INBOX/Bounces")
    assert (box.mailbox, box.server.port) == ("INBOX/Bounces", 993)
