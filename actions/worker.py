"""The worker: sends mails, does jobs and duties, each in a lane of its own, so that none waits for another.

Everything it takes up is leased in the database. Any number of workers may run at once, and each may die at any moment:
what it was at is taken up by another after half a minute of silence, or was not begun at all.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from actions.duties import Duty, JobFailed, JobLost, JobRunner, Progress, Tools, patiently
from actions.send_mail import send_due
from store import StoreError
from store.jobs import Job, JobChanges

BEAT_S = 1.0
#: a worker that has nothing to say still says this often that it is alive
ALIVE_S = 5.0
#: how long a job waits at most until what it begins now is known to others
NEWS_S = 0.5
#: a duty that failed is tried again after so long at most
AGAIN = timedelta(minutes=10)
BROKEN = "Dabei ist bei uns etwas schiefgegangen. Nichts wurde geändert. Versuchen Sie es noch einmal."
log = logging.getLogger(__name__)


class Worker:
    """Does what is due."""

    def __init__(
        self, tools: Tools, duties: Sequence[Duty], jobs: Mapping[str, JobRunner], stop: threading.Event | None = None
    ) -> None:
        self._tools = tools
        self._duties = duties
        self._jobs = jobs
        self.stop = stop or threading.Event()

    def once(self) -> dict[str, int]:
        """Do everything that is due right now, and say how much it was; mails last, because the others write some."""
        return {"duties": self.do_duties(), "jobs": self.do_jobs(), "mails": self.send_mails()}

    def send_mails(self) -> int:
        """Send the mails that are due."""
        return send_due(self._tools, self.stop.is_set)

    def do_jobs(self) -> int:
        """Do the jobs that wait, one after the other."""
        count = 0
        while not self.stop.is_set():
            with self._tools.store.write(by="worker", why="job") as writer:
                job = writer.jobs.claim()
            if job is None:
                break
            self._do(job)
            count += 1
        return count

    def due_duties(self, now: datetime) -> list[Duty]:
        """The duties whose time has come, as far as a look at the database tells."""
        states = self._tools.store.duties.states()
        return [duty for duty in self._duties if duty.name not in states or states[duty.name].due_at <= now]

    def do_duties(self, among: Sequence[Duty] | None = None) -> int:
        """Do the duties whose time has come and that nobody else is at."""
        count = 0
        for duty in self._duties if among is None else among:
            if self.stop.is_set():
                break
            with self._tools.store.write(by="worker", why="duty") as writer:
                ours = writer.duties.claim(duty.name)
            if ours:
                self._do_duty(duty)
                count += 1
        return count

    def _do(self, job: Job) -> None:
        """Do one job to its end, whatever that is."""
        runner = self._jobs.get(job.kind)
        try:
            if runner is None:
                raise JobFailed("Diese Arbeit kennt das Programm nicht (mehr).")
            with self._heart(job) as progress:
                result = runner(self._tools, job, progress)
        except JobLost:
            self._note(lambda jobs: jobs.release(job))
        except JobFailed as error:
            sentence = str(error)
            self._note(lambda jobs: jobs.fail(job, sentence))
        except Exception as error:
            log.error("A job of the kind %s failed: %s", job.kind, _where(error))
            self._note(lambda jobs: jobs.fail(job, BROKEN))
        else:
            self._note(lambda jobs: jobs.finish(job, result))

    def _note(self, change: Callable[[JobChanges], bool]) -> None:
        """Write down how a job ended, however long others keep the database."""

        def note() -> None:
            with self._tools.store.write(by="worker", why="job") as writer:
                change(writer.jobs)

        patiently(note)

    def _do_duty(self, duty: Duty) -> None:
        def beat() -> None:
            with self._tools.store.write(by="worker", why="duty") as writer:
                writer.duties.beat(duty.name)

        try:
            with _every(ALIVE_S, beat):
                changed = duty.run(self._tools)
        except Exception as error:
            log.error("The duty %s failed: %s", duty.name, _where(error))
            with self._tools.store.write(by="worker", why="duty") as writer:
                writer.duties.fail(duty.name, min(duty.every, AGAIN), type(error).__name__)
        else:
            with self._tools.store.write(by="worker", why="duty") as writer:
                writer.duties.finish(duty.name, duty.every, changed)

    @contextmanager
    def _heart(self, job: Job) -> Iterator[Progress]:
        """Tell the database how far a job is, while it goes on; the job itself only says it here."""
        said: list[tuple[int, int, str]] = [(0, 0, "Es geht los.")]
        told: list[tuple[int, int, str]] = []
        lost, hurry = threading.Event(), threading.Event()
        turns = [0]

        def beat() -> None:
            turns[0] += 1
            if told and said == told and turns[0] % (ALIVE_S // BEAT_S):
                return
            now = said[0]
            with self._tools.store.write(by="worker", why="job") as writer:
                ours = writer.jobs.beat(job, *now)
            told[:] = [now]
            if not ours:
                lost.set()

        def progress(done: int, total: int, words: str) -> None:
            is_news, said[0] = words != said[0][2], (done, total, words)
            until = time.monotonic() + NEWS_S
            while is_news and said != told and time.monotonic() < until:
                hurry.set()  # what comes now may keep everybody from writing, this message too
                time.sleep(0.01)
            if lost.is_set() or self.stop.is_set():
                raise JobLost

        with _every(BEAT_S, beat, hurry):
            yield progress


@contextmanager
def _every(seconds: float, beat: Callable[[], None], hurry: threading.Event | None = None) -> Iterator[None]:
    """Do something again and again beside the block, at once when hurried; while others hold the database it waits."""
    over, hurry = threading.Event(), hurry or threading.Event()

    def go_on() -> None:
        while not over.is_set():
            hurry.wait(seconds)
            hurry.clear()
            if not over.is_set():
                with suppress(StoreError):
                    beat()

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        hurry.set()
        thread.join()


def _where(error: Exception) -> str:
    """What kind of error it was and where, without its words, in which people may be named."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    spot = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "nowhere"
    return f"{type(error).__name__} at {spot}"
