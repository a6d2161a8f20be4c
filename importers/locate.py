"""Give places their points: from a row with the same address, else from the geocoder; never finer than is known."""

from dataclasses import replace

from geo.finding import OnlineFinder
from geo.match import Geocoder, Match
from geo.point import Box, Point
from importers.clean.text import Warn, fold, shorten
from importers.inquiry import Inquiry
from model.place import PRECISIONS, Place, Precision

#: a town as a whole is a point to measure from only if it is small
SMALL_TOWN_M = 3_000.0
SAME_ADDRESS = "wie ein anderer Eintrag mit dieser Adresse"
FOUND_IN = "Adressverzeichnis: "
FOUND_ONLINE = "Adressdienst: "
_FOUND: dict[str, Precision] = {
    "house": "house", "interpolated": "interpolated", "street": "street", "postcode": "postcode",
    "district": "district", "place": "place",
}  # fmt: skip
_FINE = frozenset({"house", "interpolated", "street"})


class Locator:
    """Finds points for the places of one run, and remembers what it was told and what it asked.

    `online` is asked only for houses in streets that the geocoder does not know, and only if it is given at all.
    """

    def __init__(self, geocoder: Geocoder, box: Box, online: OnlineFinder | None = None) -> None:
        self._geocoder = geocoder
        self._box = box
        self._inquiry = Inquiry(online, box) if online else None
        self._given: dict[str, Point] = {}
        self._asked: dict[str, Match] = {}

    def learn(self, place: Place | None) -> None:
        """Remember the point of a house, so that other rows with the same address share it."""
        if place and place.point and place.is_exact and place.street and place.number:
            self._given.setdefault(_same_house(place), place.point)

    def locate(self, place: Place, warn: Warn) -> Place:
        """The place with the best point that can be had for it; it may be none."""
        if place.point is not None:
            return place
        if place.street and place.number and (known := self._given.get(_same_house(place))):
            return replace(place, point=known, precision="house", point_source=SAME_ADDRESS)
        query, match = self._best(queries(place))
        if better := self._from_service(place, query, match, warn):
            return better
        if match.found:
            return self._located(place, match, query, warn, f"{FOUND_IN}{match.label}")
        if match.ambiguous:
            choices = "; ".join(candidate.label for candidate in match.candidates[:3])
            warn(f"The address {shorten(query)!r} may be one of several places ({shorten(choices, 120)}).")
        elif place.street or place.postcode or place.district:
            warn(f"The address {shorten(query)!r} was not found; the offer is listed without a point.")
        return place

    def _from_service(self, place: Place, query: str, match: Match, warn: Warn) -> Place | None:
        """The place with a point from the service, if it may be asked and knows it more exactly than the geocoder."""
        if self._inquiry is None or (match.found and match.precision in _FINE):
            return None
        finding = self._inquiry.find(place, warn)
        told = Match(finding.point, finding.precision, finding.label, radius_m=finding.radius_m)
        if not _is_useful(told) or (match.found and _grade(match) <= _grade(told)):
            return None
        return self._located(place, told, query, warn, f"{FOUND_ONLINE}{finding.source}")

    def _best(self, asked: list[str]) -> tuple[str, Match]:
        """The finest answer to several questions about one place, else what the first of them gave."""
        best: tuple[str, Match] | None = None
        for query in asked:
            match = self._find(query)
            if not _is_useful(match):
                continue
            if match.precision in _FINE:
                return query, match
            if best is None or match.radius_m < best[1].radius_m:
                best = query, match
        first = asked[0] if asked else ""
        return best or (first, replace(self._find(first), point=None) if first else Match())

    def remarks(self) -> tuple[str, ...]:
        """What the report should say once, about a service that did not answer as it should."""
        return self._inquiry.remarks() if self._inquiry else ()

    def _located(self, place: Place, match: Match, query: str, warn: Warn, source: str) -> Place:
        if match.point and not self._box.contains(match.point):
            warn(f"The address {shorten(query)!r} was found outside the region ({shorten(match.label)}).")
        if place.street and match.precision not in _FINE:
            coarse = shorten(match.label)
            warn(f"The street {shorten(place.street_line)!r} was not found; the point is that of {coarse!r}.")
        return replace(
            place,
            point=match.point,
            precision=PRECISIONS[_grade(match)],
            radius_m=match.radius_m or None,
            point_source=source,
        )

    def _find(self, query: str) -> Match:
        if query not in self._asked:
            self._asked[query] = self._geocoder.find(query, self._box)
        return self._asked[query]


def _is_useful(match: Match) -> bool:
    """Whether an answer is a point to measure from; the middle of a big town is none."""
    return match.found and (match.precision != "place" or 0 < match.radius_m <= SMALL_TOWN_M)


def _grade(match: Match) -> int:
    """How exact an answer is: 0 for a house, more for what is coarser."""
    return PRECISIONS.index(_FOUND.get(match.precision, "unknown"))


def _same_house(place: Place) -> str:
    return fold(f"{place.street} {place.number} {place.postcode or place.city}")


def queries(place: Place) -> list[str]:
    """What to ask a geocoder for a place, the finest first."""
    town = place.city_line
    asked = []
    if place.street:
        asked.append(", ".join(filter(None, (place.street_line, "" if place.postcode else place.district, town))))
    if place.district:
        asked.append(", ".join(filter(None, (place.district, place.city))))
    if town:
        asked.append(town)
    return list(dict.fromkeys(asked))


def was_found(place: Place) -> bool:
    """Whether the point of a place, or that it has none, is our own finding and not the word of the source."""
    ours = place.point_source == SAME_ADDRESS or place.point_source.startswith((FOUND_IN, FOUND_ONLINE))
    return place.point is None or ours


def was_found_online(place: Place) -> bool:
    """Whether a service was asked for the point of a place."""
    return place.point is not None and place.point_source.startswith(FOUND_ONLINE)


def same_address(one: Place, other: Place) -> bool:
    """Whether two places are told in the same words."""
    return _words(one) == _words(other)


def is_finer(one: Place, other: Place) -> bool:
    """Whether one place is located more exactly than another."""
    return PRECISIONS.index(one.precision) < PRECISIONS.index(other.precision)


def _words(place: Place) -> tuple[str, ...]:
    return place.name, place.street, place.number, place.postcode, place.city, place.district
