"""Eight regions from Duisburg to Vaduz, each set up by one command; the nearest search works in each."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import ROOT, Settings
from tests.seeded import copy_seeded

HERE = ROOT / "tests" / "regions"
#: what the command is given, files of the shared data in braces; a search; what is found first, how far and how exactly
REGIONS = {
    "essen": (
        ["5113", "--gazetteer", "{addresses/essen_hauskoordinaten.csv.gz}", "--layer-city", "Essen",
         "--layer-licence", "dl-de/by-2-0"],
        "Langemarckstr. 234, Essen", "Bildungsberatung am Haumannplatz", 100,
    ),
    "heidelberg": (
        ["Heidelberg", "--gazetteer", "{osm/heidelberg.osm.pbf}"],
        "Schillerstraße 6, Heidelberg", "Lernberatung Weststadt", 200,
    ),
    "bayreuth": (
        ["09462000", "--gazetteer", "{osm/bayreuth-nord.osm.gz}"],
        "Schupfenschlag 16, Bayreuth", "Bildungsberatung Hohe Warte", 2_000,
    ),
    "dreieich": (
        ["6438002", "--boundaries", "{boundaries/vg5000_gemeinden_2021_wgs84.geojson}",
         "--gazetteer", "{osm/dreieich.osm.pbf}"],
        "Ederstraße 9, Dreieich", "Bildungsberatung Dreieichenhain", 2_000,
    ),
    "reinickendorf": (
        ["de-be-reinickendorf", "--land", "BE", "--boundaries", str(HERE / "reinickendorf.geojson"),
         "--gazetteer", "{osm/berlin-reinickendorf.osm.pbf}"],
        "Miraustraße 42, Berlin", "Bildungsberatung am Eichborndamm", 2_000,
    ),
    "vaduz": (
        ["li-vaduz", "--name", "Vaduz", "--boundaries", "{osm/liechtenstein.osm.pbf}",
         "--gazetteer", "{osm/liechtenstein.osm.pbf}"],
        "Heiligkreuz 25, Vaduz", "Bildungsberatung im Städtle", 1_000,
    ),
    "krems-an-der-donau": (
        ["at-30101", "--boundaries", str(HERE / "krems.geojson"), "--gazetteer", "{postcodes/zipcodes.at.csv}"],
        "3500 Krems an der Donau", "Bildungsberatung an der Donau", 6_000,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def app(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A new installation, with Duisburg."""
    home = copy_seeded(seeded, tmp_path_factory.mktemp("eight"))
    where = {"DATABASE_URL": f"sqlite:///{home / 'offers.sqlite'}", "GAZETTEER": str(home / "gazetteer.sqlite"),
             "SECRET_KEY_FILE": str(home / "secret")}  # fmt: skip
    yield create_app(Settings.from_env(where))


def run(app: Flask, *arguments: str) -> str:
    done = app.test_cli_runner().invoke(args=list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def nearest(app: Flask, query: str, slug: str) -> list[dict]:
    told = run(app, "nearest", query, "--region", slug, "--neutral")
    return [json.loads(line) for line in told.splitlines() if line.startswith("{")]


def test_duisburg_is_there_from_the_start(app: Flask) -> None:
    (first, *_) = nearest(app, "Marxloh", "duisburg")
    assert first["neutrality"]["grade"] in ("A", "B")


@pytest.mark.parametrize("slug", REGIONS)
def test_a_region_is_set_up_by_one_command_and_searched(app: Flask, slug: str, shared_data: Path) -> None:
    arguments, query, name, within_m = REGIONS[slug]
    files = [str(shared_data / one[1:-1]) if one.startswith("{") else one for one in arguments]
    told = run(app, "region", "add", *files, "--offers", str(HERE / f"{slug.partition('-')[0]}.csv"))
    assert f"/{slug}/" in told and ", 0 rejected" in told.replace(" would be", "")
    (first, *_) = nearest(app, query, slug)
    assert (first["name"], first["place_precision"]) == (name, "house")
    assert first["distance_m"] <= within_m
    assert app.test_client().get(f"/{slug}/").status_code == 200


def test_districts_of_a_region_may_be_named_once_their_outlines_are_there(app: Flask, shared_data: Path) -> None:
    file = shared_data / "boundaries" / "duisburg_districts.geojson"
    told = run(app, "region", "add", "05112", "--districts", str(file), "--layer-licence", "ODbL-1.0")
    assert "set up already" in told and "0 addresses, 35 places" in told
    (found,) = [json.loads(line) for line in run(app, "geocode", "Neudorf-Sued").splitlines()]
    assert (found["label"], found["precision"]) == ("Duisburg-Neudorf-Süd", "district")


def test_numbers_abroad_can_be_dialled_from_anywhere(app: Flask) -> None:
    page = app.test_client().get("/vaduz/").get_data(as_text=True)
    assert "tel:+4235550100" in page
    assert "tel:+43273255501" in app.test_client().get("/krems-an-der-donau/").get_data(as_text=True)
