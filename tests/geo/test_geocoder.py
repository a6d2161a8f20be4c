"""The geocoder: as exact as it knows and not more, whatever is typed."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geocoder import LocalGeocoder
from geo.match import Match
from geo.point import Box, Point, distance_m

DUISBURG = Box(6.62, 51.33, 6.84, 51.57)
VHS = Point(51.43361, 6.76167)


def said(match: Match) -> tuple[str, str, tuple[str, ...]]:
    return match.precision, match.label, match.missing


@pytest.mark.parametrize(
    ("query", "precision", "label"),
    [
        ("Duisburg", "place", "Duisburg"),
        ("duisburg", "place", "Duisburg"),
        ("Marxloh", "district", "Duisburg-Marxloh"),
        ("Duisburg-Marxloh", "district", "Duisburg-Marxloh"),
        ("duisburg marxloh", "district", "Duisburg-Marxloh"),
        ("Marxloh, Duisburg", "district", "Duisburg-Marxloh"),
        ("Marxloh Duisburg", "district", "Duisburg-Marxloh"),
        ("Duisburg Süd", "district", "Duisburg-Süd"),
        ("Duisburg-Sued", "district", "Duisburg-Süd"),
        ("Stadtmitte", "district", "Duisburg-Stadtmitte"),
        ("47119", "postcode", "47119 Duisburg"),
        ("47119 Duisburg", "postcode", "47119 Duisburg"),
        ("D-47119 Duisburg, Deutschland", "postcode", "47119 Duisburg"),
        ("Duisburg 47119", "postcode", "47119 Duisburg"),
        ("47119 Ruhrort", "district", "Duisburg-Ruhrort"),
        ("47119 Duisburg-Ruhrort", "district", "Duisburg-Ruhrort"),
        ("Cologne", "place", "Köln"),
        ("KOELN", "place", "Köln"),
        ("St. Wendel", "place", "Sankt Wendel"),
        ("Mülheim", "place", "Mülheim an der Ruhr"),
        ("Mülheim Ruhr", "place", "Mülheim an der Ruhr"),
        ("Frankfurt Oder", "place", "Frankfurt (Oder)"),
        ("Frankfurt/Oder", "place", "Frankfurt (Oder)"),
        ("ich wohne in Duisburg", "place", "Duisburg"),
    ],
)
def test_places_are_found_however_they_are_typed(
    geocoder: LocalGeocoder, query: str, precision: str, label: str
) -> None:
    match = geocoder.find(query)
    assert said(match) == (precision, label, ())
    assert match.found and match.radius_m > 0


@pytest.mark.parametrize(
    "query",
    [
        "Steinsche Gasse 26, 47051 Duisburg",
        "Steinsche Gasse 26 Duisburg",
        "steinsche gasse 26 47051",
        "47051 Duisburg, Steinsche Gasse 26",
        "26 Steinsche Gasse, 47051 Duisburg",
        "Duisburg Steinsche Gasse 26",
        "VHS, Steinsche Gasse 26 (2. OG), D-47051 Duisburg, Deutschland",
        "Steinsche Gasse Nr. 26\n47051 Duisburg",
        "Steinsche Gase 26, Duisburg",
        "Stiensche Gasse 26, 47051 Duisburg",
        "Steinsche Gasse 26, Duisburg-Altstadt",
        "Steinsche Gasse 26, 47051 Duisbrug",
    ],
)
def test_a_house_is_found_by_street_number_and_city_or_postcode(geocoder: LocalGeocoder, query: str) -> None:
    match = geocoder.find(query)
    assert said(match) == ("house", "Steinsche Gasse 26, 47051 Duisburg", ())
    assert match.point == VHS and match.radius_m <= 25


@pytest.mark.parametrize("number", ["168", "170", "174", "168-174", "168 – 170"])
def test_a_number_within_a_known_range_is_that_house(geocoder: LocalGeocoder, number: str) -> None:
    assert geocoder.find(f"Großenbaumer Allee {number}, Duisburg").precision == "house"


@pytest.mark.parametrize(
    ("query", "precision", "label", "missing"),
    [
        ("Steinsche Gasse 27, Duisburg", "street", "Steinsche Gasse, 47051 Duisburg", ("number",)),
        ("Steinsche Gasse 32a, Duisburg", "street", "Steinsche Gasse, 47051 Duisburg", ("number",)),
        ("Großenbaumer Allee 169, Duisburg", "street", "Großenbaumer Allee, 47269 Duisburg", ("number",)),
        ("Steinsche Gasse, Duisburg", "street", "Steinsche Gasse, 47051 Duisburg", ()),
        ("Steinsche Gasse 26b, Duisburg", "interpolated", "Steinsche Gasse 26, 47051 Duisburg", ("number",)),
        ("Heerstraße 109, Duisburg", "district", "Duisburg-Hochfeld", ("street", "number")),
        ("Heerstr., 47053 Duisburg", "district", "Duisburg-Hochfeld", ("street",)),
        ("Parallelstr 7, Duisburg", "district", "Duisburg-Hamborn", ("street", "number")),
        ("Musterweg 5, 47119 Duisburg", "postcode", "47119 Duisburg", ("street", "number")),
        ("Musterweg, 47119 Duisburg", "postcode", "47119 Duisburg", ("street",)),
        ("Musterweg 5, Marxloh", "district", "Duisburg-Marxloh", ("street", "number")),
        ("Musterweg 5, Duisburg", "place", "Duisburg", ("street", "number")),
        ("Duisburg Hbf", "place", "Duisburg", ("stop",)),
        ("Rathaus, Duisburg", "place", "Duisburg", ("name",)),
        ("99999 Duisburg", "place", "Duisburg", ("postcode",)),
        ("Hochfeld, Essen", "place", "Essen", ("district",)),
        ("Steinsche Gasse 26, Essen", "place", "Essen", ("street", "number")),
        ("Steinsche Gasse 26, 47119 Duisburg", "house", "Steinsche Gasse 26, 47051 Duisburg", ("postcode",)),
        ("Schulstraße 31, Marxloh", "district", "Duisburg-Marxloh", ("street", "number")),
    ],
)
def test_what_is_not_known_is_said_and_the_answer_is_coarser(
    geocoder: LocalGeocoder, query: str, precision: str, label: str, missing: tuple[str, ...]
) -> None:
    assert said(geocoder.find(query)) == (precision, label, missing)


def test_a_stop_that_is_known_is_found(geocoder: LocalGeocoder) -> None:
    match = geocoder.find("Ruhrort Bahnhof")
    assert (match.precision, match.radius_m) == ("place", 150)


@pytest.mark.parametrize("within", [None, DUISBURG])
@pytest.mark.parametrize("query", ["Hauptstraße 5", "Hauptstr. 5", "hauptstrasse 5", "5 Hauptstraße", "Hauptstraße"])
def test_a_street_without_a_city_is_never_a_house(geocoder: LocalGeocoder, query: str, within: Box | None) -> None:
    match = geocoder.find(query, within)
    assert match.precision not in ("house", "interpolated")
    assert within or match.ambiguous


def test_a_street_alone_is_taken_for_the_one_in_the_region(geocoder: LocalGeocoder) -> None:
    assert said(geocoder.find("Steinsche Gasse 99", DUISBURG)) == (
        "street", "Steinsche Gasse, 47051 Duisburg", ("number",)
    )  # fmt: skip
    assert said(geocoder.find("Steinsche Gasse 26", DUISBURG)) == (
        "street", "Steinsche Gasse 26, 47051 Duisburg", ("city",)
    )  # fmt: skip
    assert geocoder.find("Reckhammerweg 1", DUISBURG).ambiguous


def test_a_street_in_two_parts_of_a_city_is_offered_twice(geocoder: LocalGeocoder) -> None:
    match = geocoder.find("Düsseldorfer Straße, Duisburg")
    assert match.point is None and match.ambiguous
    assert [candidate.label for candidate in match.candidates] == [
        "Düsseldorfer Straße, 47051 Duisburg",
        "Düsseldorfer Straße, 47055 Duisburg",
    ]
    for candidate in match.candidates:
        assert geocoder.find(candidate.label).point == candidate.point
    assert geocoder.find("Düsseldorfer Straße 505, Duisburg").precision == "house"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Duisbrug", "Duisburg"),
        ("Duisbur", "Duisburg"),
        ("Duiisburg", "Duisburg"),
        ("Dujsburg", "Duisburg"),
        ("Marxlo", "Duisburg-Marxloh"),
        ("Marxlho Duisburg", "Duisburg-Marxloh"),
        ("Duisburg-Hochfelt", "Duisburg-Hochfeld"),
        ("Esssen", "Essen"),
    ],
)
def test_one_typo_in_a_name_is_forgiven(geocoder: LocalGeocoder, typed: str, meant: str) -> None:
    assert geocoder.find(typed).label == meant


def test_an_ordinary_word_one_letter_off_is_not_taken_for_a_town(germany: LocalGeocoder) -> None:
    for word in ("Hafen", "Schule", "Hallo", "bitte", "Kurse", "Lehrer"):
        assert germany.find(word, DUISBURG) == Match(), word


def test_a_name_that_many_cities_have_for_a_part_means_the_one_in_the_region(germany: LocalGeocoder) -> None:
    assert germany.find("Süd", DUISBURG).label == "Duisburg-Süd"
    assert germany.find("Hbf", DUISBURG) == germany.find("Nord", DUISBURG) == Match()


def test_other_words_of_a_name_tell_it_from_its_namesakes(germany: LocalGeocoder) -> None:
    assert germany.find("Halle a.d. Saale").label == "Halle (Saale)"
    assert germany.find("Neustadt Weinstraße").label == "Neustadt an der Weinstraße"


def test_a_street_without_a_postcode_is_only_taken_where_it_may_have_the_one_typed(germany: LocalGeocoder) -> None:
    assert germany.find("Moerser Straße 7, 47119 Duisburg").label == "47119 Duisburg"
    assert germany.find("Moerser Straße 7, 47226 Duisburg").label == "Duisburg-Hochemmerich"
    assert germany.find("An der Paulskirche 9, 47051 Duisburg").label == "47051 Duisburg"
    assert germany.find("An der Paulskirche 9, 47166 Duisburg").precision == "street"


@pytest.mark.parametrize("typed", ["Ese", "Duisbgur x Mraxol", "Essxyz", "Hallo", "Steiner", "Bingo"])
def test_what_is_further_off_is_not_guessed(geocoder: LocalGeocoder, typed: str) -> None:
    assert geocoder.find(typed) == Match()


def test_a_misspelt_name_that_contradicts_the_rest_is_not_believed(geocoder: LocalGeocoder) -> None:
    assert said(geocoder.find("Ambergg, Duisburg")) == ("place", "Duisburg", ("name",))


def test_namesakes_are_offered_to_choose_from_and_each_offer_is_understood(geocoder: LocalGeocoder) -> None:
    match = geocoder.find("Neustadt")
    assert match.point is None and match.ambiguous and match.precision == "none"
    labels = [candidate.label for candidate in match.candidates]
    assert labels == [
        "Neustadt an der Weinstraße, Rheinland-Pfalz",
        "Neustadt (Hessen), Landkreis Marburg-Biedenkopf",
        "Neustadt (Wied), Landkreis Neuwied",
    ]
    for candidate in match.candidates:
        assert candidate.kind == "city" and candidate.radius_m > 0
        assert geocoder.find(candidate.label).point == candidate.point


@pytest.mark.parametrize("query", ["Neustadt, Hessen", "Neustadt Hessen", "Neustadt, Landkreis Marburg-Biedenkopf",
                                   "neustadt kreis marburg"])  # fmt: skip
def test_state_or_district_tell_namesakes_apart(geocoder: LocalGeocoder, query: str) -> None:
    assert geocoder.find(query).label.startswith("Neustadt (Hessen)")


def test_the_namesake_in_the_region_wins(geocoder: LocalGeocoder) -> None:
    assert geocoder.find("Bergheim", DUISBURG).label == "Duisburg-Bergheim"
    assert geocoder.find("Bergheim").ambiguous


def test_a_far_bigger_namesake_wins_when_its_name_stands_alone(geocoder: LocalGeocoder) -> None:
    assert geocoder.find("Frankfurt").label == "Frankfurt am Main"
    assert geocoder.find("Zeilweg 5, Frankfurt").ambiguous


def test_the_full_name_goes_before_the_shortened_one(geocoder: LocalGeocoder) -> None:
    assert said(geocoder.find("Zeilweg 5, Essen")) == ("place", "Essen", ("street", "number"))


def test_an_umlaut_that_was_typed_is_meant(geocoder: LocalGeocoder) -> None:
    assert geocoder.find("Hüde").label == "Hüde"
    assert geocoder.find("Hude").label == "Hude (Oldb)"


@pytest.mark.parametrize("query", ["Am Stein 5", "Am Berg 5", "Am Stein", "Auf dem Stein 7", "Stein Straße 3"])
def test_a_street_named_like_a_town_is_not_taken_for_the_town(geocoder: LocalGeocoder, query: str) -> None:
    assert geocoder.find(query) == Match()


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("Essen Duisburg", {"Essen", "Duisburg"}),
        ("47051 Marxloh", {"47051 Duisburg", "Duisburg-Marxloh"}),
        ("47051 Essen", {"47051 Duisburg", "Essen"}),
        ("Steinsche Gasse 26, 47051 Essen", {"47051 Duisburg", "Essen"}),
        ("47051 47119", {"47051 Duisburg", "47119 Duisburg"}),
    ],
)
def test_words_that_contradict_each_other_leave_the_choice(
    geocoder: LocalGeocoder, query: str, labels: set[str]
) -> None:
    match = geocoder.find(query)
    assert match.ambiguous and match.point is None
    assert {candidate.label.partition(",")[0] for candidate in match.candidates} == labels


@pytest.mark.parametrize(
    "query",
    ["", " ", "!!!!", "qwertz", "asdf qwer", "12345", "5", "😀", "<script>alert(1)</script>", "'; DROP TABLE place; --",
     "%", "_", "Deutschland", "Straße", "Hauptstr", "\x00", "Duisburg" * 1250, "x" * 10_000, "Duisburg " * 30,
     "Guten Tag ich hätte gern gewusst was man so alles machen kann wenn man eigentlich nach Essen will aber"],
)  # fmt: skip
def test_garbage_has_no_place(geocoder: LocalGeocoder, query: str) -> None:
    match = geocoder.find(query)
    assert match.point is None and match.precision == "none"


def test_no_more_than_eight_candidates_are_offered(germany: LocalGeocoder) -> None:
    assert len(germany.find("Neustadt").candidates) == 8


def test_the_layers_are_told(geocoder: LocalGeocoder) -> None:
    assert [layer.name for layer in geocoder.layers()] == ["towns", "parts", "addresses"]


def test_many_threads_get_the_same_answers(geocoder: LocalGeocoder) -> None:
    queries = ["Marxloh", "Steinsche Gasse 26 Duisburg", "Neustadt", "Duisbrug", "47119", "qwertz"] * 20
    expected = [geocoder.find(query, DUISBURG) for query in queries]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda query: geocoder.find(query, DUISBURG), queries)) == expected


WORDS = ["Duisburg", "Marxloh", "Steinsche", "Gasse", "26", "26a", "47051", "47119", "Essen", "Hauptstr.", "5", ",",
         "(", ")", "Neustadt", "Kreis", "Landkreis", "am", "im", "Hbf", "D-", "–", "/", "\n", "Stein"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(query=st.one_of(st.text(max_size=220), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)))
def test_nothing_that_is_typed_breaks_it_and_every_answer_is_whole(geocoder: LocalGeocoder, query: str) -> None:
    for within in (None, DUISBURG):
        match = geocoder.find(query, within)
        assert match == geocoder.find(query, within)
        assert match.found == (match.precision != "none") == bool(match.label)
        assert match.ambiguous == bool(match.candidates)
        assert not (match.ambiguous and match.found)
        assert len(match.candidates) <= 8
        if match.precision == "house":
            assert "26" in query or "5" in query
            assert "uisburg" in query or "470" in query or "471" in query or "arxloh" in query
        geocoder.suggest(query, within)


@settings(max_examples=200, deadline=None)
@given(query=st.text(alphabet="bcdfghjklmnpqrstvwxyz ", max_size=60))
def test_letters_without_sense_are_no_place(geocoder: LocalGeocoder, query: str) -> None:
    assert geocoder.find(query) == Match()


def test_the_point_of_a_typo_is_that_of_the_name(geocoder: LocalGeocoder) -> None:
    chance = random.Random(3)
    for _ in range(100):
        name = "Duisburg-Marxloh"
        at = chance.randrange(1, len(name) - 1)
        match = geocoder.find(name[:at] + name[at + 1 :])
        assert match.point and distance_m(match.point, Point(51.50194, 6.75694)) < 10, name[:at] + name[at + 1 :]


def test_a_misspelt_city_is_understood_by_the_streets_it_has(geocoder: LocalGeocoder) -> None:
    for query in ("Reckhammerweg 1, Esen", "Reckhammerweg 1 Essn", "Großenbaumer Allee 170, Diusburg"):
        assert geocoder.find(query).precision == "house", query


def test_in_a_region_no_word_beside_a_street_is_taken_for_a_town_elsewhere(geocoder: LocalGeocoder) -> None:
    match = geocoder.find("Steinsche Gasse 26 Essenn", DUISBURG)
    assert match.point is None or match.label.endswith("Duisburg")
    assert geocoder.find("Steinsche Gasse 26 Hinterhof", DUISBURG).label == "Steinsche Gasse 26, 47051 Duisburg"


@pytest.mark.parametrize(
    ("query", "kind"),
    [("Steinsche Gasse 26, Duisburg", "address"), ("Steinsche Gasse, Duisburg", "address"), ("Marxloh", "district"),
     ("Heerstraße 109, Duisburg", "district"), ("47119", "postcode"), ("Köln", "city"), ("Ruhrort Bahnhof", "stop")],
)  # fmt: skip
def test_every_answer_says_what_kind_of_place_it_is(geocoder: LocalGeocoder, query: str, kind: str) -> None:
    assert geocoder.find(query).kind == kind
