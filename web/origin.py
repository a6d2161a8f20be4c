"""Where a search starts from: what was typed, a point on the map, where the device is, or what a link names."""

from collections.abc import Iterable
from dataclasses import replace

from actions.find_offers import check_address
from geo.match import Geocoder, Match
from geo.point import Point, distance_m
from model.query import QueryError
from model.region import Region
from web.i18n import Words
from web.place_words import BY_HAND, DEVICE, NEAR_M
from web.question import Question

#: kinds of places whose name may stand in a link: areas where many people live, never a spot or a street
NAMEABLE = frozenset({"district", "postcode", "city"})
#: whatever its kind says, a place smaller than this is a spot
SPOT_M = 250.0
#: more places to choose from than this nobody reads
MOST_CHOICES = 8


def where(question: Question, region: Region, geocoder: Geocoder, say: Words) -> tuple[Match, str]:
    """The place a question starts from, and a sentence if there is none although one was named."""
    if question.device is not None:
        return _pointed_at(question, question.device), ""
    if not question.names_a_place:
        return Match(), ""
    try:
        match = geocoder.find(check_address(question.address or question.place), within=region.box)
    except QueryError:
        return Match(), say("Bitte geben Sie eine Adresse, einen Stadtteil oder eine Postleitzahl ein.")
    if match.ambiguous:
        return _chosen(in_region_first(match, region), question.choice), ""
    return _certain(match, question, region, say)


def in_region_first(match: Match, region: Region | None) -> Match:
    """The same answer with at most eight candidates, those of the region before the others."""
    away = [one for one in match.candidates if region and not region.box.contains(one.point)]
    here = [one for one in match.candidates if one not in away]
    return replace(match, candidates=tuple([*here, *away][:MOST_CHOICES]))


def inside(match: Match, region: Region) -> frozenset[int]:
    """The numbers of the candidates that lie in the region."""
    return frozenset(number for number, one in enumerate(match.candidates) if region.box.contains(one.point))


def _pointed_at(question: Question, point: Point) -> Match:
    if question.by_hand:
        return Match(point, "house", kind=BY_HAND)
    vague = question.accuracy_m > NEAR_M
    return Match(point, "street" if vague else "house", radius_m=question.accuracy_m, kind=DEVICE)


def _chosen(match: Match, choice: int | None) -> Match:
    """The candidate that was chosen, else the question which one is meant."""
    if choice is None or choice >= len(match.candidates):
        return match
    one = match.candidates[choice]
    return Match(point=one.point, precision=one.precision, label=one.label, radius_m=one.radius_m, kind=one.kind)


def _certain(match: Match, question: Question, region: Region, say: Words) -> tuple[Match, str]:
    if match.point is None:
        return match, say(
            "Diese Adresse finden wir in %(region)s nicht. Versuchen Sie es mit der Postleitzahl oder dem Stadtteil.",
            region=region.name,
        )
    if question.place and not may_be_named(match):
        return Match(), say("In diesem Link steht kein Stadtteil und keine Postleitzahl. Bitte suchen Sie neu.")
    return match, ""


def region_of(match: Match, regions: Iterable[Region]) -> Region | None:
    """The smallest region whose box holds the place, or one of the places it may be."""
    points = [match.point] if match.point else [one.point for one in match.candidates]
    around = [region for region in regions if any(region.box.contains(point) for point in points)]
    return min(around, key=lambda r: (r.box.east - r.box.west) * (r.box.north - r.box.south), default=None)


def may_be_named(match: Match) -> bool:
    """Whether it is an area whose name tells nobody where a visitor lives, works or goes to school."""
    return match.kind in NAMEABLE and match.radius_m > SPOT_M


def nameable(origin: Match, region: Region, geocoder: Geocoder) -> str:
    """The name under which a link may start from this place; "" for streets, houses and spots, and where unsure."""
    if origin.point is None or not may_be_named(origin) or origin.missing or not origin.label:
        return ""
    name = origin.label.lower()
    again = geocoder.find(name, within=region.box)
    if again.point is None or not may_be_named(again) or again.precision != origin.precision:
        return ""
    return name if distance_m(again.point, origin.point) < 1 else ""
