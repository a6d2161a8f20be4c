"""The region files: readable, complete, and pointing at files that exist."""

import json
import tomllib

import pytest
from shapely.geometry import shape

from geo.layers import read_districts, read_places
from model.neutrality import Policy
from model.region import IMPRINT_FIELDS
from store.files import load_boundaries, load_countries, load_region, load_vocabulary
from tests.data.tables import DATA, VOCABULARIES

FILES = sorted((DATA / "regions").glob("*.toml"))


def test_duisburg_is_there() -> None:
    assert [file.stem for file in FILES] == ["05112"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_region_file_is_complete(file) -> None:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    region = told["region"]
    assert region["ags"] == file.stem
    assert region["land"] == load_countries(DATA / "countries.toml")["DE"].parts[file.stem[:2]]
    assert region["name"] and region["slug"] and region["zone"] == "Europe/Berlin"
    assert region["languages"][0] == "de"
    assert set(told["imprint"]) == set(IMPRINT_FIELDS)
    assert told["bureau"]["name"]
    for name in (*told["places"], *told["seeds"]):
        assert (DATA / name).is_file(), name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_region_counts_grades_as_neutral_that_exist(file) -> None:
    neutral = tomllib.loads(file.read_text(encoding="utf-8"))["neutral"]
    policy = Policy(frozenset(neutral["grades"]), frozenset(neutral["evidence"]))
    assert policy.grades == {"A", "B"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_region_names_every_imprint_field_that_nobody_has_filled_in_yet(file) -> None:
    region = load_region(file)
    assert region.ags == file.stem
    assert set(region.missing_imprint) <= set(IMPRINT_FIELDS)
    assert not any(value for name, value in region.imprint.items() if name in region.missing_imprint)


def test_the_program_reads_what_is_committed() -> None:
    assert sorted(load_vocabulary(DATA / "vocabulary").lists) == sorted(VOCABULARIES)
    assert load_boundaries(DATA / "boundaries" / "kreise.geojson")["05112"].name == "Duisburg"
    assert sum(1 for _ in read_places(DATA / "places" / "germany.csv")) == 11_870
    assert {entry.city for entry in read_districts(DATA / "places" / "duisburg.csv")} == {"Duisburg"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_box_of_a_region_is_that_of_its_outline(file) -> None:
    region = tomllib.loads(file.read_text(encoding="utf-8"))["region"]
    features = json.loads((DATA / "boundaries" / "kreise.geojson").read_text(encoding="utf-8"))["features"]
    outline = next(f["geometry"] for f in features if f["properties"]["ags"] == region["ags"])
    assert region["box"] == pytest.approx(shape(outline).bounds)


def test_what_is_committed_stays_small() -> None:
    committed = [p for p in DATA.rglob("*") if p.suffix in (".csv", ".geojson", ".toml", ".md", ".py")]
    assert sum(path.stat().st_size for path in committed) < 3_500_000
