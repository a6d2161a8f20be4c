"""The commands, as an operator types them."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import create_app
from config import ROOT, SETTINGS, Settings
from store import open_store
from tests.seeded import copy_seeded


@pytest.fixture
def home(seeded, tmp_path):
    return copy_seeded(seeded, tmp_path)


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def settings_of(home: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{home / 'offers.sqlite'}", "GAZETTEER": str(home / "gazetteer.sqlite"),
        "SECRET_KEY_FILE": str(home / "secret"),
    }  # fmt: skip


def run(home: Path, *arguments: str) -> Done:
    """One command, with everything it writes in one folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLASK_RUN_FROM_CLI", "true")
        app = create_app(Settings.from_env(settings_of(home)))
        result = app.test_cli_runner().invoke(args=list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def run_apart(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own, as typed in a terminal."""
    command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
    environment = {**os.environ, **settings_of(home), **more}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def lines(done: Done) -> list[dict]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


COMMANDS = ("seed", "region list", "region add", "region show", "import", "gazetteer list", "geocode", "nearest",
            "export", "backup", "restore", "check", "report list", "settings", "worker")  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_is_in_the_docs(command, tmp_path):
    done = run(tmp_path, *command.split(), "--help")
    assert done.returncode == 0 and "Usage:" in done.stdout and not (tmp_path / "offers.sqlite").exists()
    assert f"`{command}" in (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_docs():
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"`{name}`" not in text] == []


def test_the_nearest_are_json_lines_by_distance(home):
    hits = lines(run_apart(home, "nearest", "Walsum", "--neutral", "--json"))
    assert len(hits) == 2 and hits[0]["distance_m"] < hits[1]["distance_m"]
    assert all(hit["neutrality"]["neutral"] for hit in hits)


def test_a_place_that_is_not_known_gives_no_line_and_says_so(home):
    done = run(home, "nearest", "Qwertzuiopweg 5")
    assert done.returncode == 0 and done.stdout == "" and "not known" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nearest", ""), "empty"),
        (("nearest", "Marxloh", "--limit", "-3"), "limit"),
        (("nearest", "Marxloh", "--topic", "astrologie"), "astrologie"),
        (("nearest", "Marxloh", "--region", "05515"), "region add 05515"),
        (("region", "add", "Entenhausen"), "No shipped district"),
        (("region", "add", "99999"), "99999"),
        (("region", "show", "05515"), "no region"),
    ],
)
def test_what_is_refused_ends_with_1_and_a_sentence(home, arguments, words):
    done = run(home, *arguments)
    assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("nearest",), ("geocode",), ("export", "docx"), ("nonsense",)])
def test_wrong_use_ends_with_2(home, arguments):
    assert run(home, *arguments).returncode == 2


def test_geocoding_a_file_answers_every_line(home):
    (home / "places.txt").write_text("Marxloh\n47119\nNirgendwoheim\n", encoding="utf-8")
    found = lines(run(home, "geocode", "--batch", str(home / "places.txt")))
    assert [(line["query"], line["precision"]) for line in found] == [
        ("Marxloh", "district"), ("47119", "postcode"), ("Nirgendwoheim", "none"),
    ]  # fmt: skip


def test_a_region_is_set_up_by_its_key_and_takes_a_list_at_once(home):
    added = run(home, "region", "add", "5515000")
    assert added.returncode == 0 and "/muenster/" in added.stdout
    (home / "liste.csv").write_text(
        "Name;Träger;Straße;Hausnummer;PLZ;Ort;Neutral laut\nBildungsberatung;Stadt Münster;;;;Münster;Stadt Münster\n",
        encoding="utf-8",
    )
    report = json.loads(run(home, "import", str(home / "liste.csv"), "--region", "05515", "--json").stdout)
    assert report["counts"]["new"] == 1
    shown = json.loads(run(home, "region", "show", "muenster", "--json").stdout)
    assert shown["offers"] == 1 and shown["land"] == "NW"
    again = json.loads(run(home, "import", str(home / "liste.csv"), "--region", "05515", "--json").stdout)
    assert (again["counts"]["new"], again["counts"]["changed"], again["counts"]["same"]) == (0, 0, 1)


def test_what_was_exported_can_be_imported_again_without_a_change(home):
    table = home / "export.csv"
    assert run(home, "export", "csv", "--region", "05112", "--output", str(table)).returncode == 0
    arguments = ("import", str(table), "--region", "05112", "--name", "seed-05112", "--dry-run", "--json")
    report = json.loads(run(home, *arguments).stdout)
    counts = {name: number for name, number in report["counts"].items() if number}
    assert counts.pop("warnings", 0) >= 0 and counts == {"same": 135}


def test_geojson_has_every_offer_and_no_maintenance_contact(home):
    collection = json.loads(run(home, "export", "geojson").stdout)
    assert len(collection["features"]) == 135
    assert all(feature["properties"]["source"] for feature in collection["features"])


def test_a_backup_is_whole_and_can_be_put_back(home):
    copy = home / "copy.sqlite"
    assert run(home, "backup", str(copy)).returncode == 0
    assert run(home, "backup", str(copy)).returncode == 1
    with sqlite3.connect(home / "offers.sqlite") as database:
        database.execute("UPDATE offer SET name = 'kaputt'")
    database.close()
    done = run(home, "restore", str(copy), "--yes")
    assert done.returncode == 0, done.stderr
    store = open_store(f"sqlite:///{home / 'offers.sqlite'}")
    assert store.count_offers() == 135 and store.offer("seed-05112:du-c-001").name == "Bildungsberatung im Stadtfenster"
    store.close()
    assert len(list(home.glob("offers.before-*.sqlite"))) == 1


def test_what_is_no_backup_is_not_put_back(home):
    (home / "letter.txt").write_text("Sehr geehrte Damen und Herren")
    done = run(home, "restore", str(home / "letter.txt"), "--yes")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    store = open_store(f"sqlite:///{home / 'offers.sqlite'}")
    assert store.count_offers() == 135
    store.close()


def test_the_check_names_what_is_missing(home):
    done = run(home, "check")
    assert done.returncode == 1 and "the imprint lacks body" in done.stdout
    assert "135 offers, 0 of them verified" in done.stdout


def test_without_a_database_every_command_says_how_to_build_one(tmp_path):
    done = run_apart(tmp_path, "nearest", "Marxloh")
    assert done.returncode == 1 and "seed" in done.stderr and "Traceback" not in done.stderr


def test_seeding_builds_everything_from_nothing_and_a_second_time_changes_nothing(tmp_path):
    built = run_apart(tmp_path, "seed")
    assert built.returncode == 0 and "75 offers from 05112_counselling.csv, 0 rejected" in built.stdout, built.stderr
    assert lines(run(tmp_path, "nearest", "Marxloh", "--limit", "1"))[0]["distance_m"] >= 0
    done = run(tmp_path, "seed")
    assert done.returncode == 0 and "there, with 135 offers" in done.stdout


def test_a_wrong_setting_ends_with_a_sentence(home):
    done = run_apart(home, "settings", PORT="eighty")
    assert done.returncode != 0 and "PORT must be a whole number" in done.stderr


def test_a_file_is_read_again_when_it_is_due(home, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("Kennung;Name;Träger\n1;Beratung am Markt;Stadt\n", encoding="utf-8")
    done = run(home, "import", str(path), "--region", "05112", "--name", "wieder", "--every", "7")
    assert done.returncode == 0 and "again after 7 days" in done.stderr
    assert run(home, "import", "--all-due").stdout == "Nothing is due.\n"
    assert "no more" in run(home, "import", str(path), "--region", "05112", "--stop").stdout
    assert "was not read" in run(home, "import", str(path), "--region", "05112", "--stop").stdout
    assert run(home, "import").returncode == 2 and run(home, "import", str(path)).returncode == 2


def test_a_catalogue_of_courses_comes_in_is_listed_and_goes(home):
    file = ROOT / "tests" / "importers" / "openqcat" / "katalog.xml"
    done = run(home, "import", str(file), "--region", "05112", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["counts"]["new"] == 4
    (told,) = json.loads(run(home, "courses", "list", "--json").stdout)
    assert (told["title"], told["courses"], told["made_on"]) == ("Weiterbildung am Niederrhein", 4, "2026-11-20")
    assert run(home, "courses", "remove", told["name"]).returncode == 0
    assert "no catalogue" in run(home, "courses", "list").stdout
    assert run(home, "courses", "remove", told["name"]).returncode == 1
