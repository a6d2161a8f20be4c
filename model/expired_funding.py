"""Funding that has ended but is still named in texts: "Bildungsprämie" sends people asking for what nobody gives."""

import re
from dataclasses import dataclass
from datetime import date

from model.fields import FIELDS
from model.offer import Offer
from model.vocabulary import Term, Vocabulary

#: words of a sentence that says itself that something has ended
_OVER = re.compile(
    r"\b(?:ausgelaufen|ausgelaufene\w*|beendet|eingestellt|abgeschafft|abgelaufen|ehemalig\w*|früher\w*|damalig\w*"
    r"|endete|läuft aus|lief\b.*\baus|nicht mehr"
    r"|bis (?:ende |zum )?(?:\d{1,2}\. ?(?:\d{1,2}\.|\w+) ?)?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^!?;\n]+?(?:(?<!\d)(?<!\b[a-zA-Z])\.(?=\s|$)|[!?;\n]|$)")
TEXT_FIELDS = ("name", "summary", "description", "cost_note", "restriction", "bring")
#: how German words end when they stand in a sentence
_ENDINGS = "(?:e|en|er|es|n|s)?"


@dataclass(frozen=True, slots=True)
class Named:
    """An ended funding as a text names it."""

    word: str
    term: Term


class ExpiredFunding:
    """Finds the names of ended funding in texts, as of a day and in a Land."""

    def __init__(self, vocabulary: Vocabulary, land: str, day: date) -> None:
        terms = vocabulary.terms("funding")
        self.over = {slug: term for slug, term in terms.items() if _is_over(term, land, day)}
        names: dict[str, Term | None] = {}
        for slug, term in terms.items():
            for name in (term.label_de, *term.synonyms_de):
                # A name that a living funding bears as well says nothing.
                names[name] = None if slug not in self.over or names.get(name, term) is None else term
        self._names = sorted(names.items(), key=lambda pair: -len(pair[0]))
        patterns = "|".join(f"({_pattern(name)})" for name, _ in self._names)
        self._find = re.compile(rf"(?<![\w-])(?:{patterns})(?![\w-])", re.IGNORECASE) if patterns else None

    def named(self, text: str) -> Named | None:
        """The first ended funding that a text names as if it were still there."""
        if not text or not self.over or self._find is None:
            return None
        return next(filter(None, map(self._in_sentence, _SENTENCE.findall(text))), None)

    def _in_sentence(self, sentence: str) -> Named | None:
        assert self._find is not None
        for match in self._find.finditer(sentence):
            term = self._names[(match.lastindex or 1) - 1][1]
            if term is not None and not _OVER.search(sentence):
                return Named(match[0], term)
        return None


def funding_texts(offer: Offer) -> dict[str, str]:
    """The texts of an offer in which funding may be named, by the fields of its form."""
    return {name: FIELDS[name].read(offer) for name in TEXT_FIELDS}


def _is_over(term: Term, land: str, day: date) -> bool:
    return term.valid_to is not None and term.valid_to < day and term.land in ("", land)


def _pattern(name: str) -> str:
    """A name in the forms that it takes in a sentence; "neuer" is also "neuen"."""
    words = [re.escape(word[:-2]) + "(?:er|en|em|es|e)" if word.endswith("er") and word.islower() else re.escape(word)
             for word in name.split()]  # fmt: skip
    ending = _ENDINGS if name[-1].isalpha() and not name.isupper() else ""
    return r"\s+".join(words) + ending
