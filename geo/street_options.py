"""Weighing which street a query means: every known street of a name, and what the rest of the query says for it."""

from collections.abc import Iterable, Iterator, Sequence
from math import cos, radians
from typing import NamedTuple

from geo.address import HouseNumber
from geo.belonging import RURAL_M, apart_m, fits_postcode
from geo.gazetteer import Gazetteer
from geo.gazetteer_rows import PlaceRow, StreetRow
from geo.houses import SCALE, House, HouseHit, guess_between, look_up, unpack
from geo.localities import choose, name_key
from geo.runs import Inside, Span, StreetName, says_something
from geo.seen import Seen
from geo.spelling import name_spelled, one_typo_apart, spelled, squeeze
from geo.street_rows import METRES_PER_STEP

WITHIN_DISTRICT = 0.7
"""The part of a district's radius in which a street that is known under another district may still be meant."""
#: how much speaks for a street, in letters of its name
PER_TYPO, POSTCODE, OTHER_POSTCODE, CITY, DISTRICT, ELSEWHERE, JUST_SO = 3.0, 3.0, -2.0, 4.0, 2.0, -2.0, 0.5
JUST_THERE = 1.0
NUMBER = {"same": 5.0, "rough": 4.5, "beside": 2.5, "between": 2.0, "unlocated": 1.0}
ONE_STREET_M = 600.0
"""Streets of one name whose houses come closer together than this are one street, not two of the same name."""
UNEXPLAINED = 0.5
"""What each letter of a word beside the street counts that nothing explains."""


class Named(NamedTuple):
    """A run of words taken for the name of a street."""

    key: str
    start: int
    end: int
    typos: int = 0


class Option(NamedTuple):
    """A street that may be meant."""

    score: float
    row: StreetRow
    named: Named
    number: HouseNumber | None
    hits: tuple[HouseHit, ...]
    #: whether its postcode is among those typed; None where it is not known or none was typed
    has_postcode: bool | None
    #: whether a city or district typed is its own
    in_place: bool

    @property
    def how(self) -> str:
        """How well its number is known, "" if not at all."""
        return self.hits[0].how if self.hits else ""

    @property
    def is_known(self) -> bool:
        """Whether the number is known in some way, if there is one."""
        return self.number is None or (bool(self.hits) and self.how != "unlocated")


class Weigher:
    """Weighs the streets that some words may name, for one query."""

    def __init__(self, seen: Seen, gazetteer: Gazetteer) -> None:
        self._seen = seen
        self._gazetteer = gazetteer
        self._tokens = seen.asked.tokens
        self._typed = seen.asked.postcodes
        self._namesakes = True

    def options(self, named: Named, names: Sequence[StreetName]) -> list[Option]:
        """The streets of these names that the rest of the query does not speak against."""
        spans = self._seen.contexts(named.start, named.end)
        number = self._number(named)
        found: dict[tuple[int | str, ...], Option] = {}
        for rows in self._searches(names, spans):
            found |= {option.row.id: option for option in self.weighed(named, rows)}
            if any(option.has_postcode and option.in_place and option.is_known for option in found.values()):
                break
        options = list(found.values())
        if number and options and not any(option.hits for option in options):
            options = self._between_parts(options, number)
        return options

    def everywhere(self, named: Named, names: Sequence[StreetName], cities: Sequence[str]) -> list[Option]:
        """The streets of these names in some cities, or all over the country where none is given."""
        number = self._number(named)
        rows = self._gazetteer.streets(names, cities=cities)
        options = (self._weighed(row, named, number, (), 0.0) for row in rows)
        return [option for option in options if option is not None]

    def _between_parts(self, options: list[Option], number: HouseNumber) -> list[Option]:
        """The best street with its number guessed from houses of the other parts of it, which have other postcodes."""
        best = max(options, key=lambda option: option.score)
        row = best.row
        parts = [other.row for other in options if other.row.point and touch(row, other.row)]
        houses = [house for part in parts for house in _seen_from(row, part)]
        hit = guess_between(houses, number, _metres_per_step(row)) if len(parts) > 1 else None
        if hit is None:
            return options
        better = best._replace(hits=(hit,), score=best.score + NUMBER["between"])
        return [better, *(option for option in options if option is not best)]

    def weighed(self, named: Named, rows: Sequence[StreetRow]) -> list[Option]:
        """Those of some streets that the rest of the query does not speak against."""
        spans = self._seen.contexts(named.start, named.end)
        number, noise = self._number(named), self._unexplained(named, spans)
        self._namesakes = len(rows) > 1 and len({row.name for row in rows}) > 1
        options = (self._weighed(row, named, number, spans, noise) for row in rows)
        return [option for option in options if option is not None]

    def _searches(self, names: Sequence[StreetName], spans: Sequence[Span]) -> Iterable[list[StreetRow]]:
        """The streets of these names where the query says they are, those under its postcode first."""
        streets, typed = self._gazetteer.streets, self._typed
        if typed:
            yield streets(names, postcodes=typed)
        cities = self.cities(spans)
        if cities:
            yield streets(names, cities=cities)
        elif typed:
            cities = list({row.city_key for row in self._seen.postcodes if row.city_key})
            yield streets(names, cities=cities) if cities else []
        elif self._seen.inside.box is not None:
            yield streets(names, box=self._seen.inside.box)
            yield [row for row in streets(names) if row.north is None]

    @staticmethod
    def cities(spans: Iterable[Span]) -> list[str]:
        """The keys of the cities that are typed, or whose parts are."""
        return list({row.city_key: 0 for span in spans for row in span.places if row.city_key})

    def _weighed(
        self, row: StreetRow, named: Named, number: HouseNumber | None, spans: Sequence[Span], noise: float
    ) -> Option | None:
        """A street with what speaks for it, None if the query contradicts it."""
        has_postcode = self._has_postcode(row)
        if has_postcode is None and self._typed and not row.postcode and not self._may_have_postcode(row):
            return None
        here = [span for span in spans if self._is_in(row, span)]
        if spans and not here and not (has_postcode and all(map(_is_part, spans))):
            return None
        if len(here) < len(spans) and not any(map(_is_town, here)) and any(map(_is_town, spans)):
            return None
        score = len(named.key) - PER_TYPO * named.typos - noise + ELSEWHERE * (len(spans) - len(here))
        score += sum(DISTRICT if _is_part(span) else CITY for span in here)
        score += JUST_THERE if row.district_key and self._names(row.district_key, here) else 0
        if has_postcode is not None:
            score += POSTCODE if has_postcode else OTHER_POSTCODE
        hits = self._hits(row, number) if number else ()
        score += NUMBER[hits[0].how] if hits else 0
        score += JUST_THERE if hits and hits[0].house == number else 0
        score += JUST_SO if self._is_spelled_so(row, named) else 0
        return Option(score, row, named, number, hits, has_postcode, bool(here))

    def _is_in(self, row: StreetRow, span: Span) -> bool:
        """Whether the place named is where the street lies; a town may be misspelt so that it is another one's name."""
        if any(lies_in(row, place) for place in span.places):
            return True
        if row.postcode not in self._typed or not row.city_key:
            return False
        typed = squeeze("".join([token.key for token in self._tokens[span.start : span.end]]))
        return one_typo_apart(typed, row.city_key)

    @staticmethod
    def _names(district: str, spans: Iterable[Span]) -> bool:
        """Whether one of the places is this district."""
        return any(name_key(place.name) == district for span in spans for place in span.places)

    def _has_postcode(self, row: StreetRow) -> bool | None:
        if not self._typed:
            return None
        if row.postcode in self._typed:
            return True
        return False if row.postcode and not row.guessed else None

    def _may_have_postcode(self, row: StreetRow) -> bool:
        """Whether a street of which no postcode is known lies where the one typed is."""
        postcodes = self._seen.postcodes
        here = row.point
        if here is not None:
            return not postcodes or any(apart_m(here, one.point) <= one.radius_m for one in postcodes)
        place = whereabouts(row, self._gazetteer)
        return not postcodes or (place is not None and any(fits_postcode(one, place) for one in postcodes))

    @staticmethod
    def _hits(row: StreetRow, number: HouseNumber) -> tuple[HouseHit, ...]:
        if not row.houses:
            return ()
        return tuple(look_up(row.houses, number, _metres_per_step(row)))

    def _is_spelled_so(self, row: StreetRow, named: Named) -> bool:
        """Whether umlauts are typed as they stand in the name, where that makes a difference."""
        if not self._namesakes or row.name.isascii():
            return True
        typed = spelled("".join([token.text for token in self._tokens[named.start : named.end]]))
        return typed[:-3] in name_spelled(row.name)

    def _number(self, named: Named) -> HouseNumber | None:
        """The house number: the number right behind the street, else right before it, else the first one."""
        tokens = self._tokens
        for at in (named.end, named.start - 1):
            if 0 <= at < len(tokens) and tokens[at].house:
                return tokens[at].house
        before = (i for i, token in enumerate(tokens) if token.house and not named.start <= i < named.end)
        ahead = sorted(before, key=lambda i: (tokens[i].aside, i < named.start, i))
        return tokens[ahead[0]].house if ahead else None

    def _unexplained(self, named: Named, spans: Iterable[Span]) -> float:
        """What the words in the street's own part of the query count that nothing explains."""
        tokens = self._tokens
        segment = tokens[named.start].segment
        left = [i for i, token in enumerate(tokens) if token.segment == segment and says_something(token)]
        left = [i for i in left if not named.start <= i < named.end]
        if not left:
            return 0.0
        for span in spans:
            left = [i for i in left if not span.start <= i < span.end]
        return UNEXPLAINED * sum(len(tokens[i].key) for i in left)

    def has_neighbours(self, named: Named) -> bool:
        """Whether words beside the name in its part of the query may belong to it."""
        return self._unexplained(named, self._seen.contexts(named.start, named.end)) > 0


def _metres_per_step(row: StreetRow) -> tuple[float, float]:
    """How many metres a step north and a step east are there."""
    return METRES_PER_STEP, METRES_PER_STEP * cos(radians((row.north or 0) / SCALE))


def _seen_from(row: StreetRow, part: StreetRow) -> Iterator[House]:
    """The houses of one street, told from the point of another."""
    north, east = (part.north or 0) - (row.north or 0), (part.east or 0) - (row.east or 0)
    for house in unpack(part.houses):
        if house.north is not None and house.east is not None:
            yield house._replace(north=house.north + north, east=house.east + east)


def touch(one: StreetRow, other: StreetRow) -> bool:
    """Whether two streets of one name come so close to each other that they are one street."""
    a, b = one.point, other.point
    return a is not None and b is not None and apart_m(a, b) <= one.reach_m + other.reach_m + ONE_STREET_M


def _is_part(span: Span) -> bool:
    return not any(place.is_municipality for place in span.places)


def _is_town(span: Span) -> bool:
    return any(place.is_municipality for place in span.places)


def lies_in(row: StreetRow, place: PlaceRow) -> bool:
    """Whether a street lies in a place that was typed with it, as far as both are known."""
    if row.city_key and place.city_key and row.city_key != place.city_key:
        return False
    point = row.point
    if place.is_municipality:
        if point is None:
            return bool(row.city_key)
        return apart_m(point, place.point) <= max(RURAL_M, 2 * place.radius_m)
    if row.district_key and row.district_key == name_key(place.name):
        return True
    if point is None:
        return not row.district_key
    share = WITHIN_DISTRICT if row.district_key and place.kind != "borough" else 1.0
    return apart_m(point, place.point) <= place.radius_m * share


def whereabouts(row: StreetRow, gazetteer: Gazetteer) -> PlaceRow | None:
    """The smallest place that a street without a point is known to lie in: its district, postcode or city."""
    asked = [name for name in (row.postcode, row.district_key, row.city_key) if name]
    named = gazetteer.places_named(asked)
    known = [
        [place for place in named.get(name, ()) if not place.city_key or place.city_key == row.city_key]
        for name in asked
    ]
    places = [place for group in known if (place := choose(group, Inside(None), alone=True)[0])]
    return min(places, key=lambda place: place.radius_m, default=None)
