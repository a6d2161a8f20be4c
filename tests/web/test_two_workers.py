"""A change made in one process shows in every worker of another at its next request."""

import contextlib
import json
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from config import ROOT
from store import open_store
from tests.seeded import copy_seeded
from tests.server import own_settings, running_server

KEY = "seed-05112:du-c-001"


@pytest.fixture
def server(seeded, tmp_path):
    copy_seeded(seeded, tmp_path)
    with running_server(ROOT, own_settings(tmp_path), tmp_path / "log") as address:
        yield address


def ask(address):
    """The answer to one question, over a connection of its own, and which worker gave it."""
    body = json.dumps({"near": {"address": "Stadtmitte"}, "neutral": True}).encode()
    request = urllib.request.Request(
        f"{address}/api/v1/nearest", body, {"content-type": "application/json", "connection": "close"}
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        return {hit["key"]: hit["name"] for hit in json.load(response)["hits"]}


def test_an_edit_shows_in_both_workers_at_once(server, tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}")
    for _ in range(20):  # both workers have answered, and so hold what was there before
        assert ask(server)[KEY] == "Bildungsberatung im Stadtfenster"
    for round in range(5):
        offer = store.offer(KEY)
        with store.write(by="test", why="two workers") as writer:
            writer.save_offer(replace(offer, name=f"Beratung {round}"))
        assert {ask(server)[KEY] for _ in range(20)} == {f"Beratung {round}"}
    with store.write(by="test", why="closed for good") as writer:
        writer.archive_offer(KEY)
    assert not any(KEY in ask(server) for _ in range(20))
    store.close()


def processes_with(text):
    """What the processes of this machine do whose environment holds a text."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if text.encode() in environment.read_bytes():
                found.append((environment.parent / "cmdline").read_bytes())
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this system does not list processes in /proc")
def test_there_are_two_workers_and_the_one_that_watches_them(server, tmp_path):
    serving = [words for words in processes_with(f"GAZETTEER={tmp_path}") if b"gunicorn" in words]
    assert len(serving) == 3
