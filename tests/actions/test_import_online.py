"""Importing a list with a service to ask, played by a real server on this machine; and never without being told."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from config import Settings
from model.place import Place
from store import open_store
from tests.online_server import Reply, Server, feature, house, playing
from tests.seeded import copy_seeded

HEADER = "Kennung;Name;Träger;Art;Themen;Straße;PLZ;Ort"
ROWS = [
    f"{n};Angebot {n} mit eigenem Namen;Träger {n};Beratung;Studium;Ganz Neuer Weg {n};47053;Duisburg" for n in (1, 2)
]
LINES = [f"Ganz Neuer Weg {n}, 47053 Duisburg" for n in (1, 2)]

#: while it is a list, every look-up of a host and every connection to one is noted in it
noticed: list[str] | None = None


def _notice(event: str, _: tuple[Any, ...]) -> None:
    if noticed is not None and event in (
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
    ):
        noticed.append(event)


sys.addaudithook(_notice)


@pytest.fixture
def network() -> Iterator[list[str]]:
    """What this process does on the network while the test runs."""
    global noticed  # noqa: PLW0603 - an audit hook cannot be removed, only told to be silent
    noticed = []
    yield noticed
    noticed = None


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with playing() as started:
        yield started


@dataclass
class Done:
    returncode: int
    report: dict[str, Any]
    stderr: str

    @property
    def warnings(self) -> list[str]:
        return [warning["sentence"] for warning in self.report["warnings"]]


Import = Callable[..., Done]


@pytest.fixture
def home(seeded: Path, tmp_path: Path) -> Path:
    return copy_seeded(seeded, tmp_path)


@pytest.fixture
def bring(home: Path) -> Import:
    """Import a list by the command, as an operator does."""

    def by_command(*options: str, rows: list[str] = ROWS, **more: str) -> Done:
        path = home / "liste.csv"
        path.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FLASK_RUN_FROM_CLI", "true")
            app = create_app(Settings.from_env(environment(home) | more))
            result = app.test_cli_runner().invoke(args=["import", str(path), "--region", "05112", "--json", *options])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, json.loads(result.stdout) if result.exit_code == 0 else {}, result.stderr)

    return by_command


def environment(home: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{home / 'offers.sqlite'}", "GAZETTEER": str(home / "gazetteer.sqlite"),
        "SECRET_KEY_FILE": str(home / "secret"),
    }  # fmt: skip


def places(home: Path) -> list[Place]:
    store = open_store(f"sqlite:///{home / 'offers.sqlite'}")
    offers = [store.offer(f"liste-05112:{number}") for number in (1, 2)]
    store.close()
    assert all(offers)
    return [offer.place for offer in offers if offer and offer.place]


def nominatim(server: Server) -> dict[str, str]:
    return {"ONLINE_GEOCODER": f"nominatim={server.url}"}


def test_a_list_is_located_by_nominatim(server: Server, home: Path, bring: Import) -> None:
    server.say(LINES[0], house("Ganz Neuer Weg", "1", 51.42, 6.75))
    done = bring("--online", **nominatim(server))
    assert done.returncode == 0 and done.report["counts"]["new"] == 2
    assert server.asked == LINES
    found, not_found = places(home)
    assert (found.precision, not_found.precision in ("house", "street")) == ("house", False)
    assert found.point_source.startswith(f"Adressdienst: Nominatim ({server.url[7:]}), ")
    assert "OpenStreetMap contributors, ODbL" in found.point_source
    assert "are sent to Nominatim (127.0.0.1" in done.stderr


def test_a_list_is_located_by_photon(server: Server, home: Path, bring: Import) -> None:
    server.usual = Reply(b'{"features": []}')
    server.say_photon(LINES[1], feature(51.42, 6.75, street="Ganz Neuer Weg", housenumber="2"))
    bring("--online", ONLINE_GEOCODER=f"photon={server.url}")
    assert [place.precision == "house" for place in places(home)] == [False, True]


def test_a_dry_run_asks_and_the_run_after_it_does_not(server: Server, home: Path, bring: Import) -> None:
    server.say(LINES[0], house("Ganz Neuer Weg", "1", 51.42, 6.75))
    bring("--online", "--dry-run", **nominatim(server))
    bring("--online", **nominatim(server))
    assert server.asked == LINES
    assert places(home)[0].precision == "house"


def test_what_was_found_stays_without_asking_and_what_was_coarse_gets_finer(
    server: Server, home: Path, bring: Import
) -> None:
    bring()
    assert not {place.precision for place in places(home)} & {"house", "street"}
    server.say(LINES[0], house("Ganz Neuer Weg", "1", 51.42, 6.75))
    assert bring("--online", **nominatim(server)).report["counts"]["changed"] == 1
    before = places(home)
    assert before[0].precision == "house"
    assert bring().report["counts"]["same"] == 2
    assert places(home) == before


def test_a_point_outside_the_region_is_not_used(server: Server, home: Path, bring: Import) -> None:
    server.say(LINES[0], house("Ganz Neuer Weg", "1", 48.1, 11.5))
    done = bring("--online", **nominatim(server))
    assert any("outside the region" in sentence and "not used" in sentence for sentence in done.warnings)
    assert places(home)[0].precision != "house"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"no", 429), "asks for fewer requests (HTTP 429); it is not asked again in this run. Addresses left"),
        (Reply(b"no", 500), "answered HTTP 500 (its own error). Addresses left without an answer: 2."),
        (Reply(b"<html>"), "gave an answer that cannot be understood. Addresses left without an answer: 2."),
    ],
)
def test_an_error_of_the_service_is_told_once_and_the_import_goes_on(
    server: Server, home: Path, bring: Import, reply: Reply, words: str
) -> None:
    server.usual = reply
    done = bring("--online", **nominatim(server))
    assert done.returncode == 0 and done.report["counts"]["new"] == 2
    assert sum(words in sentence for sentence in done.warnings) == 1
    assert len(places(home)) == 2


def test_others_can_write_while_a_service_takes_its_time(server: Server, home: Path, bring: Import) -> None:
    """The server writes to the database before it answers, which it could not if the import had locked it."""
    written = []

    def write_first(path: str, headers: dict[str, str]) -> Reply:
        database = sqlite3.connect(home / "offers.sqlite", timeout=0)
        database.execute("BEGIN IMMEDIATE")
        database.execute("ROLLBACK")
        database.close()
        written.append(path)
        return Reply()

    server.reply_to = write_first  # type: ignore[method-assign]
    assert bring("--online", **nominatim(server)).warnings is not None
    assert len(written) == 2


def test_by_default_nothing_is_ever_asked(network: list[str], home: Path, bring: Import) -> None:
    assert Settings.from_env(environment(home)).online is None
    done = bring()
    assert done.report["counts"]["new"] == 2 and network == []
    assert not (home / "online.sqlite").exists()


def test_a_service_that_is_named_is_asked_only_by_an_import_that_is_told_to(
    network: list[str], server: Server, home: Path, bring: Import
) -> None:
    bring(**nominatim(server))
    visit(home, server)
    assert (network, server.asked) == ([], []) and not (home / "online.sqlite").exists()
    bring("--online", "--relocate", **nominatim(server))
    assert "socket.connect" in network and server.asked == LINES


def visit(home: Path, server: Server) -> None:
    """Search near an address that is not known here, on the page and through the interface."""
    app = create_app(Settings.from_env(environment(home) | nominatim(server)))
    client = app.test_client()
    assert client.get("/duisburg/").status_code == 200
    assert client.post("/duisburg/suche", data={"adresse": LINES[0]}).status_code == 200
    for path, body in (
        ("nearest", {"near": {"address": LINES[0]}}), ("geocode", {"q": LINES[0]}), ("suggest", {"q": LINES[0]}),
    ):  # fmt: skip
        assert client.post(f"/api/v1/{path}", json=body).status_code == 200


def test_without_a_service_to_ask_the_option_is_refused(home: Path, bring: Import) -> None:
    done = bring("--online")
    assert done.returncode == 1
    assert done.stderr.startswith("Refused: ONLINE_GEOCODER is none, so there is no service to ask")
    assert not (home / "online.sqlite").exists()


def test_a_damaged_file_of_answers_is_refused_before_anything_happens(
    server: Server, home: Path, bring: Import
) -> None:
    (home / "online.sqlite").write_text("Sehr geehrte Damen und Herren " * 40)
    done = bring("--online", **nominatim(server))
    assert done.returncode == 1 and "online.sqlite" in done.stderr and server.asked == []
