"""Turns to ask a service, shared by all processes that use the same file."""

import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from geo.finding import OnlineError
from geo.online_limit import Limiter
from geo.online_service import Service

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = Service("nominatim", "https://nominatim.openstreetmap.org", "Amt <karte@stadt.example>")
OWN = Service("nominatim", "https://nominatim.stadt.example")


class Clock:
    """A clock that stands still but for those who sleep; each may oversleep once."""

    def __init__(self, oversleeps: float = 0.0) -> None:
        self.time = 1_000_000.0
        self.slept: list[float] = []
        self.oversleeps = oversleeps

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.time += seconds + self.oversleeps
        self.oversleeps = 0.0


def limiter(file: Path, clock: Clock, service: Service = PUBLIC) -> Limiter:
    return Limiter(file, service, now=clock.now, sleep=clock.sleep)


def turns(file: Path) -> dict[str, float]:
    database = sqlite3.connect(file)
    found = dict(database.execute("SELECT host, free_at FROM turn").fetchall())
    database.close()
    return found


def test_a_public_server_is_asked_once_in_1_1_seconds_whatever_is_said(tmp_path: Path) -> None:
    for number, pause in enumerate((0.0, 0.5, 1.1)):
        clock = Clock()
        turn = limiter(tmp_path / f"{number}.sqlite", clock, Service(PUBLIC.kind, PUBLIC.url, PUBLIC.contact, pause))
        taken = [turn.wait() for _ in range(4)]
        assert [round(after - before, 6) for before, after in pairwise(taken)] == [1.1, 1.1, 1.1]
        assert clock.slept == [0, 1.1, 1.1, 1.1]


def test_a_longer_pause_is_kept_and_ones_own_server_needs_none(tmp_path: Path) -> None:
    clock = Clock()
    slow = limiter(tmp_path / "a.sqlite", clock, Service(PUBLIC.kind, PUBLIC.url, PUBLIC.contact, 5))
    assert slow.wait() + 5 == slow.wait()
    own = limiter(tmp_path / "b.sqlite", clock, OWN)
    assert own.wait() == own.wait()


def test_two_processes_take_turns(tmp_path: Path) -> None:
    """Both start at one word, and the clock stands still for them, so that each turn depends on the file alone."""
    program = (
        "import sys; from pathlib import Path; from geo.online_limit import Limiter; "
        "from geo.online_service import Service; "
        "limit = Limiter(Path(sys.argv[1]), Service('nominatim', 'https://nominatim.openstreetmap.org', 'x'), "
        "now=lambda: 1000.0, sleep=lambda _: None); "
        "print('ready', flush=True); sys.stdin.readline(); "
        "[print(limit.wait()) for _ in range(25)]"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "online.sqlite")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(2)]
    assert [each.stdout.readline() for each in running] == ["ready\n"] * 2
    for each in running:
        each.stdin.write("go\n")
        each.stdin.flush()
    taken = sorted(float(line) for each in running for line in each.communicate()[0].split())
    assert len(taken) == 50
    assert min(after - before for before, after in pairwise(taken)) > 1.0999


def test_nobody_else_can_look_while_a_turn_is_given_out(tmp_path: Path) -> None:
    file = tmp_path / "online.sqlite"
    limiter(file, Clock()).wait()
    shut: list[bool] = []

    def now_while_somebody_tries() -> float:
        other = sqlite3.connect(file, timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            shut.append(False)
        except sqlite3.OperationalError:
            shut.append(True)
        other.close()
        return 2_000_000.0

    Limiter(file, PUBLIC, now=now_while_somebody_tries, sleep=lambda _: None).wait()
    assert shut[0] is True and shut[-1] is False


def test_spellings_of_a_public_host_share_their_turns(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "online.sqlite"
    limiter(file, clock).wait()
    other = Service("nominatim", "https://NOMINATIM.openstreetmap.org.:443/", "x")
    limiter(file, clock, other).wait()
    assert clock.slept == [0, 1.1]
    assert list(turns(file)) == ["nominatim.openstreetmap.org"]


def test_a_turn_that_was_overslept_is_given_up(tmp_path: Path) -> None:
    clock = Clock(oversleeps=1.0)
    taken = limiter(tmp_path / "online.sqlite", clock).wait()
    assert taken == clock.now() and len(clock.slept) == 2


def test_a_service_that_wants_a_rest_gets_it_from_every_process(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "online.sqlite"
    limiter(file, clock).hold_off(120)
    with pytest.raises(
        OnlineError, match=r"wants to be left alone until 1970-01-12 13:48 UTC; it was not asked"
    ) as told:
        limiter(file, clock).wait()
    assert told.value.final and clock.slept == []
    clock.time += 80
    assert limiter(file, clock).wait() == 1_000_120


def test_a_rest_is_a_day_at_most_and_never_shortens_another(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "online.sqlite"
    limiter(file, clock).hold_off(1e12)
    limiter(file, clock).hold_off(-5)
    assert turns(file) == {PUBLIC.host: clock.now() + 86_400}


def test_a_time_that_only_a_wrong_clock_can_have_left_is_not_waited_for(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "online.sqlite"
    clock.time += 10 * 86_400
    limiter(file, clock).wait()
    clock.time -= 10 * 86_400
    assert limiter(file, clock).wait() == clock.now()


def test_without_its_file_nobody_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "online.sqlite"
    file.write_text("Sehr geehrte Damen und Herren, " * 50)
    with pytest.raises(OnlineError, match=r"online.sqlite.* cannot be used: file is not a database") as told:
        limiter(file, Clock()).wait()
    assert told.value.final
    with pytest.raises(OnlineError, match="unable to open"):
        limiter(tmp_path / "nowhere" / "online.sqlite", Clock()).wait()
