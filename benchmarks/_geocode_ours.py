"""This project as a contestant: one gazetteer file for each licence, built and asked in processes of their own."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from _geocode_contestants import FOLDER, Contestant, read_table
from _geocode_score import answer_of
from _geocode_worker import Found, serve

from geo.gazetteer import Layer, build, open_gazetteers
from geo.geocoder import LocalGeocoder
from geo.layers import germany_layer

OURS = "this project"
PLACES = FOLDER.parent / "data" / "places" / "germany.csv"


@dataclass(frozen=True)
class Built:
    """A finished file and what it took."""

    path: Path
    bytes: int
    addresses: int
    seconds: float
    #: of one processor, which is less where the machine is busy with other things
    cpu_s: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Addresses per second of one processor."""
        return self.addresses / self.cpu_s


def build_file(path: Path, source: str) -> Built:
    """Build a file from a table of addresses, or from the places of Germany, in a process of its own."""
    command = [sys.executable, str(Path(__file__)), "build", str(path), source]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Built(path, path.stat().st_size, *json.loads(done.stdout))


def ours(tables: Mapping[str, Path], folder: Path) -> tuple[Contestant, list[Built]]:
    """Build a file for each layer and one for the places, and prepare the process that answers from all of them."""
    places = build_file(folder / "places.sqlite", str(PLACES))
    files = [build_file(folder / f"{name}.sqlite", str(table)) for name, table in tables.items()]
    contestant = Contestant(
        OURS, command([places.path, *(file.path for file in files)]), OURS, sum(file.addresses for file in files),
        sum(file.bytes for file in files), sum(file.seconds for file in files),
    )  # fmt: skip
    return contestant, files


def command(files: Sequence[Path]) -> list[str | Path]:
    """What starts the process that answers from some files."""
    return [sys.executable, Path(__file__), "serve", *files]


def _build(path: Path, source: Path) -> None:
    began, used = time.perf_counter(), time.process_time()
    if source == PLACES:
        layer, addresses = germany_layer(source), 0
        build(path, [layer])
    else:
        layer = Layer(
            source.stem, source.stem, "wie die Quelle", "wie die Quelle", "2026", addresses=read_table(source)
        )
        addresses = build(path, [layer])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([addresses, time.perf_counter() - began, time.process_time() - used, peak]))


def _start(paths: Sequence[Path]) -> Callable[[str], Found]:
    gazetteer, troubles = open_gazetteers(paths)
    if troubles:
        raise SystemExit(" ".join(troubles))
    geocoder = LocalGeocoder(gazetteer)

    def find(text: str) -> Found:
        answer = answer_of(geocoder.find(text))
        place = (answer.point.lat, answer.point.lon) if answer.point else (None, None)
        return (*place, answer.label, answer.ambiguous)

    return find


if __name__ == "__main__":
    if sys.argv[1] == "build":
        _build(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        serve(lambda: _start([Path(name) for name in sys.argv[2:]]))
