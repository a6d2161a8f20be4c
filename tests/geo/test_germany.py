"""The committed places: each is found again, typos are forgiven, public cases are met, and all that quickly."""

import csv
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.geocoder import LocalGeocoder
from geo.localities import full_label
from geo.point import Box, Point, distance_m
from geo.spelling import key

PLACES = Path(__file__).resolve().parents[2] / "data" / "places"
DUISBURG = Box(6.62, 51.33, 6.84, 51.57)
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"


def table(name: str) -> list[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def misspelt(name: str, chance: random.Random) -> str:
    at, letter = chance.randrange(1, len(name) - 1), chance.choice(LETTERS)
    return chance.choice(
        [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :],
         name[:at] + name[at + 1] + name[at] + name[at + 2 :]]
    )  # fmt: skip


def near(geocoder: LocalGeocoder, query: str, point: Point, metres: float = 5_000) -> str:
    """found, ambiguous with it among the candidates, wrong, or none."""
    match = geocoder.find(query)
    if match.point:
        return "found" if distance_m(match.point, point) <= metres else "wrong"
    if any(distance_m(one.point, point) <= metres for one in match.candidates):
        return "ambiguous"
    return "wrong" if match.ambiguous else "none"


def test_every_part_of_duisburg_is_found_by_name_and_with_the_city(germany: LocalGeocoder) -> None:
    for row in table("duisburg.csv"):
        here = Point(float(row["lat"]), float(row["lon"]))
        for query in (row["name"], f"{row['name']} Duisburg", f"{row['name']}, Duisburg", row["name"].lower()):
            match = germany.find(query, DUISBURG)
            assert match.point and distance_m(match.point, here) < 500, (query, match)
            assert match.precision == {"postcode": "postcode"}.get(row["kind"], "district") or row["name"] == "Duisburg"


def test_every_place_is_found_by_its_label(germany: LocalGeocoder) -> None:
    names = [row["name"] for row in table("germany.csv")]
    chance = random.Random(7)
    outcomes: Counter[str] = Counter()
    for name in chance.sample(names, 1_500):
        for place in germany.gazetteer.places_named([key(name)])[key(name)]:
            outcomes[near(germany, full_label(place), place.point)] += 1
    assert outcomes["wrong"] == outcomes["none"] == 0, outcomes
    assert outcomes["found"] >= 0.98 * outcomes.total(), outcomes


def test_towns_are_found_despite_a_typo_and_hardly_ever_mistaken(germany: LocalGeocoder) -> None:
    chance = random.Random(11)
    towns = [row for row in table("germany.csv") if int(row["population"] or 0) >= 20_000 and len(row["name"]) > 5]
    outcomes = Counter(
        near(germany, misspelt(row["name"], chance), Point(float(row["lat"]), float(row["lon"])))
        for row in chance.choices(towns, k=800)
    )
    assert outcomes["found"] + outcomes["ambiguous"] >= 0.95 * 800, outcomes
    assert outcomes["wrong"] <= 0.02 * 800, outcomes


@pytest.mark.parametrize(
    ("file", "known", "hits"), [("test_cities.csv", 81, 71), ("test_towns.csv", 79, 73), ("test_villages.csv", 28, 14)]
)
def test_public_cases_are_met_where_the_place_is_known(
    germany: LocalGeocoder, shared_data: Path, file: str, known: int, hits: int
) -> None:
    with (shared_data / "geocoder-cases" / file).open(encoding="utf-8", newline="") as rows:
        cases = list(csv.DictReader(rows, delimiter=";"))
    outcomes: Counter[str] = Counter()
    for case in cases:
        lat, lon, metres = map(float, case["expected_coordinate"].split(","))
        outcomes[near(germany, case["query"], Point(lat, lon), metres)] += 1
    assert len(cases) - outcomes["none"] >= known, outcomes
    assert outcomes["found"] + outcomes["ambiguous"] >= hits, outcomes


def seconds(ask: Callable[[str], object], queries: list[str]) -> list[float]:
    """The processor time of each query, the shortest first."""
    for query in queries[:20]:
        ask(query)
    times = []
    for query in queries:
        start = time.thread_time()
        ask(query)
        times.append(time.thread_time() - start)
    return sorted(times)


def test_answers_and_suggestions_are_quick(germany: LocalGeocoder) -> None:
    chance = random.Random(5)
    names = [row["name"] for row in chance.sample(table("germany.csv"), 400)]
    typed = [*names, *(misspelt(f"{name} am", chance) for name in names), *(f"Musterweg 5, {name}" for name in names)]
    finding = seconds(lambda query: germany.find(query, DUISBURG), typed)
    assert finding[len(finding) // 2] < 0.001
    assert finding[int(len(finding) * 0.99)] < 0.010
    suggesting = seconds(lambda query: germany.suggest(query, DUISBURG), [name[:4] for name in names])
    assert suggesting[len(suggesting) // 2] < 0.002
    assert suggesting[int(len(suggesting) * 0.99)] < 0.010
