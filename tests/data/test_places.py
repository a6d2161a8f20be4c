"""The places of Germany and Duisburg: German names, keys of real districts, points where they belong."""

import json
from collections import Counter

import pytest

from tests.data.tables import DATA, rows

KINDS = {"district": 46, "borough": 7, "postcode": 25, "alias": 6}


@pytest.fixture(scope="module")
def germany() -> list[dict[str, str]]:
    return rows("places/germany.csv")


@pytest.fixture(scope="module")
def duisburg() -> list[dict[str, str]]:
    return rows("places/duisburg.csv")


def test_there_are_about_11_900_places_in_germany(germany: list[dict[str, str]]) -> None:
    assert len(germany) == 11_870
    assert list(germany[0]) == ["name", "lat", "lon", "population", "ags", "kind", "aliases"]
    for row in germany:
        assert 47.2 < float(row["lat"]) < 55.1 and 5.8 < float(row["lon"]) < 15.1
        assert row["kind"] in ("city", "town", "village", "place")
        assert row["population"].isdigit() or row["population"] == ""


def test_every_district_has_places_and_every_place_a_district(germany: list[dict[str, str]]) -> None:
    features = json.loads((DATA / "boundaries" / "kreise.geojson").read_text(encoding="utf-8"))["features"]
    assert {row["ags"] for row in germany} == {feature["properties"]["ags"] for feature in features}


@pytest.mark.parametrize(
    ("name", "ags", "alias"),
    [
        ("München", "09162", "Munich"),
        ("Nürnberg", "09564", "Nuremberg"),
        ("Köln", "05315", "Cologne"),
        ("Hannover", "03241", "Hanover"),
        ("Frankfurt am Main", "06412", "Frankfurt"),
        ("Freiburg im Breisgau", "08311", "Freiburg"),
        ("Mülheim an der Ruhr", "05117", "Mülheim"),
        ("Weiden in der Oberpfalz", "09363", "Weiden"),
        ("Lübben (Spreewald)", "12061", "Lubin"),
        ("Göttingen", "03159", ""),
        ("Eisenach", "16063", ""),
        ("Duisburg", "05112", ""),
    ],
)
def test_a_town_goes_by_its_german_name(germany: list[dict[str, str]], name: str, ags: str, alias: str) -> None:
    found = [row for row in germany if row["name"] == name and row["ags"] == ags and row["kind"] != "place"]
    assert len(found) == 1
    assert alias in found[0]["aliases"].split("|")


def test_names_are_told_apart_by_town_and_part_of_town(germany: list[dict[str, str]]) -> None:
    kind = {(row["name"], row["ags"]): row["kind"] for row in germany}
    assert kind["Wandsbek", "02000"] == "place"
    assert kind["Hamburg", "02000"] == "city"
    assert kind["Geldern", "05154"] == "town"
    assert Counter(kind.values())["city"] == 80


def test_no_alias_repeats_the_name(germany: list[dict[str, str]]) -> None:
    for row in germany:
        aliases = [alias for alias in row["aliases"].split("|") if alias]
        assert row["name"] not in aliases and len(set(aliases)) == len(aliases) <= 4, row


def test_duisburg_has_its_districts_boroughs_postcodes_and_everyday_names(duisburg: list[dict[str, str]]) -> None:
    assert Counter(row["kind"] for row in duisburg) == KINDS
    assert len({(row["name"], row["kind"]) for row in duisburg}) == 84
    for row in duisburg:
        assert 51.33 < float(row["lat"]) < 51.57 and 6.62 < float(row["lon"]) < 6.84
        assert row["source"]


def test_every_point_says_how_far_off_it_may_be(duisburg: list[dict[str, str]]) -> None:
    limits = {"district": (800, 3500), "borough": (3000, 8000), "postcode": (1500, 4500), "alias": (1000, 11000)}
    for row in duisburg:
        low, high = limits[row["kind"]]
        assert low <= int(row["radius_m"]) <= high and int(row["radius_m"]) % 100 == 0, row["name"]


def test_every_place_leads_up_to_the_city(duisburg: list[dict[str, str]]) -> None:
    parent = {row["name"]: row["parent"] for row in duisburg}
    for name in parent:
        chain = [name]
        while parent[chain[-1]]:
            chain.append(parent[chain[-1]])
            assert len(chain) < 5
        assert chain[-1] == "Duisburg"
    assert parent["Marxloh"] == "Hamborn" and parent["Neudorf"] == "Duisburg-Mitte" and parent["47053"] == "Duisburg"
