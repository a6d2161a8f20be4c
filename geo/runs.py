"""The words of a query, run by run, and which of them are spoken for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from geo.address import BEFORE_STREET, NOISE, STOPS, STREET_ONLY, Token
from geo.gazetteer_rows import PlaceRow
from geo.point import Box, Point
from geo.spelling import squeeze

BIG = 20_000
"""How many people make a town so well known that its name is taken for it among doubtful words."""
LONGEST_NAME = 7
"""As many words as a name may have."""
_ARTICLES = frozenset(("im", "in", "der", "dem", "den", "die", "das", "alte", "neue"))
_STREET_ENDS = tuple(STREET_ONLY | {"platz"})


class Inside:
    """Whether places lie in the region asked for; nothing does where none was named."""

    def __init__(self, box: Box | None) -> None:
        self.box = box

    def __call__(self, point: Point | None) -> bool:
        return self.box is not None and point is not None and self.box.contains(point)


class Run(NamedTuple):
    """Neighbouring words of a query and the key they make together."""

    key: str
    start: int
    end: int


StreetName = tuple[int, int]
"""The name of a street: the numbers of its file and of the name in it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring words that name something known."""

    start: int
    end: int
    places: tuple[PlaceRow, ...] = ()
    streets: tuple[StreetName, ...] = ()
    misspelt: bool = False


@dataclass(slots=True)
class Words:
    """The tokens of a query and which of them are spoken for."""

    tokens: Sequence[Token]
    taken: set[int] = field(default_factory=set)

    def runs(self, longest: int) -> list[Run]:
        """Every run of neighbouring words, those with the longest key first."""
        found = []
        tokens = self.tokens
        for start in range(len(tokens)):
            joined, has_word = "", False
            for end in range(start, min(start + longest, len(tokens))):
                token = tokens[end]
                if token.kind == "postcode":
                    break
                has_word = has_word or token.kind == "word"
                joined += token.key
                if has_word:
                    found.append(Run(squeeze(joined), start, end + 1))
        found.sort(key=_longest_first)
        return found

    def free(self, run: Run | Span) -> bool:
        """Whether none of these words is spoken for."""
        return self.taken.isdisjoint(range(run.start, run.end))

    def take(self, run: Run | Span) -> None:
        """Note that these words are spoken for."""
        self.taken.update(range(run.start, run.end))

    def of(self, run: Run | Span) -> Sequence[Token]:
        """The tokens of a run."""
        return self.tokens[run.start : run.end]

    def left(self) -> Iterator[Token]:
        """The words that nothing explains, and that do not go without saying."""
        return (token for i, token in enumerate(self.tokens) if i not in self.taken and says_something(token))

    def is_remark(self, run: Run) -> bool:
        """Whether these words, though there are places of that name, mean nothing beside all others."""
        tokens = self.of(run)
        return len(tokens) < len(self.tokens) and all(token.key in NOISE or token.key in STOPS for token in tokens)

    def is_stop(self, run: Run) -> bool:
        """Whether these words only say that a stop is meant: "Hauptbahnhof"."""
        return all(token.key in STOPS for token in self.of(run))

    def in_street(self, run: Run, big: bool) -> bool:
        """Whether these words stand as in the name of a street: "Heerstraße 1", "Am Stein", "In der Lage 3"."""
        if len(self.of(run)) < len(self.tokens) and self.tokens[run.end - 1].key.endswith(_STREET_ENDS):
            return True
        before, after = self._beside(run.start, -1), self._beside(run.end - 1, 1)
        numbered = after is not None and after.kind == "number"
        if before and before.key in BEFORE_STREET and (numbered or not big):
            return True
        if before and before.key in _ARTICLES and numbered:
            return True
        if not after or after.key not in STREET_ONLY:
            return False
        following = self._beside(run.end, 1)
        return not following or following.kind != "word"

    def _beside(self, index: int, step: int) -> Token | None:
        """The neighbour of a token, if it stands in the same part of the query."""
        other = index + step
        if not 0 <= other < len(self.tokens) or self.tokens[other].segment != self.tokens[index].segment:
            return None
        return self.tokens[other]


def _longest_first(run: Run) -> tuple[int, int]:
    return -len(run.key), run.start


def says_something(token: Token) -> bool:
    """Whether a word, if we do not know it, leaves something of the query unanswered."""
    return token.kind == "word" and not token.aside and len(token.key) > 1 and token.key not in NOISE


def is_big(places: Iterable[PlaceRow]) -> bool:
    """Whether one of these places is so well known that its name is hardly that of a street."""
    return any((place.population or 0) >= BIG for place in places)
