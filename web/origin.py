"""Where a search starts from: what was typed, where the device is, or the place that a link names."""

from collections.abc import Iterable

from actions.find_offers import check_address
from geo.match import Geocoder, Match
from geo.point import distance_m
from model.query import QueryError
from model.region import Region
from web.i18n import Words
from web.question import Question

#: how exactly a place may be known whose name stands in a link
NAMEABLE = ("district", "postcode", "place")
#: a device that knows its place no better than this is not told distances to the metre
VAGUE_M = 150


def where(question: Question, region: Region, geocoder: Geocoder, say: Words) -> tuple[Match, str]:
    """The place a question starts from, and a sentence if there is none although one was named."""
    if question.device is not None:
        vague = question.accuracy_m > VAGUE_M
        return Match(question.device, "street" if vague else "house", radius_m=question.accuracy_m), ""
    if not question.names_a_place:
        return Match(), ""
    try:
        match = geocoder.find(check_address(question.address or question.place), within=region.box)
    except QueryError:
        return Match(), say("Bitte geben Sie eine Adresse, einen Stadtteil oder eine Postleitzahl ein.")
    if match.ambiguous:
        return _chosen(match, question.choice), ""
    return _certain(match, question, region, say)


def _chosen(match: Match, choice: int | None) -> Match:
    """The candidate that was chosen, else the question which one is meant."""
    if choice is None or choice >= len(match.candidates):
        return match
    one = match.candidates[choice]
    return Match(point=one.point, precision=one.precision, label=one.label, radius_m=one.radius_m)


def _certain(match: Match, question: Question, region: Region, say: Words) -> tuple[Match, str]:
    if match.point is None:
        return match, say(
            "Diese Adresse finden wir in %(region)s nicht. Versuchen Sie es mit der Postleitzahl oder dem Stadtteil.",
            region=region.name,
        )
    if question.place and match.precision not in NAMEABLE:
        return Match(), say("In diesem Link steht kein Stadtteil und keine Postleitzahl. Bitte suchen Sie neu.")
    return match, ""


def region_of(match: Match, regions: Iterable[Region]) -> Region | None:
    """The smallest region whose box holds the place, or one of the places it may be."""
    points = [match.point] if match.point else [one.point for one in match.candidates]
    around = [region for region in regions if any(region.box.contains(point) for point in points)]
    return min(around, key=lambda r: (r.box.east - r.box.west) * (r.box.north - r.box.south), default=None)


def nameable(origin: Match, region: Region, geocoder: Geocoder) -> str:
    """The name under which a link may start from this place; "" for streets and addresses, and where it is unsure."""
    if origin.point is None or origin.precision not in NAMEABLE or origin.missing or not origin.label:
        return ""
    name = origin.label.lower()
    again = geocoder.find(name, within=region.box)
    if again.point is None or again.precision != origin.precision:
        return ""
    return name if distance_m(again.point, origin.point) < 1 else ""
