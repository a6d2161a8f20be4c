"""The commands that build the committed files, on small inputs."""

import json
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import box, mapping, shape

from data.build import boundaries, duisburg, places
from data.build.areas import read_land


def feature(ags: str, name: str, area, gf: int = 4, kind: str = "Landkreis") -> dict:
    told = {"AGS": ags, "GEN": name, "BEZ": kind, "NUTS": f"DE{ags}", "GF": gf}
    return {"type": "Feature", "properties": told, "geometry": mapping(area)}


@pytest.fixture
def kreise(tmp_path: Path) -> Path:
    """Four districts side by side, one of them with water in a nested collection, three that have merged since."""
    land, water = feature("01001", "Amtsee", box(0, 0, 1, 1)), feature("01001", "Amtsee", box(0, 1, 1, 2), gf=2)
    listed = [
        feature("03152", "Göttingen", box(1, 0, 2, 1)),
        {"type": "FeatureCollection", "features": [land, water]},
        feature("03156", "Osterode am Harz", box(2, 0, 3, 1)),
        feature("16056", "Eisenach", box(3, 0.4, 3.5, 0.6), kind="Kreisfreie Stadt"),
        feature("16063", "Wartburgkreis", box(3, 0, 4, 1).difference(box(3, 0.4, 3.5, 0.6))),
    ]
    path = tmp_path / "kreise.geo.json"
    path.write_text(json.dumps(listed), encoding="utf-8")
    return path


def test_nested_features_are_found_and_water_is_left_out(kreise: Path) -> None:
    assert [f["properties"]["AGS"] for f in read_land(kreise)] == ["03152", "01001", "03156", "16056", "16063"]


def test_merged_districts_become_one_with_their_new_key(kreise: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.geojson"
    assert boundaries.build(kreise, target, tolerance=0.01) == 3
    written = json.loads(target.read_text(encoding="utf-8"))
    told = {f["properties"]["ags"]: f for f in written["features"]}
    assert list(told) == ["01001", "03159", "16063"]
    assert told["03159"]["properties"]["nuts"] == "DE91C"
    assert told["16063"]["properties"]["nuts"] == ""
    assert shape(told["03159"]["geometry"]).area == pytest.approx(2, abs=0.01)
    assert shape(told["16063"]["geometry"]).area == pytest.approx(1, abs=0.01)
    assert "BKG" in written["attribution"]


@pytest.mark.parametrize(
    ("official", "readable"),
    [
        ("Weiden i.d. OPf.", "Weiden in der Oberpfalz"),
        ("Limburg a.d. Lahn", "Limburg an der Lahn"),
        ("Weilheim i. OB", "Weilheim in Oberbayern"),
        ("Garching b. München", "Garching bei München"),
        ("Lohr a. Main", "Lohr am Main"),
        ("St. Ingbert", "Sankt Ingbert"),
        ("Hann. Münden", "Hannoversch Münden"),
        ("Bad Homburg v.d. Höhe", "Bad Homburg vor der Höhe"),
        ("Halle (Saale)", "Halle (Saale)"),
    ],
)
def test_abbreviations_of_official_names_are_spelled_out(official: str, readable: str) -> None:
    assert places.spelled_out(official) == readable


def place(name: str, people: int, *others: str, lat: float = 0.5, lon: float = 0.5) -> dict:
    return {"name": name, "population": people, "alternatenames": list(others), "latitude": lat, "longitude": lon}


def test_the_main_place_takes_the_official_name_and_keeps_the_other_as_an_alias() -> None:
    town = places.Municipality("Lübben (Spreewald)", "12061316")
    known = [place("Lubin", 14_713, "Lübben (Spreewald)"), place("Hartmannsdorf", 500)]
    main, part = sorted(places.rows(known, [town, town]), key=lambda row: str(row[5]), reverse=True)
    assert main == ("Lübben (Spreewald)", "0.50000", "0.50000", 14_713, "12061", "town", "Lubin|Lübben")
    assert part[0] == "Hartmannsdorf" and part[5] == "place"


def test_a_part_of_a_city_never_stands_for_the_city() -> None:
    town = places.Municipality("Hamburg", "02000000")
    known = [place("Hamburg-Nord", 315_514), place("Hamburg", 100), place("Hamburg", 1_973_896)]
    assert places.main_places(known, [town] * 3) == {2}


def test_nobody_counted_stays_unknown() -> None:
    row = places.rows([place("Hof", 0)], [places.Municipality("Hof", "09464000")])[0]
    assert row[3] == ""


def test_a_place_just_outside_a_border_belongs_to_the_nearest_municipality() -> None:
    towns = [places.Municipality("West", "01001000"), places.Municipality("Ost", "01002000")]
    outlines = np.array([box(0, 0, 1, 1), box(2, 0, 3, 1)])
    found = places.located([place("A", 1, lon=1.1), place("B", 1, lon=2.5)], outlines, towns)
    assert [town.name for town in found] == ["West", "Ost"]


def test_the_radius_of_a_known_outline_holds_nine_tenths_of_it() -> None:
    square = box(0, 0, 2000, 2000)
    reach = duisburg.reach(square, np.array([1000.0, 1000.0]))
    assert 1000 < reach < 1414


def test_the_radius_of_doubt_is_measured_or_estimated_and_the_city_stands_above_all(tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text(
        "name,kind,lat,lon,source\n"
        "Laar,district,51.46,6.74,OSM-Polygon x\n"
        "Beeck,district,51.48,6.73,Wikipedia DE x\n"
        "Ruhrort,district,51.45,6.75,Wikipedia DE x\n"
        "Baerl,district,51.50,6.68,woanders\n"
        "Duisburg,alias,51.45,6.74,Wikipedia x\n",
        encoding="utf-8",
    )
    square = box(6.73, 51.45, 6.75, 51.47)
    outline = [
        {"type": "Feature", "properties": {"name": "Laar"}, "geometry": mapping(square)},
        {"type": "Feature", "properties": {"name": "Duisburg"}, "geometry": mapping(square.buffer(0.1))},
    ]
    shapes = tmp_path / "outlines.geojson"
    shapes.write_text(json.dumps({"features": outline}), encoding="utf-8")
    target = tmp_path / "out.csv"
    assert duisburg.build(points, shapes, target) == 5
    lines = [line.split(",") for line in target.read_text(encoding="utf-8").splitlines()]
    told = {line[0]: line for line in lines}
    assert 1000 <= int(told["Laar"][-2]) <= 1300
    assert int(told["Beeck"][-2]) % 100 == 0
    parents = [told[name][-1] for name in ("Laar", "Baerl", "Duisburg")]
    assert parents == ["Meiderich/Beeck", "Homberg/Ruhrort/Baerl", ""]
    assert told["Baerl"][4] == "woanders"
