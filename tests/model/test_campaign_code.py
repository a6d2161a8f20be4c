import math

import pytest

from model.campaign_code import ALPHABET, LENGTH, check_letter, fresh_letter_code, grouped, read_letter_code

CODES = [fresh_letter_code() for _ in range(40)]


def test_a_code_is_too_long_to_be_guessed_and_none_comes_twice():
    assert (LENGTH - 1) * math.log2(len(ALPHABET)) >= 45
    assert len({fresh_letter_code() for _ in range(2000)}) == 2000


@pytest.mark.parametrize("code", CODES, ids=range(len(CODES)))
def test_every_single_wrong_letter_is_found(code):
    for place, right in enumerate(code):
        for wrong in ALPHABET.replace(right, ""):
            assert read_letter_code(code[:place] + wrong + code[place + 1 :]) is None


@pytest.mark.parametrize("code", CODES, ids=range(len(CODES)))
def test_every_two_swapped_letters_are_found_neighbours_or_not(code):
    for first in range(LENGTH):
        for second in range(first + 1, LENGTH):
            letters = list(code)
            letters[first], letters[second] = letters[second], letters[first]
            swapped = "".join(letters)
            assert swapped == code or read_letter_code(swapped) is None


@pytest.mark.parametrize(
    "typed",
    ["{0}-{1}-{2}", "{0} {1} {2}", "{0}{1}{2}", " {0}–{1}—{2} ", "{0}.{1}/{2}", "{0}\u00a0{1}_{2}\n"],
)
def test_spaces_hyphens_and_capitals_are_forgiven(typed):
    code = fresh_letter_code()
    parts = code[:4], code[4:8], code[8:]
    assert read_letter_code(typed.format(*parts)) == code
    assert read_letter_code(typed.format(*parts).upper()) == code
    assert read_letter_code(grouped(code)) == code


@pytest.mark.parametrize("typed", ["", "abc", "a" * 500, "ääääääääääää", "0000-0000-0000", "abcd-efgh-jkm"])
def test_what_is_no_code_is_none(typed):
    assert read_letter_code(typed) is None


def test_the_check_letter_depends_on_every_letter():
    free = "abcdefghjkm"
    others = {check_letter(free[:place] + "9" + free[place + 1 :]) for place in range(len(free))}
    assert check_letter(free) not in others
