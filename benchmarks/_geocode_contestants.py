"""Whoever is asked: a process that answers blocks of questions, with what it took to build what it answers from."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from _geocode_score import Answer

from geo.layers import KnownAddress
from geo.point import Point

FOLDER = Path(__file__).resolve().parent
PEERS = FOLDER.parent / ".bench"
"""Where script/bench-peers puts the environments of the peers."""
COLUMNS = ("street", "number", "postcode", "city", "district", "lat", "lon")


class NotInstalled(Exception):
    """A contestant that cannot run on this machine, with the reason."""


@dataclass
class Contestant:
    """A geocoder in a process of its own."""

    name: str
    command: Sequence[str | Path]
    version: str = ""
    #: how many addresses went in, what the index takes in bytes, and from the table to the finished index in seconds
    addresses: int = 0
    index_bytes: int = 0
    import_s: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)
    started_s: float = 0.0
    troubles: list[str] = field(default_factory=list)

    def start(self, log: Path) -> None:
        """Start it; what it says beside its answers goes to the log."""
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            [*map(str, self.command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
            cwd=log.parent, env={**os.environ, **self.environment},
        )  # fmt: skip
        told = self.process.stdout.readline() if self.process.stdout else ""
        if not told:
            self.close()
            raise NotInstalled(f"it did not start: {log.read_text(errors='replace').strip()[-300:]}")
        self.started_s = float(json.loads(told)["started_s"])

    def ask(self, texts: Sequence[str]) -> list[tuple[Answer, float]]:
        """The answers to some questions, each with the seconds it took."""
        answers = []
        for lat, lon, label, ambiguous, seconds, trouble in self._told(texts):
            if trouble:
                self.troubles.append(trouble)
            answers.append((Answer(None if lat is None else Point(lat, lon), label, ambiguous), seconds))
        return answers

    def memory(self) -> dict[str, float]:
        """What the process holds in memory, in MB."""
        return dict(self._told(None))

    def _told(self, asked: Sequence[str] | None) -> Any:
        stdin, stdout = _pipe(self.process.stdin), _pipe(self.process.stdout)
        print(json.dumps(asked), file=stdin, flush=True)
        line = stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} has ended; what it said is in {self._log.name}.")
        return json.loads(line)

    def close(self) -> None:
        """End the process: it stops when there is nothing more to read."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("The contestant was not started.")
    return pipe


def write_table(path: Path, addresses: Iterable[KnownAddress]) -> int:
    """Write the table from which every contestant imports; returns the number of its rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in addresses:
            count += 1
            place = (one.point.lat, one.point.lon) if one.point else ("", "")
            writer.writerow((one.street, one.number, one.postcode, one.city, one.district, *place))
    return count


def read_table(path: Path) -> Iterable[KnownAddress]:
    """The addresses of such a table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for street, number, postcode, city, district, lat, lon in rows:
            yield KnownAddress(street, number, postcode, city, district, Point(float(lat), float(lon)), "house")


def peer_python(name: str) -> Path:
    """The Python of a peer's environment."""
    python = PEERS / name / "bin" / "python"
    if not python.is_file():
        raise NotInstalled(
            f"there is no {python.parent.parent.relative_to(FOLDER.parent)} (script/bench-peers makes it)"
        )
    return python


def run(command: Sequence[str | Path], log: Path, **options: Any) -> None:
    """Run a program of a peer to its end; what it says goes to the log."""
    with log.open("ab") as out:
        done = subprocess.run(
            [*map(str, command)], stdout=out, stderr=out, stdin=subprocess.DEVNULL, check=False, **options
        )
    if done.returncode:
        raise NotInstalled(
            f"{Path(command[0]).name} ended with {done.returncode}: {log.read_text(errors='replace')[-500:]}"
        )


OUR_PYTHON = Path(sys.executable)
