"""Whoever sends a campaign is killed at random moments: each recipient has exactly one invitation in the end.

KILLS=50 kills more often.
"""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.add_region import Wanted, add_region
from actions.campaign_plan import DEFAULT
from actions.campaign_send import CAMPAIGN_JOBS, begin_round
from actions.worker import Worker
from config import ROOT
from model.campaign import Address
from store import Store, open_store
from tests.actions.working import few_places, tools_of
from tests.mail_server import running_mail_server

KILLS = int(os.environ.get("KILLS", "10"))
PEOPLE = 300


@pytest.fixture
def store(database_url, tmp_path):
    few_places(tmp_path / "data")
    opened = open_store(database_url, create=True, clock=lambda: datetime.now(UTC))
    add_region(opened, tmp_path / "data", Wanted("05112"))
    yield opened
    opened.close()


@pytest.fixture
def later(database_url):
    """The same database, seen by a worker that comes long after the one that died."""
    opened = open_store(database_url, clock=lambda: datetime.now(UTC) + timedelta(minutes=10))
    yield opened
    opened.close()


def begin(store: Store):
    """A campaign that has just been told to invite."""
    today = datetime.now(UTC).date()
    people = [(str(n), Address(f"Stelle {n}", email=f"stelle{n}@traeger.example")) for n in range(PEOPLE)]
    with store.write(by="test", why="a campaign") as writer:
        code = writer.campaigns.add("05112", "Abfrage", today, today + timedelta(days=9), DEFAULT)
        campaign = writer.campaigns.get("05112", code)
        writer.campaigns.add_recipients(campaign, people)
    begin_round(store, campaign, by="test", today=today, expected=0)
    return store.campaigns.by_code("05112", code)


def work_and_die(url: str, folder: Path, mail_url: str, after_s: float) -> None:
    """Let a worker work for so long, and kill it."""
    command = [sys.executable, "-m", "tests.actions.dying_campaign", url, str(folder), mail_url]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout and process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_each_recipient_has_exactly_one_invitation_whoever_dies(store, later, database_url, tmp_path):
    rng, campaign = random.Random(os.urandom(8)), begin(store)
    with running_mail_server() as server:
        for _ in range(KILLS):
            work_and_die(database_url, tmp_path, server.url, rng.uniform(0, 0.4))
            asked = store.campaigns.count(campaign, "silent")
            assert store.mails.count(about=campaign.about) == asked, "marked as asked, and a mail for it: both or none"
        worker = Worker(tools_of(later, tmp_path, mail_url=server.url), [], CAMPAIGN_JOBS)
        worker.once()
        worker.once()
        got = Counter(one for envelope in server.recipients for one in envelope)
        texts = [message.get_content() for message in server.messages]
    assert max(got.values()) == 1, "somebody was invited twice"
    records = store.mails.log(about=campaign.about, limit=2 * PEOPLE)
    assert Counter(record.to for record in records) == {f"stelle{n}@traeger.example": 1 for n in range(PEOPLE)}
    states = Counter(record.state for record in records)
    assert states["sent"] + states["unclear"] == PEOPLE and states["unclear"] <= KILLS
    assert len(got) >= states["sent"]
    assert [job.state for job in store.jobs.latest("05112", ["campaign_round"])] == ["done"]
    for text in texts:
        code = re.search(r"/umfrage/([a-z0-9]{12})", text)[1]
        assert store.campaigns.entry(code) is not None, "a mail with a code that opens nothing"
