"""The code of a letter: three groups of four letters that can be typed without a mistake going unnoticed.

The alphabet has 29 letters, a prime number, and the places have the weights 1 to 12. So the last letter, which checks
the others, finds every single wrong letter and every two letters that were swapped.
"""

import secrets

#: small letters and digits without those that look alike: no 0, 1, i, l, o, u, and no 2, which looks like z
ALPHABET = "3456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12
_BASE = len(ALPHABET)
_VALUE = {letter: number for number, letter in enumerate(ALPHABET)}
#: what people put between the groups, or what a telephone makes of a hyphen
_BETWEEN = str.maketrans("", "", " \t\r\n\u00a0-‐‑‒–—_./")


def fresh_letter_code() -> str:
    """A random code with its check letter; its eleven free letters are 53 bits."""
    free = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return free + check_letter(free)


def check_letter(free: str) -> str:
    """The last letter: with it the weighted sum of all letters can be divided by 29."""
    total = sum(place * _VALUE[letter] for place, letter in enumerate(free, 1))
    return ALPHABET[-total * pow(LENGTH, -1, _BASE) % _BASE]


def grouped(code: str) -> str:
    """A code as it is printed: "abcd-efgh-jkmn"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_letter_code(typed: str) -> str | None:
    """A code as somebody typed it, with any spaces, hyphens and capitals; None if a letter must be wrong."""
    code = typed[:100].translate(_BETWEEN).lower()
    if len(code) != LENGTH or any(letter not in _VALUE for letter in code):
        return None
    return code if check_letter(code[:-1]) == code[-1] else None
