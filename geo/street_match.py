"""Finding the house or street that a query names, as exactly as it is known and not more."""

from collections.abc import Iterable, Iterator, Sequence

from geo.belonging import apart_m
from geo.gazetteer import Gazetteer
from geo.gazetteer_rows import StreetRow
from geo.houses import SCALE, HouseHit
from geo.layers import KINDS
from geo.localities import MOST_CANDIDATES
from geo.match import Candidate, Match, MatchPrecision
from geo.point import Point
from geo.runs import Run
from geo.seen import Seen
from geo.street_guess import guesses, misspelt_cities
from geo.street_options import Named, Option, Weigher, touch, whereabouts

HOUSE_RADIUS_M = 25.0
BESIDE_RADIUS_M = 60.0
"""How far a house may be from its neighbour with the same number and another letter, or from where it is guessed."""
STREET_RADIUS_M = 300.0
ONE_HOUSE_M = 150.0
EVEN = 0.75
"""Options that differ by no more than this are equally likely."""
NAMES_TRIED = 5
_RADIUS = {"same": HOUSE_RADIUS_M, "rough": BESIDE_RADIUS_M, "beside": BESIDE_RADIUS_M, "between": BESIDE_RADIUS_M}


def find_street(seen: Seen, gazetteer: Gazetteer) -> Match | None:
    """The house or street meant, candidates where several fit, None where none is known that fits."""
    if not gazetteer.knows_streets:
        return None
    weigher = Weigher(seen, gazetteer)
    options = _at_hand(seen, gazetteer, weigher)
    # Where a region is asked for, what lies in it goes before a town elsewhere whose name some word resembles.
    steps = [_in_misspelt_city, best_options] if seen.inside.box is None else [best_options, _in_misspelt_city]
    for step in steps:
        options = options or step(seen, gazetteer, weigher)
    if not options:
        return _anywhere(seen, gazetteer, weigher)
    if not seen.asked.postcodes and not any(option.in_place for option in options):
        return _in_region(options, seen, gazetteer)
    return _answer(options, gazetteer)


def best_options(seen: Seen, gazetteer: Gazetteer, weigher: Weigher) -> list[Option]:
    """The streets that fit best, equally well but for little; those spelled as typed before misspelt ones."""
    best: list[Option] = []
    for run in _names(seen):
        named = Named(*run)
        options = weigher.options(named, seen.streets[named.key])
        best = _best((*best, *options))
        if best and _is_sure(best[0]) and not weigher.has_neighbours(best[0].named):
            return best
    for listed in guesses(seen, gazetteer, weigher):
        guessed = _weigh_guesses(seen, gazetteer, weigher, listed[:NAMES_TRIED])
        best = _best((*best, *filter(_is_believable, guessed)))
        if best and _is_settled(best[0]) and not weigher.has_neighbours(best[0].named):
            break
    return best


def _weigh_guesses(seen: Seen, gazetteer: Gazetteer, weigher: Weigher, listed: list[Named]) -> list[Option]:
    """The streets that guessed names may mean: those in the postcode or city typed, farther ones only if need be."""
    postcodes = seen.asked.postcodes
    cities = () if postcodes else weigher.cities(seen.contexts(0, 0))
    found = gazetteer.streets_called([named.key for named in listed], postcodes=postcodes, cities=cities)
    options = [option for named in listed for option in weigher.weighed(named, found.get(named.key, ()))]
    if any(option.is_known and (option.has_postcode or option.in_place) for option in options):
        return options
    names = gazetteer.street_names({named.key for named in listed})
    return [option for named in listed for option in weigher.options(named, names.get(named.key, ()))]


def _at_hand(seen: Seen, gazetteer: Gazetteer, weigher: Weigher) -> list[Option]:
    """The streets written just so in the postcode or city typed, if they answer all of the query; else nothing."""
    postcodes = seen.asked.postcodes
    cities = () if postcodes else weigher.cities(seen.contexts(0, 0))
    keys = list({run.key: 0 for run in seen.runs})
    found = gazetteer.streets_called(keys, postcodes=postcodes, cities=cities)
    for run in seen.runs if found else ():
        if run.key in found:
            named = Named(*run)
            best = _best(weigher.weighed(named, found[run.key]))
            if best and best[0].is_known and (best[0].has_postcode or best[0].in_place):
                return [] if weigher.has_neighbours(named) else best
    return []


def _is_believable(option: Option) -> bool:
    """Whether a misspelt name with another postcode than the one typed has its number to speak for it."""
    return option.has_postcode is not False or (bool(option.hits) and option.named.typos < 2)


def _is_settled(option: Option) -> bool:
    """Whether wider lists are not worth a look."""
    known = bool(option.hits) or option.number is None
    return known and option.named.typos <= (2 if option.has_postcode else 1)


def _is_sure(option: Option) -> bool:
    """Whether a street that is written just so is meant, and no misspelt one."""
    return option.has_postcode is not False or bool(option.hits)


def _names(seen: Seen) -> list[Run]:
    """The runs that are names of streets, the longest first, without those within a longer one."""
    kept: list[Run] = []
    for run in seen.runs:
        if run.key in seen.streets and not any(one.start <= run.start and run.end <= one.end for one in kept):
            kept.append(run)
    return kept[:NAMES_TRIED]


def _best(options: Iterable[Option]) -> list[Option]:
    ordered = sorted(options, key=lambda one: -one.score)
    best = [option for option in ordered if option.score >= ordered[0].score - EVEN]
    return list({option.row.id: option for option in reversed(best)}.values())[::-1]


def _in_region(options: list[Option], seen: Seen, gazetteer: Gazetteer) -> Match | None:
    """A street alone: taken for the one in the region asked for, but never for a house, as others may bear its name."""
    near = [option for option in options if option.row.point and seen.inside(option.row.point)]
    if not near:
        return _choices([option.row for option in options], gazetteer)
    match = _answer(near, gazetteer)
    if match is None or match.point is None or match.precision == "street":
        return match
    return Match(match.point, "street", match.label, radius_m=STREET_RADIUS_M, missing=("city",), kind="address")


def _in_misspelt_city(seen: Seen, gazetteer: Gazetteer, weigher: Weigher) -> list[Option]:
    """The streets written just so in a city that is misspelt, where no place is named beside them."""
    for named in _alone(seen) if not seen.asked.postcodes else ():
        cities = misspelt_cities(seen, gazetteer, named)
        options = weigher.everywhere(named, seen.streets[named.key], cities) if cities else []
        if options:
            return [option._replace(in_place=True) for option in _best(options)]
    return []


def _anywhere(seen: Seen, gazetteer: Gazetteer, weigher: Weigher) -> Match | None:
    """What to choose from where a street is named but nothing that is known says where it is."""
    for named in _alone(seen) if not seen.asked.postcodes else ():
        options = weigher.everywhere(named, seen.streets[named.key], [])
        if options:
            return _somewhere(options, gazetteer)
    return None


def _alone(seen: Seen) -> Iterator[Named]:
    """The names of streets beside which no place is named."""
    return (Named(*run) for run in _names(seen) if not seen.contexts(run.start, run.end))


def _somewhere(options: list[Option], gazetteer: Gazetteer) -> Match:
    """Streets anywhere to choose from, those on which the number is known first."""
    located = [option for option in options if option.how in _RADIUS]
    if not located:
        return _choices([option.row for option in options], gazetteer)
    return _which_house([(one, hit, _point(one.row, hit)) for one in located for hit in one.hits], _bare(options))


def _answer(options: list[Option], gazetteer: Gazetteer) -> Match | None:
    """The answer for streets whose city or postcode was typed."""
    first = options[0]
    located = [option for option in options if option.how in _RADIUS]
    if located and not _is_doubtful(located, options):
        places = [(option, hit, _point(option.row, hit)) for option in located for hit in option.hits]
        if _close([point for _, _, point in places], ONE_HOUSE_M):
            return _house(*places[0])
        return _which_house(places)
    if located:
        return _which_house([(one, hit, _point(one.row, hit)) for one in located for hit in one.hits], _bare(options))
    known = [option for option in options if option.how == "unlocated"] or options
    return _street([option.row for option in known], gazetteer, _missing(first, bool(first.number)))


def _is_doubtful(located: list[Option], options: list[Option]) -> bool:
    """Whether the house is known only under another postcode, while another street of the name has the one typed."""
    if any(option.has_postcode is not False for option in located):
        return False
    bare = [option.row for option in options if option.has_postcode and option.row.point]
    return any(not touch(row, option.row) for row in bare for option in located)


def _bare(options: list[Option]) -> list[StreetRow]:
    """The streets on which the house is not known."""
    return [option.row for option in options if option.how not in _RADIUS]


def _point(row: StreetRow, hit: HouseHit) -> Point:
    assert row.north is not None and row.east is not None
    return Point((row.north + hit.north) / SCALE, (row.east + hit.east) / SCALE)


def _house(option: Option, hit: HouseHit, point: Point) -> Match:
    exact = hit.how == "same"
    return Match(
        point,
        "house" if exact else "interpolated",
        option.row.label(str(hit.house)),
        radius_m=_RADIUS[hit.how],
        missing=_missing(option, hit.how in ("beside", "between")),
        kind="address",
    )


def _missing(option: Option, number: bool) -> tuple[str, ...]:
    """What was typed but is not as it was typed."""
    wrong = ["postcode"] if option.has_postcode is False else []
    return (*wrong, "number") if number else tuple(wrong)


def _which_house(places: Sequence[tuple[Option, HouseHit, Point]], streets: Sequence[StreetRow] = ()) -> Match:
    """Several houses to choose from; those whose labels are the same are told apart by where they are."""
    found: dict[str, Candidate] = {}
    for option, hit, point in places:
        row = option.row
        label = row.label(str(hit.house))
        if label in found and row.district:
            label = f"{label} ({row.district})"
        if label in found:
            if apart_m(found[label].point, point) <= ONE_HOUSE_M:
                continue
            label = f"{label} ({_direction(found[label].point, point)})"
        precision: MatchPrecision = "house" if hit.how == "same" else "interpolated"
        found.setdefault(label, Candidate(label, point, precision, "address", row.city, _RADIUS[hit.how]))
    for row in streets:
        if row.point and len(found) < MOST_CANDIDATES:
            radius = STREET_RADIUS_M + row.reach_m
            found.setdefault(row.label(), Candidate(row.label(), row.point, "street", "address", row.city, radius))
    return Match(ambiguous=True, candidates=tuple(found.values())[:MOST_CANDIDATES])


def _direction(here: Point, there: Point) -> str:
    """Where the second of two places lies from the first, in a word."""
    north, east = there.lat - here.lat, (there.lon - here.lon) * 0.64
    if abs(north) > abs(east):
        return "weiter nördlich" if north > 0 else "weiter südlich"
    return "weiter östlich" if east > 0 else "weiter westlich"


def _street(rows: list[StreetRow], gazetteer: Gazetteer, missing: tuple[str, ...]) -> Match | None:
    """The answer for a street of which no house is known that was asked for."""
    rows = [row for row in rows if row.point or row.postcode or row.district] or rows
    located = [row for row in rows if row.point]
    elsewhere = [row for row in rows if not row.point and not _may_pass(row, located, gazetteer)]
    if located and not elsewhere and is_one_street(located):
        row = max(located, key=lambda row: len(row.houses))
        radius = STREET_RADIUS_M + max(one.reach_m for one in located)
        return Match(row.point, "street", row.label(), radius_m=radius, missing=missing, kind="address")
    if len(rows) > 1:
        return _choices(rows, gazetteer)
    place = whereabouts(rows[0], gazetteer)
    if place is None:
        return None
    kind = KINDS[place.kind].shown
    missing = "street", *missing
    return Match(place.point, place.precision, place.label, radius_m=place.radius_m, missing=missing, kind=kind)


def is_one_street(rows: Sequence[StreetRow]) -> bool:
    """Whether streets of one name touch each other, one after the other."""
    reached, waiting = [rows[0]], list(rows[1:])
    while waiting:
        touching = [row for row in waiting if any(touch(row, other) for other in reached)]
        if not touching:
            return False
        reached += touching
        waiting = [row for row in waiting if row not in touching]
    return True


def _choices(rows: Sequence[StreetRow], gazetteer: Gazetteer) -> Match:
    """Several streets to choose from."""
    found: dict[str, Candidate] = {}
    for row in rows:
        if len(found) == MOST_CANDIDATES:
            break
        label = row.label()
        if row.district and label in found:
            label = f"{label} ({row.district})"
        if row.point:
            radius = STREET_RADIUS_M + row.reach_m
            found.setdefault(label, Candidate(label, row.point, "street", "address", row.city, radius))
        elif place := whereabouts(row, gazetteer):
            choice = Candidate(label, place.point, place.precision, "address", row.city, place.radius_m)
            found.setdefault(label, choice)
    return Match(ambiguous=bool(found), candidates=tuple(found.values()))


def _may_pass(row: StreetRow, located: Sequence[StreetRow], gazetteer: Gazetteer) -> bool:
    """Whether a street without a point may be one of those that have one, as it lies in the same district."""
    place = whereabouts(row, gazetteer)
    return place is not None and any(one.point and apart_m(one.point, place.point) <= place.radius_m for one in located)


def _close(points: Sequence[Point], metres: float) -> bool:
    """Whether all points are one place."""
    return all(apart_m(points[0], other) <= metres for other in points[1:])

