"""The geocoder of a running service: files that come, go, break or are exchanged are noticed, and the rest lives on."""

from pathlib import Path

import pytest

from geo.gazetteer import Layer, build
from geo.layers import Entry, KnownAddress
from geo.live import LiveGeocoder, layers_folder
from geo.point import Point

DUISBURG = Entry("Duisburg", "city", Point(51.43, 6.76), city="Duisburg", population=500_000, ags="05112")


def house(number: str, lat: float = 51.43361) -> KnownAddress:
    return KnownAddress("Steinsche Gasse", number, "47051", "Duisburg", "", Point(lat, 6.76167), "house")


def write(path: Path, *addresses: KnownAddress, places: tuple[Entry, ...] = ()) -> Path:
    build(path, [Layer(path.stem, path.stem, "CC0", "own work", "2026", places, addresses)])
    return path


@pytest.fixture
def main(tmp_path: Path) -> Path:
    """The main file of a gazetteer, with one city and one house."""
    return write(tmp_path / "gazetteer.sqlite", house("26"), places=(DUISBURG,))


def test_a_layer_that_is_added_answers_at_once_and_is_gone_when_it_is_taken_away(main: Path) -> None:
    geocoder = LiveGeocoder(main)
    assert geocoder.find("Steinsche Gasse 40, Duisburg").precision == "street"
    added = write(layers_folder(main) / "register.sqlite", house("40", 51.4339))
    assert geocoder.find("Steinsche Gasse 40, Duisburg").precision == "house"
    assert geocoder.find("Steinsche Gasse 26, Duisburg").precision == "house"
    assert [layer.name for layer in geocoder.layers()] == ["gazetteer", "register"]
    added.unlink()
    assert geocoder.find("Steinsche Gasse 40, Duisburg").precision == "street"


def test_a_layer_that_is_exchanged_is_read_anew(main: Path) -> None:
    path = write(layers_folder(main) / "register.sqlite", house("40"))
    geocoder = LiveGeocoder(main)
    assert geocoder.find("Steinsche Gasse 42, Duisburg").precision == "street"
    write(path, house("40"), house("42"))
    assert geocoder.find("Steinsche Gasse 42, Duisburg").precision == "house"


@pytest.mark.parametrize("content", [b"", b"these are notes, no database " * 200])
def test_a_layer_that_cannot_be_read_is_named_and_the_others_answer(main: Path, content: bytes) -> None:
    broken = layers_folder(main) / "broken.sqlite"
    broken.parent.mkdir()
    broken.write_bytes(content)
    geocoder = LiveGeocoder(main)
    assert "broken.sqlite" in geocoder.trouble
    assert geocoder.find("Steinsche Gasse 26, Duisburg").precision == "house"
    broken.unlink()
    assert geocoder.trouble == ""


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_layer_cut_off_half_way_is_named_and_the_others_answer(main: Path, share: float) -> None:
    many = [house(str(number))._replace(street=f"{name}weg") for number in range(1, 40) for name in "ABCDEFGHIJKLMN"]
    path = write(layers_folder(main) / "register.sqlite", *many)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    geocoder = LiveGeocoder(main)
    assert geocoder.find("Steinsche Gasse 26, Duisburg").precision == "house"
    assert "register.sqlite is cut off" in geocoder.trouble


def test_a_layer_damaged_within_is_left_out_when_that_shows(main: Path) -> None:
    many = [house(str(number))._replace(street=f"{name}weg") for number in range(1, 40) for name in "ABCDEFGHIJKLMN"]
    path = write(layers_folder(main) / "register.sqlite", *many)
    data = bytearray(path.read_bytes())
    data[8_192:] = b"\xa5" * (len(data) - 8_192)
    path.write_bytes(data)
    geocoder = LiveGeocoder(main)
    assert geocoder.find("Steinsche Gasse 26, Duisburg").precision == "house"
    assert geocoder.suggest("Stein") or geocoder.find("Duisburg").found
    assert "register.sqlite" in geocoder.trouble


def test_a_layer_that_breaks_later_costs_only_its_own_answers(main: Path) -> None:
    path = write(layers_folder(main) / "register.sqlite", house("40"))
    geocoder = LiveGeocoder(main)
    assert geocoder.find("Steinsche Gasse 40, Duisburg").precision == "house"
    path.write_bytes(b"gone wrong " * 1_000)
    assert geocoder.find("Steinsche Gasse 26, Duisburg").precision == "house"
    assert "register.sqlite" in geocoder.trouble


def test_without_any_file_nothing_is_known_and_the_reason_is_told(tmp_path: Path) -> None:
    geocoder = LiveGeocoder(tmp_path / "none.sqlite")
    assert not geocoder.find("Duisburg").found and geocoder.suggest("Duis") == () == geocoder.layers()
    assert "There is no gazetteer at" in geocoder.trouble


def test_layers_answer_while_the_main_file_is_missing(tmp_path: Path) -> None:
    main = tmp_path / "gazetteer.sqlite"
    write(layers_folder(main) / "register.sqlite", house("40"))
    geocoder = LiveGeocoder(main)
    assert geocoder.find("Steinsche Gasse 40, 47051 Duisburg").precision == "house"
    assert "There is no gazetteer at" in geocoder.trouble


def test_drafts_of_files_are_no_layers(main: Path) -> None:
    write(layers_folder(main) / ".register.sqlite.17.new.sqlite", house("40"))
    assert [layer.name for layer in LiveGeocoder(main).layers()] == ["gazetteer"]
