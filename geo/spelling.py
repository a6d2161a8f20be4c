"""How names are spelled: folding them so that every usual way of writing one name gives the same key."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

#: umlauts, and letters that Unicode does not take apart into a plain letter and an accent
_PLAIN = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
     "&": " und "}
)  # fmt: skip
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORD = re.compile(r"[^\W_]+\.?")
_APOSTROPHES = re.compile(r"['’‘`´]")
#: an umlaut written out or dropped, and sharp s, in any of their spellings
_UMLAUT = re.compile(r"([aou])e+")
_SHARP = re.compile(r"s+")
_WHOLE_WORDS = {
    "st": "sankt", "skt": "sankt", "hauptbahnhof": "hbf", "pl": "platz", "doktor": "dr", "prof": "profesor",
    "gen": "general", "bgm": "burgermeister", "bgmstr": "burgermeister", "burgerm": "burgermeister",
    "gebr": "gebruder", "obgm": "oberburgermeister",
}  # fmt: skip
LITTLE_WORDS = frozenset(
    ("der", "die", "das", "des", "dem", "den", "d", "am", "an", "auf", "im", "in", "zu", "zum", "zur", "von", "vom",
     "v", "und", "u", "a", "i")
)  # fmt: skip
"""Words that people shorten or leave out in the names of streets: "Str. d. 17. Juni"."""
STREET = "str"
_HASH = (1 << 31) - 1
_STREET_TYPED = "strase"


def plain(text: str) -> str:
    """Text in one Unicode form, without soft hyphens, control characters and the like."""
    text = unicodedata.normalize("NFKC", text)
    if text.isprintable():
        return text
    kept = (" " if c in "\n\r\t\v\f\x85\u2028\u2029" else c for c in text if unicodedata.category(c) != "Cf")
    return "".join(c for c in kept if unicodedata.category(c) != "Cc")


def squeeze(text: str) -> str:
    """Joined words without the letters in which spellings differ: ae, oe, ue and ss."""
    if "ae" in text or "oe" in text or "ue" in text:
        text = _UMLAUT.sub(r"\1", text)
    return _SHARP.sub("s", text) if "ss" in text else text


def bare(text: str) -> str:
    """Small letters without accents and apostrophes, from a text in one Unicode form."""
    if not text.isascii():
        text = text.translate(_PLAIN)
        if not text.isascii():
            text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    elif "&" in text:
        text = text.translate(_PLAIN)
    return _APOSTROPHES.sub("", text)


def words(text: str) -> list[str]:
    """The words of a text, each folded."""
    return [folded for word in _WORD.findall(bare(plain(text).casefold())) if (folded := fold_word(word))]


def fold(text: str) -> str:
    """The words of a text in the spelling in which they are compared, with single spaces between them."""
    return " ".join(words(text))


def key(text: str) -> str:
    """The folded text without spaces: equal for "Haupt-Str.", "Hauptstraße" and "HAUPTSTRASSE"."""
    return squeeze("".join(words(text)))


def spelled(text: str) -> str:
    """A stricter key: umlauts written out, but not dropped, so that it tells Hude from Hüde."""
    text = plain(text).casefold().translate(_WRITTEN_OUT)
    return "".join(c for c in text if c.isalnum())


@lru_cache(maxsize=8192)
def name_spelled(name: str) -> str:
    """The stricter key of a name that the gazetteer holds; what visitors type is never kept."""
    return spelled(name)


def fold_word(word: str) -> str:
    """One word as `bare` leaves it: straße, strasse and str. become str; St. becomes sankt."""
    undotted = word.removesuffix(".")
    folded = _WHOLE_WORDS.get(undotted)
    if folded:
        return folded
    folded = squeeze(undotted)
    if folded.endswith(_STREET_TYPED):
        return folded.removesuffix(_STREET_TYPED) + STREET
    if word.endswith("pl.") and len(word) > 5:
        return folded.removesuffix("pl") + "platz"
    return folded


def deletes(name: str) -> set[str]:
    """Every text that one missing letter makes of a name."""
    return {name[:i] + name[i + 1 :] for i in range(len(name))}


def delete_hashes(name: str) -> set[int]:
    """Numbers for a name and everything that one missing letter makes of it; names one typo apart share one."""
    return {hashed(text) for text in (name, *deletes(name))}


def hashed(text: str) -> int:
    """A number for a text that fits into four bytes."""
    return crc32(text.encode()) & _HASH


def one_typo_apart(a: str, b: str) -> bool:
    """Whether two texts differ by one letter that is missing, extra, wrong or swapped with its neighbour."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loaded by the first spelling that is looked at closely

    return OSA.distance(a, b, score_cutoff=1) == 1


def mended_street(word: str) -> Iterator[str]:
    """Readings of a folded word whose ending is "straße" with one typo in it, such as "hauptsraße"."""
    for length in (5, 6, 7):
        stem, ending = word[:-length], word[-length:]
        if stem and one_typo_apart(ending, _STREET_TYPED):
            yield stem + STREET
