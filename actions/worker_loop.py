"""The worker as it runs for days: looks once a second whether something is due, and is quiet otherwise."""

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from actions.duties import Duty, Tools
from actions.worker import Worker
from store import StoreError

IDLE_S = 1.0
#: duties come round in minutes and hours, so a look now and then is enough
DUTIES_S = 10.0
#: a server that has just come up has better things to do than what comes round again
QUIET_START_S = 45.0
#: after an error of the database, so long until the next look
REST_S = 10.0
log = logging.getLogger(__name__)


@dataclass
class Lane:
    """One kind of work, done beside the others."""

    is_due: Callable[[], bool]
    run: Callable[[], object]
    every_s: float
    next_look: float
    at_work: "Future[object] | None" = field(default=None)


def run_worker(worker: Worker, tools: Tools) -> None:
    """Work until told to stop, or until whoever started this worker is gone."""
    parent = os.getppid()
    store, now = tools.store, time.monotonic()
    duties: list[Duty] = []

    def duties_due() -> bool:
        duties[:] = worker.due_duties(tools.clock())
        return bool(duties)

    lanes = (
        Lane(lambda: store.mails.is_due(tools.clock()), worker.send_mails, IDLE_S, now),
        Lane(lambda: store.jobs.is_due(tools.clock()), worker.do_jobs, IDLE_S, now),
        Lane(duties_due, lambda: worker.do_duties(list(duties)), DUTIES_S, now + QUIET_START_S),
    )
    with ThreadPoolExecutor(len(lanes), thread_name_prefix="lane") as pool:
        while not worker.stop.wait(IDLE_S):
            if os.getppid() != parent:
                worker.stop.set()
                break
            for lane in lanes:
                look(lane, pool)


def look(lane: Lane, pool: ThreadPoolExecutor) -> None:
    """Start the work of a lane if there is some and nobody is at it."""
    now = time.monotonic()
    if (lane.at_work and not lane.at_work.done()) or now < lane.next_look:
        return
    lane.next_look = now + lane.every_s
    try:
        if lane.at_work:
            done, lane.at_work = lane.at_work, None
            done.result()
        if lane.is_due():
            lane.at_work = pool.submit(lane.run)
    except StoreError as error:
        log.warning("The worker rests for a moment: %s", error)
        lane.next_look = now + REST_S
    except Exception as error:
        log.error("The worker met an error and goes on: %s", type(error).__name__)
        lane.next_look = now + REST_S
