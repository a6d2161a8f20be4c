"""Finding the names in a query: which of its words are places, which are streets, and what is left over."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from geo.address import BEFORE_STREET, NOISE, STOPS, STREET_ONLY, Asked, HouseNumber, Token
from geo.gazetteer_file import Gazetteer, PlaceRow, StreetRow
from geo.point import Box, Point
from geo.spelling import delete_hashes, mended_street, one_typo_apart, squeeze, words

LONGEST_NAME = 7
"""As many words as a name may have."""
TYPO_WORDS = 3
TYPO_FROM, SHORT_WORD = 5, 7
BIG = 20_000
"""A short misspelt word is only taken for a place of this many people, or for one in the region asked for."""
_ARTICLES = frozenset(("im", "in", "der", "dem", "den", "die", "das", "alte", "neue"))
_STREET_ENDS = tuple(STREET_ONLY | {"platz"})


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring words that name something known."""

    start: int
    end: int
    places: tuple[PlaceRow, ...] = ()
    streets: tuple[StreetRow, ...] = ()
    misspelt: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A query with its names recognised."""

    asked: Asked
    spans: tuple[Span, ...] = ()
    #: words that say something we do not understand
    left: tuple[Token, ...] = ()
    #: numbers that belong to no name, those behind a street first
    numbers: tuple[HouseNumber, ...] = ()
    postcodes: tuple[PlaceRow, ...] = ()

    @property
    def place_spans(self) -> list[Span]:
        """The words that name places."""
        return [span for span in self.spans if span.places]

    @property
    def streets(self) -> list[StreetRow]:
        """The streets that are named."""
        return [street for span in self.spans for street in span.streets]


@dataclass(slots=True)
class _Words:
    """The tokens of a query and which of them are spoken for."""

    tokens: Sequence[Token]
    taken: set[int] = field(default_factory=set)

    def spans(self, longest: int) -> Iterator[tuple[str, int, int]]:
        """Every run of free neighbouring words with its joined key, the longest key first."""
        runs = [
            (squeeze("".join(token.key for token in self.tokens[i:j])), i, j)
            for i in range(len(self.tokens))
            for j in range(i + 1, min(i + longest, len(self.tokens)) + 1)
            if self._free(i, j)
        ]
        yield from sorted(runs, key=lambda run: (-len(run[0]), run[1]))

    def _free(self, start: int, end: int) -> bool:
        run = self.tokens[start:end]
        return (
            self.taken.isdisjoint(range(start, end))
            and any(token.kind == "word" for token in run)
            and all(token.kind != "postcode" for token in run)
        )

    def free(self, start: int, end: int) -> bool:
        """Whether none of these words is spoken for."""
        return self.taken.isdisjoint(range(start, end))

    def before(self, index: int) -> Token | None:
        """The word before one, in the same part of the query."""
        return self._same(index, index - 1)

    def after(self, index: int) -> Token | None:
        """The word after one, in the same part of the query."""
        return self._same(index, index + 1)

    def _same(self, index: int, other: int) -> Token | None:
        if not 0 <= other < len(self.tokens) or self.tokens[other].segment != self.tokens[index].segment:
            return None
        return self.tokens[other]

    def is_remark(self, start: int, end: int) -> bool:
        """Whether these words, though there are places of that name, mean nothing beside all others."""
        run = self.tokens[start:end]
        return len(run) < len(self.tokens) and all(token.key in NOISE or token.key in STOPS for token in run)

    def in_street(self, start: int, end: int, big: bool) -> bool:
        """Whether these words stand as in the name of a street: "Heerstraße 1", "Am Stein", "In der Lage 3"."""
        if end - start < len(self.tokens) and self.tokens[end - 1].key.endswith(_STREET_ENDS):
            return True
        before, after = self.before(start), self.after(end - 1)
        numbered = after is not None and after.kind == "number"
        if before and before.key in BEFORE_STREET and (numbered or not big):
            return True
        if before and before.key in _ARTICLES and numbered:
            return True
        if not after or after.key not in STREET_ONLY:
            return False
        following = self.after(end)
        return not following or following.kind != "word"


class Inside:
    """Whether places lie in the region asked for; nothing does where none was named."""

    def __init__(self, box: Box | None) -> None:
        self._box = box

    def __call__(self, point: Point | None) -> bool:
        return self._box is not None and point is not None and self._box.contains(point)


def read_names(asked: Asked, gazetteer: Gazetteer, inside: Inside) -> Reading:
    """Recognise the names in a query: exact ones first, then those with one typo among the words left over."""
    text = _Words(asked.tokens)
    known = gazetteer.places_named(asked.postcodes) if asked.postcodes else {}
    spans = _exact(text, gazetteer)
    if any(_says_something(token) for i, token in enumerate(asked.tokens) if i not in text.taken):
        spans += _misspelt(text, gazetteer, inside, bool(known) or any(span.places for span in spans))
    free = [(i, token) for i, token in enumerate(asked.tokens) if i not in text.taken]
    ends = {span.end for span in spans if span.streets}
    numbers = sorted((i not in ends, i, token.house) for i, token in free if token.house)
    return Reading(
        asked,
        tuple(sorted(spans, key=lambda span: span.start)),
        tuple(token for _, token in free if _says_something(token)),
        tuple(house for _, _, house in numbers if house),
        tuple(row for rows in known.values() for row in rows if row.kind == "postcode"),
    )


def _says_something(token: Token) -> bool:
    """Whether a left-over word means something that we do not know."""
    return token.kind == "word" and not token.aside and len(token.key) > 1 and token.key not in NOISE


def _exact(text: _Words, gazetteer: Gazetteer) -> list[Span]:
    """The names that are written as we know them, longer ones first."""
    runs = list(text.spans(LONGEST_NAME))
    keys = {key for key, _, _ in runs}
    places, streets = gazetteer.places_named(keys), gazetteer.streets_named(keys)
    found = []
    for key, start, end in runs:
        if not text.free(start, end):
            continue
        named = tuple(_spaced_alike(text.tokens[start:end], places.get(key, ())))
        if text.is_remark(start, end) or text.in_street(start, end, _big(named)):
            named = ()
        if named or key in streets:
            found.append(Span(start, end, named, tuple(streets.get(key, ()))))
            text.taken.update(range(start, end))
    return found


def _spaced_alike(run: Sequence[Token], places: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
    """Those places that have a little word of their own where one was typed: "Am Berg" is not Amberg."""
    little = {token.key for token in run if len(run) > 1 and (token.key in BEFORE_STREET or token.key in NOISE)}
    return (place for place in places if not little or little <= set(words(place.name)))


def _misspelt(text: _Words, gazetteer: Gazetteer, inside: Inside, supported: bool) -> list[Span]:
    """The names with one typo among the words that are left."""
    runs = [run for run in text.spans(TYPO_WORDS) if len(run[0]) >= TYPO_FROM and _may_be_misspelt(text, run)]
    likely = _likely(dict.fromkeys(key for key, _, _ in runs), gazetteer)
    keys = {candidate for candidates in likely.values() for candidate in candidates}
    places, streets = gazetteer.places_named(keys), gazetteer.streets_named(keys)
    found = []
    for key, start, end in runs:
        if not text.free(start, end):
            continue
        meant = [row for name in likely[key] for row in places.get(name, ()) if _plausible(key, name, row)]
        if not supported:
            meant = [row for row in meant if inside(row.point) or _well_known(key, row)]
        named = () if text.in_street(start, end, _big(meant)) else tuple(meant)
        roads = tuple(row for name in likely[key] for row in streets.get(name, ()))
        if named or roads:
            found.append(Span(start, end, named, roads, misspelt=True))
            text.taken.update(range(start, end))
    return found


def _may_be_misspelt(text: _Words, run: tuple[str, int, int]) -> bool:
    tokens = text.tokens[run[1] : run[2]]
    return all(token.kind == "word" and token.segment == tokens[0].segment for token in tokens) and any(
        _says_something(token) for token in tokens
    )


def _likely(keys: Iterable[str], gazetteer: Gazetteer) -> dict[str, list[str]]:
    """The known keys one typo away from each of the given ones."""
    mended = {key: set(mended_street(key)) for key in keys}
    forms = {form for key, others in mended.items() for form in (key, *others)}
    shared = gazetteer.keys_sharing({number for form in forms for number in delete_hashes(form)})
    return {
        key: [name for name in shared if name in others or one_typo_apart(key, name)] for key, others in mended.items()
    }


def _plausible(key: str, name: str, row: PlaceRow) -> bool:
    """Whether a short word may be a misspelling: not of a shortened name, and rarely in its first letter."""
    if len(key) >= SHORT_WORD:
        return True
    return not row.short and (key[0] == name[0] or key[:2] == name[1::-1])


def _well_known(key: str, row: PlaceRow) -> bool:
    """Whether a misspelt word may mean this place although nothing else was typed."""
    return len(key) > SHORT_WORD or (row.population or 0) >= BIG or row.kind in ("borough", "district", "alias")


def _big(places: Iterable[PlaceRow]) -> bool:
    return any((place.population or 0) >= BIG for place in places)
