"""Adding files to the gazetteer as layers, and taking them out again."""

from pathlib import Path

import pytest

from actions.add_gazetteer_layer import add_layer, layer_files, name_from, remove_layer
from geo.gazetteer import Gazetteer, GazetteerError, build
from geo.layers import Entry, Layer
from geo.live import LiveGeocoder
from geo.point import Point
from geo.sources.base import Options

HEAD = "street;number;postcode;city;lat;lon"
STREETS = "Mühlenstr.;1;47051;Musterstadt;51.5;6.75\nMühlenstr.;2;47051;Musterstadt;51.5;6.751\n"
CODES = (
    "country_code,zipcode,place,state,state_code,province,province_code,community,community_code,latitude,longitude\n"
    "DE,47051,Musterstadt,L,NW,B,1,Musterstadt,05112,51.5,6.75\nDE,47169,Musterstadt,L,NW,B,1,X,05112,51.56,6.75\n"
)


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "gazetteer.sqlite"
    town = Entry("Musterstadt", "city", Point(51.5, 6.75), city="Musterstadt", population=90_000, ags="05112")
    build(path, [Layer("places", "Orte", "CC0", "eigene", "2026", [town])])
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "Häuser_Nord.csv"
    path.write_text(f"{HEAD}\n{STREETS}", encoding="utf-8")
    return path


def test_what_was_added_is_found_at_once(gazetteer: Path, table: Path) -> None:
    live = LiveGeocoder(gazetteer)
    assert live.find("Mühlenstraße 2, Musterstadt").precision != "house"
    report = add_layer(gazetteer, table, licence="CC0", attribution="Stadt Musterstadt", date="2026-03")
    assert (report.name, report.addresses, report.places, report.rejected) == ("haeuser-nord", 2, 0, 0)
    assert report.lines() == ["Layer haeuser-nord (table, CC0): 2 addresses, 0 places."]
    assert live.find("Mühlenstraße 2, Musterstadt").precision == "house"
    (info,) = [layer for layer in live.layers() if layer.name == "haeuser-nord"]
    assert (info.licence, info.attribution, info.as_of, info.entries) == ("CC0", "Stadt Musterstadt", "2026-03", 2)
    assert [layer.name for layer in live.layers()] == ["places", "haeuser-nord"]


def test_a_layer_can_be_taken_out_again_and_leaves_the_others(gazetteer: Path, table: Path) -> None:
    for name in ("one", "two"):
        add_layer(gazetteer, table, licence="CC0", name=name)
    before = layer_files(gazetteer)["two"].read_bytes()
    assert remove_layer(gazetteer, "one") == "The layer one is removed."
    assert list(layer_files(gazetteer)) == ["two"] and layer_files(gazetteer)["two"].read_bytes() == before
    with pytest.raises(GazetteerError, match=r"No layer called 'one' was added\. There are: two\."):
        remove_layer(gazetteer, "one")
    remove_layer(gazetteer, "two")
    with pytest.raises(GazetteerError, match=r"There are: none\."):
        remove_layer(gazetteer, "two")
    assert Gazetteer(gazetteer).trouble() == ""


def test_adding_again_replaces_the_layer(gazetteer: Path, table: Path) -> None:
    add_layer(gazetteer, table, licence="CC0", name="streets")
    table.write_text(f"{HEAD}\nNeuweg;5;47051;Musterstadt;51.5;6.75\n", encoding="utf-8")
    report = add_layer(gazetteer, table, licence="CC0", name="streets")
    assert report.lines()[0].endswith("1 addresses, 0 places. It takes the place of the one that was there.")
    live = LiveGeocoder(gazetteer)
    assert live.find("Neuweg 5, Musterstadt").precision == "house"
    assert live.find("Mühlenstraße 2, Musterstadt").precision != "house"


def test_lines_of_no_use_are_counted_and_the_first_are_named(gazetteer: Path, table: Path) -> None:
    bad = "".join(f"Weg;{number};;;x;y\n" for number in range(30))
    table.write_text(f"{HEAD}\n{bad}{STREETS}", encoding="utf-8")
    report = add_layer(gazetteer, table, licence="CC0")
    assert (report.addresses, report.rejected, len(report.sentences)) == (2, 30, 20)
    assert report.sentences[0] == "Häuser_Nord.csv, line 2: The line has no coordinates, or none that can be read."
    lines = report.lines()
    assert lines[1] == "30 lines could not be used:" and lines[-1] == "  … and 10 more."
    assert report.as_dict()["rejected"] == 30


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Sehr geehrte Damen und Herren\n", "Nobody here can read"),
        (f"{HEAD}\n".encode(), "Nothing in Häuser_Nord.csv could be used, so no layer was made of it."),
        (f"{HEAD}\nWeg;1;;;x;y\n".encode(), "made of it. Häuser_Nord.csv, line 2: The line has no coord"),
        (b"\x00\x01\x02" * 50, "NUL bytes"),
        (b"a;b\n1;2\n", "no column was found for street, lat, lon"),
    ],
)
def test_a_file_of_no_use_is_refused_and_the_old_layer_stays(
    gazetteer: Path, table: Path, content: bytes, words: str
) -> None:
    add_layer(gazetteer, table, licence="CC0", name="streets")
    before = layer_files(gazetteer)["streets"].read_bytes()
    table.write_bytes(content)
    with pytest.raises(GazetteerError) as refused:
        add_layer(gazetteer, table, licence="CC0", name="streets")
    assert words in str(refused.value)
    assert layer_files(gazetteer)["streets"].read_bytes() == before
    assert [file.name for file in layer_files(gazetteer)["streets"].parent.iterdir()] == ["streets.sqlite"]


def test_a_licence_is_needed_where_the_format_has_none(gazetteer: Path, table: Path, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"Nobody knows the licence of Häuser_Nord.csv \(format table\)"):
        add_layer(gazetteer, table)
    assert not layer_files(gazetteer)
    codes = tmp_path / "codes.csv"
    codes.write_text(CODES, encoding="utf-8")
    report = add_layer(gazetteer, codes)
    assert (report.licence, report.attribution) == ("CC BY 4.0", "GeoNames (geonames.org), CC BY 4.0")
    assert (report.places, report.date) == (2, "")


@pytest.mark.parametrize("name", ["", "a b", "../x", "ä", "-a", "a--b", "a/b", "x" * 61, "a.b", "a\n"])
def test_a_layer_has_a_plain_name(gazetteer: Path, table: Path, name: str) -> None:
    if name:
        with pytest.raises(GazetteerError, match="is no name for a layer: letters, digits and single dashes only"):
            add_layer(gazetteer, table, licence="CC0", name=name)
    with pytest.raises(GazetteerError, match="is no name for a layer"):
        remove_layer(gazetteer, name)
    assert not layer_files(gazetteer)


@pytest.mark.parametrize(
    ("file", "name"),
    [("essen_haus.csv.gz", "essen-haus"), ("codes.de.csv", "codes-de"), ("ÖPNV (Muster).zip", "oepnv-muster"),
     ("x" * 90, "x" * 60), ("…", "")],
)  # fmt: skip
def test_a_layer_is_called_after_its_file(file: str, name: str) -> None:
    assert name_from(Path(file)) == name


@pytest.mark.parametrize("date", ["gestern", "2026-13", "2026-1", "26", "2026-01-40", "2026-01-01T10:00"])
def test_a_date_is_a_year_a_month_or_a_day(gazetteer: Path, table: Path, date: str) -> None:
    with pytest.raises(GazetteerError, match=r"is no date: it must be a year, a month or a day"):
        add_layer(gazetteer, table, licence="CC0", date=date)


def test_a_format_can_be_forced(gazetteer: Path, table: Path) -> None:
    with pytest.raises(GazetteerError, match="has no column unit, district, region"):
        add_layer(gazetteer, table, licence="CC0", format_name="openaddresses")
    with pytest.raises(GazetteerError, match="There is no format 'tabel'"):
        add_layer(gazetteer, table, licence="CC0", format_name="tabel")
    assert add_layer(gazetteer, table, licence="CC0", format_name="table").addresses == 2


def test_missing_postcodes_are_told_by_a_table_and_its_source_is_named(gazetteer: Path, tmp_path: Path) -> None:
    file, codes = tmp_path / "houses.csv", tmp_path / "codes.csv"
    file.write_text("street;number;lat;lon\nMühlenstr.;1;51.5;6.75\nNordweg;1;51.56;6.75\n", encoding="utf-8")
    codes.write_text(CODES, encoding="utf-8")
    options = Options(city="Musterstadt")
    report = add_layer(gazetteer, file, licence="CC0", attribution="Stadt", options=options, postcodes=[codes])
    assert report.attribution == "Stadt; GeoNames (geonames.org), CC BY 4.0"
    found = LiveGeocoder(gazetteer).find("Nordweg 1, Musterstadt")
    assert found.precision == "house" and found.point == Point(51.56, 6.75)


def test_missing_towns_are_told_by_a_map(gazetteer: Path, tmp_path: Path) -> None:
    file, outlines = tmp_path / "houses.csv", tmp_path / "towns.geojson"
    file.write_text("street;number;lat;lon\nMühlenstr.;1;51.5;6.75\n", encoding="utf-8")
    outlines.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"GEN":"Musterstadt","AGS":"05112000"},'
        '"geometry":{"type":"Polygon","coordinates":[[[6.7,51.4],[6.8,51.4],[6.8,51.6],[6.7,51.6],[6.7,51.4]]]}}]}',
        encoding="utf-8",
    )
    add_layer(gazetteer, file, licence="CC0", boundaries=outlines)
    assert LiveGeocoder(gazetteer).find("Mühlenstraße 1, Musterstadt").precision == "house"


def test_postcodes_without_points_need_a_table_with_points(gazetteer: Path, table: Path, tmp_path: Path) -> None:
    towns = tmp_path / "towns.csv"
    towns.write_text("plz,ort\n47051,Musterstadt\n47169,Musterstadt\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"towns.csv has no points: add a table of postcodes that has"):
        add_layer(gazetteer, table, licence="CC0", postcodes=[towns])


def test_progress_is_told_to_the_end(gazetteer: Path, table: Path) -> None:
    told: list[tuple[int, int]] = []
    add_layer(gazetteer, table, licence="CC0", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (table.stat().st_size,) * 2
