"""Finding the house or street that a query names, as exactly as it is known and not more."""

from collections.abc import Iterable, Sequence

from geo.address import HouseNumber
from geo.belonging import RURAL_M, apart_m, fits_postcode
from geo.gazetteer_file import Gazetteer, HouseRow, PlaceRow, StreetRow
from geo.localities import MOST_CANDIDATES, choose, name_key
from geo.match import Candidate, Match
from geo.point import Point
from geo.reading import Reading
from geo.runs import Inside

HOUSE_RADIUS_M = 25.0
BESIDE_RADIUS_M = 60.0
"""How far a house may be from its neighbour with the same number and another letter."""
ONE_STREET_M = 600.0
"""Points of one street that lie no further apart than this are one street, not two of the same name."""
WITHIN_DISTRICT = 0.7
"""The part of a district's radius in which a street that is known under another district may still be meant."""


def find_street(reading: Reading, gazetteer: Gazetteer, inside: Inside) -> Match | None:
    """The house or street meant, candidates where several fit, None where none is known that fits."""
    spans = reading.place_spans
    rows = [row for row in reading.streets if _fits_postcode(row, reading, gazetteer)]
    rows = [row for row in rows if all(any(_lies_in(row, place) for place in span.places) for span in spans)]
    if not rows:
        return None
    number = reading.numbers[0] if reading.numbers else None
    houses = gazetteer.houses_of([row.id for row in rows], number.number) if number else []
    if not spans and not reading.asked.postcodes:
        return _without_city(rows, houses, number, gazetteer, inside)
    return _in_city(rows, houses, number, gazetteer)


def _without_city(
    rows: list[StreetRow], houses: list[HouseRow], number: HouseNumber | None, gazetteer: Gazetteer, inside: Inside
) -> Match:
    """A street alone: taken for the one in the region asked for, but never for a house, as others may bear its name."""
    near = [row for row in rows if inside(row.point)]
    if not near:
        return _choices(rows, gazetteer)
    match = _in_city(near, houses, number, gazetteer)
    if match is None or match.point is None or match.precision == "street":
        return match or Match()
    return Match(match.point, "street", match.label, radius_m=near[0].radius_m, missing=("city",))


def _in_city(
    rows: list[StreetRow], houses: list[HouseRow], number: HouseNumber | None, gazetteer: Gazetteer
) -> Match | None:
    """The answer for a street whose city or postcode was typed."""
    known = {row.id: row for row in rows}
    same = [house for house in houses if house.street in known and number and house.house.same(number)]
    located = [house for house in same if house.point]
    if located and _close(house.point for house in located):
        best = min(located, key=lambda house: house.precision != "house")
        label = known[best.street].label(str(best.house))
        radius = HOUSE_RADIUS_M if best.precision == "house" else BESIDE_RADIUS_M
        return Match(best.point, best.precision, label, radius_m=radius)
    if same:
        rows = [row for row in rows if row.id in {house.street for house in same}]
    beside = [house for house in houses if house.street in known and number and house.house.number == number.number]
    beside = [house for house in beside if house.point]
    if not same and beside and _close(house.point for house in beside):
        label = known[beside[0].street].label(str(beside[0].house))
        return Match(beside[0].point, "interpolated", label, radius_m=BESIDE_RADIUS_M, missing=("number",))
    return _street(rows, gazetteer, ("number",) if number else ())


def _street(rows: list[StreetRow], gazetteer: Gazetteer, missing: tuple[str, ...]) -> Match | None:
    """The answer for a street of which no house is known that was asked for."""
    rows = [row for row in rows if row.point or row.postcode or row.district] or rows
    located = [row for row in rows if row.point]
    elsewhere = [row for row in rows if not row.point and not _may_pass(row, located, gazetteer)]
    if located and not elsewhere and _close(row.point for row in located):
        row = min(located, key=lambda row: row.radius_m)
        return Match(row.point, "street", row.label(), radius_m=row.radius_m, missing=missing)
    if len(rows) > 1:
        return _choices(rows, gazetteer)
    place = _whereabouts(rows[0], gazetteer)
    if place is None:
        return None
    return Match(place.point, place.precision, place.label, radius_m=place.radius_m, missing=("street", *missing))


def _choices(rows: Sequence[StreetRow], gazetteer: Gazetteer) -> Match:
    """Several streets to choose from."""
    found: dict[str, Candidate] = {}
    for row in rows:
        label = row.label()
        if row.district and label in found:
            label = f"{label} ({row.district})"
        place = None if row.point else _whereabouts(row, gazetteer)
        if row.point:
            found.setdefault(label, Candidate(label, row.point, "street", "address", row.city, row.radius_m))
        elif place:
            choice = Candidate(label, place.point, place.precision, "address", row.city, place.radius_m)
            found.setdefault(label, choice)
    return Match(ambiguous=bool(found), candidates=tuple(found.values())[:MOST_CANDIDATES])


def _whereabouts(row: StreetRow, gazetteer: Gazetteer) -> PlaceRow | None:
    """The smallest place that a street without a point is known to lie in: its district, postcode or city."""
    asked = [name for name in (row.postcode, row.district_key, row.city_key) if name]
    named = gazetteer.places_named(asked)
    known = [
        [place for place in named.get(name, ()) if not place.city_key or place.city_key == row.city_key]
        for name in asked
    ]
    places = [place for group in known if (place := choose(group, Inside(None), alone=True)[0])]
    return min(places, key=lambda place: place.radius_m, default=None)


def _may_pass(row: StreetRow, located: Sequence[StreetRow], gazetteer: Gazetteer) -> bool:
    """Whether a street without a point may be one of those that have one, as it lies in the same district."""
    place = _whereabouts(row, gazetteer)
    return place is not None and any(one.point and apart_m(one.point, place.point) <= place.radius_m for one in located)


def _fits_postcode(row: StreetRow, reading: Reading, gazetteer: Gazetteer) -> bool:
    """Whether a street may have the postcode typed with it; where its own is not known, its place decides."""
    typed = reading.asked.postcodes
    if not typed or row.postcode:
        return not typed or row.postcode in typed
    if not reading.postcodes:
        return True
    if row.point:
        return any(apart_m(row.point, postcode.point) <= postcode.radius_m for postcode in reading.postcodes)
    place = _whereabouts(row, gazetteer)
    return place is not None and any(fits_postcode(postcode, place) for postcode in reading.postcodes)


def _lies_in(row: StreetRow, place: PlaceRow) -> bool:
    """Whether a street lies in a place that was typed with it, as far as both are known."""
    if row.city_key and place.city_key and row.city_key != place.city_key:
        return False
    if place.is_municipality:
        return bool(row.city_key) or (row.point is not None and apart_m(row.point, place.point) <= RURAL_M)
    if row.district_key and row.district_key == name_key(place.name):
        return True
    if row.point is None:
        return not row.district_key
    share = WITHIN_DISTRICT if row.district_key and place.kind != "borough" else 1.0
    return apart_m(row.point, place.point) <= place.radius_m * share


def _close(points: Iterable[Point | None]) -> bool:
    """Whether all points may belong to one street."""
    known = [point for point in points if point]
    return all(apart_m(known[0], other) <= ONE_STREET_M for other in known[1:])
