"""How long a new server takes to its first answer, and what memory each worker keeps for itself.

    python benchmarks/start.py [--offers 100000] [--runs 5]

Fills a SQLite file with synthetic offers over Germany, then starts the server anew for each run, asks it one question,
and reads each worker's private memory after a hundred more.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import ROOT as PROJECT  # noqa: E402 - the project is found by the line above
from geo.point import Box, Point  # noqa: E402
from model.neutrality import Fact  # noqa: E402
from model.offer import Language, Offer  # noqa: E402
from model.place import Place  # noqa: E402
from model.provider import Provider  # noqa: E402
from model.region import Region  # noqa: E402
from store import open_store  # noqa: E402
from tests.server import own_settings, running_server, seed  # noqa: E402

TOPICS = ("schule", "ausbildung", "studium", "weiterbildung", "schulabschluss", "finanzierung", "anerkennung",
          "sprache", "grundbildung", "kompetenzen", "wiedereinstieg", "integration", "familie", "senioren")  # fmt: skip
HOURS = ("", "Mo-Fr 09:00-17:00", "Tu 10:00-12:00; Th 14:00-18:00", "nach Vereinbarung")


def offers(count: int) -> Iterator[Offer]:
    """Synthetic offers around 2,000 places; nothing in them is real."""
    chance = random.Random(11)
    towns = [(chance.uniform(47.5, 54.8), chance.uniform(6.2, 14.8)) for _ in range(2_000)]
    for number in range(count):
        lat, lon = towns[min(int(chance.paretovariate(0.6)), 1_999)]
        point = Point(lat + chance.gauss(0, 0.04), lon + chance.gauss(0, 0.06))
        yield Offer(
            key=f"bench:{number}", region="00000", name=f"Beratung {number}",
            kind=chance.choice(("counselling", "learning")),
            provider=Provider(f"Träger {number % 5_000}"), summary="Eine Beratung zum Messen.",
            topics=tuple(chance.sample(TOPICS, chance.randint(1, 3))), formats=("in_person",),
            languages=tuple(Language(code) for code in chance.sample(("de", "en", "tr", "ar", "uk"), 2)),
            place=Place(street="Straße", number=str(number), city="Ort", point=point, precision="house"),
            hours=chance.choice(HOURS), facts=(Fact("statement", "yes", source="Liste"),) if number % 10 else (),
        )  # fmt: skip


def fill(folder: Path, count: int) -> None:
    """Write the database; told how long that took."""
    store = open_store(f"sqlite:///{folder / 'offers.sqlite'}")
    began = time.perf_counter()
    with store.write(by="benchmark", why="synthetic offers") as writer:
        writer.save_region(Region("00000", "Alles", "alles", Box(5, 47, 16, 56)))
        for offer in offers(count):
            writer.save_offer(offer)
    took = time.perf_counter() - began
    store.close()
    print(f"{count:,} offers written in {took:.0f} s ({count / took:,.0f} a second)")


def ask(address: str) -> int:
    """One question somewhere in Germany; how many hits came back."""
    body = {"near": {"lat": random.uniform(48, 54), "lon": random.uniform(7, 14)}, "neutral": True, "region": "00000"}
    request = urllib.request.Request(
        f"{address}/api/v1/nearest", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return len(json.load(response)["hits"])


def private_mb(marker: str) -> list[float]:
    """What each process with this text in its environment keeps for itself, in MB, the largest first."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marker.encode() not in (folder / "environ").read_bytes():
                continue
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found.append(sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024)
    return sorted(found, reverse=True)


def run(folder: Path) -> tuple[float, list[float]]:
    """Seconds from the start of the server to its first answer, and the workers' private memory."""
    settings = own_settings(folder)
    began = time.perf_counter()
    with running_server(PROJECT, settings, folder / "log") as address:
        assert ask(address) > 0
        first = time.perf_counter() - began
        for _ in range(100):
            ask(address)
        return first, private_mb(f"GAZETTEER={folder}")[: int(settings["WORKERS"])]


def main() -> None:
    """Fill, start, ask, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offers", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seed(PROJECT, own_settings(folder))
        fill(folder, wanted.offers)
        bare = [_bare_start() for _ in range(wanted.runs)]
        print(f"peer: Python that only imports flask, numpy, sqlalchemy, gunicorn: {statistics.median(bare):.2f} s")
        for number in range(wanted.runs):
            first, memory = run(folder)
            told = " and ".join(f"{size:.0f} MB" for size in memory)
            print(f"run {number + 1}: first answer after {first:.2f} s; private memory {told}")
        print(f"load average {os.getloadavg()[0]:.1f}")


def _bare_start() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import flask, numpy, sqlalchemy, gunicorn.app.wsgiapp"], check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
