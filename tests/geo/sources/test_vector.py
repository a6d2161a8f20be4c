"""Map files: columns told and guessed, coordinate systems, shapes that are no points, files that end too early."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely import LineString, Polygon
from shapely import Point as Dot

from geo.layers import Entry, GazetteerError, KnownAddress
from geo.point import Point, distance_m
from geo.sources import vector
from geo.sources.base import Options, Record, Rejected
from geo.sources.one_cell import address_parts
from geo.sources.unpack import sample_of

PLACE = Point(51.43, 6.76)
EAST, NORTH = 344_305.0, 5_700_000.0


def table(**columns: list[Any]) -> geopandas.GeoDataFrame:
    """Houses in a row, 10 m from each other, in UTM zone 32."""
    rows = len(next(iter(columns.values())))
    return geopandas.GeoDataFrame(columns, geometry=[Dot(EAST + 10 * row, NORTH) for row in range(rows)], crs=25832)


def written(frame: geopandas.GeoDataFrame, path: Path, **how: Any) -> Path:
    frame.to_file(path, **how)
    return path


def read(path: Path, **options: Any) -> list[Record]:
    return list(vector.read(path, Options(**options)))


@pytest.fixture
def houses() -> geopandas.GeoDataFrame:
    """Three houses; the second has its number in pieces, the third names no street."""
    return table(
        strasse=["Eschenstr.", "Am Markt", None], hausnr=["5", "8", "9"], zusatz=[None, "a", None],
        plz=["47051", "47052", "47053"],
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.fgb", "a.geojson", "a.geojsonl"])
def test_every_form_gives_the_same(houses: geopandas.GeoDataFrame, tmp_path: Path, name: str) -> None:
    path = written(houses, tmp_path / name, **({"driver": "GeoJSONSeq"} if name.endswith("l") else {}))
    assert vector.recognise(sample_of(path))
    records = read(path, city="Musterstadt")
    addresses = sorted((one for one in records if isinstance(one, KnownAddress)), key=lambda one: one.postcode)
    assert [one[:5] for one in addresses] == [
        ("Eschenstraße", "5", "47051", "Musterstadt", ""),
        ("Am Markt", "8a", "47052", "Musterstadt", ""),
    ]
    first, second = (one.point for one in addresses)
    assert first and second and distance_m(first, second) == pytest.approx(10, abs=0.1)
    assert distance_m(first, Point(51.4305, 6.7611)) < 500
    [rejected] = [one for one in records if isinstance(one, Rejected)]
    assert rejected.reason == f"Feature {rejected.line} names no street."


def test_columns_may_be_told(tmp_path: Path) -> None:
    path = written(table(wo=["Weg 7a, 47051 Musterstadt", "Allee 3"], was=["Bad", ""]), tmp_path / "a.gpkg")
    with pytest.raises(GazetteerError, match=r"In a\.gpkg no column was found for street\. It has: wo, was\."):
        read(path)
    records = read(path, columns={"address": "wo"}, city="Dorf")
    assert [one[:4] for one in records if isinstance(one, KnownAddress)] == [
        ("Weg", "7a", "47051", "Musterstadt"),
        ("Allee", "3", "", "Dorf"),
    ]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"street": "gasse"}, r"has no column 'gasse'\. It has: strasse, hausnr, zusatz, plz\."),
        ({"road": "strasse"}, "There is no column of ours called 'road'"),
        ({"kind": "school"}, "no column was found for name"),
    ],
)
def test_a_column_that_is_not_there_is_named(
    houses: geopandas.GeoDataFrame, tmp_path: Path, columns: dict[str, str], sentence: str
) -> None:
    with pytest.raises(GazetteerError, match=sentence):
        read(written(houses, tmp_path / "a.gpkg"), columns=columns)


def test_features_may_be_places_all_of_one_kind(tmp_path: Path) -> None:
    frame = table(name=["Lindenschule", ""], strasse=["Weg", ""], hausnr=["7", ""])
    records = read(written(frame, tmp_path / "a.gpkg"), columns={"kind": "school"}, city="Musterstadt")
    place, address, rejected = records
    assert isinstance(place, Entry)
    assert (place.name, place.kind, place.city) == ("Lindenschule", "school", "Musterstadt")
    assert isinstance(address, KnownAddress) and address.point == place.point
    assert rejected == Rejected(2, "Feature 2: the place has no name.")


def test_the_kind_of_a_place_may_stand_in_a_column(tmp_path: Path) -> None:
    frame = table(name=["A", "B"], art=["library", "pub"])
    library, pub = read(written(frame, tmp_path / "a.gpkg"), columns={"kind": "art"})
    assert isinstance(library, Entry) and library.kind == "library"
    assert isinstance(pub, Rejected) and pub.reason.startswith("Feature 2: the kind 'pub' is none of city,")


def test_lines_and_areas_count_by_a_point_on_them(tmp_path: Path) -> None:
    bow_tie = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    shapes = [LineString([(0, 0), (50, 0), (100, 0)]), Polygon([(0, 0), (99, 0), (0, 1)]), bow_tie, None]
    moved = [None if shape is None else _moved(shape) for shape in shapes]
    frame = geopandas.GeoDataFrame({"strasse": ["A", "B", "C", "D"]}, geometry=moved, crs=25832)
    records = read(written(frame, tmp_path / "a.gpkg"))
    points = [one.point for one in records if isinstance(one, KnownAddress)]
    assert len(points) == 3 and all(point and distance_m(point, Point(51.4305, 6.7611)) < 500 for point in points)
    assert records[3] == Rejected(4, "Feature 4: The line has no coordinates, or none that can be read.")


def _moved(shape: Any) -> Any:
    from shapely import affinity

    return affinity.translate(shape, EAST, NORTH)


def geojson(path: Path, lon: float, lat: float) -> Path:
    """A GeoJSON file that names no coordinate system."""
    point = {"type": "Point", "coordinates": [lon, lat]}
    feature = {"type": "Feature", "properties": {"street": "Weg"}, "geometry": point}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def test_geojson_that_names_no_system_is_in_degrees_where_it_can_be(tmp_path: Path) -> None:
    [address] = read(geojson(tmp_path / "a.geojson", 6.76, 51.43), crs="EPSG:25832")
    assert isinstance(address, KnownAddress) and address.point == PLACE


def test_a_file_that_names_no_system_is_refused_unless_somebody_says_it(
    houses: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    shapes = written(houses, tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()
    for path in (shapes, geojson(tmp_path / "b.geojson", EAST, NORTH)):
        with pytest.raises(GazetteerError, match=r"does not say in which coordinate system it is"):
            read(path)
        with pytest.raises(GazetteerError, match="'EPSG:0' is no coordinate system"):
            read(path, crs="EPSG:0")
        first = read(path, crs="EPSG:25832")[0]
        assert isinstance(first, KnownAddress) and first.point
        assert distance_m(first.point, Point(51.4305, 6.7611)) < 500


def test_an_archive_is_read_as_it_is(houses: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    written(houses, tmp_path / "a.shp")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in tmp_path.glob("a.???"):
            if part.suffix != ".zip":
                archive.write(part, f"folder/{part.name}")
    assert vector.recognise(sample_of(tmp_path / "a.zip"))
    assert len(read(tmp_path / "a.zip")) == 3


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.dbf", "a.fgb", "a.geojson", "a.geojsonl"])
@pytest.mark.parametrize("keep", [0.5, 0.977])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, name: str, keep: float) -> None:
    frame = table(strasse=[f"Weg {row}" for row in range(400)], hausnr=["5"] * 400)
    path = tmp_path / (name if name != "a.dbf" else "a.shp")
    written(frame, path, **({"driver": "GeoJSONSeq"} if name.endswith("l") else {}))
    short = tmp_path / name
    short.write_bytes(short.read_bytes()[: int(short.stat().st_size * keep)])
    with pytest.raises(GazetteerError, match=r"^The file a\.\w+ (cannot be read as a map|is cut off)"):
        read(path)


def test_a_file_with_several_layers_is_refused(houses: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    path = written(houses, tmp_path / "a.gpkg", layer="houses")
    written(houses, path, layer="trees")
    with pytest.raises(GazetteerError, match=r"several layers \(houses, trees\)"):
        read(path)


def test_what_points_to_other_files_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text("<OGRVRTDataSource><OGRVRTLayer name='a'/></OGRVRTDataSource>", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "a.geojson")
    for one in (path, tmp_path / "a.zip"):
        with pytest.raises(GazetteerError, match="is no map that can be read here"):
            read(one)


def test_features_may_come_in_pieces(
    houses: geopandas.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo.sources import vector_file

    path = written(houses, tmp_path / "a.gpkg")
    whole = read(path)
    monkeypatch.setattr(vector_file, "PIECE", 2)
    told: list[tuple[int, int]] = []
    assert read(path, progress=lambda done, total: told.append((done, total))) == whole
    assert told == [(2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Weg 7a, 47051 Musterstadt", ("Weg", "7a", "47051", "Musterstadt")),
        ("Weg 7a, D-47051 Musterstadt", ("Weg", "7a", "47051", "Musterstadt")),
        ("Am Markt, Musterstadt", ("Am Markt", "", "", "Musterstadt")),
        ("Weg 7", ("Weg", "7", "", "")),
        ("Weg 7, 3. OG, 47051", ("Weg", "7", "47051", "")),
    ],
)
def test_an_address_in_one_cell_is_taken_apart(cell: str, parts: tuple[str, ...]) -> None:
    assert address_parts(cell) == parts


def test_the_schools_of_berlin(shared_data: Path) -> None:
    path = shared_data / "institutions" / "berlin_schulen_epsg25833.geojson"
    assert vector.recognise(sample_of(path))
    records = read(path, columns={"kind": "school"}, city="Berlin")
    places = [one for one in records if isinstance(one, Entry)]
    addresses = [one for one in records if isinstance(one, KnownAddress)]
    assert len(places) == len(addresses) == 902
    assert all(52.3 < one.point.lat < 52.7 and 13.0 < one.point.lon < 13.8 for one in places)
    assert addresses[0][:5] == ("Alt-Moabit", "10", "10557", "Berlin", "Moabit")


def test_the_youth_centres_of_berlin(shared_data: Path) -> None:
    path = shared_data / "institutions" / "berlin_jugendfreizeit_epsg25833.geojson"
    names = {"street": "e_strasse", "number": "e_hnr", "postcode": "e_plz", "city": "e_ort", "name": "e_name"}
    records = read(path, columns={**names, "kind": "centre"})
    assert sum(isinstance(one, Entry) for one in records) == 407
    assert sum(isinstance(one, KnownAddress) and one.precision == "house" for one in records) > 400


def test_districts_in_another_system_lie_where_they_are(shared_data: Path, tmp_path: Path) -> None:
    for part in (shared_data / "boundaries").glob("VG5000_KRS.*"):
        shutil.copy(part, tmp_path)
    records = read(tmp_path / "VG5000_KRS.shp", columns={"name": "GEN", "kind": "district"})
    kiel = next(one for one in records if isinstance(one, Entry) and one.name == "Kiel")
    assert len(records) == 401
    assert distance_m(kiel.point, Point(54.33, 10.13)) < 6_000


@pytest.mark.parametrize("content", [b"\x00\x00'\n", b"\x00\x00'\n" + bytes(20)])
def test_a_shapefile_of_a_few_bytes_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.shp"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"^The file a\.shp "):
        read(path)
