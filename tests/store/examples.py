"""Offers to test with, and a clock that a test may move."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from geo.point import Point
from model.contact import Contact
from model.neutrality import Fact
from model.offer import Accessibility, Cost, Language, Offer, Verification
from model.place import Place, Stop
from model.provider import Provider
from model.source import Provenance, Source

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CITY_HALL = Place("Rathaus", "Burgplatz", "19", "47051", "Duisburg", "Altstadt", Point(51.4349, 6.7627), "house", 5.0,
                  "official")  # fmt: skip
INDEPENDENT = tuple(
    Fact(code, value, "Stadt", "https://stadt.example", "2025-11", "unabhängig", "Bildungsbüro", date(2026, 1, 5),
         date(2027, 1, 5))
    for code, value in (("carrier_type", "public"), ("own_courses", "no"), ("paid_per_result", "no"))
)  # fmt: skip
SOURCE = Source("list", "A list", "https://list.example", "CC0-1.0", "The list", "column id")


def an_offer(key: str = "list:1", **changes: Any) -> Offer:
    """A plain offer, with whatever a test wants to be different."""
    plain: dict[str, Any] = {
        "region": "05112",
        "name": "Bildungsberatung",
        "kind": "counselling",
        "provider": Provider("Volkshochschule"),
    }
    return Offer(key, **plain | changes)


def a_full_offer(key: str = "list:full") -> Offer:
    """An offer of which everything is known."""
    summer = timezone(timedelta(hours=2))
    return an_offer(
        key,
        name="Offene Sprechstunde für Zugewanderte",
        provider=Provider("Stadt Duisburg", "https://duisburg.example", Place(city="Duisburg", postcode="47049")),
        summary="Wir beraten Sie zur Anerkennung.",
        description="Lange Straße: zum Übersetzen, Prüfen und Ausfüllen.",
        topics=("anerkennung", "sprache"),
        phases=("beruf",),
        audiences=("zugewanderte",),
        restriction="nur für Duisburg",
        languages=(Language("de"), Language("tr", "Di 10-12", "mit Termin")),
        formats=("in_person", "phone"),
        cost=Cost("first_free", "danach 10 Euro"),
        funding=("bildungsscheck-2",),
        issues_funding=("praemie",),
        place=CITY_HALL,
        stops=(
            Stop(datetime(2026, 7, 1, 10, tzinfo=summer), datetime(2026, 7, 1, 12, tzinfo=summer), CITY_HALL, "Bus"),
            Stop(datetime(2026, 7, 8, 10, tzinfo=summer), datetime(2026, 7, 8, 12, tzinfo=summer), Place(city="Moers")),
        ),
        contact=Contact("0203 123", "beratung@stadt.example", "https://stadt.example/beratung"),
        hours="Mo-Fr 09:00-17:00",
        appointment="possible",
        booking_url="https://stadt.example/termin",
        accessibility=Accessibility("limited", "eine Stufe"),
        bring="Zeugnisse",
        facts=INDEPENDENT,
        verification=Verification(date(2026, 2, 3), "Bildungsbüro", "phone"),
        provenance=Provenance("list", ("https://list.example/1", "https://list.example/ä"), "2025-12", "CC0-1.0", "L"),
    )


class Clock:
    """A clock that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The present moment."""
        return self.now

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)
