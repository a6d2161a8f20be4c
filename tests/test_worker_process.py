"""The worker as a process of its own: started by the server or by hand, and gone when it should be."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store import open_store
from tests.actions.working import queue
from tests.seeded import copy_seeded
from tests.server import own_settings, running_server

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def home(seeded, tmp_path_factory):
    return copy_seeded(seeded, tmp_path_factory.mktemp("home"))


def workers_of(folder: Path) -> list[int]:
    """The worker processes that use this folder, by their environment."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            words = (process / "cmdline").read_bytes().split(b"\0") if process.name.isdecimal() else []
            if b"worker" in words and str(folder).encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def wait_for(condition, patience_s=30):
    until = time.monotonic() + patience_s
    while not (found := condition()):
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.1)
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to see the processes")
def test_the_server_brings_a_worker_starts_it_again_and_takes_it_along(home, tmp_path):
    settings = own_settings(home)
    with running_server(ROOT, settings, tmp_path / "log"):
        (first,) = wait_for(lambda: workers_of(home))
        store = open_store(settings["DATABASE_URL"])
        queue(store, 1)
        wait_for(lambda: list((home / "outbox").glob("*.eml")))
        os.kill(first, signal.SIGKILL)
        (second,) = wait_for(lambda: [pid for pid in workers_of(home) if pid != first])
        queue(store, 2)
        wait_for(lambda: len(list((home / "outbox").glob("*.eml"))) == 2)
        store.close()
    assert second and workers_of(home) == []
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_without_a_worker_the_server_starts_none(home, tmp_path):
    with running_server(ROOT, own_settings(home) | {"WORKER": "none"}, tmp_path / "log"):
        time.sleep(2)
        assert workers_of(home) == []


def test_a_worker_ends_when_whoever_started_it_is_gone(home):
    command = f"{sys.executable} -m flask --app app worker & echo $!; sleep 300"
    shell = subprocess.Popen(
        ["bash", "-c", command], cwd=ROOT, env=os.environ | own_settings(home), stdout=subprocess.PIPE, text=True
    )
    assert shell.stdout is not None
    worker = int(shell.stdout.readline())
    store = open_store(own_settings(home)["DATABASE_URL"])
    queue(store, 3)
    wait_for(lambda: store.mails.by_key("mail-3").state == "sent")
    store.close()
    assert worker in workers_of(home)
    shell.kill()
    wait_for(lambda: workers_of(home) == [], 10)


def test_a_round_by_hand_says_what_it_did(home):
    store = open_store(own_settings(home)["DATABASE_URL"])
    queue(store, 4)
    store.close()
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "worker", "--once"], cwd=ROOT,
        env=os.environ | own_settings(home), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert '"mails": 1' in done.stdout
