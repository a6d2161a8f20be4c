"""Finding the places in a query: which of its words name them, which name streets, and what is left over."""

from dataclasses import dataclass, replace

from geo.address import Asked, HouseNumber, Token
from geo.gazetteer import Gazetteer
from geo.gazetteer_rows import PlaceRow
from geo.misspelt import find_misspelt
from geo.runs import Span, Words
from geo.seen import Seen, named_places
from geo.spelling import squeeze, words

_DISTRICT = frozenset(("kreis", "landkreis", "lkr", "lk"))


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
    #: the key of the district typed behind a name, as in "Neustadt Landkreis Coburg"
    county: str = ""

    @property
    def place_spans(self) -> list[Span]:
        """The words that name places."""
        return [span for span in self.spans if span.places]

    @property
    def names_street(self) -> bool:
        """Whether some words are the name of a street somewhere."""
        return any(span.streets for span in self.spans)


def read_names(seen: Seen, gazetteer: Gazetteer) -> Reading:
    """Recognise the names in a query: exact ones first, then those with one typo among the words left over."""
    asked, inside = seen.asked, seen.inside
    text = Words(asked.tokens)
    county = _county(text)
    spans = [_told_apart(text, span) for span in _exact(text, seen)]
    if any(text.left()):
        spans = find_misspelt(text, spans, seen.postcodes, gazetteer, inside)
    behind_street = {span.end for span in spans if span.streets}
    free = [(i, token) for i, token in enumerate(asked.tokens) if i not in text.taken]
    numbers = sorted((i not in behind_street, i, token.house) for i, token in free if token.house)
    return Reading(
        asked,
        tuple(sorted(spans, key=lambda span: span.start)),
        tuple(text.left()),
        tuple(house for _, _, house in numbers if house),
        seen.postcodes,
        county,
    )


def _county(text: Words) -> str:
    """The key of a district typed behind a name; its words are spoken for."""
    tokens = text.tokens
    start = next((i for i, token in enumerate(tokens) if i and token.key in _DISTRICT), len(tokens))
    rest = [i for i in range(start, len(tokens)) if tokens[i].segment == tokens[start].segment]
    text.taken.update(rest)
    return squeeze("".join(tokens[i].key for i in rest[1:] if tokens[i].kind == "word"))


def _told_apart(text: Words, span: Span) -> Span:
    """A name with only those places whose full name holds other words typed: "Halle a. d. Saale", "Neustadt Aisch"."""
    left = {token.key for token in text.left()}
    known = [(place, left.intersection(words(place.name))) for place in span.places] if left else []
    most = max((len(shared) for _, shared in known), default=0)
    if not most:
        return span
    explained = {word for _, shared in known if len(shared) == most for word in shared}
    text.taken.update(i for i, token in enumerate(text.tokens) if token.key in explained)
    return replace(span, places=tuple(place for place, shared in known if len(shared) == most))


def _exact(text: Words, seen: Seen) -> list[Span]:
    """The names that are written as we know them, longer ones first."""
    found = []
    for run in seen.runs:
        if not text.free(run) or not (run.key in seen.places or run.key in seen.streets):
            continue
        named = () if text.is_remark(run) else named_places(text, run, seen.places.get(run.key, ()), seen.inside)
        if named or run.key in seen.streets:
            found.append(Span(run.start, run.end, named, tuple(seen.streets.get(run.key, ()))))
            text.take(run)
    return found
