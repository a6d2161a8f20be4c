"""Weighing the places that a query names: which belong together, which contradict, and which one is meant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.belonging import apart_m, fits_postcode, together
from geo.gazetteer_rows import PlaceRow
from geo.layers import KINDS
from geo.match import Candidate
from geo.reading import Reading
from geo.runs import Inside
from geo.spelling import key

SAME_PLACE_M = 5_000
OUTWEIGHS, BY_FAR = 10, 50
"""How many times as many people make a place the one that is meant by its name alone, and by its name with a street."""
MOST_CANDIDATES = 8
_ORDER = {kind: order for order, kind in enumerate(KINDS)}
#: the keys of names that the gazetteer holds; what visitors type is never kept
name_key = lru_cache(maxsize=8192)(key)
#: how fine a kind is: what is finer wins where two belong together
_FINENESS = {"city": 0, "town": 0, "village": 0, "borough": 1}


@dataclass(frozen=True, slots=True)
class Settled:
    """The places that a query may mean, as far as its own words decide."""

    places: tuple[PlaceRow, ...] = ()
    #: the words contradict each other, so that nothing but a choice is honest
    contradiction: bool = False
    #: a place was named that is not known where it should be
    unplaced: bool = False


def settle(reading: Reading, inside: Inside) -> Settled:
    """The places that fit all that was typed."""
    groups = [distinct(_in_county(span.places, reading.county)) for span in reading.place_spans]
    postcodes = distinct(reading.postcodes)
    if not postcodes:
        return _agreeing(groups, inside)
    if not groups:
        return Settled(tuple(postcodes), contradiction=len(postcodes) > 1)
    fitting = [[row for row in group if any(fits_postcode(p, row) for p in postcodes)] for group in groups]
    agreed = _agreeing([group for group in fitting if group], inside)
    meant = [p for p in postcodes if any(fits_postcode(p, row) for row in agreed.places)]
    if not meant:
        return Settled((*postcodes, *_best_of_each(groups, inside)), contradiction=True)
    unplaced = agreed.unplaced or not all(fitting)
    if len(meant) > 1 or agreed.contradiction:
        return Settled(tuple(meant), contradiction=len(meant) > 1, unplaced=unplaced)
    finer = [row for row in agreed.places if not row.is_municipality and row.radius_m <= meant[0].radius_m]
    return Settled(tuple(finer or meant), unplaced=unplaced)


def _in_county(rows: Sequence[PlaceRow], county: str) -> list[PlaceRow]:
    """Those places that lie in the district typed with them, if any do."""
    return [row for row in rows if county and county in name_key(row.area)] or list(rows)


def _agreeing(groups: Sequence[list[PlaceRow]], inside: Inside) -> Settled:
    """What is left of several named places when each must belong to all others; the finest of them counts."""
    if len(groups) < 2:
        return Settled(tuple(groups[0]) if groups else ())
    kept = [
        [row for row in group if all(_belongs(row, other) for other in groups if other is not group)]
        for group in groups
    ]
    if all(kept):
        finest = max(_fineness(row) for group in kept for row in group)
        return Settled(tuple({row.id: row for group in kept for row in group if _fineness(row) == finest}.values()))
    towns = [[row for row in group if row.is_municipality] for group in groups]
    named = [group for group in towns if group]
    if len(named) == 1:
        return Settled(tuple(named[0]), unplaced=True)
    return Settled(tuple(_best_of_each(groups, inside)), contradiction=True)


def _best_of_each(groups: Iterable[list[PlaceRow]], inside: Inside) -> Iterator[PlaceRow]:
    """The places to choose from where names contradict each other."""
    for group in groups:
        best, among = choose(group, inside, alone=True)
        yield from [best] if best else among


def _belongs(row: PlaceRow, others: Iterable[PlaceRow]) -> bool:
    return any(together(row, other) for other in others)


def _fineness(row: PlaceRow) -> int:
    return _FINENESS.get(row.kind, 2)


def weight(row: PlaceRow) -> int:
    """How many people live there, as far as known."""
    return KINDS[row.kind].population if row.population is None else row.population


def distinct(rows: Iterable[PlaceRow]) -> list[PlaceRow]:
    """Each place once, although several layers know it; the biggest first."""
    kept: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (_ORDER[row.kind], row.population is None, row.id)):
        namesakes = kept[name_key(row.name)]
        if not any(_same_place(row, other) for other in namesakes):
            namesakes.append(row)
    return sorted((row for rows in kept.values() for row in rows), key=lambda row: (-weight(row), row.short, row.id))


def _same_place(a: PlaceRow, b: PlaceRow) -> bool:
    """Whether two places of one name are one place."""
    same_city = a.city_key == b.city_key or not a.city_key or not b.city_key or (bool(a.ags) and a.ags == b.ags)
    return same_city and (a.kind == "postcode") == (b.kind == "postcode") and apart_m(a.point, b.point) <= SAME_PLACE_M


def choose(rows: Iterable[PlaceRow], inside: Inside, alone: bool) -> tuple[PlaceRow | None, list[PlaceRow]]:
    """The place meant among namesakes, or None; and all that may be meant.

    Those in the region asked for win. Otherwise one wins that is far bigger than all others, all the more so if nothing
    but its name was typed, or that is the only one whose full name was typed.
    """
    among = distinct(rows)
    among = [row for row in among if inside(row.point)] or among
    if len(among) == 1:
        return among[0], among
    if not among:
        return None, among
    first, second = among[:2]
    only_full_name = not first.short and all(row.short for row in among[1:])
    if only_full_name or weight(first) >= (OUTWEIGHS if alone else BY_FAR) * max(1, weight(second)):
        return first, among
    return None, among


def candidates(rows: Sequence[PlaceRow]) -> tuple[Candidate, ...]:
    """Places to choose from, each told apart from its namesakes."""
    return tuple(candidate(row) for row in rows[:MOST_CANDIDATES])


def candidate(row: PlaceRow) -> Candidate:
    """One place to choose."""
    return Candidate(full_label(row), row.point, row.precision, KINDS[row.kind].shown, row.city, row.radius_m)


def full_label(row: PlaceRow) -> str:
    """A place in words, with the district or state it lies in where its name may not be enough."""
    if row.kind == "postcode" or (row.city and not row.is_municipality):
        return row.label
    return f"{row.name}, {row.area}" if row.area and row.area != row.name else row.name
