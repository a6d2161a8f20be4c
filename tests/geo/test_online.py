"""Asking a service, played by a real server on this machine: what comes back, what goes wrong, and what is sent."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from geo.finding import OnlineError, Sought
from geo.online import OnlineGeocoder, open_online
from geo.online_cache import Cache
from geo.online_limit import Limiter
from geo.online_service import Service
from geo.point import Point
from tests.online_server import Reply, Server, feature, house, playing, road

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SOUGHT = Sought("Neuer Weg", "5", "47053", "Duisburg")
LINE = "Neuer Weg 5, 47053 Duisburg"
Ask = Callable[..., OnlineGeocoder]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with playing() as started:
        yield started


@pytest.fixture
def ask(server: Server, tmp_path: Path) -> Ask:
    """Somebody who asks the server, as each run does anew."""

    def anew(kind: str = "nominatim", *, path: str = "", at: datetime = NOW, timeout_s: float = 10.0) -> OnlineGeocoder:
        service = Service(kind, server.url + path, "Amt für Schule <karte@stadt.example>")
        file = tmp_path / "online.sqlite"
        limiter = Limiter(file, service, now=at.timestamp, sleep=lambda _: None)
        return OnlineGeocoder(service, Cache(file, service), limiter, lambda: at, timeout_s=timeout_s)

    return anew


def failing(online: OnlineGeocoder, sought: Sought = SOUGHT) -> OnlineError:
    with pytest.raises(OnlineError) as told:
        online.find(sought)
    return told.value


def another(number: int) -> Sought:
    return Sought("Neuer Weg", str(number), "47053", "Duisburg")


def test_nominatim_finds_a_house(server: Server, ask: Ask) -> None:
    server.say(LINE, house("Neuer Weg", "5", 51.42, 6.75))
    found = ask().find(SOUGHT)
    assert (found.point, found.precision, found.asked_on) == (Point(51.42, 6.75), "house", NOW.date())
    assert found.source == (
        f"Nominatim ({server.url[7:]}), 03.03.2026, © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright: "
        "5, Neuer Weg, Hochfeld, Duisburg, 47053, Deutschland"
    )


def test_photon_finds_a_house(server: Server, ask: Ask) -> None:
    server.say_photon(LINE, feature(51.42, 6.75))
    found = ask("photon").find(SOUGHT)
    assert (found.point, found.precision) == (Point(51.42, 6.75), "house")
    assert found.label == "Neuer Weg 5, Hochfeld, 47053 Duisburg"
    assert found.licence == "© OpenStreetMap contributors, ODbL 1.0"


def test_a_service_is_told_the_address_and_who_asks_and_nothing_more(server: Server, ask: Ask) -> None:
    ask(path="/suche").find(SOUGHT)
    assert server.paths == ["/suche/search"]
    assert server.parameters == [
        {"q": [LINE], "format": ["json"], "limit": ["5"], "addressdetails": ["1"], "accept-language": ["de"]}
    ]
    told = {name.lower(): value for name, value in server.headers[0].items()}
    assert told["user-agent"] == "Bildungsberatungslandkarte/0.1 (Amt fuer Schule; karte@stadt.example)"
    assert not {"cookie", "authorization", "referer", "from"} & told.keys()


def test_a_wrong_number_is_the_street_and_a_wrong_street_is_nothing(server: Server, ask: Ask) -> None:
    server.say(LINE, house("Neuer Weg", "7", 51.42, 6.75))
    assert ask().find(SOUGHT).precision == "street"
    server.usual = Reply(json.dumps([road("Alter Weg", 51.42, 6.75)]).encode())
    found = ask().find(another(6))
    assert found.point is None and found.label.startswith("Alter Weg")


@pytest.mark.parametrize(("kind", "body"), [("nominatim", b"[]"), ("photon", b'{"features": []}')])
def test_nothing_found_is_an_answer(server: Server, ask: Ask, kind: str, body: bytes) -> None:
    server.usual = Reply(body)
    found = ask(kind).find(SOUGHT)
    assert (found.point, found.precision, found.label) == (None, "none", "")
    assert found.service.endswith(f"({server.url[7:]})")


def test_what_was_answered_is_not_asked_again(server: Server, ask: Ask) -> None:
    server.say(LINE, house("Neuer Weg", "5", 51.42, 6.75))
    first, again = ask().find(SOUGHT), ask().find(Sought("NEUER  WEG", "5", "47053", "Duisburg"))
    assert again == first and server.asked == [LINE]
    server.say_photon(LINE, feature(51.42, 6.75))
    assert ask("photon").find(SOUGHT).service.startswith("Photon") and len(server.asked) == 2


@pytest.mark.parametrize(("found", "good_for"), [(True, 365), (False, 30)])
def test_answers_are_forgotten_after_their_time(server: Server, ask: Ask, found: bool, good_for: int) -> None:
    if found:
        server.say(LINE, house("Neuer Weg", "5", 51.42, 6.75))
    ask().find(SOUGHT)
    ask(at=NOW + timedelta(days=good_for - 1)).find(SOUGHT)
    assert len(server.asked) == 1
    later = ask(at=NOW + timedelta(days=good_for)).find(SOUGHT)
    assert len(server.asked) == 2 and later.asked_on == (NOW + timedelta(days=good_for)).date()


def test_answers_lie_open_for_whoever_runs_the_service(server: Server, ask: Ask, tmp_path: Path) -> None:
    server.say(LINE, house("Neuer Weg", "5", 51.42, 6.75))
    ask().find(SOUGHT)
    ask().find(another(6))
    database = sqlite3.connect(tmp_path / "online.sqlite")
    columns = "provider, query, found, precision, licence, asked_on"
    rows = database.execute(f"SELECT {columns} FROM answer ORDER BY found DESC").fetchall()
    database.close()
    provider, licence = f"nominatim={server.url}", "© OpenStreetMap contributors, ODbL 1.0"
    assert rows == [
        (provider, LINE.lower(), 1, "house", f"{licence}. http://osm.org/copyright", "2026-03-03"),
        (provider, "neuer weg 6, 47053 duisburg", 0, "none", licence, "2026-03-03"),
    ]


def test_an_answer_that_somebody_has_damaged_is_asked_for_again(server: Server, ask: Ask, tmp_path: Path) -> None:
    server.say(LINE, house("Neuer Weg", "5", 51.42, 6.75))
    ask().find(SOUGHT)
    for damage in ("lat = 'x'", "precision = 'exact'", "lat = NULL", "lat = 99.0"):
        with sqlite3.connect(tmp_path / "online.sqlite") as database:
            database.execute(f"UPDATE answer SET {damage}")
        database.close()
        assert ask().find(SOUGHT).point == Point(51.42, 6.75)
    assert len(server.asked) == 5


@pytest.mark.parametrize(
    ("status", "words", "final"),
    [
        (500, r"answered HTTP 500 \(its own error\)", False),
        (503, "answered HTTP 503", False),
        (404, r"answered HTTP 404 \(is ONLINE_GEOCODER right\?\)", False),
        (401, r"wants a key or a login, which it was not given \(HTTP 401\); it is not asked again", True),
        (403, r"refuses to answer \(HTTP 403\); it is not asked again in this run", True),
        (429, r"asks for fewer requests \(HTTP 429\); it is not asked again in this run", True),
    ],
)
@pytest.mark.parametrize("kind", ["nominatim", "photon"])
def test_a_status_is_told_and_a_refusal_ends_the_asking(
    server: Server, ask: Ask, kind: str, status: int, words: str, final: bool
) -> None:
    server.usual = Reply(b"<html>no</html>", status)
    online = ask(kind)
    error = failing(online)
    assert re.search(words, str(error)) and error.final is final
    assert str(error).startswith(online.service.name) and "Neuer Weg" not in str(error)
    failing(online, another(6))
    assert len(server.asked) == (1 if final else 2)


@pytest.mark.parametrize("status", [429, 503])
def test_whoever_wants_a_rest_gets_it_in_the_next_run_too(server: Server, ask: Ask, status: int) -> None:
    server.usual = Reply(b"", status, {"Retry-After": "3600"})
    assert failing(ask()).final
    assert "left alone until 2026-03-03 13:00 UTC" in str(failing(ask()))
    assert len(server.asked) == 1
    server.usual = Reply()
    ask(at=NOW + timedelta(hours=1)).find(SOUGHT)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "told", ["Wed, 03 Mar 2199 12:00:00 GMT", "9" * 400, "bald", "Wed, 99 Foo 20000000000 99:99:99"]
)
def test_any_wish_for_a_rest_is_read_or_ignored(server: Server, ask: Ask, told: str) -> None:
    server.usual = Reply(b"", 429, {"Retry-After": told})
    assert "asks for fewer requests (HTTP 429)" in str(failing(ask()))


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"\xff\xfe\x00", b"null", b"{}", b'"text"', b"7", b"[1]", b"[{}]", b'[{"lat": "x", "lon": "y"}]',
     b'[{"lat": "951", "lon": "6", "display_name": "x"}]', b'{"error": "x"}', b'{"features": 3}', b'{"features": [{}]}',
     b'{"features": [{"properties": [], "geometry": {"coordinates": [6]}}]}', b"[[[[",
     b'[{"lat": "51", "lon": "6", "display_name": "x", "address": "text"}]',
     b'{"features": [{"properties": {"extent": [1]}, "geometry": {"coordinates": [6.7, 51.4]}}]}'],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["nominatim", "photon"])
def test_garbage_is_an_error_and_not_taken_for_nothing_found(server: Server, ask: Ask, kind: str, body: bytes) -> None:
    server.usual = Reply(body)
    error = failing(ask(kind))
    assert str(error) == f"{ask(kind).service.name} gave an answer that cannot be understood." and not error.final
    server.usual = Reply(b"[]" if kind == "nominatim" else b'{"features": []}')
    assert ask(kind).find(SOUGHT).point is None and len(server.asked) == 2


def test_a_server_that_says_nothing_is_not_waited_for(server: Server, ask: Ask) -> None:
    server.usual = Reply(hangs=True)
    assert "did not answer within 0.2 seconds" in str(failing(ask(timeout_s=0.2)))


def test_a_server_that_is_not_there_is_named(tmp_path: Path, server: Server) -> None:
    service = Service("nominatim", "http://127.0.0.1:9")
    file = tmp_path / "online.sqlite"
    error = failing(OnlineGeocoder(service, Cache(file, service), Limiter(file, service), lambda: NOW))
    assert str(error) == "Nominatim (127.0.0.1:9) cannot be reached, or broke off."


def test_an_address_goes_nowhere_but_to_the_server_that_was_named(server: Server, ask: Ask) -> None:
    with playing() as other:
        server.usual = Reply(b"", 302, {"Location": f"{other.url}/search?q=x"})
        error = failing(ask())
        assert "points elsewhere (HTTP 302)" in str(error) and error.final
        assert other.asked == [] and len(server.asked) == 1


def test_three_failures_in_a_row_are_enough_and_a_success_forgets_them(server: Server, ask: Ask) -> None:
    online = ask()
    server.usual = Reply(b"", 500)
    failing(online, another(1))
    failing(online, another(2))
    server.usual = Reply()
    online.find(another(3))
    server.usual = Reply(b"", 500)
    errors = [failing(online, another(number)) for number in (4, 5, 6, 7)]
    assert [error.final for error in errors] == [False, False, True, True]
    assert str(errors[2]).endswith("After 3 failures in a row it is not asked again.")
    assert len(server.asked) == 6
    assert online.find(another(3)).point is None


def test_without_a_service_there_is_nobody_to_ask(tmp_path: Path) -> None:
    with pytest.raises(OnlineError, match="ONLINE_GEOCODER is none"):
        open_online(None, tmp_path / "online.sqlite", lambda: NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"Sehr geehrte Damen und Herren " * 40, "file is not a database"), ("answer", "has no column asked_on, found")],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes | str, words: str) -> None:
    file = tmp_path / "online.sqlite"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        database = sqlite3.connect(file)
        database.execute("CREATE TABLE answer (provider TEXT, query TEXT)")
        database.close()
    with pytest.raises(OnlineError, match=rf"online.sqlite.* cannot be used: .*{words}.*delete it"):
        open_online(Service("photon", "http://localhost"), file, lambda: NOW)


def test_the_library_is_loaded_by_whoever_asks_and_by_nobody_else() -> None:
    program = "import sys, app, geo.online; print([name for name in sys.modules if name.split('.')[0] == 'geopy'])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_address_too_vague_or_too_long_is_not_for_asking() -> None:
    assert SOUGHT.can_be_asked and SOUGHT.line == LINE
    assert Sought("Neuer Weg", "5", "", "Duisburg", "Hochfeld").line == "Neuer Weg 5, Hochfeld, Duisburg"
    for vague in (Sought("Neuer Weg", ""), Sought("", "5", "47053"), Sought("Neuer Weg", "5")):
        assert not vague.can_be_asked
    assert not Sought("x" * 200, "5", "47053").can_be_asked
