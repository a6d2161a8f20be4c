"""Killing whoever merges, again and again at random moments: a merge happened as a whole, or not at all."""

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

from actions.merge_offers import merge_offers, undo_merge
from model.source import Provenance
from store import Store, open_store
from tests.store.examples import an_offer

KILLS = int(os.environ.get("KILLS", "50"))
PAIRS = 20


def work(url: str) -> None:
    """Merge all pairs, take all merges back, and begin again."""
    store = open_store(url)
    while True:
        for number in range(PAIRS):
            merge_if_two(store, number)
        for done in store.doubles.merges("05112", limit=PAIRS):
            undo_merge(store, done.code, region="05112", by="Erika")


def merge_if_two(store: Store, number: int) -> None:
    kept, dropped = f"list:{number}", f"other:{number}"
    offer = store.offer(dropped)
    if offer is not None and offer.status == "published":
        revisions = (len(store.revisions(kept)), len(store.revisions(dropped)))
        merge_offers(store, kept, dropped, {"hours": "dropped"}, region="05112", revisions=revisions, by="Erika")


def state_of(store: Store, number: int, reports: dict[str, str]) -> tuple[str, str, str, str]:
    """Whether the second of two is there, where its key leads, the hours of the first, and where the report is."""
    kept, dropped = store.offer(f"list:{number}"), store.offer(f"other:{number}")
    assert kept is not None and dropped is not None
    return dropped.status, store.doubles.redirect(dropped.key), kept.hours, reports[str(number)]


def test_whoever_merges_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'offers.sqlite'}"
    store = open_store(url, create=True)
    with store.write(by="test", why="pairs") as writer:
        for number in range(PAIRS):
            writer.save_offer(an_offer(f"list:{number}", hours="Di 9-12"))
            writer.save_offer(an_offer(f"other:{number}", hours="Mo 9-12", provenance=Provenance("other")))
            writer.add_report(f"other:{number}", "other", str(number))
    fork, chance, seen = multiprocessing.get_context("fork"), random.Random(4), set()
    for turn in range(KILLS + 20):
        if turn >= KILLS and len(seen) == 2:
            break  # on a busy machine a worker may need longer before it has merged anything
        worker = fork.Process(target=work, args=(url,), daemon=True)
        worker.start()
        time.sleep(0.05 + chance.random() * 0.4 + max(0, turn - KILLS) * 0.1)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        assert worker.exitcode == -signal.SIGKILL
        reports = {report.text: report.key for report in store.reports()}
        for number in range(PAIRS):
            state = state_of(store, number, reports)
            two = ("published", "", "Di 9-12", f"other:{number}")
            one = ("archived", f"list:{number}", "Mo 9-12", f"list:{number}")
            assert state in (two, one)
            seen.add(state == one)
    assert seen == {True, False}
    store.close()
