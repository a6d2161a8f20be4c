"""What an answer of Nominatim or Photon is worth: never more than it shows to be true."""

from typing import Any

import pytest

from geo.finding import Sought
from geo.online_answer import best, from_nominatim, from_photon
from tests.online_server import feature, house, road

HERE = (51.42, 6.75)
SOUGHT = Sought("Neuer Weg", "5", "47053", "Duisburg")


def nominatim(*places: dict[str, Any], sought: Sought = SOUGHT) -> tuple[str, str]:
    finding = best([from_nominatim(place) for place in places], sought)
    assert (finding.point is None) == (finding.precision == "none")
    return finding.precision, finding.label


def photon(*features: dict[str, Any], sought: Sought = SOUGHT) -> str:
    return best([from_photon(each) for each in features], sought).precision


def test_a_house_is_one_with_the_same_street_number_and_town() -> None:
    assert nominatim(house("Neuer Weg", "5", *HERE)) == (
        "house",
        "5, Neuer Weg, Hochfeld, Duisburg, 47053, Deutschland",
    )


@pytest.mark.parametrize(
    ("asked", "told", "precision"),
    [
        ("5", "7", "street"),
        ("5 A", "5a", "house"),
        ("5a", "5", "street"),
        ("5", "3;5", "house"),
        ("3-5", "5", "street"),
        ("3–5", "3-5", "house"),
        ("5", "15", "street"),
    ],
)
def test_another_number_is_only_the_street(asked: str, told: str, precision: str) -> None:
    sought = Sought("Neuer Weg", asked, "47053", "Duisburg")
    assert nominatim(house("Neuer Weg", told, *HERE), sought=sought)[0] == precision
    assert photon(feature(*HERE, housenumber=told), sought=sought) == precision


@pytest.mark.parametrize(
    ("sought", "precision"),
    [
        (Sought("Neuer Weg", "5", "", "Duisburg"), "house"),
        (Sought("Neuer Weg", "5", "47053", ""), "house"),
        (Sought("NEUER  WEG", "5", "47053", "duisburg"), "house"),
        (Sought("Neue Straße", "5", "47053", "Duisburg"), "none"),
        (Sought("Neuer Weg", "5", "47119", "Duisburg"), "none"),
        (Sought("Neuer Weg", "5", "47053", "Moers"), "none"),
        (Sought("Neuer Weg", "5", "", "Hochfeld"), "house"),
        (Sought("Neuer Weg", "5", "", ""), "none"),
    ],
)
def test_another_street_postcode_or_town_is_no_answer(sought: Sought, precision: str) -> None:
    assert nominatim(house("Neuer Weg", "5", *HERE), sought=sought)[0] == precision
    assert photon(feature(*HERE), sought=sought) == precision


def test_spellings_of_a_street_and_a_town_are_the_same() -> None:
    told = house("Große Straße", "5", *HERE, address={"city": "Mülheim an der Ruhr", "postcode": "", "suburb": ""})
    assert nominatim(told, sought=Sought("Grosse Str.", "5", "", "Mülheim (Ruhr)"))[0] == "house"
    assert nominatim(told, sought=Sought("Grosse Str.", "5", "", "Bad Mülheim"))[0] == "none"
    assert nominatim(told, sought=Sought("Grosse Str.", "5", "", "Mühlheim am Main"))[0] == "none"


def test_an_answer_without_postcode_and_town_shows_nothing() -> None:
    bare = {"city": "", "suburb": "", "postcode": ""}
    assert nominatim(house("Neuer Weg", "5", *HERE, address=bare))[0] == "none"


@pytest.mark.parametrize(
    ("told", "precision"),
    [
        ({"class": "place", "type": "house", "osm_type": "way"}, "interpolated"),
        ({"class": "place", "type": "house", "osm_type": "node"}, "house"),
        ({"class": "amenity", "type": "library", "addresstype": "amenity", "name": "Bücherei"}, "house"),
        ({"address": {"house_number": ""}, "class": "amenity", "type": "bench", "addresstype": "amenity"}, "street"),
        ({"address": {"house_number": "", "road": "Alter Weg"}, "class": "amenity", "name": "Neuer Weg"}, "none"),
    ],
)
def test_what_stands_at_the_address_may_be_anything_but_has_its_number(told: dict[str, Any], precision: str) -> None:
    assert nominatim(house("Neuer Weg", "5", *HERE, **told))[0] == precision


def test_older_answers_without_ranks_are_read_by_their_type() -> None:
    old: dict[str, Any] = {"place_rank": None, "addresstype": None}
    assert nominatim(house("Neuer Weg", "5", *HERE, **old))[0] == "house"
    assert nominatim(road("Neuer Weg", *HERE, **old))[0] == "street"


AREA = {"house_number": "", "road": ""}


@pytest.mark.parametrize(
    ("told", "precision"),
    [
        ({"place_rank": 21, "class": "place", "type": "postcode", "addresstype": "postcode"}, "postcode"),
        ({"place_rank": 21, "class": "boundary", "type": "postal_code", "addresstype": "postal_code"}, "postcode"),
        ({"place_rank": 19, "class": "place", "type": "suburb", "addresstype": "suburb"}, "district"),
        ({"place_rank": 16, "class": "boundary", "type": "administrative", "addresstype": "city"}, "place"),
        ({"place_rank": 12, "class": "boundary", "type": "administrative", "addresstype": "county"}, "none"),
    ],
)
def test_coarser_answers_of_nominatim_are_called_what_they_are(told: dict[str, Any], precision: str) -> None:
    assert nominatim(house("", "", *HERE, address=AREA, **told))[0] == precision


@pytest.mark.parametrize(
    ("told", "precision"),
    [
        ({"type": "street", "osm_key": "highway", "street": None, "name": "Neuer Weg"}, "street"),
        ({"type": "street", "osm_key": "highway", "street": None, "name": "Alter Weg"}, "none"),
        ({"type": "house", "osm_key": "amenity", "name": "Bücherei"}, "street"),
        ({"type": "other", "osm_key": "place", "osm_value": "postcode", "street": None}, "postcode"),
        (
            {"type": "district", "osm_key": "place", "osm_value": "suburb", "street": None, "name": "Hochfeld"},
            "district",
        ),
        ({"type": "city", "osm_key": "place", "osm_value": "city", "street": None, "name": "Duisburg"}, "place"),
        ({"type": "county", "osm_key": "boundary", "osm_value": "administrative", "street": None}, "none"),
    ],
)
def test_answers_of_photon_without_a_number_are_no_houses(told: dict[str, Any], precision: str) -> None:
    assert photon(feature(*HERE, **({"housenumber": None} | told))) == precision


def test_a_house_of_photon_between_two_others_is_interpolated() -> None:
    assert photon(feature(*HERE, osm_key="place", osm_value="houses")) == "interpolated"


def test_the_finest_answer_counts_wherever_it_stands() -> None:
    assert nominatim(road("Neuer Weg", *HERE), house("Neuer Weg", "5", *HERE))[0] == "house"


def test_two_houses_apart_are_no_answer_and_two_entrances_are_one() -> None:
    first, near, far = (house("Neuer Weg", "5", 51.42 + up, 6.75) for up in (0, 0.001, 0.01))
    assert nominatim(first, near)[0] == "house"
    assert nominatim(first, far) == ("none", nominatim(first, far)[1])
    assert " / " in nominatim(first, far)[1]


def test_an_area_says_how_far_it_reaches_and_a_house_does_not() -> None:
    area = house("", "", *HERE, address=AREA, place_rank=19, addresstype="suburb", osm_type="relation")
    assert 120 < best([from_nominatim(area)], SOUGHT).radius_m < 140
    assert best([from_nominatim(house("Neuer Weg", "5", *HERE))], SOUGHT).radius_m == 0
    town = feature(*HERE, type="city", housenumber=None, street=None, extent=[6.74, 51.43, 6.76, 51.41])
    assert 1_200 < best([from_photon(town)], SOUGHT).radius_m < 1_400


def test_licence_and_label_are_one_short_line() -> None:
    found = best([from_nominatim(house("Neuer Weg", "5", *HERE, display_name="x\n" * 500))], SOUGHT)
    assert found.licence == "© OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright"
    assert len(found.label) == 160 and "\n" not in found.label
