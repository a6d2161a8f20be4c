"""Completing what somebody types: places and streets whose name begins so, those of the region first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.address import MAX_LENGTH, Token, read_address
from geo.gazetteer_file import Gazetteer, PlaceRow, StreetRow
from geo.layers import KINDS
from geo.localities import distinct, full_label, name_key, weight
from geo.match import Suggestion
from geo.point import Box
from geo.runs import Inside
from geo.spelling import key, squeeze

MOST = 20
TYPO_FROM = 4
"""From this many letters on, one of them may be wrong."""
MOST_TYPOS = 60


@dataclass(frozen=True, slots=True)
class _Found:
    """A place, street or house that may be suggested."""

    row: PlaceRow | StreetRow
    #: 0 begins as typed, 1 is completed by what was typed behind it, 2 begins so but for one letter
    effort: int
    number: str = ""

    def rank(self, inside: Inside) -> tuple[int, bool, bool, int, str, str, int]:
        """What decides on its place in the list, the best first."""
        row = self.row
        short, people = (row.short, weight(row)) if isinstance(row, PlaceRow) else (False, 0)
        return self.effort, not inside(row.point), short, -people, row.name, self.number, row.id


def suggest(gazetteer: Gazetteer, query: str, within: Box | None = None, limit: int = 8) -> list[Suggestion]:
    """Completions for the beginning of a query, those of one city next to each other."""
    limit = min(limit, MOST)
    typed = key(query) if isinstance(query, str) and len(query) <= MAX_LENGTH else ""
    if not typed or limit < 1:
        return []
    found = list(_beginning(gazetteer, typed, within, limit))
    if len(found) < limit:
        found += _in_parts(gazetteer, read_address(query).tokens)
    if len(found) < limit and len(typed) >= TYPO_FROM:
        found += _misspelt(gazetteer, typed)
    inside = Inside(within)
    best = sorted(_each_once(found), key=lambda one: one.rank(inside))[:limit]
    return _by_city(list(dict.fromkeys(_texts(best, gazetteer))))


def _each_once(found: Iterable[_Found]) -> Iterator[_Found]:
    """Each place once, although several layers know it or it was found in several ways."""
    by_effort = sorted(found, key=lambda one: one.effort)
    rows = {one.row.id: one.row for one in by_effort if isinstance(one.row, PlaceRow)}
    kept = {row.id for row in distinct(rows.values())}
    seen = set()
    for one in by_effort:
        same = (type(one.row), one.row.id, one.number)
        if same not in seen and (isinstance(one.row, StreetRow) or one.row.id in kept):
            seen.add(same)
            yield one


def _by_city(suggestions: list[Suggestion]) -> list[Suggestion]:
    """The same suggestions, each city's together, the cities in the order of their best ones."""
    cities = {city: order for order, city in reversed(list(enumerate(one.city for one in suggestions)))}
    return sorted(suggestions, key=lambda one: cities[one.city])


def _beginning(gazetteer: Gazetteer, typed: str, within: Box | None, limit: int) -> Iterator[_Found]:
    """Names that begin as typed."""
    for box in [within, None] if within else [None]:
        yield from (_Found(row, 0) for row in gazetteer.places_from(typed, box, limit))
        yield from (_Found(row, 0) for row in gazetteer.streets_from(typed, box, limit))


def _in_parts(gazetteer: Gazetteer, tokens: tuple[Token, ...]) -> Iterator[_Found]:
    """Names that were typed to their end, with the beginning of a city, a street or a number behind them."""
    parts = [(_joined(tokens[:i]), tokens[i:]) for i in range(len(tokens) - 1, 0, -1)]
    heads = {head for head, _ in parts}
    places, streets = gazetteer.places_named(heads), gazetteer.streets_named(heads)
    for head, rest in parts:
        tail = _joined(rest)
        named = places.get(head, ())
        yield from (_Found(row, 1) for row in named if any(name_key(place).startswith(tail) for place in row.lies_in))
        for street in streets.get(head, ()):
            yield from _continued(gazetteer, street, rest, tail)
        cities = {row.city_key for row in named if row.is_municipality or row.kind == "postcode"}
        postcodes = {row.name for row in named if row.kind == "postcode"}
        for street in gazetteer.streets_from(tail, None, MOST) if cities else ():
            if street.city_key in cities and (not postcodes or street.postcode in postcodes):
                yield _Found(street, 1)


def _joined(tokens: Iterable[Token]) -> str:
    return squeeze("".join(token.key for token in tokens))


def _continued(gazetteer: Gazetteer, street: StreetRow, rest: tuple[Token, ...], tail: str) -> Iterator[_Found]:
    """A street with the beginning of its city or postcode, or of a number, typed behind it."""
    number = str(rest[0].house or "")
    if number or any(name_key(town).startswith(tail) for town in (street.city, f"{street.postcode} {street.city}")):
        yield _Found(street, 1)
    for known in gazetteer.houses_of([street.id]) if number else ():
        if known.point and str(known.house).startswith(number):
            yield _Found(street, 0, str(known.house))


def _misspelt(gazetteer: Gazetteer, typed: str) -> Iterator[_Found]:
    """Names that begin as typed but for one letter."""
    starts = sorted({typed[0] + typed[1], typed[1] + typed[0], typed[1] + typed[2], typed[0] + typed[2]})
    names = [name for start in starts for name in gazetteer.keys_from(start, len(typed)) if begins_nearly(name, typed)]
    nearest = names[:MOST_TYPOS]
    yield from (_Found(row, 2) for rows in gazetteer.places_named(nearest).values() for row in rows)
    yield from (_Found(row, 2) for rows in gazetteer.streets_named(nearest).values() for row in rows)


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
            yield Suggestion(one.row.label(one.number), kind, one.row.city)
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
