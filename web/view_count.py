"""Counting how often an offer is looked at: no cookie, no address, nothing about the visitor is kept.

Views are collected in this process and written together now and then by a thread, so that pages stay quick and a
database that is read-only or busy hurts nobody. What a killed process had not written yet is lost: it is no ledger.
"""

import atexit
import logging
import os
import re
from collections import Counter
from datetime import datetime
from threading import Event, Lock, Thread
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, request

from store import Store, StoreError
from web.context import services
from web.gate import COOKIE

log = logging.getLogger(__name__)
EVERY_S = 30.0
#: after so many views they are written at once
MANY = 500
BOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|scan|curl|wget|python|werkzeug|java/|go-http|okhttp|headlesschrome|lighthouse"
    r"|facebookexternalhit|whatsapp|feed|archiver|^$",
    re.IGNORECASE,
)


class ViewCounter:
    """Collects views in one process and writes them together."""

    def __init__(self, store: Store, every_s: float = EVERY_S) -> None:
        self._store, self._every_s = store, every_s
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock, self._wake = Lock(), Event()
        self._thread: Thread | None = None
        # A forked server process counts for itself; its parent's thread and locks are not its own.
        os.register_at_fork(after_in_child=self._begin_anew)
        atexit.register(self.flush)

    def count(self, key: str, month: str) -> None:
        """Count one view; takes no time to speak of."""
        with self._lock:
            self._counts[key, month] += 1
            many = self._counts.total() >= MANY
            if self._thread is None:
                self._thread = Thread(target=self._write_now_and_then, name="views", daemon=True)
                self._thread.start()
        if many:
            self._wake.set()

    def flush(self) -> None:
        """Write what was counted; what cannot be written now is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            with self._store.write(by="views", why="views counted") as writer:
                writer.views.add(counts)
        except StoreError as error:
            log.warning("Views are kept for later: %s", error)
            with self._lock:
                self._counts.update(counts)

    def _begin_anew(self) -> None:
        self._counts = Counter()
        self._lock, self._wake = Lock(), Event()
        self._thread = None

    def _write_now_and_then(self) -> None:
        while True:
            self._wake.wait(self._every_s)
            self._wake.clear()
            self.flush()


def month_of(moment: datetime, zone: str) -> str:
    """The month of a moment in a region, as "2026-03"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m}"


def register_view_count(app: Flask) -> None:
    """Count the pages of offers that people look at."""

    @app.after_request
    def count(response: Response) -> Response:
        if request.endpoint == "site.offer" and response.status_code == 200 and _is_a_person():
            here = services()
            if not here.store.read_only:
                values = request.view_args or {}
                zone = here.region(values["region"]).zone
                counter_of(current_app).count(values["key"], month_of(here.clock(), zone))
        return response


def counter_of(app: Flask) -> ViewCounter:
    """The counter of this process."""
    if "views" not in app.extensions:
        app.extensions.setdefault("views", ViewCounter(app.extensions["open_services"]().store))
    found: ViewCounter = app.extensions["views"]
    return found


def _is_a_person() -> bool:
    """Whether somebody looks who is neither a program nor of the office."""
    if request.method != "GET" or COOKIE in request.cookies:
        return False
    early = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" not in early and not BOTS.search(request.headers.get("User-Agent", ""))
