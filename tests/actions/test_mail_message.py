"""Subjects survive the way over the wire, however long they are and wherever their umlauts stand."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from actions.mail_message import SMTP


@pytest.mark.parametrize(
    "subject",
    [
        "Erinnerung: Große Abfrage – Träger Nº 12 für Bildung – Şahin & Söhne",
        *(f"{'Wort ' * words}für Ämter – {words} Straße über Öl {words} ß" for words in range(20)),
        "plain " * 29 + "end", "ä" * 300, "x" * 200, "kurz",
    ],
)  # fmt: skip
def test_a_subject_arrives_letter_by_letter_in_short_lines(subject):
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message.set_content("Guten Tag")
    raw = message.as_bytes()
    assert message_from_bytes(raw, policy=default)["Subject"] == subject
    assert max(map(len, raw.split(b"\r\n"))) < 998
