"""Reading an address as people type it: words, postcodes and house numbers in any order, without a grammar."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from geo.spelling import plain, squeeze, words

MAX_LENGTH = 200
"""A longer text is no address; it is refused as a whole instead of read in part."""
MAX_TOKENS = 40

TokenKind = Literal["word", "number", "postcode"]

_TOKEN = re.compile(
    r"""
    (?P<floor>   \b[0-9]{1,2}\.?\s*(?:OG|UG|DG|Stock(?:werk)?|Etage|Obergeschoss)\b )
  | (?P<postcode>(?<![0-9])(?:\bDE?[\s-]{0,3})?(?P<digits>[0-9]{5})(?![0-9]) )
  | (?P<number>  (?<![0-9])[0-9]{1,4}(?![0-9])(?:\s?[a-z]\b(?![\s-]{0,3}[0-9]{5}))?
                 (?:\s*[-–—/+]\s*[0-9]{1,4}(?![0-9])(?:\s?[a-z]\b(?![\s-]{0,3}[0-9]{5}))?)? )
  | (?P<digitrun>[0-9]+ )
  | (?P<word>    [^\W\d_]+(?:['’][^\W\d_]+)*\.? )
  | (?P<divider> [,;\n|()\[\]] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HOUSE = re.compile(r"([0-9]{1,4})\s?([a-z]?)(?:\s*[-–—/+]\s*([0-9]{1,4})\s?[a-z]?)?", re.IGNORECASE)

#: words around an address that say nothing about where it is
NOISE = frozenset(
    (
        "deutschland", "germany", "brd", "de", "nr", "no", "hausnummer", "hausnr", "hnr", "eg", "og", "ug", "dg",
        "stock", "etage", "hinterhaus", "vorderhaus", "plz", "adrese", "in", "bei", "nahe", "der", "die", "das",
        "im", "am", "an", "auf", "zu", "zum", "zur", "von", "vom", "aus", "stadt", "ort", "ortsteil", "stadtteil",
        "bezirk", "gemeinde", "kreis", "und", "ich", "wohne", "vhs",
    )
)  # fmt: skip
#: words that stand before the name of a street, as in "Am Stein"
BEFORE_STREET = frozenset(("am", "an", "auf", "zum", "zur", "hinter", "unter", "vor", "beim"))
#: words that a street is called by, and those of them that never stand for anything else
STREET_ONLY = frozenset(("str", "weg", "allee", "gase", "chausee", "damm", "ufer", "pfad", "steig", "stieg", "twiete"))
STREET_WORDS = STREET_ONLY | {"platz", "ring", "markt", "wall", "promenade", "winkel", "kamp", "graben", "hof", "berg"}
STOPS = frozenset(
    ("hbf", "bahnhof", "bf", "haltestelle", "station", "bahn", "ubahn", "sbahn", "strasenbahn", "tram", "bus", "zob")
)


_ENDINGS = tuple(STREET_WORDS)


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number: its digits, its letter, and the other end where it is a range."""

    number: int
    letter: str = ""
    last: int = 0

    def same(self, other: "HouseNumber") -> bool:
        """Whether both name the same house; a range names each house on its side of the street."""
        if self.letter or other.letter:
            return self.letter == other.letter and self.number == other.number
        return self._spans(other.number) or other._spans(self.number)

    def _spans(self, number: int) -> bool:
        return number == self.number or (self.number < number <= self.last and (number - self.number) % 2 == 0)

    def __str__(self) -> str:
        return f"{self.number}{self.letter}" + (f"-{self.last}" if self.last else "")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number of a query."""

    text: str
    key: str
    kind: TokenKind
    #: how many commas, line breaks and brackets came before
    segment: int
    #: written in brackets, so probably a remark
    aside: bool = False
    house: HouseNumber | None = None


@dataclass(frozen=True)
class Asked:
    """A query taken apart."""

    tokens: tuple[Token, ...] = ()

    @cached_property
    def postcodes(self) -> tuple[str, ...]:
        """The postcodes typed, each once."""
        return tuple(dict.fromkeys(token.key for token in self.tokens if token.kind == "postcode"))

    @property
    def postcode(self) -> str:
        """The first postcode typed, or nothing."""
        return self.postcodes[0] if self.postcodes else ""

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words typed, numbers left out."""
        return tuple(token.key for token in self.tokens if token.kind == "word")

    @property
    def numbers(self) -> tuple[HouseNumber, ...]:
        """What may be a house number."""
        return tuple(token.house for token in self.tokens if token.house)


def read_address(text: str) -> Asked:
    """Take a query apart; a text that is too long, or without any letter and digit, gives no tokens."""
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return Asked()
    text = plain(text.replace("\n", ","))
    if len(text) > MAX_LENGTH:
        return Asked()
    tokens: list[Token] = []
    segment, depth = 0, 0
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "divider":
            segment += 1
            depth = max(0, depth + {"(": 1, "[": 1, ")": -1, "]": -1}.get(found.group(), 0))
        else:
            tokens += _tokens(found, segment, depth > 0)
    return Asked(tuple(tokens[:MAX_TOKENS]))


def read_number(text: str) -> HouseNumber | None:
    """A house number as written: 12, 12a, 12 A, 12-14; None where there is none."""
    found = _HOUSE.match(plain(text).strip())
    if not found:
        return None
    number, last = int(found[1]), int(found[3] or 0)
    return HouseNumber(number, found[2].lower(), last if last > number else 0)


def looks_like_street(word: str) -> bool:
    """Whether a folded word ends like the name of a street."""
    return word.endswith(_ENDINGS)


def _tokens(found: re.Match[str], segment: int, aside: bool) -> list[Token]:
    """The token of one match; a floor is none, and some words fold to several."""
    text = found.group()
    if found["floor"]:
        return []
    if found["digits"]:
        return [Token(text, found["digits"], "postcode", segment, aside)]
    if found["number"]:
        house = read_number(text)
        return [Token(text, squeeze("".join(words(text))), "number", segment, aside, house)]
    return [Token(text, word, "word", segment, aside) for word in words(text)]
