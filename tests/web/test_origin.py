"""Where a search starts from: candidates of the region first, and what may stand in a link."""

import pytest

from config import ROOT
from geo.match import Candidate, Match
from geo.point import Point
from model.query import Query
from store.files import load_region
from web.i18n import words
from web.origin import MOST_CHOICES, in_region_first, inside, may_be_named, nameable, where
from web.question import Question

DUISBURG = load_region(ROOT / "data" / "regions" / "05112.toml")
HERE, AWAY = Point(51.45, 6.75), Point(53.55, 9.98)


class Known:
    """A geocoder that knows one place."""

    def __init__(self, match: Match) -> None:
        self.match = match

    def find(self, query, within=None):
        return self.match


def candidate(name: str, point: Point) -> Candidate:
    return Candidate(name, point, "place", "city")


def test_candidates_of_the_region_come_first_and_never_more_than_eight():
    many = tuple(candidate(f"Neustadt {n}", HERE if n in (3, 9) else AWAY) for n in range(12))
    first = in_region_first(Match(ambiguous=True, candidates=many), DUISBURG)
    names = [one.label for one in first.candidates]
    assert names == ["Neustadt 3", "Neustadt 9", *(f"Neustadt {n}" for n in (0, 1, 2, 4, 5, 6))]
    assert len(names) == MOST_CHOICES and inside(first, DUISBURG) == {0, 1}


def test_without_a_region_the_order_stays():
    many = (candidate("A", AWAY), candidate("B", HERE))
    assert in_region_first(Match(ambiguous=True, candidates=many), None).candidates == many


def test_the_choice_is_the_one_whose_button_was_pressed():
    geocoder = Known(Match(ambiguous=True, candidates=(candidate("Fern", AWAY), candidate("Nah", HERE))))
    question = Question(Query(DUISBURG.ags), address="Neustadt", choice=0)
    chosen, problem = where(question, DUISBURG, geocoder, words("de"))
    assert (chosen.label, chosen.point, chosen.kind, problem) == ("Nah", HERE, "city", "")


NAMEABLE = {
    "a district": Match(HERE, "district", "Duisburg-Marxloh", radius_m=1500, kind="district"),
    "a postcode": Match(HERE, "postcode", "47119 Duisburg", radius_m=2300, kind="postcode"),
    "a town": Match(HERE, "place", "Duisburg", radius_m=8500, kind="city"),
}
SECRET = {
    **{kind: Match(HERE, "place", "Irgendwo", radius_m=300, kind=kind) for kind in
       ("stop", "station", "townhall", "library", "school", "university", "office", "centre")},
    "a large campus": Match(HERE, "place", "Universität", radius_m=3000, kind="university"),
    "a house": Match(HERE, "house", "Heerstraße 109", radius_m=25, kind="address"),
    "a street": Match(HERE, "street", "Heerstraße", radius_m=300, kind="address"),
    "a district as small as a house": Match(HERE, "district", "Hof", radius_m=60, kind="district"),
    "a kind nobody told": Match(HERE, "place", "Irgendwo", radius_m=3000),
    "the point on the map": Match(HERE, "house", kind="pin"),
    "the device": Match(HERE, "street", radius_m=900, kind="device"),
}  # fmt: skip


@pytest.mark.parametrize("match", NAMEABLE.values(), ids=NAMEABLE)
def test_a_link_may_carry_the_name_of_a_district_a_postcode_or_a_town(match):
    assert may_be_named(match)
    assert nameable(match, DUISBURG, Known(match)) == match.label.lower()
    question = Question(Query(DUISBURG.ags), place=match.label)
    assert where(question, DUISBURG, Known(match), words("de")) == (match, "")


@pytest.mark.parametrize("match", SECRET.values(), ids=SECRET)
def test_a_link_never_carries_the_name_of_a_spot_a_street_or_a_house(match):
    assert nameable(match, DUISBURG, Known(match)) == ""
    found, problem = where(Question(Query(DUISBURG.ags), place="x"), DUISBURG, Known(match), words("de"))
    assert found == Match() and "In diesem Link steht kein Stadtteil" in problem


def test_a_name_that_leads_to_a_spot_when_asked_again_stands_in_no_link():
    station = Match(HERE, "place", "Ruhrort", radius_m=300, kind="station")
    assert nameable(NAMEABLE["a town"], DUISBURG, Known(station)) == ""


def test_a_point_put_by_hand_is_told_from_the_place_of_the_device():
    device = Question(Query(DUISBURG.ags), device=HERE, accuracy_m=30)
    by_hand = Question(Query(DUISBURG.ags), device=HERE, by_hand=True)
    assert where(device, DUISBURG, Known(Match()), words("de"))[0].kind == "device"
    assert where(by_hand, DUISBURG, Known(Match()), words("de"))[0] == Match(HERE, "house", kind="pin")
