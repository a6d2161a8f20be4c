"""Reading an address as people type it: words, postcodes and house numbers in any order, without a grammar."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from geo.spelling import bare, fold_word, plain

MAX_LENGTH = 200
"""A longer text is no address; it is refused as a whole instead of read in part."""
MAX_TOKENS = 40

TokenKind = Literal["word", "number", "postcode"]

_LETTERS = r"(?:\s?1/[234]\b|[a-z]{1,2}(?![^\W\d_])|\s[a-z]\b(?!\s*[-.]?\s*[0-9]{5}))"
_TOKEN = re.compile(
    rf"""
    (?P<floor>   (?<![0-9])[0-9]{{1,2}}\.?\s?(?:og|ug|dg|stock(?:werk)?|etage|obergeschoss)\b )
  | (?P<postcode>(?<![0-9])(?:\b(?:de?|a|ch)\s?[-–\s]\s?|\bd)?(?P<digits>[0-9]{{5}})(?![0-9]) )
  | (?P<number>  (?<![0-9])[0-9]{{1,4}}(?![0-9]){_LETTERS}?
                 (?:\s?[-–—/+]\s?[0-9]{{1,4}}(?![0-9]){_LETTERS}?)? )
  | (?P<digitrun>[0-9]+ )
  | (?P<word>    [^\W\d_]+(?:['’][^\W\d_]+)*\.? )
  | (?P<divider> [,;\n|()\[\]] )
    """,
    re.VERBOSE,
)
_HOUSE = re.compile(
    r"([0-9]{1,7})(?:\s?(1/[234]\b)|\s?([a-z]{1,6})\b)?(?:\s?[-–—/+]\s?(?:([0-9]{1,7})\s?(?:[a-z]{1,2}\b)?|[a-z]\b))?"
)

#: digits amid letters, as scanners misread them: "Stra8e", "5traße", "Stakenho1t"
_SCANNED = re.compile(
    r"(?<=[^\W\d_]{2})[01](?=[^\W\d_]{2})|(?<=[^\W\d_]{3})[01](?=\s[0-9]{1,3}[a-z]?\b)|(?<=stra)8(?=e\b)|(?<![^\W_])5(?=tra)"
)

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


class HouseNumber(NamedTuple):
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


class Token(NamedTuple):
    """One word or number of a query."""

    #: as typed, in small letters
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
        return tuple(dict.fromkeys([token.key for token in self.tokens if token.kind == "postcode"]))

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


NO_QUESTION = Asked()


def read_address(text: str) -> Asked:
    """Take a query apart; a text that is too long, or without any letter and digit, gives no tokens."""
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return NO_QUESTION
    text = _SCANNED.sub(_as_letter, plain(text.replace("\n", ",")).casefold())
    if len(text) > MAX_LENGTH:
        return NO_QUESTION
    tokens: list[Token] = []
    segment, depth = 0, 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "divider":
            segment += 1
            depth = max(0, depth + {"(": 1, "[": 1, ")": -1, "]": -1}.get(found.group(), 0))
        elif kind != "floor":
            _add(tokens, found, kind, segment, depth > 0)
    return Asked(tuple(tokens[:MAX_TOKENS]))


def _as_letter(digit: re.Match[str]) -> str:
    return {"0": "o", "1": "l", "8": "ss", "5": "s"}[digit.group()]


def read_number(text: str) -> HouseNumber | None:
    """A house number as written: 12, 12a, 12 A, 12 1/2, 12-14; None where there is none."""
    found = _HOUSE.match(plain(text).strip().casefold())
    if not found:
        return None
    number, last = int(found[1]), int(found[4] or 0)
    return HouseNumber(number, found[2] or found[3] or "", last if last > number else 0)


def looks_like_street(word: str) -> bool:
    """Whether a folded word ends like the name of a street."""
    return word.endswith(_ENDINGS)


def _add(tokens: list[Token], found: re.Match[str], kind: str | None, segment: int, aside: bool) -> None:
    """Add the tokens of one match; some words fold to several, some to none."""
    text = found.group()
    if kind == "word":
        folded = text if text.isascii() and "'" not in text else bare(text)
        for word in folded.split() if " " in folded else (folded,):
            key = fold_word(word)
            if key:
                tokens.append(Token(text, key, "word", segment, aside))
    elif kind == "number":
        key = text if text.isdecimal() else "".join([c for c in text if c.isalnum()])
        house = HouseNumber(int(text)) if key is text else read_number(text)
        tokens.append(Token(text, key, "number", segment, aside, house))
    elif kind == "digitrun":
        tokens.append(Token(text, text, "word", segment, aside))
    else:
        tokens.append(Token(text, found["digits"], "postcode", segment, aside))
