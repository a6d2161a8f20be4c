"""OpenStreetMap files: a small town drawn by hand, the same as PBF, files that end too early, and real extracts."""

import bz2
import gzip
from pathlib import Path

import osmium
import pytest

from geo.layers import Entry, GazetteerError, KnownAddress
from geo.point import Point, distance_m
from geo.sources import osm
from geo.sources.base import SAMPLE_BYTES, Options, Record, Rejected, Sample

TOWN = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="drawn by hand">
 <node id="1" lat="50.0000" lon="8.0000"/><node id="2" lat="50.0000" lon="8.0002"/>
 <node id="3" lat="50.0002" lon="8.0002"/><node id="4" lat="50.0002" lon="8.0000"/>
 <node id="5" lat="50.0010" lon="8.0000"/><node id="6" lat="50.0010" lon="8.0010"/>
 <node id="7" lat="50.0010" lon="8.0030"/>
 <node id="10" lat="50.0100" lon="8.0100" version="3" timestamp="2020-01-02T03:04:05Z" uid="4711" user="somemapper">
  <tag k="addr:street" v="Lindenweg"/><tag k="addr:housenumber" v="41;43"/><tag k="addr:postcode" v="12345"/>
  <tag k="addr:city" v="Musterstadt"/><tag k="addr:suburb" v="Nordend"/></node>
 <node id="11" lat="50.0020" lon="8.0020"><tag k="addr:place" v="Weiler"/><tag k="addr:housenumber" v="7"/></node>
 <node id="12" lat="50.0030" lon="8.0020"><tag k="addr:housenumber" v="9"/></node>
 <node id="13" lat="50.0031" lon="8.0020"><tag k="addr:housenumber" v="8"/></node>
 <node id="20" lat="50.0200" lon="8.0200"><tag k="highway" v="bus_stop"/><tag k="name" v="Markt"/></node>
 <node id="21" lat="50.0204" lon="8.0200"><tag k="public_transport" v="platform"/><tag k="name" v="Markt"/>
  <tag k="alt_name" v="Marktplatz;Alter Markt"/></node>
 <node id="22" lat="50.0300" lon="8.0200"><tag k="highway" v="bus_stop"/><tag k="name" v="Markt"/></node>
 <node id="23" lat="50.0400" lon="8.0400"><tag k="railway" v="station"/><tag k="name" v="Musterstadt Hbf"/></node>
 <node id="24" lat="50.0401" lon="8.0402"><tag k="highway" v="bus_stop"/>
  <tag k="name" v="Musterstadt Hauptbahnhof"/></node>
 <node id="25" lat="50.0401" lon="8.0402"><tag k="public_transport" v="platform"/><tag k="name" v="Gleis 3"/></node>
 <node id="30" lat="50.05" lon="8.05"><tag k="place" v="town"/><tag k="name" v="Musterstadt"/>
  <tag k="population" v="20000"/><tag k="de:amtlicher_gemeindeschluessel" v="06438001"/></node>
 <node id="31" lat="50.06" lon="8.06"><tag k="place" v="suburb"/><tag k="name" v="Nordend"/>
  <tag k="is_in" v="Musterstadt,Landkreis Muster"/></node>
 <node id="32" lat="50.07" lon="8.07"><tag k="amenity" v="library"/><tag k="name" v="Stadtbücherei"/>
  <tag k="addr:city" v="Musterstadt"/></node>
 <node id="33" lat="50.07" lon="8.08"><tag k="office" v="employment_agency"/>
  <tag k="name" v="Agentur für Arbeit"/></node>
 <node id="34" lat="50.07" lon="8.09"><tag k="amenity" v="pub"/><tag k="name" v="Zum Anker"/></node>
 <node id="35" lat="50.07" lon="8.09"><tag k="railway" v="station"/>
  <tag k="disused" v="yes"/><tag k="name" v="Alt"/></node>
 <way id="100"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="building" v="yes"/>
  <tag k="addr:street" v="Hauptstraße"/><tag k="addr:housenumber" v="140c, 140b"/><tag k="addr:postcode" v="12345"/>
  <tag k="addr:city" v="Musterstadt"/></way>
 <way id="101"><nd ref="5"/><nd ref="6"/><nd ref="7"/><tag k="highway" v="residential"/>
  <tag k="name" v="Hauptstraße"/></way>
 <way id="102"><nd ref="998"/><nd ref="999"/><tag k="addr:street" v="Fort"/><tag k="addr:housenumber" v="1"/></way>
 <way id="105"><nd ref="1"/><nd ref="998"/><nd ref="4"/><tag k="addr:street" v="Wall"/>
  <tag k="addr:housenumber" v="3"/></way>
 <way id="103"><nd ref="5"/><nd ref="7"/><tag k="highway" v="motorway"/><tag k="name" v="Autobahn"/></way>
 <way id="104"><nd ref="2"/><nd ref="3"/></way>
 <relation id="200"><member type="way" ref="104" role="outer"/><tag k="type" v="multipolygon"/>
  <tag k="amenity" v="school"/><tag k="name" v="Lindenschule"/><tag k="addr:street" v="Schulgasse"/>
  <tag k="addr:housenumber" v="2"/></relation>
 <relation id="201"><member type="node" ref="13" role="house"/><member type="way" ref="101" role="street"/>
  <tag k="type" v="associatedStreet"/><tag k="name" v="Hauptstraße"/></relation>
</osm>
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town as XML."""
    path = tmp_path_factory.mktemp("osm") / "town.osm"
    path.write_text(TOWN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pbf(town: Path) -> Path:
    """The same as PBF."""
    path = town.with_name("town.osm.pbf")
    with osmium.SimpleWriter(str(path)) as writer:
        for one in osmium.FileProcessor(str(town)):
            writer.add(one)
    return path


def read(path: Path) -> list[Record]:
    return list(osm.read(path, Options()))


def addresses(path: Path, precision: str = "house") -> dict[str, KnownAddress]:
    found = [one for one in read(path) if isinstance(one, KnownAddress) and one.precision == precision]
    return {f"{one.street} {one.number}".strip(): one for one in found}


def entries(path: Path, name: str) -> list[Entry]:
    return [one for one in read(path) if isinstance(one, Entry) and one.name == name]


def sample(path: Path) -> Sample:
    return Sample(path, path.name, path.read_bytes()[:SAMPLE_BYTES])


def test_several_numbers_of_one_house_are_several_addresses(town: Path) -> None:
    found = addresses(town)
    assert found["Lindenweg 41"] == KnownAddress(
        "Lindenweg", "41", "12345", "Musterstadt", "Nordend", Point(50.01, 8.01), "house"
    )
    assert found["Lindenweg 43"].point == found["Lindenweg 41"].point
    assert {"Hauptstraße 140c", "Hauptstraße 140b"} <= found.keys()


def test_the_numbers_of_a_list_may_share_their_digits() -> None:
    from geo.sources.osm_tags import house_numbers

    assert house_numbers("30a, b;32") == ["30a", "30b", "32"]
    assert house_numbers("2-12") == ["2-12"]
    assert house_numbers(" 5 ; 5 ;") == ["5"]


def test_a_building_stands_in_the_middle_of_its_corners(town: Path) -> None:
    point = addresses(town)["Hauptstraße 140c"].point
    assert point and distance_m(point, Point(50.0001, 8.0001)) < 0.1


def test_a_building_of_which_a_corner_is_missing_stands_amid_the_others(town: Path) -> None:
    assert addresses(town)["Wall 3"].point == Point(50.0001, 8.0)


def test_houses_without_a_street_take_the_name_of_their_place_or_of_their_relation(town: Path) -> None:
    found = addresses(town)
    assert "Weiler 7" in found
    assert "Hauptstraße 8" in found


def test_an_area_of_several_ways_has_its_address_and_its_name(town: Path) -> None:
    assert addresses(town)["Schulgasse 2"].point == Point(50.0001, 8.0002)
    assert [one.kind for one in entries(town, "Lindenschule")] == ["school"]


def test_what_cannot_be_used_is_said(town: Path) -> None:
    reasons = [one.reason for one in read(town) if isinstance(one, Rejected)]
    assert reasons == [
        "The node 12 has the house number 9 but no street.",
        "The way 102 has no place: its parts are not in the file.",
    ]


def test_a_street_lies_at_a_node_of_it_and_learns_its_town_from_its_houses(town: Path) -> None:
    streets = addresses(town, "street")
    assert streets.keys() == {"Hauptstraße"}
    street = streets["Hauptstraße"]
    assert (street.point, street.city, street.number) == (Point(50.001, 8.001), "Musterstadt", "")
    assert (street.postcode, street.postcode_estimated) == ("12345", True)


def test_stops_of_one_name_within_200_m_are_one(town: Path) -> None:
    near, far = sorted(entries(town, "Markt"), key=lambda one: one.point.lat)
    assert near.kind == far.kind == "stop"
    assert near.point.lat == pytest.approx(50.0202)
    assert near.aliases == ("Marktplatz", "Alter Markt")
    assert far.point == Point(50.03, 8.02)


def test_a_station_takes_in_its_bus_stop_and_goes_by_every_usual_name(town: Path) -> None:
    [station] = entries(town, "Musterstadt Hbf")
    assert (station.kind, station.point) == ("station", Point(50.04, 8.04))
    assert {"Hbf Musterstadt", "Musterstadt Hauptbahnhof"} <= set(station.aliases)
    assert not entries(town, "Musterstadt Hauptbahnhof")


def test_a_platform_number_and_a_station_that_is_gone_are_no_places(town: Path) -> None:
    assert not entries(town, "Gleis 3")
    assert not entries(town, "Alt")


def test_towns_districts_and_spots_come_with_what_is_known_of_them(town: Path) -> None:
    [town_itself], [district] = entries(town, "Musterstadt"), entries(town, "Nordend")
    assert (town_itself.kind, town_itself.city, town_itself.ags) == ("town", "Musterstadt", "06438001")
    assert (town_itself.population, round(town_itself.radius_m)) == (20_000, 1697)
    assert (district.kind, district.city) == ("district", "Musterstadt")
    [library], [agency] = entries(town, "Stadtbücherei"), entries(town, "Agentur für Arbeit")
    assert (library.kind, library.city, agency.kind) == ("library", "Musterstadt", "office")
    assert not entries(town, "Zum Anker")


def test_a_county_is_not_taken_for_a_town() -> None:
    from geo.sources.osm_tags import named_place

    tags = {"name": "Mitte", "place": "quarter", "is_in": "Landkreis Muster,Hessen"}
    assert named_place(tags, Point(50.0, 8.0)) == Entry("Mitte", "district", Point(50.0, 8.0))


def test_nothing_is_kept_of_who_mapped_it_and_when(town: Path) -> None:
    text = repr(read(town))
    assert not [word for word in ("somemapper", "4711", "2020") if word in text]


def test_every_form_of_a_file_gives_the_same(town: Path, pbf: Path, tmp_path: Path) -> None:
    packed, squeezed = tmp_path / "a.osm.gz", tmp_path / "a.osm.bz2"
    packed.write_bytes(gzip.compress(town.read_bytes()))
    squeezed.write_bytes(bz2.compress(town.read_bytes()))
    misnamed = tmp_path / "a.data"
    misnamed.write_bytes(pbf.read_bytes())
    expected = read(town)
    assert len(expected) == 19
    for path in (pbf, packed, squeezed, misnamed):
        assert read(path) == expected


def test_the_nodes_of_a_large_file_are_kept_on_disk(pbf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(pbf)
    monkeypatch.setattr(osm, "IN_MEMORY_BYTES", 10)
    assert read(pbf) == expected


def test_a_file_is_recognised_by_its_content(town: Path, pbf: Path, tmp_path: Path) -> None:
    squeezed = tmp_path / "a.osm.bz2"
    squeezed.write_bytes(bz2.compress(town.read_bytes()))
    assert all(map(osm.recognise, map(sample, (town, pbf, squeezed))))
    for head in (b"<?xml version='1.0'?><osmChange version='0.6'>", b"street;number\n", b"BZhello", b"<osmotic>"):
        assert not osm.recognise(Sample(town, "town.osm", head))


def cut(path: Path, folder: Path, keep: float) -> Path:
    """A file of which the end is missing."""
    data = path.read_bytes()
    short = folder / path.name
    short.write_bytes(data[: int(len(data) * keep)])
    return short


@pytest.mark.parametrize("keep", [0.3, 0.97])
def test_a_file_that_is_cut_off_is_refused(town: Path, pbf: Path, tmp_path: Path, keep: float) -> None:
    packed = tmp_path / "whole.osm.gz"
    packed.write_bytes(gzip.compress(town.read_bytes()))
    for path in (town, pbf, packed):
        with pytest.raises(GazetteerError, match=r"^The file \S+ is cut off or damaged: "):
            read(cut(path, tmp_path, keep))


def test_a_file_that_may_be_cut_off_between_two_blocks_says_so(town: Path, tmp_path: Path) -> None:
    """Blocks of a PBF are whole by themselves; only that the last ones are missing can be seen."""
    path = tmp_path / "nodes.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for one in osmium.FileProcessor(str(town), osmium.osm.NODE | osmium.osm.WAY):
            writer.add(one)
    assert read(path)[-1] == Rejected(
        0, "The file has no relations, which come last in it; if it should have any, it is cut off."
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.osm.pbf", b"", "The file empty.osm.pbf is empty."),
        ("a.osm.zip", b"PK\x03\x04", "The file a.osm.zip is a zip archive; unpack it first."),
        ("text.pbf", b"street;number\n" * 9, "The file text.pbf is cut off or damaged"),
        ("odd.osm", b'<osm version="0.6"><node id="2" lat="x" lon="1"><tag k="name" v="a"/></node></osm>', "odd.osm"),
        ("bomb.osm", b'<!DOCTYPE osm [<!ENTITY a "b">]><osm version="0.6"></osm>', "The file bomb.osm is cut off or"),
        (
            "overpass.osm",
            b'<osm version="0.6"><remark> runtime error: Query timed out </remark></osm>',
            "The file overpass.osm is incomplete; the server wrote at its end: runtime error: Query timed out",
        ),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=sentence):
        read(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="There is no file"):
        read(tmp_path / "nothing.osm")


def test_progress_is_told_up_to_the_end(pbf: Path) -> None:
    told: list[tuple[int, int]] = []
    list(osm.read(pbf, Options(progress=lambda done, total: told.append((done, total)))))
    size = pbf.stat().st_size
    assert told[-1] == (size, size)
    assert all(0 <= done <= total == size for done, total in told)


@pytest.mark.parametrize(
    ("name", "objects", "houses", "spots"),
    [
        ("bayreuth-nord.osm.gz", 800, 800, 14),
        ("berlin-reinickendorf.osm.pbf", 2_682, 2_692, 42),
        ("dreieich.osm.pbf", 915, 916, 27),
        ("heidelberg.osm.pbf", 633, 632, 455),
        ("liechtenstein.osm.pbf", 1_008, 1_003, 186),
    ],
)
def test_real_extracts_give_their_addresses(
    shared_data: Path, name: str, objects: int, houses: int, spots: int
) -> None:
    """More addresses than objects where some have several numbers, fewer where some have no street."""
    from geo.layers import SPOTS

    records = read(shared_data / "osm" / name)
    found = [one for one in records if isinstance(one, KnownAddress) and one.precision == "house"]
    without = [one for one in records if isinstance(one, Rejected) and "house number" in one.reason]
    assert len(found) == houses
    assert objects - 2 <= len(found) + len(without) <= objects + 12
    assert sum(isinstance(one, Entry) and one.kind in SPOTS for one in records) == spots
    assert all(one.point for one in found)


def test_a_real_file_that_is_cut_off_is_refused(shared_data: Path, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cut off or damaged"):
        read(cut(shared_data / "osm" / "heidelberg.osm.pbf", tmp_path, 0.6))
