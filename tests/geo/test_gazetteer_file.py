"""The gazetteer as a file: what is no gazetteer is refused with a sentence, and threads do not disturb each other."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.gazetteer import GazetteerError
from geo.gazetteer_file import VERSION, Gazetteer


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
    try:
        trouble = Gazetteer(cut).trouble()
    except GazetteerError as refused:
        trouble = str(refused)
    assert "damaged" in trouble or "cannot be read" in trouble


def test_a_path_with_odd_characters_opens(small_file: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a b?c#d%20é.sqlite"
    shutil.copy(small_file, odd)
    assert Gazetteer(odd).layers()[0].name == "towns"


def test_the_file_is_never_written_to(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    with pytest.raises(GazetteerError, match="readonly"):
        gazetteer._rows("DELETE FROM place")


def test_many_threads_get_the_same_answers(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    expected = gazetteer.places_named(["neustadt", "essen"])
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: gazetteer.places_named(["neustadt", "essen"]), range(200)))
    assert all(answer == expected for answer in answers)


def test_names_are_offered_by_their_beginning_the_biggest_first(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    assert [row.name for row in gazetteer.places_from("es", None, 5)] == ["Essen", "Essen (Oldenburg)"]
    assert [row.name for row in gazetteer.streets_from("stein", None, 5)] == ["Steinsche Gasse"]
    assert gazetteer.keys_from("marx", 4) == ["marxloh"]


def test_a_district_is_offered_behind_its_city_only_once_the_city_is_typed(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    assert "Marxloh" not in [row.name for row in gazetteer.places_from("duisb", None, 50)]
    assert "Marxloh" in [row.name for row in gazetteer.places_from("duisburgm", None, 50)]


def test_houses_are_found_by_number_within_ranges_too(small_file: Path) -> None:
    gazetteer = Gazetteer(small_file)
    (street,) = gazetteer.streets_named(["grosenbaumerallee"])["grosenbaumerallee"]
    assert [str(row.house) for row in gazetteer.houses_of([street.id], 170)] == ["168-174"]
    assert gazetteer.houses_of([street.id], 12) == []
    assert len(gazetteer.houses_of([street.id])) == 1
