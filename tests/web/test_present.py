"""Phone numbers, web addresses and addresses as links and words."""

import pytest

from geo.point import Point
from model.place import Place
from web.present import has_way, phone_link, short_address, web_link


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("0203 283-5708", "tel:02032835708"),
        ("0203/283-5708", "tel:02032835708"),
        ("0203 / 283 5708", "tel:02032835708"),
        ("+49 (0)203 2835708", "tel:+492032835708"),
        ("0203 2835708, 0203 999", "tel:02032835708"),
        ("0203 2835708 oder 0203 999999", "tel:02032835708"),
        ("115", "tel:115"),
        ("0203", ""),
        ("auf Anfrage", ""),
        ("", ""),
    ],
)
def test_the_first_number_becomes_a_link(written, link):
    assert phone_link(written) == link


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("www.example.org", "https://www.example.org"),
        ("example.org/beratung", "https://example.org/beratung"),
        ("javascript:alert(1)", ""),
        ("mailto:a@example.org", ""),
        ("siehe Aushang", ""),
        ("https://example.org mit Leerzeichen", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(written, link):
    assert web_link(written) == link


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (None, ""),
        (Place(city="Duisburg", postcode="47051"), ""),
        (Place(district="Hochfeld", city="Duisburg"), "Hochfeld"),
        (Place(street="Heerstraße", number="109", district="Hochfeld"), "Heerstraße 109, Hochfeld"),
        (Place(street="Heerstraße", postcode="47053", city="Duisburg"), "Heerstraße, 47053 Duisburg"),
        (Place(name="Stadtfenster", point=Point(51.4, 6.7), precision="house"), "Stadtfenster"),
    ],
)
def test_an_address_is_said_as_neighbours_would_and_a_city_alone_is_no_way(place, said):
    assert short_address(place) == said
    assert has_way(place) == bool(said)
