"""Asking a service during an import: only for what is not known here, and its errors are told once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from geo.finding import Finding, OnlineError, Sought
from geo.live import LiveGeocoder
from geo.match import MatchPrecision
from geo.point import Box, Point
from importers import spreadsheet
from importers.base import Note, Options
from importers.clean.offer import Cleaner
from importers.inquiry import Inquiry
from importers.locate import FOUND_IN, FOUND_ONLINE, Locator, was_found, was_found_online
from importers.pipeline import run
from model.place import Place
from model.region import Region

HERE = Point(51.42, 6.75)
UNKNOWN = Place(street="Neuer Weg", number="5", postcode="47053", city="Duisburg", district="Hochfeld")


class Service:
    """A service that always answers the same, or always fails; it keeps what it was asked."""

    def __init__(self, answer: Finding | OnlineError) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def find(self, sought: Sought) -> Finding:
        self.asked.append(sought.line)
        if isinstance(self.answer, OnlineError):
            raise self.answer
        return self.answer


def found(precision: MatchPrecision = "house", point: Point | None = HERE, radius_m: float = 0) -> Finding:
    return Finding(point, precision, "Neuer Weg 5", radius_m, "Nominatim (host)", "ODbL", date(2026, 3, 3))


@pytest.fixture
def with_service(geocoder: LiveGeocoder, region: Region) -> Callable[[Service], Locator]:
    return lambda service: Locator(geocoder, region.box, service)


Make = Callable[[Service], Locator]


def test_a_house_not_known_here_is_asked_for_and_names_its_source(with_service: Make) -> None:
    service = Service(found())
    place = with_service(service).locate(UNKNOWN, pytest.fail)
    assert service.asked == ["Neuer Weg 5, 47053 Duisburg"]
    assert (place.point, place.precision, place.radius_m) == (Point(51.42, 6.75), "house", None)
    assert place.point_source == f"{FOUND_ONLINE}Nominatim (host), 03.03.2026, ODbL: Neuer Weg 5"
    assert was_found(place) and was_found_online(place)


@pytest.mark.parametrize(
    "known",
    [
        Place(street="Musterallee", number="12", postcode="47051", city="Duisburg"),
        Place(street="Musterallee", number="999", postcode="47051", city="Duisburg"),
        Place(street="Neuer Weg", postcode="47053", city="Duisburg"),
        Place(street="Neuer Weg", number="5"),
        Place(city="Duisburg", district="Marxloh"),
        Place(name="Bildungsbus"),
        Place(street="Neuer Weg", number="5", city="Duisburg", point=Point(51.4, 6.7), precision="street"),
    ],
)
def test_what_is_known_here_or_too_vague_is_never_asked(with_service: Make, known: Place) -> None:
    service = Service(found())
    place = with_service(service).locate(known, lambda _: None)
    assert service.asked == [] and not was_found_online(place)


def test_rows_with_the_same_address_as_a_given_point_need_no_service(with_service: Make) -> None:
    service = Service(found())
    locator = with_service(service)
    locator.learn(Place(street="Neuer Weg", number="5", postcode="47053", point=Point(51.4, 6.7), precision="house"))
    assert locator.locate(UNKNOWN, pytest.fail).point == Point(51.4, 6.7)
    assert service.asked == []


@pytest.mark.parametrize(
    ("precision", "radius_m", "used"),
    [
        ("interpolated", 0, True),
        ("street", 0, True),
        ("postcode", 0, True),
        ("district", 900, False),
        ("place", 500, False),
    ],
)
def test_an_answer_is_used_only_where_it_is_finer(
    with_service: Make, precision: MatchPrecision, radius_m: float, used: bool
) -> None:
    place = with_service(Service(found(precision, radius_m=radius_m))).locate(UNKNOWN, lambda _: None)
    assert place.point_source.startswith(FOUND_ONLINE if used else FOUND_IN)
    assert place.precision == (precision if used else "district" if place.precision == "district" else "postcode")


def test_a_point_outside_the_region_is_not_used_and_said(with_service: Make) -> None:
    warnings: list[str] = []
    place = with_service(Service(found(point=Point(52.5, 13.4)))).locate(UNKNOWN, warnings.append)
    assert place.point_source.startswith(FOUND_IN)
    assert (
        "found 'Neuer Weg 5, 47053 Duisburg' outside the region (Neuer Weg 5); that point was not used" in warnings[0]
    )


def test_what_is_offered_instead_is_told(with_service: Make) -> None:
    warnings: list[str] = []
    with_service(Service(found("none", None))).locate(UNKNOWN, warnings.append)
    assert warnings[0].startswith("Nominatim (host) offered 'Neuer Weg 5' for 'Neuer Weg 5, 47053 Duisburg'")


def test_the_middle_of_a_big_town_is_no_point_to_measure_from(with_service: Make) -> None:
    nowhere = Place(street="Xyzzystraße", number="1", city="Nirgendhausen")
    for radius_m, used in ((0, False), (9_000, False), (1_000, True)):
        place = with_service(Service(found("place", radius_m=radius_m))).locate(nowhere, lambda _: None)
        assert (place.point is not None) is used


def test_an_error_is_told_once_with_how_many_addresses_it_cost() -> None:
    inquiry = Inquiry(Service(OnlineError("The service is out.")), Box(6, 51, 7, 52))
    for number in ("1", "2", "2"):
        assert inquiry.find(Place(street="Weg", number=number, city="Duisburg"), pytest.fail).point is None
    assert inquiry.remarks() == ("The service is out. Addresses left without an answer: 2.",)


def test_an_error_ends_no_import(
    cleaner: Cleaner, with_service: Make, table: Callable[..., Path], region: Region
) -> None:
    path = table("Kennung;Name;Straße;PLZ;Ort", *(f"{n};Rat {n};Neuer Weg {n};47053;Duisburg" for n in range(1, 6)))
    service = Service(OnlineError("The service is out."))
    steps = list(run(spreadsheet, path, Options(), cleaner, with_service(service)))
    notes = [step for step in steps if isinstance(step, Note)]
    assert notes[-1] == Note(0, "The service is out. Addresses left without an answer: 5.")
    assert sum("The service is out" in note.sentence for note in notes) == 1
    assert len(service.asked) == 5
