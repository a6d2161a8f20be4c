"""What the worker does: duties that come round again, and jobs that somebody asked for."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from geo.live import LiveGeocoder
from model.vocabulary import Vocabulary
from store import Store, StoreError
from store.jobs import Job


class JobFailed(Exception):
    """A job of which nothing came: a German sentence for whoever asked for it."""


class JobLost(Exception):
    """A job that is no longer ours: it was cancelled, or the worker is told to end."""


@dataclass(frozen=True)
class Tools:
    """What a duty or a job may use; the same parts as those of the pages."""

    store: Store
    vocabulary: Vocabulary
    geocoder: LiveGeocoder
    clock: Callable[[], datetime]
    public_url: str
    mail_url: str
    mail_from: str
    private_dir: Path
    #: no more mails than this in any minute
    mail_per_minute: int = 60
    #: where mail that comes back is found, as the setting MAIL_BOUNCES says it
    mail_bounces: str = "none"
    #: whether web addresses of offers are tried
    checks_links: bool = True
    gazetteer: Path = Path("data/gazetteer.sqlite")
    data_dir: Path = Path("data")
    courses_dir: Path = Path("data/courses")


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that comes round again. It may be interrupted at any moment and must then be right the next time."""

    name: str
    every: timedelta
    #: returns how many things it changed
    run: Callable[[Tools], int]


#: told how much of how much is done, and what is being done, in German; raises JobLost once the job is not wanted
Progress = Callable[[int, int, str], None]
#: does a job and returns what came of it; what it does must be all or nothing, or go on where it was
JobRunner = Callable[[Tools, Job, Progress], Mapping[str, Any]]


def patiently(note: Callable[[], None], patience_s: float = 100) -> None:
    """Write something down that must not be lost, however long others keep the database."""
    until = time.monotonic() + patience_s
    while True:
        try:
            note()
            return
        except StoreError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
