"""Find the words of a vocabulary in a cell: by slug, label or synonym, several in one cell, however separated."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from importers.clean.text import Warn, fold, known, shorten, tidy
from model.offer import Language
from model.vocabulary import Term, Vocabulary

_HARD = re.compile(r"[;|\n•]")
_SOFT = re.compile(r"\s*[,/]\s*|\s(?:und|u\.|and|sowie|oder|&|\+)\s")
#: a remark in brackets behind a word
BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_TIMES = re.compile(r"(?i)\d|tag\b|mittwoch|\b(?:mo|di|mi|do|fr|sa|so)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A known word as it stands in a cell, with what is written in brackets behind it."""

    slug: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class WordList:
    """One vocabulary as an index from every way of writing a word to its slug."""

    name: str
    forms: dict[str, str]
    #: cells that were split before; lists repeat themselves
    cache: dict[str, tuple[tuple[Found, ...], tuple[str, ...]]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, vocabulary: Vocabulary, name: str, today: date) -> "WordList":
        """Index a vocabulary: a slug beats a label, a label a synonym, a word in force one that has lapsed."""
        forms: dict[str, str] = {}
        terms = sorted(vocabulary.terms(name).values(), key=lambda term: not term.is_valid(today))
        for spellings in (_slugs, _labels, _synonyms):
            for term in terms:
                for spelling in spellings(term):
                    forms.setdefault(_form(spelling), term.slug)
        forms.pop("", None)
        return cls(name, forms)

    def knows(self, text: str) -> bool:
        """Whether the whole text, brackets and all, is a way of writing one word."""
        return _form(text) in self.forms

    def find(self, text: str) -> str | None:
        """The slug of one word, None if the vocabulary does not have it."""
        return self.forms.get(_form(text)) or self.forms.get(_form(BRACKET.sub(" ", text)))

    def split(self, text: str) -> tuple[tuple[Found, ...], tuple[str, ...]]:
        """The known words of a cell and those that are not known. Labels may hold commas: the longest word wins."""
        if text not in self.cache:
            found: list[Found] = []
            unknown: list[str] = []
            for part in _HARD.split(tidy(text)):
                self._split_part(known(part), found, unknown)
            if len(self.cache) > 20_000:
                self.cache.clear()
            self.cache[text] = (tuple(found), tuple(dict.fromkeys(unknown)))
        return self.cache[text]

    def _split_part(self, part: str, found: list[Found], unknown: list[str]) -> None:
        spans = list(_tokens(part))
        i = strange_end = 0
        while i < len(spans):
            for last in range(len(spans) - 1, i - 1, -1):
                text = part[spans[i][0] : spans[last][1]]
                slug = self.find(text)
                if slug:
                    bracket = BRACKET.search(text)
                    found.append(Found(slug, bracket[1].strip() if bracket and not self.knows(text) else ""))
                    i = last + 1
                    break
            else:
                start, end = spans[i]
                gap = part[strange_end:start] if strange_end else ""
                if gap and "," not in gap and unknown:
                    unknown[-1] += part[strange_end:end]  # "Bulgarien und Rumänien" is one thing nobody knows
                else:
                    unknown.append(part[start:end])
                strange_end = end
                i += 1
                continue
            strange_end = 0


def _tokens(part: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text begin and end; what stands in brackets belongs to the word before it."""
    brackets = [match.span() for match in BRACKET.finditer(part)]
    start = 0
    for match in _SOFT.finditer(part):
        if any(a <= match.start() < b for a, b in brackets):
            continue
        if part[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if part[start:].strip():
        yield start, len(part)


#: words for a group that is no group: an offer for everybody is restricted to nobody
EVERYBODY = frozenset(
    {"alle", "alle interessierten", "alle menschen", "alle altersgruppen", "alle buergerinnen und buerger", "jeder",
     "interessierte", "alle ratsuchenden", "ratsuchende", "everybody", "everyone", "all"}
)  # fmt: skip


def slugs(cells: Iterable[str], words: WordList, warn: Warn) -> tuple[str, ...]:
    """The slugs that cells name, each once; a word nobody knows is named in the report and left out."""
    result: dict[str, None] = {}
    for cell in cells:
        if not cell:
            continue
        found, unknown = words.split(cell)
        result |= dict.fromkeys(word.slug for word in found)
        for stranger in unknown:
            if words.name == "audiences" and fold(stranger) in EVERYBODY:
                continue
            warn(f"The word {shorten(stranger)!r} is not in the vocabulary {words.name}; it was left out.")
    return tuple(result)


def languages(cells: Iterable[str], words: WordList, warn: Warn) -> tuple[Language, ...]:
    """The languages that cells name by code or name; what stands in brackets is their times or a note."""
    result: dict[str, Language] = {}
    for cell in cells:
        if not cell:
            continue
        found, unknown = words.split(cell)
        for word in found:
            is_times = bool(_TIMES.search(word.aside))
            language = Language(word.slug, word.aside if is_times else "", "" if is_times else word.aside)
            result.setdefault(word.slug, language)
        for stranger in unknown:
            warn(f"The language {shorten(stranger)!r} is not in the vocabulary; it was left out.")
    return tuple(result.values())


def _form(text: str) -> str:
    return fold(text) or text.strip().casefold()


def _slugs(term: Term) -> Iterable[str]:
    return (term.slug,)


def _labels(term: Term) -> Iterable[str]:
    return (term.label_de, term.label_en, term.short_de, term.own_name)


def _synonyms(term: Term) -> Iterable[str]:
    return term.synonyms_de
