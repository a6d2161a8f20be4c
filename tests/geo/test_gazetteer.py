"""Building the gazetteer: into a new file, checked, then exchanged; and refusing with a sentence."""

import sqlite3
from pathlib import Path

import pytest

from geo.build_gazetteer import names_of
from geo.gazetteer import Gazetteer, GazetteerError, build
from geo.layers import Entry, KnownAddress, Layer
from geo.point import Point

MARXLOH = Entry("Marxloh", "district", Point(51.5, 6.76), city="Duisburg")
DUISBURG = Entry("Duisburg", "city", Point(51.43, 6.76), city="Duisburg", population=500_000, ags="05112")


def layer(*entries: Entry, addresses: tuple[KnownAddress, ...] = ()) -> Layer:
    return Layer("test", "A test", "CC0", "own work", "2026-11", entries, addresses)


def test_what_was_built_can_be_read_with_its_layers(tmp_path: Path) -> None:
    path = tmp_path / "new" / "gazetteer.sqlite"
    address = KnownAddress("Kantstraße", "30", "47166", "Duisburg", "", Point(51.5, 6.7), "house")
    assert build(path, [layer(DUISBURG, MARXLOH), layer(addresses=(address,))]) == 3
    gazetteer = Gazetteer(path)
    assert [info.entries for info in gazetteer.layers()] == [2, 1]
    assert gazetteer.layers()[0].as_dict() == {
        "name": "test", "title": "A test", "licence": "CC0", "attribution": "own work", "as_of": "2026-11",
        "entries": 2,
    }  # fmt: skip
    assert gazetteer.trouble() == ""


def test_every_row_knows_its_layer(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    address = KnownAddress("Kantstraße", "30", "47166", "Duisburg", "", Point(51.5, 6.7), "house")
    build(path, [layer(DUISBURG), layer(MARXLOH, addresses=(address,))])
    with sqlite3.connect(path) as connection:
        known = connection.execute("SELECT name, kind, layer FROM place ORDER BY id").fetchall()
        assert known[:2] == [("Duisburg", "city", 1), ("Marxloh", "district", 2)]
        assert known[2:] == [("Duisburg", "locality", 2), ("47166", "postcode", 2)], "named by its address"
        assert connection.execute("SELECT layer FROM street").fetchall() == [(2,)]


def test_building_again_replaces_the_old_file_while_it_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build(path, [layer(DUISBURG)])
    reader = Gazetteer(path)
    assert reader.places_named(["marxloh"]) == {}
    build(path, [layer(DUISBURG, MARXLOH)])
    assert reader.places_named(["marxloh"]) == {}, "an open file stays what it was"
    assert [row.name for row in Gazetteer(path).places_named(["marxloh"])["marxloh"]] == ["Marxloh"]
    assert [file.name for file in tmp_path.iterdir()] == ["gazetteer.sqlite"]


def test_the_same_layers_give_the_same_answers_in_the_same_order(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(tmp_path / name, [layer(DUISBURG, MARXLOH)])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def broken_entries() -> list[Entry]:
    return [DUISBURG, Entry("???", "district", Point(51, 6))]


def test_a_build_that_fails_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build(path, [layer(DUISBURG)])
    before = path.read_bytes()
    with pytest.raises(GazetteerError, match=r"Layer test: '\?\?\?' of kind 'district' is no place"):
        build(path, [layer(*broken_entries())])
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["gazetteer.sqlite"]


def test_a_folder_that_cannot_be_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GazetteerError, match=r"cannot be written"):
        build(tmp_path / "file" / "gazetteer.sqlite", [layer(DUISBURG)])


def test_a_gazetteer_without_any_place_is_built_and_knows_nothing(tmp_path: Path) -> None:
    assert build(tmp_path / "empty", []) == 0
    assert Gazetteer(tmp_path / "empty").places_named(["duisburg"]) == {}


def test_parts_of_a_city_take_key_and_district_from_it(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build(path, [layer(DUISBURG), layer(MARXLOH)], {"05112": "Duisburg"})
    (row,) = Gazetteer(path).places_named(["marxloh"])["marxloh"]
    assert (row.ags, row.area) == ("05112", "Duisburg")


def test_without_names_of_districts_the_state_tells_namesakes_apart(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build(path, [layer(DUISBURG)])
    assert Gazetteer(path).places_named(["duisburg"])["duisburg"][0].area == "Nordrhein-Westfalen"


@pytest.mark.parametrize(
    ("entry", "full", "short"),
    [
        (Entry("Halle (Saale)", "city", Point(51, 11), city="Halle (Saale)"), {"hallesaale"}, {"halle"}),
        (
            Entry("Mülheim an der Ruhr", "city", Point(51, 6), city="Mülheim an der Ruhr", aliases=("Mülheim",)),
            {"mulheimanderruhr", "mulheimruhr"},
            {"mulheim"},
        ),
        (Entry("Köln", "city", Point(50, 6), city="Köln", aliases=("Cologne",)), {"koln", "cologne"}, set()),
        (MARXLOH, {"marxloh", "duisburgmarxloh"}, set()),
        (Entry("Duisburg-Süd", "borough", Point(51, 6), city="Duisburg"), {"duisburgsud"}, {"sud"}),
        (Entry("47051", "postcode", Point(51, 6), city="Duisburg"), {"47051"}, set()),
    ],
)
def test_a_place_goes_by_its_full_and_its_short_names(entry: Entry, full: set[str], short: set[str]) -> None:
    names = names_of(entry)
    assert {name for name in names if not names[name]} == full
    assert {name for name in names if names[name]} == short
