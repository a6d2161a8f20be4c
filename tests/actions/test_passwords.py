"""Passwords: long ones are good, known ones are not, and symbols do not matter."""

from datetime import timedelta

import pytest

from actions.account_refused import waiting_words
from actions.passwords import hash_password, is_leaked, password_fits, password_trouble

EMAIL, NAME = "erika.beispiel@stadt.example", "Erika Beispiel-Muster"


@pytest.mark.parametrize(
    "password", ["vier Wörter ohne Sinn", "aaaabbbbccccd", "zwölfzeichen", "x" * 199 + "y", "Bücherregal im Wind"]
)
def test_length_is_enough(password):
    assert password_trouble(password, EMAIL, NAME) == ""


@pytest.mark.parametrize(
    "password",
    ["password1234", "1password!!!!", "qwertyuiop123", "123456789012", "............", "aaaaaaaaaaaaa", "abcabcabcabc",
     "dragondragon", "PASSWORD-2026", "1qaz2wsx3edc", "letmeinletmein"],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(password):
    assert is_leaked(password)
    assert "leicht zu erraten" in password_trouble(password, EMAIL, NAME)


@pytest.mark.parametrize(
    "password",
    ["mein Name ist erika beispiel-muster", "ERIKA.BEISPIEL@stadt.example", "das beispiel von heute", "ich bin Muster"
     "mann", "erika.beispiel 77"],
)  # fmt: skip
def test_name_and_address_are_no_secret(password):
    assert "Ihren Namen" in password_trouble(password, EMAIL, NAME)


def test_short_and_endless_ones_are_refused():
    assert "zu kurz" in password_trouble("elf Zeichen", EMAIL)
    assert "zu lang" in password_trouble("x" * 201, EMAIL)


def test_a_hash_tells_the_password_from_others_however_its_letters_are_composed():
    hashed = hash_password("Übermäßig grüne Äpfel")
    assert hashed.startswith("$argon2id$") and "pfel" not in hashed
    assert password_fits(hashed, "U\u0308berma\u0308ßig gru\u0308ne A\u0308pfel")
    assert not password_fits(hashed, "Übermäßig grüne Birnen")
    assert not password_fits("", "nobody has this password")
    assert not password_fits("not a hash", "x" * 12)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 Sekunde"), (30, "30 Sekunden"), (90.5, "2 Minuten"), (900, "15 Minuten"), (5400, "90 Minuten"),
     (43000, "12 Stunden")],
)  # fmt: skip
def test_waiting_is_told_in_words(seconds, words):
    assert waiting_words(timedelta(seconds=seconds)) == words
