"""Timetables: stops put together, names without their platforms, archives that are broken or none."""

import zipfile
from pathlib import Path

import pytest

from geo.layers import Entry, GazetteerError
from geo.point import Point
from geo.sources import gtfs
from geo.sources.base import Options, Record, Rejected, Sample
from geo.sources.unpack import sample_of

HEAD = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
STOPS = (
    HEAD
    + """a1,"Musterstadt, Markt Bstg A",50.0000,8.0000,,a
a2,"Musterstadt, Markt Bstg B",50.0004,8.0000,0,a
a,"Musterstadt, Markt",50.0002,8.0000,1,
a9,Eingang Nord,50.0002,8.0001,2,a
b1,Musterstadt Hbf,50.0100,8.0100,,
b2,Musterstadt Hbf,50.0102,8.0100,,
c,Musterstadt Hbf,50.0500,8.0100,,gone
d,"Dorf, Nord",50.0600,8.0100,,
e,,50.07,8.01,,
f,Fern,91,8.01,,
d,Doppelt,50.07,8.01,,
g,Halle,,,1,
g1,Halle Steig 1,50.08,8.01,,g
h,Leer,,,1,
"""
)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A timetable of a small town."""
    return archive(tmp_path / "feed.zip", {"stops.txt": STOPS, "routes.txt": "route_id\n1\n", "trips.txt": "t\n"})


def archive(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def read(path: Path) -> list[Record]:
    return list(gtfs.read(path, Options()))


def entries(path: Path) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for one in read(path):
        if isinstance(one, Entry):
            found.setdefault(one.name, []).append(one)
    return found


def test_platforms_belong_to_their_station(feed: Path) -> None:
    [market] = entries(feed)["Musterstadt, Markt"]
    assert (market.kind, market.point) == ("station", Point(50.0002, 8.0))
    assert market.aliases == ("Markt",)


def test_a_station_without_coordinates_lies_amid_its_platforms(feed: Path) -> None:
    assert entries(feed)["Halle"][0].point == Point(50.08, 8.01)


def test_stops_of_one_name_are_one_where_they_are_near(feed: Path) -> None:
    near, far = sorted(entries(feed)["Musterstadt Hbf"], key=lambda one: one.point.lat)
    assert near.kind == far.kind == "stop"
    assert near.point.lat == pytest.approx(50.0101)
    assert "Hauptbahnhof Musterstadt" in near.aliases


def test_a_point_of_the_compass_is_no_name(feed: Path) -> None:
    assert entries(feed)["Dorf, Nord"][0].aliases == ()


def test_lines_that_cannot_be_used_are_named(feed: Path) -> None:
    rejected = {one.line: one.reason for one in read(feed) if isinstance(one, Rejected)}
    assert rejected == {
        10: "The stop e has no name.",
        11: "The coordinates 91/8.01 are no place on the earth.",
        12: "The stop d stands in the table twice.",
        15: "The stop h has no coordinates.",
    }


def test_it_is_recognised_as_archive_and_as_table(feed: Path, tmp_path: Path) -> None:
    table = tmp_path / "stops.txt"
    table.write_text(STOPS, encoding="utf-8")
    assert gtfs.recognise(sample_of(feed))
    assert gtfs.recognise(sample_of(table))
    assert len(entries(table)) == len(entries(feed)) == 4
    assert not gtfs.recognise(sample_of(archive(tmp_path / "other.zip", {"a.csv": "x,y\n1,2\n", "b.csv": "x\n"})))
    assert not gtfs.recognise(Sample(table, "stops.txt", b"street,number,lat,lon\nA,1,2,3\n"))


def test_an_archive_without_stops_or_with_broken_ones_is_refused(feed: Path, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"The archive other\.zip has no stops\.txt"):
        read(archive(tmp_path / "other.zip", {"a.txt": "x"}))
    data = bytearray(feed.read_bytes())
    data[60:90] = bytes(30)
    feed.write_bytes(data)
    with pytest.raises(GazetteerError, match=r"The stops\.txt in feed\.zip is cut off or damaged"):
        read(feed)
    feed.write_bytes(data[:200])
    with pytest.raises(GazetteerError, match=r"feed\.zip cannot be opened"):
        read(feed)


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"stops\.txt has no column stop_lat, stop_lon"):
        read(archive(tmp_path / "feed.zip", {"stops.txt": "stop_id,stop_name\n1,Markt\n"}))


def test_the_stops_of_heidelberg(shared_data: Path) -> None:
    """392 lines with 212 names: each name once for a place, 38 of them stations."""
    records = read(shared_data / "transit" / "heidelberg_vrn_gtfs_excerpt.zip")
    kinds = [one.kind for one in records if isinstance(one, Entry)]
    assert (len(records), kinds.count("station"), kinds.count("stop")) == (184, 38, 146)
    assert not [one for one in records if isinstance(one, Entry) and "Bstg" in one.name]
