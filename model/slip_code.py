"""The code of a slip: six common words, to be read aloud, written on paper and typed with mistakes.

Six words of more than 1,024 are more than 60 bits. A word with one wrong letter is mended, because no wrong letter
makes one word of the list into another.
"""

import re
import secrets
from functools import cache

from model.slip_words import WORDS

LENGTH = 6
#: what somebody typed is read up to here
MOST = 300
_KNOWN = frozenset(WORDS)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: how people write letters that no word of the list has
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fresh_slip_code() -> str:
    """A random code in its tidy form: "apfel-birne-…"."""
    return "-".join(secrets.choice(WORDS) for _ in range(LENGTH))


def spoken(code: str) -> str:
    """A code as it is printed and read aloud: "Apfel Birne …"."""
    return " ".join(word.capitalize() for word in code.split("-"))


def read_slip_code(typed: str) -> str | None:
    """The tidy form of what somebody typed; None if it is not six words that are known or nearly so.

    Capitals, numbers before the words, commas, hyphens and line breaks do not matter.
    """
    found = [_mended(word) for word in _typed_words(typed)]
    return "-".join(word for word in found if word) if len(found) == LENGTH and all(found) else None


def guess_words(typed: str) -> list[str]:
    """The words that somebody typed and that no slip has, so that a page can name them."""
    return [word for word in _typed_words(typed) if not _mended(word)]


def _typed_words(typed: str) -> list[str]:
    return re.findall(r"[a-z]+", typed[:MOST].lower().translate(_PLAIN))


def _mended(word: str) -> str:
    """The word of the list that this one is, or is with one wrong, missing or added letter; "" if there is none."""
    if word in _KNOWN:
        return word
    return _nearest(word) if 3 <= len(word) <= 10 else ""


@cache
def _one_off() -> dict[str, str]:
    """Every word without one of its letters -> the word; "" where that is so for several words."""
    found: dict[str, str] = {}
    for word in WORDS:
        for shorter in {word[:place] + word[place + 1 :] for place in range(len(word))}:
            found[shorter] = "" if shorter in found else word
    return found


def _nearest(word: str) -> str:
    """The only word of the list at a distance of one letter; "" if there is none or more than one."""
    near = {word[:place] + word[place + 1 :] for place in range(len(word))} & _KNOWN
    near |= {
        changed for place in range(len(word)) for letter in _LETTERS
        if (changed := word[:place] + letter + word[place + 1 :]) in _KNOWN
    }  # fmt: skip
    if word in _one_off():
        near.add(_one_off()[word])
    return near.pop() if len(near) == 1 else ""
