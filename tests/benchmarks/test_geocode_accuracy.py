"""The geocoder on 105,000 real addresses: every way of writing one is found as often as the benchmark asks for."""

from collections import Counter
from pathlib import Path

import pytest
from _geocode_addresses import Addresses, load
from _geocode_goals import FALSE_HOUSES, HITS
from _geocode_queries import MODELS, make_queries
from _geocode_score import Verdict, answer_of, ask, rows

from geo.gazetteer import Gazetteer, Layer, build
from geo.geocoder import LocalGeocoder
from geo.layers import germany_layer
from geo.spelling import key

PLACES = Path(__file__).resolve().parents[2] / "data" / "places"
EACH, SEED = 150, 4
"""Other addresses and errors than the benchmark itself draws."""
CHANCE = 1.0
"""Percent by which so few questions may miss a goal that thousands meet."""


@pytest.fixture(scope="module")
def addresses(shared_data: Path) -> Addresses:
    return load(shared_data)


@pytest.fixture(scope="module")
def geocoder(addresses: Addresses, tmp_path_factory: pytest.TempPathFactory) -> LocalGeocoder:
    """All addresses but those held back, a file for each source, and the places of Germany."""
    folder = tmp_path_factory.mktemp("essen")
    files = [folder / "places.sqlite"]
    build(files[0], [germany_layer(PLACES / "germany.csv")])
    for name, layer in addresses.layers.items():
        files.append(folder / f"{name}.sqlite")
        build(files[-1], [Layer(name, name, "as the source", "the source", "2022", addresses=layer)])
    return LocalGeocoder(Gazetteer(*files))


@pytest.fixture(scope="module")
def verdicts(addresses: Addresses, geocoder: LocalGeocoder) -> dict[str, list[Verdict]]:
    """What came of the questions, by error model."""
    return {
        model: ask(lambda text: answer_of(geocoder.find(text)), make_queries(addresses, model, EACH, SEED))
        for model in MODELS
    }


def test_every_class_is_found_as_often_as_promised(verdicts: dict[str, list[Verdict]]) -> None:
    found = {(model, row.class_): row.hit50 for model, some in verdicts.items() for row in rows(some)}
    missed = {name: found[name] for name, wanted in HITS.items() if found[name] < wanted - CHANCE}
    assert not missed


def test_a_house_is_said_only_where_it_is_one(verdicts: dict[str, list[Verdict]]) -> None:
    houses = [one for some in verdicts.values() for one in some if one.answer.label == "house"]
    off = Counter(one.query.text for one in houses if one.away_m > 50)
    assert sum(off.values()) <= max(1, 2 * FALSE_HOUSES / 100 * len(houses)), off
    assert not [one.query.text for one in houses if one.answer.ambiguous or one.query.expect_label == "ambiguous"]


def test_a_street_is_suggested_after_half_of_its_letters(addresses: Addresses, geocoder: LocalGeocoder) -> None:
    streets = sorted({(one.street, one.city) for layer in addresses.layers.values() for one in layer if one.city})
    asked = streets[:: len(streets) // 300]
    found = 0
    for street, city in asked:
        typed = street[: (len(street) + 1) // 2]
        shown = geocoder.suggest(typed, None, 8)
        found += any(one.city == city and key(one.text.partition(",")[0]) == key(street) for one in shown)
    assert found >= 0.9 * len(asked), f"{found} of {len(asked)}"


def test_a_table_takes_few_bytes_for_each_address(addresses: Addresses, geocoder: LocalGeocoder) -> None:
    size = sum(file.path.stat().st_size for file in geocoder.gazetteer.files if file.has_streets)
    assert size <= 20 * sum(map(len, addresses.layers.values()))
