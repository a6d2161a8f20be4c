"""Workers killed in the middle, at random moments: no mail twice, no half import, and every job comes to an end.

KILLS=50 kills more often.
"""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.add_region import Wanted, add_region
from actions.build_gazetteer import rebuild_gazetteer
from actions.import_job import IMPORT_JOBS
from actions.upload import IMPORT
from actions.worker import Worker
from config import ROOT
from store import open_store
from tests.actions.working import few_places, queue, tools_of
from tests.mail_server import running_mail_server

KILLS = int(os.environ.get("KILLS", "10"))
ROWS = 300
MAILS = 200


@pytest.fixture
def store(database_url, tmp_path):
    few_places(tmp_path / "data")
    opened = open_store(database_url, create=True, clock=lambda: datetime.now(UTC))
    add_region(opened, ROOT / "data", Wanted("05112"))
    rebuild_gazetteer(tmp_path / "gazetteer.sqlite", tmp_path / "data", opened)
    yield opened
    opened.close()


@pytest.fixture
def later(database_url):
    """The same database, seen by a worker that comes long after the one that died."""
    opened = open_store(database_url, clock=lambda: datetime.now(UTC) + timedelta(minutes=10))
    yield opened
    opened.close()


class Workers:
    """Starts workers that are killed after a while."""

    def __init__(self, url: str, folder: Path, mail_url: str = "") -> None:
        arguments = [url, str(folder), mail_url or f"file://{folder / 'outbox'}"]
        command = [sys.executable, "-m", "tests.actions.dying", *arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.killed = 0

    def run_and_kill(self, after_s: float) -> None:
        """Let one work for so long and kill it, unless it was done before that."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        worker = int(self._process.stdout.readline())
        time.sleep(after_s)
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        self.killed += self._process.stdout.readline() == "killed\n"

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate("")


def a_list(folder: Path, version: int) -> str:
    place = folder / "private" / "uploads" / f"v{version}"
    place.mkdir(parents=True)
    rows = [f"k{n};Beratung {n} Fassung {version};Träger;Heerstraße;{n};47053;Duisburg" for n in range(ROWS)]
    head = "Kennung;Name;Träger;Straße;Hausnummer;PLZ;Ort"
    (place / "liste.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return f"v{version}/liste.csv"


def versions(store) -> set[str]:
    """The versions of the list that the offers of the list are from."""
    keys = store.keys(region="05112", source="probe")
    assert len(keys) in (0, ROWS)
    offers = store.list_offers(region="05112", source="probe", limit=ROWS)
    return {offer.name.rpartition(" ")[2] for offer in offers}


def test_an_import_killed_at_any_moment_is_there_wholly_or_not_at_all_and_ends(store, later, database_url, tmp_path):
    rng, span = random.Random(os.urandom(8)), 0.0
    with Workers(database_url, tmp_path) as workers:
        for version in range(KILLS + 1):
            payload = {"file": a_list(tmp_path, version), "name": "probe", "complete": True, "columns": None}
            with store.write("anna", "asks") as writer:
                code = writer.jobs.add(IMPORT, "05112", payload)
            began = time.monotonic()
            if version:
                workers.run_and_kill(rng.uniform(0, span))
            found, job = versions(store), store.jobs.by_code(code)
            assert len(found) <= 1, "half of one list and half of another"
            assert (found == {str(version)}) == bool(job.result)
            Worker(tools_of(later, tmp_path, data_dir=tmp_path / "data"), [], IMPORT_JOBS).do_jobs()
            span = span or 0.9 * (time.monotonic() - began)
            job = store.jobs.by_code(code)
            assert job.state == "done" and versions(store) == {str(version)}
            assert job.result["counts"]["new" if version == 0 else "changed"] == ROWS
    runs = store.runs(limit=1000, region="05112")
    assert len([run for run in runs if run.source == "probe"]) == KILLS + 1, "each list was taken over once"
    assert all(run.finished_at for run in runs)


def test_no_mail_is_sent_twice_and_none_is_forgotten_when_its_sender_is_killed(store, later, database_url, tmp_path):
    rng = random.Random(os.urandom(8))
    for number in range(MAILS):
        queue(store, number)
    with running_mail_server() as server:
        with Workers(database_url, tmp_path, server.url) as workers:
            for _ in range(KILLS):
                workers.run_and_kill(rng.uniform(0, 0.25))
                assert len(set(server.ids)) == len(server.ids)
        assert workers.killed
        Worker(tools_of(later, tmp_path, mail_url=server.url), [], IMPORT_JOBS).send_mails()
        got = server.ids
    assert len(set(got)) == len(got), "a mail was sent twice"
    states = {state: store.mails.count(states=[state]) for state in ("sent", "unclear", "waiting", "sending")}
    assert states["waiting"] == states["sending"] == 0 and states["sent"] + states["unclear"] == MAILS
    assert states["unclear"] <= KILLS
    for record in store.mails.log(limit=MAILS):
        assert record.state == "unclear" or record.message_id in got


def test_files_are_written_once_whoever_dies(store, later, database_url, tmp_path):
    rng = random.Random(os.urandom(8))
    for number in range(MAILS):
        queue(store, number)
    with Workers(database_url, tmp_path) as workers:
        for _ in range(max(2, KILLS // 3)):
            workers.run_and_kill(rng.uniform(0, 0.3))
    Worker(tools_of(later, tmp_path, data_dir=tmp_path / "data"), [], IMPORT_JOBS).send_mails()
    assert store.mails.count(states=["sent"]) == MAILS
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == MAILS
