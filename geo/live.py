"""A geocoder that notices when its gazetteer files were exchanged, and lives on with those that can be read."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from geo.gazetteer import LayerInfo, open_gazetteers
from geo.gazetteer_file import DamagedFile
from geo.gazetteer_rows import PlaceRow
from geo.geocoder import LocalGeocoder
from geo.match import Match, Suggestion
from geo.point import Box, Point

T = TypeVar("T")
MOST_DAMAGED = 20
"""So many files may turn out to be damaged before nothing is answered."""
Stamp = tuple[tuple[str, int, int, int], ...]


def layers_folder(gazetteer: Path) -> Path:
    """The folder beside the gazetteer in which every added layer has a file of its own."""
    return gazetteer.with_suffix(".layers")


class LiveGeocoder:
    """Answers from the gazetteer file and the layers beside it as they are now.

    Files are opened at the first question. One that cannot be read is left out and named; one that was good before
    stays in use meanwhile.
    """

    def __init__(self, path: Path) -> None:
        self._path = Path(path)
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._geocoder: LocalGeocoder | None = None
        self._trouble = ""

    @property
    def trouble(self) -> str:
        """Which files cannot be read and why, "" while all is well."""
        self._current()
        return self._trouble

    def find(self, query: str, within: Box | None = None) -> Match:
        """The place meant by a query, or one that is not found."""
        return self._answer(lambda geocoder: geocoder.find(query, within), Match())

    def suggest(self, query: str, within: Box | None = None, limit: int = 8) -> Sequence[Suggestion]:
        """Completions for the beginning of a query."""
        return self._answer(lambda geocoder: geocoder.suggest(query, within, limit), ())

    def nearest_stop(self, point: Point, within_m: float) -> tuple[str, float] | None:
        """The nearest stop to a point and how far it is in metres; None if none is known so near."""
        return self._answer(lambda geocoder: geocoder.gazetteer.nearest_stop(point, within_m), None)

    def places_in(self, kinds: Sequence[str], box: Box) -> Sequence[PlaceRow]:
        """The places of some kinds within a box, for devices that go on without a network."""
        return self._answer(lambda geocoder: geocoder.gazetteer.places_in(kinds, box), ())

    def layers(self) -> Sequence[LayerInfo]:
        """What the gazetteer is made of, with licences and dates."""
        geocoder = self._current()
        return geocoder.gazetteer.layers() if geocoder else ()

    def _answer(self, ask: Callable[[LocalGeocoder], T], nothing: T) -> T:
        """The answer of the files that can be read; one that turns out to be damaged is left out from then on."""
        for _ in range(MOST_DAMAGED):
            geocoder = self._current()
            if geocoder is None:
                break
            try:
                return ask(geocoder)
            except DamagedFile as error:
                self._leave_out(geocoder, error)
        return nothing

    def _leave_out(self, geocoder: LocalGeocoder, error: DamagedFile) -> None:
        """Go on with the other files until the damaged one is exchanged."""
        with self._lock:
            if self._geocoder is geocoder:
                paths = [file.path for file in geocoder.gazetteer.files if file.path != error.path]
                gazetteer, troubles = open_gazetteers(paths)
                self._geocoder = LocalGeocoder(gazetteer) if gazetteer.files else None
                self._trouble = " ".join([str(error), *troubles])

    def _current(self) -> LocalGeocoder | None:
        files = self._files()
        stamp = _stamp(files)
        if stamp != self._stamp:
            with self._lock:
                if stamp != self._stamp:
                    self._open(files, stamp)
        return self._geocoder

    def _files(self) -> list[Path]:
        """The main file, whether it is there or not, and the layers added to it."""
        folder = layers_folder(self._path)
        return [self._path, *(sorted(folder.glob("[!.]*.sqlite")) if folder.is_dir() else ())]

    def _open(self, files: list[Path], stamp: Stamp) -> None:
        """Open what can be opened; while the main file cannot, an older one that is open goes on answering."""
        gazetteer, troubles = open_gazetteers(files)
        self._trouble = " ".join(troubles)
        opened = [file.path for file in gazetteer.files]
        if self._path in opened or self._geocoder is None:
            self._geocoder = LocalGeocoder(gazetteer) if opened else None
        self._stamp = stamp


def _stamp(files: list[Path]) -> Stamp:
    """What changes when a file is exchanged, comes or goes."""
    found = []
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((file.name, status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(found)
