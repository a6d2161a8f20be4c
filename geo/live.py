"""A geocoder that notices when its gazetteer file was exchanged, and lives on when there is none."""

import threading
from collections.abc import Sequence
from pathlib import Path

from geo.gazetteer import Gazetteer, GazetteerError, LayerInfo
from geo.geocoder import LocalGeocoder
from geo.match import Match, Suggestion
from geo.point import Box

Stamp = tuple[int, int, int]


class LiveGeocoder:
    """Answers from the gazetteer file as it is now; knows no place while the file cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._geocoder: LocalGeocoder | None = None
        self._trouble = ""
        self._current()

    @property
    def trouble(self) -> str:
        """Why no place is known, "" while all is well."""
        self._current()
        return self._trouble

    def find(self, query: str, within: Box | None = None) -> Match:
        """The place meant by a query, or one that is not found."""
        geocoder = self._current()
        return geocoder.find(query, within) if geocoder else Match()

    def suggest(self, query: str, within: Box | None = None, limit: int = 8) -> Sequence[Suggestion]:
        """Completions for the beginning of a query."""
        geocoder = self._current()
        return geocoder.suggest(query, within, limit) if geocoder else ()

    def layers(self) -> Sequence[LayerInfo]:
        """What the gazetteer is made of, with licences and dates."""
        geocoder = self._current()
        return geocoder.gazetteer.layers() if geocoder else ()

    def _current(self) -> LocalGeocoder | None:
        stamp = _stamp(self._path)
        if stamp is not None and stamp == self._stamp:
            return self._geocoder
        with self._lock:
            if stamp is None or stamp != self._stamp:
                self._open(stamp)
        return self._geocoder

    def _open(self, stamp: Stamp | None) -> None:
        """Open the file; one that was good before stays in use while its successor cannot be read."""
        try:
            self._geocoder = LocalGeocoder(Gazetteer(self._path))
            self._trouble = ""
        except GazetteerError as error:
            self._trouble = str(error)
        self._stamp = stamp


def _stamp(path: Path) -> Stamp | None:
    """What changes when the file is exchanged."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
