"""The commands around the gazetteer, as an operator types them."""

import json
from pathlib import Path

import pytest

from geo.sources import readers
from tests.test_cli import home, lines, run, run_apart

__all__ = ["home"]

DOCS = Path(__file__).resolve().parents[1] / "docs"
TABLE = "Straße;Nr;PLZ;Geo-Breite;Geo-Länge\nMühlenstr.;1;47166;51,5;6,77\nMühlenstr.;2;47166;51,5;6,771\nWeg;;;x;y\n"
USUAL = ("--licence", "CC0", "--city", "Duisburg")


@pytest.fixture
def table(home: Path) -> Path:
    path = home / "häuser.csv"
    path.write_text(TABLE, encoding="cp1252")
    return path


def layers(home: Path) -> list[str]:
    return [layer["name"] for layer in json.loads(run(home, "gazetteer", "list", "--json").stdout)]


def test_a_file_is_added_found_listed_and_removed(home: Path, table: Path) -> None:
    done = run(home, "gazetteer", "add", str(table), *USUAL, "--attribution", "Stadt", "--date", "2026-03-31")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Layer haeuser (table, CC0): 2 addresses, 0 places.", "1 line could not be used:",
        "  häuser.csv, line 4: The line has no coordinates, or none that can be read.",
    ]  # fmt: skip
    (found,) = lines(run(home, "geocode", "Mühlenstraße 2, Duisburg"))
    assert (found["precision"], found["lat"]) == ("house", pytest.approx(51.5, abs=1e-4))
    listed = run(home, "gazetteer", "list").stdout
    assert "haeuser: 2 entries, CC0, 2026-03-31" in listed and layers(home)[-1] == "haeuser"
    assert run(home, "gazetteer", "remove", "haeuser").stdout == "The layer haeuser is removed.\n"
    assert "haeuser" not in layers(home)
    assert lines(run(home, "geocode", "Mühlenstraße 2, Duisburg"))[0]["precision"] != "house"


def test_the_report_is_one_json_object_and_the_bar_stays_out_of_it(home: Path, table: Path) -> None:
    done = run_apart(home, "gazetteer", "add", str(table), *USUAL, "--name", "eins", "--title", "Eins", "--json")
    report = json.loads(done.stdout)
    assert (report["name"], report["title"], report["addresses"], report["rejected"]) == ("eins", "Eins", 2, 1)
    assert "Reading häuser.csv" in done.stderr
    assert "eins: 2 entries, CC0, date unknown" in run(home, "gazetteer", "list").stdout


def test_columns_and_coordinate_system_can_be_told(home: Path) -> None:
    path = home / "liste.csv"
    path.write_text("Wo;Rechts;Hoch\nMühlenstr. 5;345000;5708000\n", encoding="utf-8")
    told = ("--column", "address=Wo", "--column", "lon = Rechts", "--column", "lat=Hoch", "--crs", "EPSG:25832")
    assert run(home, "gazetteer", "add", str(path), *USUAL, *told).returncode == 0
    (found,) = lines(run(home, "geocode", "Mühlenstraße 5, Duisburg"))
    assert found["precision"] == "house" and 51 < found["lat"] < 52


def test_postcodes_come_from_another_file(home: Path) -> None:
    file, codes = home / "haus.csv", home / "codes.csv"
    file.write_text("Straße;Nr;lat;lon\nMühlenstr.;5;51.5;6.77\n", encoding="utf-8")
    codes.write_text("plz;ort;lat;lon\n47166;Duisburg;51.5;6.77\n", encoding="utf-8")
    assert run(home, "gazetteer", "add", str(file), *USUAL, "--postcodes", str(codes)).returncode == 0
    (found,) = lines(run(home, "geocode", "47166, Mühlenstraße 5"))
    assert found["precision"] == "house"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "häuser.csv"), "say --licence"),
        (("add", "häuser.csv", *USUAL, "--format", "tabel"), "There is no format 'tabel'. Known are: bag, ban"),
        (("add", "häuser.csv", *USUAL, "--name", "a/b"), "'a/b' is no name for a layer"),
        (("add", "häuser.csv", *USUAL, "--date", "gestern"), "'gestern' is no date"),
        (("add", "häuser.csv", *USUAL, "--column", "city=Stadt"), "has no column 'Stadt'. It has: Straße, Nr"),
        (("add", "häuser.csv", *USUAL, "--crs", "EPSG:1"), "'EPSG:1' is no coordinate system"),
        (("add", "offers.sqlite", *USUAL), "NUL bytes"),
        (("remove", "nix"), "No layer called 'nix' was added"),
    ],
)
def test_what_is_refused_ends_with_1_and_a_sentence(
    home: Path, table: Path, arguments: tuple[str, ...], words: str
) -> None:
    name, file, *rest = arguments
    done = run(home, "gazetteer", name, str(home / file) if name == "add" else file, *rest)
    assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr
    assert not (home / "gazetteer.layers").exists() or not list((home / "gazetteer.layers").glob("*"))


@pytest.mark.parametrize(
    "arguments",
    [("add",), ("add", "nirgends.csv"), ("add", "häuser.csv", "--column", "x"), ("remove",), ("nonsense",),
     ("add", "häuser.csv", "--column", "town=PLZ"), ("add", "häuser.csv", "--postcodes", "nirgends.csv")],
)  # fmt: skip
def test_wrong_use_ends_with_2(home: Path, table: Path, arguments: tuple[str, ...]) -> None:
    name, *rest = arguments
    where = [str(home / one) if one.endswith(".csv") else one for one in rest]
    assert run(home, "gazetteer", name, *where).returncode == 2


def test_the_formats_are_listed_with_their_licences(home: Path) -> None:
    listed = json.loads(run(home, "gazetteer", "formats", "--json").stdout)
    assert [one["name"] for one in listed] == list(readers())
    text = run(home, "gazetteer", "formats").stdout
    assert "geonames: postcodes of GeoNames (CSV or tab); CC BY 4.0" in text
    assert "licence to be said" in text and len(text.splitlines()) == len(listed)


def test_every_format_is_in_the_docs_with_its_licence() -> None:
    told = (DOCS / "importers.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in told.splitlines() if line.startswith("| `")}
    for name, reader in readers().items():
        known = reader.FORMAT.licence.partition(" /")[0].partition(" (")[0]
        assert (known or "to be said") in rows[name].rpartition(" | ")[2], name


@pytest.mark.parametrize("command", ["gazetteer add", "gazetteer remove", "gazetteer formats"])
def test_every_command_explains_itself_and_is_in_the_docs(command: str, tmp_path: Path) -> None:
    done = run(tmp_path, *command.split(), "--help")
    assert done.returncode == 0 and "Usage:" in done.stdout
    assert f"`{command}" in (DOCS / "deploy.md").read_text(encoding="utf-8")
