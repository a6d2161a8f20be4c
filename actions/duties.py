"""What the worker does: duties that come round again, and jobs that somebody asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from geo.live import LiveGeocoder
from model.vocabulary import Vocabulary
from store import Store
from store.jobs import Job


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


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that comes round again. It may be interrupted at any moment and must then be right the next time."""

    name: str
    every: timedelta
    #: returns how many things it changed
    run: Callable[[Tools], int]


#: told how much of how much is done, and what is being done, in German
Progress = Callable[[int, int, str], None]
#: does a job and returns what came of it; what it does must be all or nothing, or go on where it was
JobRunner = Callable[[Tools, Job, Progress], Mapping[str, Any]]
