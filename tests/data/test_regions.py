"""The region files: readable, complete, and pointing at files that exist."""

import json
import tomllib

import pytest
from shapely.geometry import shape

from model.neutrality import Policy
from model.region import IMPRINT_FIELDS, LAND_BY_KEY
from tests.data.tables import DATA

FILES = sorted((DATA / "regions").glob("*.toml"))


def test_duisburg_is_there() -> None:
    assert [file.stem for file in FILES] == ["05112"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_region_file_is_complete(file) -> None:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    region = told["region"]
    assert region["ags"] == file.stem
    assert region["land"] == LAND_BY_KEY[file.stem[:2]]
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
def test_the_box_of_a_region_is_that_of_its_outline(file) -> None:
    region = tomllib.loads(file.read_text(encoding="utf-8"))["region"]
    features = json.loads((DATA / "boundaries" / "kreise.geojson").read_text(encoding="utf-8"))["features"]
    outline = next(f["geometry"] for f in features if f["properties"]["ags"] == region["ags"])
    assert region["box"] == pytest.approx(shape(outline).bounds)


def test_what_is_committed_stays_small() -> None:
    committed = [p for p in DATA.rglob("*") if p.suffix in (".csv", ".geojson", ".toml", ".md", ".py")]
    assert sum(path.stat().st_size for path in committed) < 3_500_000
