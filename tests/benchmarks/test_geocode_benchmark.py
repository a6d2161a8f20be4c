"""The benchmark of the geocoder: fair questions with all right answers, honest scores, missing peers are named."""

import csv
import gzip
import os
import random
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from _geocode_addok_german import tidy
from _geocode_addresses import HELD_OUT, Addresses, essen_postcodes, hold_out, load, plain, read_openstreetmap
from _geocode_forms import FORMS, MISSPELT
from _geocode_osm import write_osm
from _geocode_queries import Query, make_queries
from _geocode_score import Answer, judged, quantile, rows
from _geocode_synthetic import Country
from _geocode_typos import doubling, keyboard, misread, mistake, slip, sound_alike
from rapidfuzz.distance import OSA

from geo.layers import KnownAddress
from geo.point import Point

ROOT = Path(__file__).resolve().parent.parent.parent

NAMES = ("Ahornstraße", "Bäckergasse", "Mühlenstraße", "Schmidtstraße", "Am Köhlerwald", "Große Weißstraße",
         "Ottweiler Straße", "Fröbelring")  # fmt: skip


def town(city: str, postcodes: tuple[str, ...], district: str, lat: float, lon: float) -> list[KnownAddress]:
    """Eight streets with 40 houses each, the second half in the next postcode; every tenth has a letter too."""
    found = []
    for row, street in enumerate(NAMES):
        for number in range(1, 41):
            point = Point(lat + row / 500, lon + number / 5_000)
            code = postcodes[number > 20] if len(postcodes) > 1 else postcodes[0]
            found.append(KnownAddress(street, str(number), code, city, district, point, "house"))
            if number % 10 == 0:
                found.append(KnownAddress(street, f"{number}A", code, city, district, point, "house"))
    return found


@pytest.fixture(scope="module")
def addresses() -> Addresses:
    kept, held = hold_out(town("Essen", ("45127", "45128"), "", 51.45, 7.0), 12, 1)
    return Addresses({"essen": kept, "osm": town("Berlin", ("13507", "13509"), "Tegel", 52.5, 13.3)}, held)


def test_the_same_seed_asks_the_same_and_another_seed_something_else(addresses: Addresses) -> None:
    first = make_queries(addresses, per_class=20, seed=1)
    assert first == make_queries(addresses, per_class=20, seed=1)
    other = make_queries(addresses, per_class=20, seed=2)
    assert [one.text for one in first] != [one.text for one in other]


def test_every_class_is_asked_from_both_layers_and_only_misspellings_again(addresses: Addresses) -> None:
    queries = make_queries(addresses, per_class=20)
    assert {one.class_ for one in queries} == set(FORMS)
    layers = {name: {one.layer for one in queries if one.class_ == name} for name in FORMS}
    assert layers["01"] == {"essen", "osm"}
    assert layers["20"] == {"osm"}
    assert layers["22"] == {"essen"}
    assert {one.class_ for one in make_queries(addresses, "mistakes", per_class=3)} == set(MISSPELT)


def test_what_is_accepted_is_every_address_that_fits_and_no_other(addresses: Addresses) -> None:
    everything = [one for layer in addresses.layers.values() for one in layer]
    for query in make_queries(addresses, per_class=40, classes=["01", "05", "21"]):
        first, _, place = query.text.partition(", ")
        street, _, number = first.rpartition(" ")
        fitting = [
            one.point for one in everything
            if (one.street, plain(one.number)) == (street, number)
            and place in (f"{one.postcode} {one.city}", one.city, one.district)
        ]  # fmt: skip
        assert sorted(query.accept, key=repr) == sorted(set(fitting), key=repr)


def test_of_a_range_both_ends_are_right_and_of_a_street_every_house(addresses: Addresses) -> None:
    assert {len(one.accept) for one in make_queries(addresses, per_class=10, classes=["16"])} <= {1, 2}
    for query in make_queries(addresses, per_class=10, classes=["14"]):
        assert len(query.accept) > 35


def test_a_number_that_is_a_range_itself_is_found_at_its_ends_too_and_a_missing_city_is_no_other_city() -> None:
    numbers = (("5-7", "Berlin"), ("5/7", "Berlin"), ("5", ""), ("9", "Berlin"), ("2/1", "Berlin"), ("1", "Berlin"))
    known = [KnownAddress("Weg", number, "13509", city, "", Point(52, 13 + row / 100), "house")
             for row, (number, city) in enumerate(numbers)]  # fmt: skip
    queries = make_queries({"osm": known}, classes=["01"])
    assert {query.text.split(",")[0]: len(query.accept) for query in queries} == {
        "Weg 5-7": 3, "Weg 5/7": 3, "Weg 9": 1, "Weg 2/1": 1, "Weg 1": 1,
    }  # fmt: skip


def test_an_unknown_letter_is_asked_for_only_where_no_letter_is_known(addresses: Addresses) -> None:
    for query in make_queries(addresses, per_class=60, classes=["17"]):
        number = query.text.split(",")[0].split()[-1]
        assert int(number[:-1]) % 10 != 0
        assert query.expect_label == "house~"


def test_numbers_held_back_are_inner_ones_and_nobody_else_asks_for_them(addresses: Addresses) -> None:
    kept = addresses.layers["essen"]
    for one in addresses.held:
        same = [int(plain(other.number).rstrip("a")) for other in kept if other.street == one.street]
        assert int(one.number) not in same
        parity = [number for number in same if number % 2 == int(one.number) % 2]
        assert min(parity) < int(one.number) < max(parity)
    points = {one.point for one in addresses.held}
    for query in make_queries(addresses, per_class=30):
        assert query.class_ == "22" or not points & set(query.accept)


def test_a_slip_is_one_edit_and_a_second_one_is_another() -> None:
    rng = random.Random(5)
    for _ in range(2_000):
        street = rng.choice(NAMES)
        once = slip(street, rng)
        assert once != street
        assert OSA.distance(street, once) == 1
        assert OSA.distance(once, slip(once, rng)) == 1


def test_mistakes_are_those_of_hands_ears_and_scanners() -> None:
    assert "Schmittstraße" in set(sound_alike("Schmidtstraße"))
    assert {"Fröpelring", "Fröbelringh"} <= {*keyboard("Fröbelring"), "Fröpelring"}
    assert {"Otweiler", "Ottweiller", "OOttweiler"} - set(doubling("Ottweiler")) == {"OOttweiler"}
    assert {"Ahomstraße", "AhornstraBe"} <= set(misread("Ahornstraße"))
    assert {"ahornstraße", "AGornstraße"} & set(keyboard("Ahornstraße")) == set()
    rng = random.Random(6)
    for _ in range(500):
        street = rng.choice(NAMES)
        assert 0 < OSA.distance(street, mistake(street, rng)) <= 3


def test_a_misspelling_that_is_another_street_is_marked() -> None:
    streets = [f"{letter}aue" for letter in "ABCDEFGHIJKLMNOPRSTUVW"]
    known = [KnownAddress(street, "1", "45127", "Essen", "", Point(51, 7 + row / 100), "house")
             for row, street in enumerate(streets)]  # fmt: skip
    queries = [one for seed in range(40) for one in make_queries({"essen": known}, seed=seed, classes=["09"])]
    marked = [one.text.split()[0].casefold() for one in queries if one.collides]
    assert marked
    assert set(marked) <= {street.casefold() for street in streets}


def test_companies_are_no_postcodes(tmp_path: Path) -> None:
    table = tmp_path / "zipcodes.de.csv"
    head = (
        "country_code,zipcode,place,state,state_code,province,province_code,community,community_code,latitude,longitude"
    )
    rows_of = ["DE,45116,Essen,Nordrhein-Westfalen,07,,,,05113,51.4,7.0", "DE,45127,Essen,NRW,NW,,,,05113,51.5,7.1",
               "DE,45468,Mülheim,NRW,NW,,,,05117,51.4,6.9"]  # fmt: skip
    table.write_text("\n".join([head, *rows_of]), encoding="utf-8")
    assert essen_postcodes(table)[0] == ["45127"]


def test_lists_of_numbers_are_several_addresses_and_ranges_are_one(tmp_path: Path) -> None:
    lines = ["osm_id,street,housenumber,postcode,city,suburb,lat,lon,name", "n1,Weg,41;43,13509,Berlin,,52.5,13.3,",
             'n2,Weg,"140c, 140b",13509,Berlin,,52.5,13.3,', "n3,Weg,2-12,13509,Berlin,,52.5,13.3,"]  # fmt: skip
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    assert [one.number for one in read_openstreetmap(tmp_path)] == ["41", "43", "140c", "140b", "2-12"]


QUERY = Query("01", "Weg 1", (Point(51.0, 7.0), Point(51.01, 7.0)))


@pytest.mark.parametrize(
    ("answer", "away_m", "honest"),
    [
        (Answer(Point(51.0, 7.0), "house"), 0, True),
        (Answer(Point(51.0105, 7.0), "house"), 55.7, False),
        (Answer(Point(51.0105, 7.0), "interpolated"), 55.7, True),
        (Answer(Point(51.0, 7.0), "house", ambiguous=True), 0, False),
        (Answer(Point(51.0, 7.0), "none", ambiguous=True), 0, True),
        (Answer(None, "none"), float("inf"), True),
    ],
)
def test_an_answer_is_as_good_as_its_nearest_right_place_and_as_honest_as_its_label(
    answer: Answer, away_m: float, honest: bool
) -> None:
    verdict = judged(QUERY, answer)
    assert verdict.away_m == pytest.approx(away_m, abs=0.1)
    assert verdict.honest is honest


def test_a_house_is_dishonest_where_nobody_can_know_which_is_meant() -> None:
    query = Query("23", "Hauptstraße 5", (Point(51, 7), Point(50, 8)), "ambiguous")
    assert not judged(query, Answer(Point(51, 7), "house")).honest
    assert judged(query, Answer(Point(51, 7), "none", ambiguous=True)).as_expected


def test_the_figures_of_a_class() -> None:
    near, far = Answer(Point(51.0, 7.0), "house"), Answer(Point(51.0107, 7.0), "street")
    figures, _ = rows([judged(QUERY, near, 0.001), judged(QUERY, near, 0.002), judged(QUERY, far, 0.009)])
    assert (figures.n, figures.dishonest, figures.max) == (3, 0, 9)
    assert (round(figures.hit50, 1), figures.hit100, figures.p50) == (66.7, 100, 2)
    assert quantile([3, 1, 2], 0.5) == 2


def test_addok_is_told_about_german_numbers() -> None:
    asked = ["ahornstrasse12 45127 essen", "weg 12 a d 45127 essen", "weg 12 14 45127 essen"]
    assert [" ".join(text.split()) for text in tidy(asked)] == [
        "ahornstrasse 12 45127 essen", "weg 12a 45127 essen", "weg 12 45127 essen",
    ]  # fmt: skip


def test_nominatim_gets_every_house_and_a_line_for_every_street(tmp_path: Path) -> None:
    houses = [*town("Essen", ("45127",), "Mitte", 51.45, 7.0),
              KnownAddress("Zollstr.", "1", "45127", "Essen", "", Point(51.4, 7.0), "house")]  # fmt: skip
    path = tmp_path / "a.osm"
    assert write_osm(path, houses) == len(houses)
    root = ElementTree.parse(path).getroot()
    numbered = [node for node in root.iter("node") if node.find("tag[@k='addr:housenumber']") is not None]
    assert len(numbered) == len(houses)
    lines = {way.find("tag[@k='name']").get("v"): len(way.findall("nd"))  # type: ignore[union-attr]
             for way in root.iter("way") if way.find("tag[@k='highway']") is not None}  # fmt: skip
    assert lines["Zollstraße"] == 2
    assert set(lines) == {*NAMES, "Zollstraße"}
    ids = {node.get("id") for node in root.iter("node")}
    assert {end.get("ref") for end in root.iter("nd")} <= ids


def postcodes(folder: Path) -> Path:
    path = folder / "zipcodes.de.csv"
    head = (
        "country_code,zipcode,place,state,state_code,province,province_code,community,community_code,latitude,longitude"
    )
    lines = [f"DE,{10_000 + n},Ort {chr(65 + n % 26)},Land,XX,,,,05113,{50 + n / 100},{8 + n / 100}" for n in range(40)]
    lines += ["DE,45127,Essen,Land,NW,,,,05113,51.45,7.0", "DE,45128,Essen,Land,NW,,,,05113,51.46,7.01"]
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


def test_a_small_synthetic_country_is_the_beginning_of_a_big_one(tmp_path: Path) -> None:
    country = Country(postcodes(tmp_path), NAMES, frozenset(("Essen",)), 3)
    small, big = tmp_path / "small.csv", tmp_path / "big.csv"
    country.write(small, 500)
    sizes = country.write(big, 5_000)
    assert len(small.read_text().splitlines()) == 501
    assert big.read_text().startswith(small.read_text())
    assert sum(sizes.values()) == 5_000
    place = next(iter(sizes))
    assert list(country.houses(place)) == list(country.houses(place))
    assert not any(one.city == "Essen" for one in sizes)


def data_folder(folder: Path) -> Path:
    """A folder like the shared one, with two small towns."""
    for name in ("addresses/osm", "postcodes", "geocoder-cases"):
        (folder / name).mkdir(parents=True)
    postcodes(folder / "postcodes")
    with gzip.open(folder / "addresses" / "essen_hauskoordinaten.csv.gz", "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("strschl", "street", "address", "lat", "lon"))
        writer.writerow((1, "Ahornstr.", "Ahornstr. *", 51.45, 7.0))
        for one in town("Essen", ("45127",), "", 51.45, 7.0):
            street = one.street.replace("straße", "str.").replace("Straße", "Str.")
            writer.writerow((1, street, f"{street} {one.number}", one.point.lat, one.point.lon))  # type: ignore[union-attr]
    with (folder / "addresses" / "osm" / "berlin.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("osm_id", "street", "housenumber", "postcode", "city", "suburb", "lat", "lon", "name"))
        for one in town("Berlin", ("13507", "13509"), "Tegel", 52.5, 13.3):
            place = (one.point.lat, one.point.lon)  # type: ignore[union-attr]
            writer.writerow(("n1", one.street, one.number, one.postcode, one.city, one.district, *place, ""))
    head = "query;expected_name;expected_coordinate;limit\n"
    for name, line in (("cities", "Essen;Essen;51.45,7.01,5000;1"), ("towns", "Nirgendwo;Nirgendwo;50,8,500;1"),
                       ("villages", ""), ("streets", "")):  # fmt: skip
        (folder / "geocoder-cases" / f"test_{name}.csv").write_text(head + line, encoding="utf-8")
    return folder


def _run(*arguments: str, path: str = os.defpath) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "benchmarks/geocode.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={"PATH": path}, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_small_run_prints_every_table_and_names_the_peers_that_are_missing(tmp_path: Path) -> None:
    run = _run("--data", str(data_folder(tmp_path)), "--per-class", "4", "--misses", path="/nowhere")
    assert run.returncode in (0, 1), run.stderr
    assert "addok was not run: " in run.stdout
    assert "nominatim was not run: " in run.stdout
    assert "| model | class | asked |" in run.stdout
    for table in (
        'error model "slips"',
        'error model "mistakes"',
        "| label: too far off",
        "| ms: p50",
        "| index |",
        "Goals:",
    ):
        assert table in run.stdout
    assert "| 01 exact | 4 | 100.0 |" in run.stdout
    assert "median at least 8 times faster than Addok: not measured" in run.stdout
    assert (run.returncode == 1) == ("MISSED" in run.stdout)


def test_the_public_cases_are_told_one_by_one(tmp_path: Path) -> None:
    run = _run("--data", str(data_folder(tmp_path)), "--cases")
    assert run.returncode == 0, run.stderr
    assert "| test_cities | Essen | passed |" in run.stdout
    assert "| test_towns | Nirgendwo | unknown name, no answer |" in run.stdout


def test_growth_is_measured_between_two_sizes(tmp_path: Path) -> None:
    smaller = "import _geocode_growth as growth; growth.SMALL, growth.FIRST_QUESTIONS = 300, 60"
    script = f"{smaller}; import geocode, sys; sys.exit(geocode.main())"
    data = ["--data", str(data_folder(tmp_path)), "--synthetic", "900", "--per-class", "4"]
    run = subprocess.run(
        [sys.executable, "-c", script, *data], cwd=ROOT, env={"PATH": os.defpath, "PYTHONPATH": "benchmarks"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr
    assert "the median at most 2 times as long at 900 as at 300: " in run.stdout
    assert "| 900 |" in run.stdout


def test_the_real_addresses_fill_every_class(shared_data: Path) -> None:
    addresses = load(shared_data)
    assert len(addresses.held) == HELD_OUT
    assert len(addresses.layers["essen"]) + HELD_OUT == 99_581
    assert not any("Str." in one.street or "*" in one.number for one in addresses.layers["essen"])
    assert {one.postcode[:2] for one in addresses.layers["essen"]} == {"45"}
    queries = make_queries(addresses, per_class=100)
    counts = {name: sum(one.class_ == name for one in queries) for name in FORMS}
    assert counts == dict.fromkeys(FORMS, 100)
    assert all(query.accept for query in queries)
