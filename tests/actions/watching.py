"""Offers that are well, and what the rules of the to-do list need to look at them."""

from dataclasses import replace
from datetime import date
from typing import Any

from actions.watch_rules import Scene
from geo.boundaries import Boundaries
from geo.match import Match
from geo.point import Box, Point
from importers.locate import Locator
from model.contact import Contact
from model.expired_funding import ExpiredFunding
from model.offer import Offer
from model.place import Place
from model.provider import Provider
from model.region import Region
from model.vocabulary import Term, Vocabulary
from store.findings import Surroundings

DAY = date(2026, 3, 3)
BOX = Box(6.62, 51.33, 6.84, 51.57)
REGION = Region("05112", "Duisburg", "duisburg", BOX, land="NW")
MARXLOH = Point(51.5003, 6.7681)
PLACE = Place("", "Weseler Straße", "91", "47169", "Duisburg", "Marxloh", MARXLOH, "house", 20.0, "Liste")
SEAT = Place("", "Neckarstraße", "1", "47051", "Duisburg", "Altstadt", Point(51.4344, 6.7623), "house", 20.0, "Liste")
TERMS = {
    "bildungspraemie": Term("bildungspraemie", "Bildungsprämie", "", synonyms_de=("Prämiengutschein",),
                            valid_to=date(2021, 12, 31)),
    "bildungsscheck-nrw": Term("bildungsscheck-nrw", "Bildungsscheck NRW", "", synonyms_de=("Bildungsscheck",),
                               valid_to=date(2024, 6, 30), land="NW"),
    "bildungsscheck-2": Term("bildungsscheck-2", "Bildungsscheck 2.0", "", synonyms_de=("neuer Bildungsscheck",),
                             valid_from=date(2026, 2, 1), land="NW"),
    "bayernscheck": Term("bayernscheck", "Bayernscheck", "", valid_to=date(2020, 1, 1), land="BY"),
}  # fmt: skip
VOCABULARY = Vocabulary({"funding": TERMS})


class Known:
    """A gazetteer of a few addresses."""

    def __init__(self, **found: Match) -> None:
        self._found = found

    def find(self, query: str, within: Box | None = None) -> Match:
        """The answer for a query that begins like a known street."""
        return next((match for name, match in self._found.items() if query.startswith(name)), Match())

    def suggest(self, query: str, within: Box | None = None, limit: int = 8) -> tuple[()]:
        """Nothing; nobody types here."""
        return ()


def a_good_offer(**changes: Any) -> Offer:
    """An offer at which there is nothing to do, with whatever a test wants to be wrong."""
    plain: dict[str, Any] = {
        "name": "Bildungsberatung",
        "kind": "counselling",
        "provider": Provider("Volkshochschule"),
        "formats": ("in_person",),
        "place": PLACE,
        "contact": Contact("0203 283-5708", "", "https://vhs.example/"),
        "hours": "Mo-Fr 09:00-17:00",
    }
    return Offer("list:1", "05112", **plain | changes)


def a_scene(day: date = DAY, **changes: Any) -> Scene:
    """What the rules know in these tests."""
    square = {"type": "Polygon", "coordinates": [[[6.62, 51.33], [6.84, 51.33], [6.84, 51.57], [6.62, 51.57],
                                                  [6.62, 51.33]]]}  # fmt: skip
    gazetteer = Known(Weseler=Match(MARXLOH, "house", "Weseler Straße 91, Marxloh", radius_m=20.0))
    plain = Scene(
        region=REGION,
        day=day,
        locator=Locator(gazetteer, BOX),
        boundary=Boundaries({"05112": square}),
        surroundings=Surroundings(frozenset(), {}),
        funding=ExpiredFunding(VOCABULARY, "NW", day),
        dead_links={},
        districts={"marxloh": "Marxloh", "hochfeld": "Hochfeld", "altstadt": "Altstadt"},
    )
    return replace(plain, **changes)
