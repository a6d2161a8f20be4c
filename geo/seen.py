"""What a first look at a query gives: its words, and what the gazetteer knows by the names that they make."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from geo.address import BEFORE_STREET, NOISE, Asked, Token
from geo.gazetteer import Gazetteer
from geo.gazetteer_rows import PlaceRow
from geo.layers import SPOTS
from geo.runs import LONGEST_NAME, Inside, Run, Span, StreetName, Words, is_big
from geo.spelling import name_spelled, spelled, words


@dataclass(slots=True)
class Seen:
    """A query with everything that is known by name in it; nothing is decided yet."""

    asked: Asked
    inside: Inside
    runs: list[Run]
    #: by key
    places: dict[str, list[PlaceRow]]
    gazetteer: Gazetteer
    #: the postcodes typed that are known
    postcodes: tuple[PlaceRow, ...] = ()
    _streets: dict[str, list[StreetName]] | None = None
    _contexts: dict[tuple[int, int], list[Span]] = field(default_factory=dict)

    @property
    def streets(self) -> dict[str, list[StreetName]]:
        """The names of streets, by key; looked up when first asked for."""
        if self._streets is None:
            self._streets = self.gazetteer.street_names(dict.fromkeys(run.key for run in self.runs))
        return self._streets

    def contexts(self, start: int, end: int) -> list[Span]:
        """The places named by the other words if those from `start` to `end` name a street, longer names first."""
        known = self._contexts.get((start, end))
        if known is None:
            known = self._contexts[start, end] = list(self._find_contexts(start, end))
        return known

    def _find_contexts(self, start: int, end: int) -> Iterator[Span]:
        text = Words(self.asked.tokens, set(range(start, end)))
        for run in self.runs:
            if run.key in self.places and text.free(run):
                places = named_places(text, run, self.places[run.key], self.inside)
                if places and not text.is_remark(run):
                    text.take(run)
                    yield Span(run.start, run.end, (*places, *self._parts(run, places)))

    def _parts(self, run: Run, places: Sequence[PlaceRow]) -> Iterator[PlaceRow]:
        """The places that parts of a name are, where only addresses know the whole: "Dreieich-Dreieichenhain"."""
        if run.end - run.start > 1 and all(place.kind == "locality" for place in places):
            for part in self.runs:
                if run.start <= part.start and part.end <= run.end and part != run:
                    yield from self.places.get(part.key, ())


def look(asked: Asked, gazetteer: Gazetteer, inside: Inside) -> Seen:
    """Look every run of words up."""
    runs = Words(asked.tokens).runs(LONGEST_NAME)
    keys = dict.fromkeys([run.key for run in runs])
    places = gazetteer.places_named([*keys, *asked.postcodes])
    postcodes = tuple(row for code in asked.postcodes for row in places.get(code, ()) if row.kind == "postcode")
    return Seen(asked, inside, runs, places, gazetteer, postcodes)


def named_places(text: Words, run: Run, places: Sequence[PlaceRow], inside: Inside) -> tuple[PlaceRow, ...]:
    """Those of the places with the name of a run that its words can mean."""
    tokens = text.of(run)
    named = tuple(_as_spaced(tokens, places))
    if len(tokens) == len(text.tokens):
        named = tuple(place for place in named if _stands_alone(place, text.is_stop(run), inside))
    named = as_spelled(tokens, named)
    return () if text.in_street(run, is_big(named)) else named


def _stands_alone(place: PlaceRow, is_stop: bool, inside: Inside) -> bool:
    """Whether a name may mean this place without any other word: "Hbf" and "Nord" only mean the one in the region."""
    if inside(place.point) or (place.kind in SPOTS and not is_stop):
        return True
    return not is_stop and (place.is_municipality or not place.short)


def _as_spaced(run: Sequence[Token], places: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
    """Those places that have a little word of their own where one was typed: "Am Berg" is not Amberg."""
    if len(run) == 1:
        yield from places
        return
    little = {token.key for token in run if token.key in BEFORE_STREET or token.key in NOISE}
    yield from (place for place in places if not little or little <= set(words(place.name)))


def as_spelled(run: Sequence[Token], places: tuple[PlaceRow, ...]) -> tuple[PlaceRow, ...]:
    """Those places that are spelled just so, if there are any: "Hude" means Hüde only where there is no Hude."""
    if len(places) < 2 or len({name_spelled(place.name) for place in places}) == 1:
        return places
    typed = spelled("".join(token.text for token in run))
    return tuple(place for place in places if typed in name_spelled(place.name)) or places
