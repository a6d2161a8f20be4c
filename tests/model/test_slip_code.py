import math
import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.slip_code import LENGTH, fresh_slip_code, guess_words, read_slip_code, spoken
from model.slip_words import WORDS

codes = st.lists(st.sampled_from(WORDS), min_size=LENGTH, max_size=LENGTH).map("-".join)


def test_six_words_are_more_than_sixty_bits():
    assert LENGTH * math.log2(len(set(WORDS))) > 60
    assert len(set(WORDS)) == len(WORDS)
    assert list(WORDS) == sorted(WORDS)


def test_every_word_is_easily_typed():
    assert [word for word in WORDS if not re.fullmatch("[a-z]{4,9}", word)] == []


def test_no_word_begins_another():
    assert [pair for pair in pairwise(WORDS) if pair[1].startswith(pair[0])] == []


def test_no_wrong_letter_makes_another_word():
    shorter: dict[str, set[str]] = {}
    for word in WORDS:
        for place in range(len(word)):
            # words of one length that differ in one letter share what is left without it; so do longer and shorter ones
            shorter.setdefault(f"{word[:place]}*{word[place + 1 :]}", set()).add(word)
            shorter.setdefault(word[:place] + word[place + 1 :], set()).add(word)
    assert [words for hole, words in shorter.items() if "*" in hole and len(words) > 1] == []
    assert [word for word in WORDS if word in shorter] == []


def sounds(word: str) -> str:
    """Roughly how a word sounds: what is written in several ways but spoken alike becomes one."""
    alike = ("th t", "dt t", "ck k", "ph f", "v f", "tz z", "ai ei", "ah a", "eh e", "ih i", "oh o", "uh u", "ie i",
             "y i", "aa a", "ee e", "oo o", "chs x", "c k")  # fmt: skip
    for pair in alike:
        word = word.replace(*pair.split())
    word = re.sub(r"(.)\1", r"\1", word)
    return re.sub("[dbg]$", lambda last: {"d": "t", "b": "p", "g": "k"}[last[0]], word)


def test_no_two_words_sound_alike():
    heard = sorted((sounds(word), word) for word in WORDS)
    assert [(one[1], other[1]) for one, other in pairwise(heard) if one[0] == other[0]] == []
    assert sounds("rat") == sounds("rad") and sounds("mehr") == sounds("meer")


def test_codes_are_random():
    made = {fresh_slip_code() for _ in range(1000)}
    assert len(made) == 1000 and all(read_slip_code(code) == code for code in made)
    assert len({word for code in made for word in code.split("-")}) > 1000


@given(codes)
def test_what_is_printed_can_be_read_back(code):
    assert read_slip_code(spoken(code)) == code
    assert read_slip_code(spoken(code).upper().replace(" ", ",\n")) == code
    assert read_slip_code("".join(f"{number}. {word} " for number, word in enumerate(code.split("-"), 1))) == code


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, 20), st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
       st.sampled_from(("wrong", "missing", "added")))  # fmt: skip
def test_one_wrong_letter_in_a_word_is_mended_or_named_and_never_becomes_another_word(code, which, place, letter, how):
    words = code.split("-")
    right = words[which]
    place %= len(right)
    middle = {"wrong": letter, "missing": "", "added": letter + right[place]}[how]
    words[which] = right[:place] + middle + right[place + 1 :]
    typed = " ".join(words)
    assert read_slip_code(typed) in (code, None)
    if read_slip_code(typed) is None:
        assert guess_words(typed) == [words[which]]


def test_a_letter_that_fits_two_words_is_not_guessed():
    pairs = [
        (one, other) for one, other in combinations(WORDS, 2)
        if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 2
    ]  # fmt: skip
    one, other = pairs[0]
    first, second = [place for place in range(len(one)) if one[place] != other[place]]
    between = one[:first] + other[first] + one[first + 1 :]
    assert between[second] == one[second] and guess_words(between) == [between]


@pytest.mark.parametrize(
    "typed", ["", "apfel", "apfel " * 5, "apfel " * 7, "apfel " * 5 + "xyzzy", "1 2 3 4 5 6", "\x00" * 9]
)
def test_what_is_no_code_is_none(typed):
    assert read_slip_code(typed) is None


def test_umlauts_do_no_harm_and_long_text_is_not_read_to_its_end():
    assert guess_words("Äpfel Möhre") == ["moehre"]
    assert read_slip_code("apfel " * 100_000) is None
