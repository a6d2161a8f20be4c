"""Turning what people type into a point, on this machine and without telling anybody."""

from collections.abc import Sequence

from geo.address import STOPS, looks_like_street, read_address
from geo.gazetteer import Gazetteer
from geo.gazetteer_rows import LayerInfo, PlaceRow
from geo.layers import KINDS
from geo.localities import Settled, candidates, choose, distinct, full_label, name_key, settle
from geo.match import Match, Suggestion
from geo.point import Box
from geo.reading import Reading, read_names
from geo.runs import Inside
from geo.seen import look
from geo.spelling import key
from geo.street_match import find_street
from geo.suggest import suggest

NOTHING = Match()
ON_STREET = ("house", "interpolated", "street")
MOST_IN_ADDRESS = 24
"""A text with more words and numbers is no address of a street."""
TOO_MANY_WORDS = 8
"""With more words that are not understood, a text that happens to hold the name of a place is no address."""


class LocalGeocoder:
    """Answers from gazetteer files alone; safe to share between threads.

    It keeps nothing of what it is asked. What stays in memory are rows of places that the gazetteer knows anyway.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def layers(self) -> Sequence[LayerInfo]:
        """What the answers are made from."""
        return self.gazetteer.layers()

    def find(self, query: str, within: Box | None = None) -> Match:
        """The place meant by a query; places inside the box are preferred where a name exists several times."""
        asked = read_address(query)
        if not asked.tokens:
            return NOTHING
        chosen = self._by_label(query)
        if chosen:
            return _answer(chosen, full_label(chosen), ())
        seen = look(asked, self.gazetteer, Inside(within))
        street = find_street(seen, self.gazetteer) if len(asked.tokens) <= MOST_IN_ADDRESS else None
        if street and (street.ambiguous or street.precision in ON_STREET):
            return street
        reading = read_names(seen, self.gazetteer)
        if len(reading.left) > TOO_MANY_WORDS:
            return NOTHING
        settled = settle(reading, seen.inside)
        place = _place(reading, settled, seen.inside)
        return place if settled.contradiction else _finer(street, place)

    def suggest(self, query: str, within: Box | None = None, limit: int = 8) -> Sequence[Suggestion]:
        """Completions for the beginning of a query."""
        return suggest(self.gazetteer, query, within, limit)

    def _by_label(self, query: str) -> PlaceRow | None:
        """The place whose label, as candidates and suggestions bear it, was typed or chosen: "Neustadt, Hessen"."""
        name, comma, area = query.rpartition(",")
        if not comma or any(map(str.isdigit, query)):
            return None
        named, wanted = key(name), key(area)
        rows = self.gazetteer.places_named([named]).get(named, []) if named and wanted else []
        fitting = distinct(row for row in rows if wanted in map(name_key, row.lies_in))
        return fitting[0] if len(fitting) == 1 else None


def _finer(one: Match | None, other: Match) -> Match:
    """The answer that narrows the place down further."""
    if one is None or not one.found:
        return other
    return other if other.found and other.radius_m < one.radius_m else one


def _place(reading: Reading, settled: Settled, inside: Inside) -> Match:
    """The answer where no street is known: a postcode, a district or a town, and what of the query it leaves out."""
    missing = _missing(reading, settled)
    if _is_guess(reading, missing, inside):
        return NOTHING
    place, among = choose(settled.places, inside, alone="street" not in missing)
    if settled.contradiction:
        among = distinct(settled.places)
        place = among[0] if len(among) == 1 else None
    if place:
        return _answer(place, place.label, missing)
    return Match(ambiguous=bool(among), candidates=candidates(among), missing=missing if among else ())


def _answer(place: PlaceRow, label: str, missing: tuple[str, ...]) -> Match:
    return Match(
        place.point, place.precision, label, radius_m=place.radius_m, missing=missing, kind=KINDS[place.kind].shown
    )


def _missing(reading: Reading, settled: Settled) -> tuple[str, ...]:
    """What was asked for but is not known: postcode, street, number, stop, district, name."""
    missing = [] if len(_known(reading)) == len(reading.asked.postcodes) else ["postcode"]
    words = [token.key for token in reading.left]
    if reading.numbers or reading.names_street:
        missing.append("street")
    elif any(word in STOPS for word in words):
        missing.append("stop")
    elif any(looks_like_street(word) for word in words):
        missing.append("street")
    elif words:
        missing.append("name")
    if reading.numbers:
        missing.append("number")
    if settled.unplaced:
        missing.append("district")
    return tuple(missing)


def _known(reading: Reading) -> set[str]:
    return {row.name for row in reading.postcodes}


def _is_guess(reading: Reading, missing: tuple[str, ...], inside: Inside) -> bool:
    """Whether the only hint is a misspelt name among words that make no address, far from the region asked for."""
    spans = reading.place_spans
    if reading.postcodes or not spans or not all(span.misspelt for span in spans):
        return False
    return "name" in missing and not any(inside(row.point) for span in spans for row in span.places)
