"""The gazetteer as a file: what is no gazetteer is refused with a sentence, and threads do not disturb each other."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.gazetteer import Gazetteer, GazetteerError, KnownAddress, Layer, build, open_gazetteers
from geo.gazetteer_file import VERSION
from geo.geocoder import LocalGeocoder
from geo.point import Box, Point

HERE = Point(51.4338, 6.7612)


def layer(name: str, addresses: list[KnownAddress]) -> Layer:
    return Layer(name, f"Layer {name}", "CC0", "own work", "2026", addresses=addresses)


def changed(file: Path, folder: Path, pragma: str) -> Path:
    copy = folder / "copy.sqlite"
    shutil.copy(file, copy)
    connection = sqlite3.connect(copy)
    connection.execute(pragma)
    connection.close()
    return copy


def refusal(path: Path) -> str:
    with pytest.raises(GazetteerError) as refused:
        Gazetteer(path)
    return str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.sqlite") == f"There is no gazetteer at {tmp_path / 'none.sqlite'}."
    assert not (tmp_path / "none.sqlite").exists()
    assert "There is no gazetteer at" in refusal(tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes and no database at all, however long they may be.\n" * 40)
    assert "cannot be read as a gazetteer: file is not a database" in refusal(path)


def test_an_empty_or_foreign_database_is_refused(tmp_path: Path) -> None:
    empty, foreign = tmp_path / "empty", tmp_path / "foreign"
    empty.touch()
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE place (id INTEGER)")
    assert "not a gazetteer of this project" in refusal(empty)
    assert "not a gazetteer of this project" in refusal(foreign)


def test_a_newer_and_an_older_format_are_refused(small_file: Path, tmp_path: Path) -> None:
    newer = changed(small_file, tmp_path, f"PRAGMA user_version = {VERSION + 1}")
    assert f"has format {VERSION + 1}; this program knows formats up to {VERSION}" in refusal(newer)
    older = changed(small_file, tmp_path, f"PRAGMA user_version = {VERSION - 1}")
    assert "build it again" in refusal(older)


def test_a_file_cut_off_half_way_is_noticed(small_file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.sqlite"
    cut.write_bytes(small_file.read_bytes()[:20_000])
    assert f"is cut off: it has 20000 of {small_file.stat().st_size} bytes" in refusal(cut)


def test_a_path_with_odd_characters_opens(small_file: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a b?c#d%20é.sqlite"
    shutil.copy(small_file, odd)
    assert Gazetteer(odd).layers()[0].name == "towns"


def test_the_file_is_never_written_to(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    with pytest.raises(GazetteerError, match="readonly"):
        gazetteer.files[0].rows("DELETE FROM place")


def test_many_threads_get_the_same_answers(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    expected = gazetteer.places_named(["neustadt", "essen"])
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: gazetteer.places_named(["neustadt", "essen"]), range(200)))
    assert all(answer == expected for answer in answers)


def test_names_are_offered_by_their_beginning_the_biggest_first(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    assert [row.name for row in gazetteer.places_from("es", None, 5)][:2] == ["Essen", "Essen (Oldenburg)"]
    assert gazetteer.names_from("stein", 5) == gazetteer.street_keys_from("stein", ["duisburg"], 5) == ["steinschegase"]
    assert gazetteer.street_keys_from("stein", ["esen"], 5) == []
    assert gazetteer.place_keys_from("marx", 4) == ["marxloh"]


def test_a_district_is_offered_behind_its_city_only_once_the_city_is_typed(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    assert "Marxloh" not in [row.name for row in gazetteer.places_from("duisb", None, 50)]
    assert "Marxloh" in [row.name for row in gazetteer.places_from("duisburgm", None, 50)]


def test_streets_are_found_by_name_in_a_postcode_in_a_city_and_in_a_box(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    names = gazetteer.street_names(["duseldorferstr"])["duseldorferstr"]
    assert {row.postcode for row in gazetteer.streets(names)} == {"47051", "47055"}
    assert [row.postcode for row in gazetteer.streets(names, postcodes=["47055"])] == ["47055"]
    assert len(gazetteer.streets(names, cities=["duisburg"])) == 2
    assert gazetteer.streets(names, cities=["esen"]) == []
    assert [row.postcode for row in gazetteer.streets(names, box=Box(6.7, 51.39, 6.8, 51.41))] == ["47055"]


def test_files_are_asked_together_and_one_that_cannot_be_opened_is_named(small_file: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.sqlite"
    build(more, [layer("more", [KnownAddress("Steinsche Gasse", "40", "47051", "Duisburg", "", HERE, "house")])])
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database at all" * 100)
    gazetteer, troubles = open_gazetteers([small_file, broken, more])
    assert [info.name for info in gazetteer.layers()] == ["towns", "parts", "addresses", "more"]
    assert len(troubles) == 1 and "broken.sqlite cannot be read as a gazetteer" in troubles[0]
    geocoder = LocalGeocoder(gazetteer)
    assert geocoder.find("Steinsche Gasse 40, Duisburg").point == HERE
    assert geocoder.find("Steinsche Gasse 26, Duisburg").precision == "house"
