"""Two models of how addresses get misspelt: blind slips of a key, and what hands, ears and scanners really do."""

import random
from collections.abc import Callable, Iterator

Misspell = Callable[[str, random.Random], str]
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
ROWS = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm")
SOUNDS = (
    ("schmidt", "schmitt"), ("schmidt", "schmid"), ("ck", "k"), ("ei", "ai"), ("ie", "i"), ("th", "t"), ("ph", "f"),
    ("tz", "z"), ("dt", "t"), ("v", "f"), ("ä", "e"), ("äu", "eu"), ("y", "i"), ("c", "k"), ("chs", "x"), ("ks", "x"),
    ("ah", "a"), ("eh", "e"), ("oh", "o"), ("üh", "ü"), ("qu", "kw"), ("ß", "s"), ("ey", "ei"), ("ou", "u"),
)  # fmt: skip
"""Spellings that sound alike, read in both directions."""
LOOKS = (
    ("rn", "m"), ("l", "1"), ("l", "I"), ("I", "l"), ("i", "l"), ("O", "0"), ("o", "0"), ("ß", "B"), ("cl", "d"),
    ("w", "vv"), ("ü", "ii"), ("e", "c"), ("h", "b"), ("S", "5"), ("B", "8"), ("f", "t"), ("n", "ri"), ("m", "rn"),
    ("t", "f"), ("d", "cl"), ("ö", "o"), ("ä", "a"),
)  # fmt: skip
"""What a scanner takes one letter for, in the direction in which it happens."""


def slip(text: str, rng: random.Random) -> str:
    """One of four slips at a letter chosen blindly: left out, one too many, another one, two swapped."""
    letters = [place for place, letter in enumerate(text) if letter.isalpha()]
    while True:
        place, other = rng.choice(letters), rng.choice(LETTERS)
        after = min(place + 1, len(text) - 1)
        first = after - 1
        changed = (
            text[:place] + text[place + 1 :],
            text[:place] + other + text[place:],
            text[:place] + other + text[place + 1 :],
            text[:first] + text[first : first + 2][::-1] + text[first + 2 :],
        )[rng.randrange(4)]
        if changed != text:
            return changed


def mistake(text: str, rng: random.Random) -> str:
    """One error of a hand, an ear or a scanner; the kind is chosen first, then where it strikes."""
    for kind in rng.sample(KINDS, len(KINDS)):
        possible = sorted({changed for changed in kind(text) if changed != text})
        if possible:
            return rng.choice(possible)
    return slip(text, rng)


def keyboard(text: str) -> Iterator[str]:
    """A neighbouring key instead of the right one, or along with it."""
    for place, letter in enumerate(text):
        for other in NEIGHBOURS.get(letter.lower(), ""):
            yield text[:place] + other + text[place + 1 :]
            yield text[:place] + letter + other + text[place + 1 :]


def sound_alike(text: str) -> Iterator[str]:
    """Another spelling that sounds the same."""
    for one, other in SOUNDS:
        yield from _replaced(text, one, other)
        yield from _replaced(text, other, one)


def doubling(text: str) -> Iterator[str]:
    """A letter doubled, or one of a pair lost."""
    for place, letter in enumerate(text):
        if letter.isalpha():
            second = text[:place].endswith(letter)
            yield text[:place] + ("" if second else letter + letter.lower()) + text[place + 1 :]


def misread(text: str) -> Iterator[str]:
    """What a scanner makes of it."""
    for one, other in LOOKS:
        start = text.find(one)
        while start >= 0:
            yield text[:start] + other + text[start + len(one) :]
            start = text.find(one, start + 1)


def _replaced(text: str, one: str, other: str) -> Iterator[str]:
    """The text with one occurrence replaced, a capital where there was one."""
    low, start = text.lower(), 0
    while (start := low.find(one, start)) >= 0:
        new = other.capitalize() if text[start].isupper() else other
        yield text[:start] + new + text[start + len(one) :]
        start += 1


def _neighbours() -> dict[str, str]:
    """The keys around each letter of a German keyboard."""
    at = {letter: (x + y / 2, y) for y, row in enumerate(ROWS) for x, letter in enumerate(row)}
    return {
        one: "".join(
            other for other, (x, y) in at.items()
            if other != one and abs(x - at[one][0]) <= 1 and abs(y - at[one][1]) <= 1
        )
        for one in at
    }  # fmt: skip


NEIGHBOURS = _neighbours()
KINDS = (keyboard, sound_alike, doubling, misread)
MODELS: dict[str, Misspell] = {"slips": slip, "mistakes": mistake}
"""The two error models by name."""
