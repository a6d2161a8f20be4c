"""Reading addresses: words, postcodes and numbers in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.address import MAX_LENGTH, HouseNumber, looks_like_street, read_address, read_number


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("47051 Duisburg", "47051"),
        ("D-47051 Duisburg", "47051"),
        ("DE 47051", "47051"),
        ("Duisburg,47051", "47051"),
        ("47119Duisburg", "47119"),
        ("４７０５１", "47051"),
        ("Heerstr. 5 D-47053", "47053"),
        ("123456 Duisburg", ""),
        ("4705 Duisburg", ""),
    ],
)
def test_a_postcode_is_five_digits_however_it_is_dressed(text: str, postcode: str) -> None:
    assert read_address(text).postcode == postcode


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Heerstr. 12", ["12"]),
        ("Heerstr. 12a", ["12a"]),
        ("Heerstr. 12 A, Duisburg", ["12a"]),
        ("Heerstr.12-14", ["12-14"]),
        ("Heerstr. 12 – 14", ["12-14"]),
        ("Heerstr. 12/14", ["12-14"]),
        ("Heerstraße109", ["109"]),
        ("Heerstr. 14-12", ["14"]),
        ("12 Heerstr.", ["12"]),
        ("Heerstr. 5 (Hinterhaus, 2. OG)", ["5"]),
        ("Heerstr. 5, 3. Etage", ["5"]),
        ("Heerstr. 5 D-47053", ["5"]),
        ("Straße des 17. Juni 135", ["17", "135"]),
        ("47051 Duisburg", []),
    ],
)
def test_house_numbers_are_read_with_letters_and_ranges(text: str, numbers: list[str]) -> None:
    assert [str(number) for number in read_address(text).numbers] == numbers


def test_words_are_folded_and_keep_their_order() -> None:
    assert read_address("Steinsche Gasse 26,\n47051 Duisburg").words == ("steinsche", "gase", "duisburg")


def test_commas_lines_and_brackets_part_a_query() -> None:
    tokens = read_address("Marxloh, Duisburg (Nord)\nDE").tokens
    assert [token.segment for token in tokens] == [0, 1, 2, 4]
    assert [token.aside for token in tokens] == [False, False, True, False]


@pytest.mark.parametrize(
    "text", ["", "   ", "!!!!", "…—«»", "😀🙈", "\x00\x01", "\ud800", "a" * (MAX_LENGTH + 1), "x " * 5000]
)
def test_what_is_no_address_has_no_words(text: str) -> None:
    assert read_address(text).tokens == ()


def test_what_is_no_text_has_no_words() -> None:
    assert read_address(None).tokens == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "known", "same"),
    [
        ("12", "12", True),
        ("12a", "12 A", True),
        ("12", "12a", False),
        ("12a", "12b", False),
        ("30", "28-32", True),
        ("29", "28-32", False),
        ("28-30", "28", True),
        ("34", "28-32", False),
    ],
)
def test_numbers_are_the_same_house_by_digits_letter_and_side_of_the_street(asked: str, known: str, same: bool) -> None:
    one, other = read_number(asked), read_number(known)
    assert one and other
    assert one.same(other) is other.same(one) is same


def test_what_holds_no_number_is_no_house_number() -> None:
    assert read_number("") is read_number("ohne Nr.") is None
    assert read_number("18a") == HouseNumber(18, "a")


def test_streets_are_known_by_their_ending() -> None:
    assert all(map(looks_like_street, ("hauptstr", "musterweg", "koenigsallee", "ostring")))
    assert not any(map(looks_like_street, ("duisburg", "volkshochschule")))


@given(st.text(max_size=300))
def test_reading_never_fails_and_numbers_are_small(text: str) -> None:
    asked = read_address(text)
    assert all(0 <= number.number <= 9999 for number in asked.numbers)
    assert len(asked.postcodes) <= len(asked.tokens) <= 40
