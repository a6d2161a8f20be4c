"""Completing what somebody types: places and streets whose name begins so, those of the region first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from geo.address import MAX_LENGTH, Token, read_address
from geo.gazetteer import Gazetteer
from geo.gazetteer_rows import PlaceRow, StreetRow
from geo.houses import unpack
from geo.layers import KINDS
from geo.localities import distinct, full_label, name_key, weight
from geo.match import Suggestion
from geo.point import Box
from geo.runs import Inside, StreetName
from geo.spelling import key, squeeze
from geo.street_match import is_one_street

MOST = 20
TYPO_FROM = 4
"""From this many letters on, one of them may be wrong."""
MOST_TYPOS = 60
MANY = 1_500
"""Names with two letters in common that are compared with what was typed."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A place, street or house that may be suggested."""

    row: PlaceRow | StreetRow
    #: 0 begins as typed, 1 is completed by what was typed behind it, 2 begins so but for one letter
    effort: int
    number: str = ""
    #: known under several postcodes of its city, which are left out
    whole: bool = False

    def rank(self, inside: Inside) -> tuple[int, bool, bool, int, str, str, str]:
        """What decides on its place in the list, the best first."""
        row = self.row
        short, people = (row.short, weight(row)) if isinstance(row, PlaceRow) else (False, 0)
        return self.effort, not inside(row.point), short, -people, row.name, self.number, str(row.id)


def suggest(gazetteer: Gazetteer, query: str, within: Box | None = None, limit: int = 8) -> list[Suggestion]:
    """Completions for the beginning of a query, those of one city next to each other."""
    limit = min(limit, MOST)
    typed = key(query) if isinstance(query, str) and len(query) <= MAX_LENGTH else ""
    if not typed or limit < 1:
        return []
    cities = gazetteer.cities_in(within) if within else []
    found = list(_beginning(gazetteer, typed, within, cities, limit))
    if len(found) < limit:
        found += _in_parts(gazetteer, read_address(query).tokens, within, cities)
    if len(found) < limit and len(typed) >= TYPO_FROM:
        found += _misspelt(gazetteer, typed, cities)
    inside = Inside(within)
    best = _mixed(sorted(_each_once(found), key=lambda one: one.rank(inside)), limit)
    return _by_city(list(dict.fromkeys(_texts(best, gazetteer))))


def _mixed(ranked: list[_Found], limit: int) -> list[_Found]:
    """The best, but at least half of them streets if there are so many: a town's name is soon typed to its end."""
    streets = sum(isinstance(one.row, StreetRow) and one.effort < 2 for one in ranked)
    room = limit - min(streets, limit // 2)
    best: list[_Found] = []
    for one in ranked:
        if isinstance(one.row, PlaceRow):
            room -= 1
            if room < 0:
                continue
        best.append(one)
    return best[:limit]


def _each_once(found: Iterable[_Found]) -> Iterator[_Found]:
    """Each place once, although several layers know it or it was found in several ways."""
    by_effort = sorted(found, key=lambda one: one.effort)
    rows = {one.row.id: one.row for one in by_effort if isinstance(one.row, PlaceRow)}
    kept = {row.id for row in distinct(rows.values())}
    seen: set[int | str] = set()
    for one in by_effort:
        same = one.row.id if isinstance(one.row, PlaceRow) else one.row.label(one.number)
        if same not in seen and (isinstance(one.row, StreetRow) or one.row.id in kept):
            seen.add(same)
            yield one


def _by_city(suggestions: list[Suggestion]) -> list[Suggestion]:
    """The same suggestions, each city's together, the cities in the order of their best ones."""
    cities = {city: order for order, city in reversed(list(enumerate(one.city for one in suggestions)))}
    return sorted(suggestions, key=lambda one: cities[one.city])


def _beginning(
    gazetteer: Gazetteer, typed: str, within: Box | None, cities: list[str], limit: int
) -> Iterator[_Found]:
    """Names that begin as typed."""
    for box in [within, None] if within else [None]:
        yield from (_Found(row, 0) for row in gazetteer.places_from(typed, box, 2 * limit))
    here = gazetteer.street_keys_from(typed, cities, limit)
    yield from _streets(gazetteer, here, cities, 0)
    if len(here) < limit:
        yield from _streets(gazetteer, gazetteer.names_from(typed, limit), [], 0)


def _streets(gazetteer: Gazetteer, keys: Sequence[str], cities: Sequence[str], effort: int) -> Iterator[_Found]:
    """The streets with these names, in some cities or anywhere; one that runs through several postcodes once."""
    names = [name for known in gazetteer.street_names(keys).values() for name in known]
    grouped: dict[tuple[str, str], list[StreetRow]] = {}
    for row in gazetteer.streets(names, cities=cities) if names else ():
        grouped.setdefault((key(row.name), row.city_key), []).append(row)
    for rows in grouped.values():
        located = [row for row in rows if row.point]
        if len(located) > 1 and is_one_street(located):
            longest = max(located, key=lambda row: len(row.houses))
            yield _Found(longest, effort, whole=len({row.postcode for row in rows}) > 1)
        else:
            yield from (_Found(row, effort) for row in located or rows)


def _in_parts(
    gazetteer: Gazetteer, tokens: tuple[Token, ...], within: Box | None, known: list[str]
) -> Iterator[_Found]:
    """Names that were typed to their end, with the beginning of a city, a street or a number behind them."""
    parts = [(_joined(tokens[:i]), tokens[i:]) for i in range(len(tokens) - 1, 0, -1)]
    heads = {head for head, _ in parts}
    places, streets = gazetteer.places_named(heads), gazetteer.street_names(heads)
    for head, rest in parts:
        tail = _joined(rest)
        named = places.get(head, ())
        yield from (_Found(row, 1) for row in named if any(name_key(place).startswith(tail) for place in row.lies_in))
        if head in streets:
            yield from _continued(gazetteer, streets[head], rest, tail, known)
        cities = list({row.city_key for row in named if row.is_municipality or row.kind == "postcode"})
        postcodes = {row.name for row in named if row.kind == "postcode"}
        for found in _streets(gazetteer, gazetteer.street_keys_from(tail, cities, MOST), cities, 1) if cities else ():
            if not postcodes or (isinstance(found.row, StreetRow) and found.row.postcode in postcodes):
                yield replace(found, whole=found.whole and not postcodes)


def _joined(tokens: Iterable[Token]) -> str:
    return squeeze("".join(token.key for token in tokens))


def _continued(
    gazetteer: Gazetteer, names: Sequence[StreetName], rest: tuple[Token, ...], tail: str, cities: list[str]
) -> Iterator[_Found]:
    """A street with the beginning of its city or postcode, or of a number, typed behind it."""
    number = str(rest[0].house or "")
    rows = gazetteer.streets(names, cities=cities) if cities else []
    rows = rows or gazetteer.streets(names)
    if number:
        rows = rows[:MOST]
    for row in rows:
        if number or any(name_key(town).startswith(tail) for town in (row.city, f"{row.postcode} {row.city}")):
            yield _Found(row, 1)
        for house in unpack(row.houses) if number else ():
            if house.north is not None and str(house.name).startswith(number):
                yield _Found(row, 0, str(house.name))


def _misspelt(gazetteer: Gazetteer, typed: str, cities: Sequence[str]) -> Iterator[_Found]:
    """Names that begin as typed but for one letter."""
    starts = sorted({typed[0] + typed[1], typed[1] + typed[0], typed[1] + typed[2], typed[0] + typed[2]})
    names = [name for start in starts for name in gazetteer.place_keys_from(start, len(typed))]
    nearest = [name for name in names if begins_nearly(name, typed)][:MOST_TYPOS]
    yield from (_Found(row, 2) for rows in gazetteer.places_named(nearest).values() for row in rows)
    if cities:
        some = [name for start in {typed[0], typed[1]} for name in gazetteer.street_keys_from(start, cities, MANY)]
    else:
        some = [name for start in starts for name in gazetteer.names_from(start, MANY)]
    close = [name for name in some if begins_nearly(name, typed)][:MOST_TYPOS]
    yield from _streets(gazetteer, close, cities, 2)


def begins_nearly(name: str, typed: str) -> bool:
    """Whether a name begins as typed but for one letter that is wrong, extra, missing or swapped with the next.

    The last letter typed is taken as right: nothing behind it confirms that it is not.
    """
    at, last = 0, len(typed) - 1
    while at < last and name.startswith(typed[at], at):
        at += 1
    if at == last:
        return name.startswith(typed[last], at) or name.startswith(typed[last], at + 1)
    return (
        name.startswith(typed[at + 1 :], at + 1)
        or name.startswith(typed[at + 1 :], at)
        or name.startswith(typed[at:], at + 1)
        or name.startswith(typed[at + 1] + typed[at] + typed[at + 2 :], at)
    )


def _texts(found: list[_Found], gazetteer: Gazetteer) -> Iterator[Suggestion]:
    """The lines as they are shown; towns are told apart from their namesakes by district or state."""
    towns = {name_key(one.row.name) for one in found if isinstance(one.row, PlaceRow) and one.row.is_municipality}
    named = gazetteer.places_named(towns) if towns else {}
    for one in found:
        if isinstance(one.row, StreetRow):
            kind = "address" if one.number else "street"
            text = f"{one.row.name}, {one.row.city}" if one.whole else one.row.label(one.number)
            yield Suggestion(text, kind, one.row.city)
        else:
            has_namesakes = len(distinct(named.get(name_key(one.row.name), ()))) > 1
            yield Suggestion(_text(one.row, has_namesakes), KINDS[one.row.kind].shown, one.row.city)


def _text(row: PlaceRow, has_namesakes: bool) -> str:
    """A place as one would go on typing it, so with its own name first."""
    if row.is_municipality:
        return full_label(row) if has_namesakes else row.name
    if row.kind == "postcode" or not row.city or row.name.startswith(row.city):
        return full_label(row)
    return f"{row.name}, {row.city}"
