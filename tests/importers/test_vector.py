"""Map layers in any form and coordinate system: each feature lands where it lies."""

import zipfile
from pathlib import Path

import geopandas
import pytest
from shapely.geometry import Point as Shape

from geo.point import Point, distance_m
from importers import recognising
from importers.base import ImportRefused, Options, Record, Sample
from importers.vector import draft, read
from model.draft import Draft

HERE = Path(__file__).parent / "vector"
#: the town hall of Duisburg, and where it lies in four systems
SPOT = Point(51.43457, 6.76207)
SYSTEMS = ("EPSG:4326", "EPSG:25832", "EPSG:25833", "EPSG:31466")


def layer(crs: str, **more: list) -> geopandas.GeoDataFrame:
    told = {"Name": ["Beratung im Rathaus"], "Strasse": ["Burgplatz 19"], **more}
    return geopandas.GeoDataFrame(told, geometry=[Shape(SPOT.lon, SPOT.lat)], crs="EPSG:4326").to_crs(crs)


def drafts(path: Path, columns: Path | None = None) -> list[Draft]:
    found = [draft(one) for one in read(path, Options(columns=columns)) if isinstance(one, Record)]
    return [one for one in found if isinstance(one, Draft)]


def written(tmp_path: Path, ending: str, frame: geopandas.GeoDataFrame) -> Path:
    path = tmp_path / f"stellen.{ending}"
    if ending != "zip":
        frame.to_file(path)
        return path
    frame.to_file(tmp_path / "stellen.shp")
    with zipfile.ZipFile(path, "w") as archive:
        for part in tmp_path.glob("stellen.[!z]*"):
            archive.write(part, part.name)
    return path


@pytest.mark.parametrize("crs", SYSTEMS)
@pytest.mark.parametrize("ending", ["geojson", "gpkg", "shp", "zip"])
def test_a_point_is_where_it_lies_whatever_its_form_and_system(tmp_path, ending, crs) -> None:
    path = written(tmp_path, ending, layer("EPSG:4326" if ending == "geojson" else crs))
    assert recognising(Sample.of(path)) == ["vector"]
    (one,) = drafts(path)
    assert one.name == "Beratung im Rathaus" and one.place.street == "Burgplatz 19"
    # The grid of Gauß and Krüger is good to some metres without the official shift file.
    assert distance_m(Point(float(one.place.lat), float(one.place.lon)), SPOT) < (5 if crs == "EPSG:31466" else 0.1)


def test_schools_of_berlin_lie_in_berlin(shared_data, tmp_path) -> None:
    columns = tmp_path / "spalten.toml"
    columns.write_text('[columns]\nName = "name"\nKennung = "bsn"\n', encoding="utf-8")
    found = drafts(shared_data / "institutions" / "berlin_schulen_epsg25833.geojson", columns)
    assert len(found) == 902
    assert all(52.3 < float(one.place.lat) < 52.7 and 13.0 < float(one.place.lon) < 13.8 for one in found)


def test_an_area_gives_a_point_inside_that_counts_as_no_finer_than_the_place(shared_data, tmp_path) -> None:
    columns = tmp_path / "spalten.toml"
    columns.write_text('[columns]\nName = "GEN"\nKennung = "AGS"\n', encoding="utf-8")
    found = {one.ref: one for one in drafts(shared_data / "boundaries" / "VG5000_KRS.shp", columns)}
    duisburg = found["05112"].place
    assert duisburg.precision == "place" and 51.3 < float(duisburg.lat) < 51.6 and 6.6 < float(duisburg.lon) < 6.9


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "prop', "cannot be read as a map|breaks off"),
        (b'{"type": "FeatureCollection", "features": []}', "holds no features"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"x": 1}, "geometry": '
         b'{"type": "Point", "coordinates": [6.7, 51.4]}}]}', "no attribute with the name"),
    ],
)  # fmt: skip
def test_what_is_cut_off_empty_or_nameless_is_refused(tmp_path, content, words) -> None:
    path = tmp_path / "stellen.geojson"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=words):
        list(read(path, Options()))


def test_a_shapefile_without_its_system_is_refused(tmp_path) -> None:
    path = written(tmp_path, "shp", layer("EPSG:25832"))
    path.with_suffix(".prj").unlink()
    with pytest.raises(ImportRefused, match=r"\.prj"):
        list(read(path, Options()))


def test_persons_are_not_taken_into_memory(tmp_path) -> None:
    path = written(tmp_path, "gpkg", layer("EPSG:4326", Ansprechpartner=["Frau Niemand"]))
    assert not any("Niemand" in str(one.values) for one in read(path, Options()) if isinstance(one, Record))
