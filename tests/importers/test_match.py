"""Noticing possible doubles."""

import pytest

from geo.point import Point
from importers.match import Doubles, is_another
from model.contact import Contact
from model.offer import Offer
from model.place import Place
from model.provider import Provider


def offer(key: str, name: str, street: str = "Weg", number: str = "1", **more: object) -> Offer:
    place = Place(street=street, number=number, city="Duisburg") if street else None
    parts: dict[str, object] = {"kind": "counselling", "provider": Provider("Stadt"), "place": place} | more
    return Offer(key=f"a:{key}", region="05112", name=name, **parts)  # type: ignore[arg-type]


KNOWN = offer("1", "Bildungsberatung im Stadtfenster", contact=Contact(phone="0203 283-5708"))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (offer("2", "Bildungsberatung im Stadtfenster"), True),
        (offer("2", "Bildungsberatung Stadtfenster"), True),
        (offer("2", "Im Stadtfenster: Bildungsberatung", street="", contact=Contact(phone="0203/2835708")), True),
        (offer("2", "Beratung zum Bildungsscheck"), False),
        (offer("2", "Bildungsberatung im Stadtfenster", street="Allee"), False),
        (offer("2", "Bildungsberatung im Stadtfenster", kind="learning"), False),
        (offer("1", "Bildungsberatung im Stadtfenster"), False),
    ],
)
def test_alike_in_name_at_the_same_spot_may_be_the_same(other: Offer, same: bool) -> None:
    assert (Doubles([KNOWN]).like(other) == KNOWN) is same


def test_two_exact_points_close_by_are_one_spot() -> None:
    here = Place(street="Weg", number="1", city="Duisburg", point=Point(51.43, 6.76), precision="house")
    there = Place(street="Allee", number="2", city="Duisburg", point=Point(51.4301, 6.7601), precision="house")
    doubles = Doubles([offer("1", "Rat und Tat", place=here)])
    assert doubles.like(offer("2", "Rat und Tat", place=there)) is not None


def test_a_key_stands_for_another_when_nothing_is_left_of_what_it_was() -> None:
    before = offer("1", "Bildungsberatung im Stadtfenster")
    assert is_another(offer("1", "Schwimmkurs", street="Allee", provider=Provider("Verein")), before)
    assert not is_another(offer("1", "Schwimmkurs"), before), "the address is the same"
    assert not is_another(offer("1", "Bildungsberatung Stadtfenster", street="Allee"), before), "the name is alike"
    assert not is_another(offer("1", "Schwimmkurs", street="Allee"), before), "the provider is the same"
