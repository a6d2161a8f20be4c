"""The worker: jobs, duties and mails, with deaths and cancellations in between."""

import threading
import time
from datetime import timedelta

import pytest

from actions.duties import Duty, JobFailed
from actions.worker import BROKEN, Worker
from actions.worker_loop import Lane, look
from store import StoreError, open_store
from store.jobs import SILENCE
from tests.actions.working import queue, tools_of
from tests.store.examples import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(database_url, clock):
    opened = open_store(database_url, create=True, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def tools(store, tmp_path, clock):
    return tools_of(store, tmp_path, clock=clock)


def ask(store, kind="count", **payload):
    with store.write("anna", "asks") as writer:
        return writer.jobs.add(kind, "05112", payload)


def count(tools, job, progress):
    for number in range(job.payload["to"]):
        progress(number, job.payload["to"], "zählt")
    return {"counted": job.payload["to"]}


def test_a_round_does_duties_jobs_and_then_the_mails_that_they_wrote(store, tools, tmp_path):
    def write(tools):
        queue(tools.store, 7)
        return 1

    code = ask(store, to=3)
    worker = Worker(tools, [Duty("write", timedelta(hours=1), write)], {"count": count})
    assert worker.once() == {"duties": 1, "jobs": 1, "mails": 1}
    job = store.jobs.by_code(code)
    assert (job.state, job.result) == ("done", {"counted": 3})
    assert worker.once() == {"duties": 0, "jobs": 0, "mails": 0}
    assert len(list((tmp_path / "outbox").iterdir())) == 1


def test_a_job_that_fails_says_why_and_one_that_breaks_says_nothing_about_people(store, tools, caplog):
    def refuse(tools, job, progress):
        raise JobFailed("Die Datei ist leer.")

    def broken(tools, job, progress):
        raise KeyError("anna.mueller@stadt.example")

    codes = [ask(store, "refuse"), ask(store, "broken"), ask(store, "unheard")]
    Worker(tools, [], {"refuse": refuse, "broken": broken}).do_jobs()
    words = [store.jobs.by_code(code).words for code in codes]
    assert words[:2] == ["Die Datei ist leer.", BROKEN] and "kennt das Programm nicht" in words[2]
    assert "KeyError at test_worker.py" in caplog.text and "mueller" not in caplog.text


def test_a_cancelled_job_stops_and_nothing_comes_of_it(store, tools):
    code = ask(store, "long")
    ends = []

    def long(tools, job, progress):
        with tools.store.write("anna", "cancels") as writer:
            assert writer.jobs.cancel(code, "05112")
        until = time.monotonic() + 10
        while time.monotonic() < until:
            progress(1, 2, "wartet")
            time.sleep(0.02)
        ends.append("ran to its end")
        return {}

    Worker(tools, [], {"long": long}).do_jobs()
    assert store.jobs.by_code(code).state == "cancelled" and not ends


def test_a_worker_that_is_told_to_end_gives_its_job_back(store, tools):
    code = ask(store, "long")
    stop = threading.Event()

    def long(tools, job, progress):
        stop.set()
        progress(1, 2, "hört auf")

    Worker(tools, [], {"long": long}, stop).do_jobs()
    job = store.jobs.by_code(code)
    assert (job.state, job.tries) == ("waiting", 0)
    Worker(tools, [], {"long": lambda *_: {"ok": 1}}).do_jobs()
    assert store.jobs.by_code(code).result == {"ok": 1}


def test_progress_can_be_seen_while_the_job_goes_on(store, tools):
    code = ask(store, "long")
    seen = []

    def long(tools, job, progress):
        until = time.monotonic() + 10
        while not seen and time.monotonic() < until:
            progress(3, 9, "liest Zeile 3")
            now = tools.store.jobs.by_code(code)
            seen.extend([(now.done, now.total, now.words)] if now.words == "liest Zeile 3" else [])
            time.sleep(0.05)
        return {}

    Worker(tools, [], {"long": long}).do_jobs()
    assert seen == [(3, 9, "liest Zeile 3")]


def test_a_duty_that_fails_is_tried_again_soon_and_keeps_no_other_from_running(store, tools, clock, caplog):
    ran = []

    def fails(tools):
        ran.append("fails")
        raise OSError("/home/anna")

    day = timedelta(days=1)
    duties = [Duty("fails", day, fails), Duty("runs", day, lambda _: ran.append("runs") or 2)]
    worker = Worker(tools, duties, {})
    assert worker.do_duties() == 2 and ran == ["fails", "runs"]
    assert "anna" not in caplog.text
    clock.now += timedelta(minutes=11)
    assert [duty.name for duty in worker.due_duties(clock.now)] == ["fails"]
    worker.do_duties()
    assert ran == ["fails", "runs", "fails"]


def test_a_duty_whose_worker_died_is_taken_up_by_the_next(store, tools, clock):
    with store.write("worker", "dies") as writer:
        assert writer.duties.claim("sweep")
    ran = []
    worker = Worker(tools, [Duty("sweep", timedelta(days=1), lambda _: ran.append(1) or 1)], {})
    assert worker.do_duties() == 0
    clock.now += SILENCE + timedelta(seconds=1)
    assert worker.do_duties() == 1 and ran == [1]


def test_an_error_of_the_database_gives_a_lane_a_rest_and_does_not_end_the_worker(caplog):
    def locked():
        raise StoreError("offers.sqlite is locked by another program.")

    lane = Lane(locked, lambda: None, 0.0, 0.0)
    look(lane, pool=None)
    assert "rests for a moment" in caplog.text and lane.next_look > time.monotonic() + 5
