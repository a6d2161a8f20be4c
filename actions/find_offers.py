"""Finding offers near what somebody typed; the typed text is used once and kept nowhere."""

from dataclasses import dataclass, replace

from geo.match import Geocoder, Match
from geo.point import Point
from model.query import Query, QueryError, check_query
from model.region import Region
from search.answer import Answer
from search.memory import Finder

MAX_ADDRESS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Where the search began, as exactly as that is known, and what was found from there."""

    origin: Match
    answer: Answer


def check_address(address: str) -> str:
    """The address without blanks around it, or QueryError saying why it cannot be looked up."""
    text = " ".join(address.split())
    if not text:
        raise QueryError("near", "The address is empty.")
    if len(text) > MAX_ADDRESS:
        raise QueryError("near", f"The address is longer than {MAX_ADDRESS} characters.")
    if not any(character.isalnum() for character in text):
        raise QueryError("near", "The address holds neither a letter nor a digit.")
    return text


def find_near_address(
    finder: Finder, geocoder: Geocoder, query: Query, address: str, region: Region | None, *, counts: bool = False
) -> Found:
    """Offers near an address, a district, a postcode or a stop.

    Where the place is unknown or ambiguous nothing is measured: no hits, but what needs no way is still told.
    """
    origin = geocoder.find(check_address(address), within=region.box if region else None)
    if origin.point is None:
        checked = check_query(replace(query, near=None), finder.vocabulary)
        return Found(origin, replace(finder.nearest(checked, counts=counts), hits=(), total=0))
    return Found(origin, _ask(finder, replace(query, near=origin.point), counts))


def find_near_point(finder: Finder, query: Query, point: Point, *, counts: bool = False) -> Found:
    """Offers near a point that a device or a program named."""
    origin = Match(point=point, precision="house", label="")
    return Found(origin, _ask(finder, replace(query, near=point), counts))


def list_offers(finder: Finder, query: Query, *, counts: bool = False) -> Found:
    """Offers of a region without a place to start from: neutral ones first, then by name."""
    return Found(Match(), _ask(finder, replace(query, near=None), counts))


def _ask(finder: Finder, query: Query, counts: bool) -> Answer:
    return finder.nearest(check_query(query, finder.vocabulary), counts=counts)
