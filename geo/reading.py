"""Finding the names in a query: which of its words are places, which are streets, and what is left over."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from geo.address import BEFORE_STREET, NOISE, Asked, HouseNumber, Token
from geo.gazetteer_file import Gazetteer, PlaceRow, StreetRow
from geo.misspelt import find_misspelt
from geo.runs import Inside, Span, Words, is_big
from geo.spelling import spelled, squeeze, words

LONGEST_NAME = 7
"""As many words as a name may have."""
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
    def streets(self) -> list[StreetRow]:
        """The streets that are named."""
        return [street for span in self.spans for street in span.streets]


def read_names(asked: Asked, gazetteer: Gazetteer, inside: Inside) -> Reading:
    """Recognise the names in a query: exact ones first, then those with one typo among the words left over."""
    text = Words(asked.tokens)
    county = _county(text)
    named = gazetteer.places_named(asked.postcodes) if asked.postcodes else {}
    postcodes = tuple(row for rows in named.values() for row in rows if row.kind == "postcode")
    spans = _exact(text, gazetteer, inside)
    spans = [_told_apart(text, span) for span in spans]
    if any(text.left()):
        spans = find_misspelt(text, spans, postcodes, gazetteer, inside)
    behind_street = {span.end for span in spans if span.streets}
    free = [(i, token) for i, token in enumerate(asked.tokens) if i not in text.taken]
    numbers = sorted((i not in behind_street, i, token.house) for i, token in free if token.house)
    return Reading(
        asked,
        tuple(sorted(spans, key=lambda span: span.start)),
        tuple(text.left()),
        tuple(house for _, _, house in numbers if house),
        postcodes,
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


def _exact(text: Words, gazetteer: Gazetteer, inside: Inside) -> list[Span]:
    """The names that are written as we know them, longer ones first."""
    runs = [run for run in text.runs(LONGEST_NAME) if text.free(run)]
    keys = {run.key for run in runs}
    places, streets = gazetteer.places_named(keys), gazetteer.streets_named(keys)
    found = []
    for run in runs:
        if not text.free(run) or not (run.key in places or run.key in streets):
            continue
        named = _as_spelled(text.of(run), tuple(_as_spaced(text.of(run), places.get(run.key, ()))))
        if text.is_remark(run) or text.in_street(run, is_big(named)):
            named = ()
        elif len(text.of(run)) == len(text.tokens):
            named = tuple(place for place in named if _stands_alone(place, text.is_stop(run), inside))
        if named or run.key in streets:
            found.append(Span(run.start, run.end, named, tuple(streets.get(run.key, ()))))
            text.take(run)
    return found


def _stands_alone(place: PlaceRow, is_stop: bool, inside: Inside) -> bool:
    """Whether a name may mean this place without any other word: "Hbf" and "Nord" only mean the one in the region."""
    if inside(place.point) or place.kind == "stop":
        return True
    return not is_stop and (place.is_municipality or not place.short)


def _as_spaced(run: Sequence[Token], places: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
    """Those places that have a little word of their own where one was typed: "Am Berg" is not Amberg."""
    little = {token.key for token in run if len(run) > 1 and (token.key in BEFORE_STREET or token.key in NOISE)}
    return (place for place in places if not little or little <= set(words(place.name)))


def _as_spelled(run: Sequence[Token], places: tuple[PlaceRow, ...]) -> tuple[PlaceRow, ...]:
    """Those places that are spelled just so, if there are any: "Hude" means Hüde only where there is no Hude."""
    if len(places) < 2:
        return places
    typed = spelled("".join(token.text for token in run))
    return tuple(place for place in places if typed in spelled(place.name)) or places
