"""Cleaning phone numbers, mail addresses and web addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.clean.contact import e164, email, phone, web_addresses, website
from model.country import Country


@pytest.mark.parametrize(
    ("raw", "readable", "dialled"),
    [
        ("0203/283-5708", "0203 283-5708", "+492032835708"),
        ("(0203) 28 35 708", "0203 28 35 708", "+492032835708"),
        ("+49 (0)203 283-5708", "0203 283-5708", "+492032835708"),
        ("(+49) 203 2835708", "0203 2835708", "+492032835708"),
        ("0049 203 2835708", "0203 2835708", "+492032835708"),
        ("+49203-2835708", "0203 2835708", "+492032835708"),
        ("Tel.: 0203 2835708", "0203 2835708", "+492032835708"),
        ("017612345678", "0176 12345678", "+4917612345678"),
        ("030123456", "030 123456", "+4930123456"),
        ("02032835708", "02032835708", "+492032835708"),
        ("115", "115", "115"),
        ("0800 4 5555 00", "0800 4 5555 00", "+498004555500"),
        ("+31 20 1234567", "+31 20 1234567", "+31201234567"),
        ("'+49 203 123456", "0203 123456", "+49203123456"),
    ],
)
def test_numbers_read_as_germans_write_them(raw: str, readable: str, dialled: str) -> None:
    warnings: list[str] = []
    assert phone(raw, warnings.append) == readable
    assert e164(readable) == dialled
    assert warnings == []
    assert phone(readable, warnings.append) == readable, "a clean number stays as it is"


@pytest.mark.parametrize(
    ("raw", "number", "word"),
    [
        ("0203 123456 oder 0176 1234567", "0203 123456", "0176"),
        ("0203 283-0 (Zentrale)", "0203 283-0", "Zentrale"),
        ("283-5708", "283-5708", "cannot be dialled"),
        ("2032835708", "02032835708", "lacks its beginning"),
        ("492032835708", "0203283570" + "8", "lacks its beginning"),
        ("siehe Webseite", "", "no digits"),
    ],
)
def test_what_is_odd_about_a_number_is_said(raw: str, number: str, word: str) -> None:
    warnings: list[str] = []
    assert phone(raw, warnings.append) == number
    assert word in warnings[0]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("info@Stadt-Beispiel.DE", "info@stadt-beispiel.de"),
        ("info (at) beispiel.de", "info@beispiel.de"),
        ("mailto:info@beispiel.de", "info@beispiel.de"),
        ("info [at] beispiel [punkt] de", "info@beispiel.de"),
    ],
)
def test_mail_addresses_are_made_usable(raw: str, clean: str) -> None:
    assert email(raw, pytest.fail) == clean


def test_a_second_mail_address_and_a_wrong_one_are_named() -> None:
    warnings: list[str] = []
    assert email("a@beispiel.de; b@beispiel.de", warnings.append) == "a@beispiel.de"
    assert email("auf Anfrage", warnings.append) == ""
    assert "b@beispiel.de" in warnings[0]
    assert "'auf Anfrage'" in warnings[1]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("www.beispiel.de", "https://www.beispiel.de"),
        ("beispiel.de/kurse", "https://beispiel.de/kurse"),
        ("HTTP://beispiel.de", "http://beispiel.de"),
        ("https://müller-beispiel.de/ä?x=1", "https://müller-beispiel.de/ä?x=1"),
    ],
)
def test_web_addresses_get_their_scheme(raw: str, clean: str) -> None:
    assert website(raw, pytest.fail) == clean


@pytest.mark.parametrize(
    "raw", ["javascript:alert(1)", "data:text/html,x", "ftp://a.de", "kein Web", "http://[", "a@b.de"]
)
def test_what_is_no_web_address_is_left_out_with_a_warning(raw: str) -> None:
    warnings: list[str] = []
    assert website(raw, warnings.append) == ""
    assert warnings


def test_several_addresses_are_found_in_a_text() -> None:
    text = "Siehe https://a.de/x | www.b.de, und https://a.de/x."
    assert web_addresses(text) == ["https://a.de/x", "https://www.b.de"]


@given(st.text(max_size=80))
def test_any_text_is_survived(text: str) -> None:
    notes: list[str] = []
    for rule in (phone, email, website):
        assert "\n" not in rule(text, notes.append)


@given(st.from_regex(r"0[1-9]\d{2,3}[ /-]?\d{3,7}(-\d{1,3})?", fullmatch=True))
def test_no_digit_of_a_number_is_ever_lost(text: str) -> None:
    number = phone(text, lambda _: None)
    assert [c for c in number if c.isdigit()] == [c for c in text if c.isdigit()]


@pytest.mark.parametrize(
    ("text", "country", "readable"),
    [
        ("02732 801-0", Country("AT", "43", "0", ""), "+43 2732 801 0"),
        ("+43 (0)2732/801", Country("AT", "43", "0", ""), "+43 2732 801"),
        ("236 72 00", Country("LI", "423", "", ""), "+423 236 72 00"),
        ("00423 236 72 00", Country("LI", "423", "", ""), "+423 236 72 00"),
        ("112", Country("AT", "43", "0", ""), "112"),
    ],
)
def test_numbers_of_other_countries_are_written_as_dialled_from_anywhere(
    text: str, country: Country, readable: str
) -> None:
    assert phone(text, pytest.fail, country) == readable
