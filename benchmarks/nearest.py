"""How long it takes to find the 20 nearest offers under a filter: this project beside databases and libraries.

All contestants run in one process run, in blocks of 25 questions whose order is shuffled, so that the load of the
machine meets all of them alike. Answers are first checked against looking at every offer.
"""

import argparse
import gc
import os
import platform
import random
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from _data import CLASSES, Offers, filters, offers
from _local import Geopandas, Numpy, Ours, RTree
from _method import WANTED, Method, plainly
from _report import Figures, report
from _servers import NotInstalled, PostGIS, PostgresServer, Redis, RedisServer, load_postgis

from geo.point import Point
from search.columns import Filter

SIZES = (5_000, 100_000, 1_000_000)
PEERS = ("numpy", "geopandas", "rtree", "postgis", "redis")
BLOCK = 25
TRAINING = 24
"""So many of the questions tell how far people have to go, to tune the contestants; they are not timed."""


def say(text: str) -> None:
    """Tells what is going on, apart from the result."""
    print(text, file=sys.stderr, flush=True)


def contestants(
    stack: ExitStack, data: Offers, peers: list[str], servers: dict[str, object], folder: Path
) -> list[Method]:
    """Builds everybody for one number of offers."""
    found: list[Method] = [Ours(data)]
    if "numpy" in peers:
        found.append(Numpy(data))
    if "geopandas" in peers:
        found.append(Geopandas(data))
    if "rtree" in peers:
        found.append(RTree(data, folder))
    if isinstance(postgres := servers.get("postgis"), PostgresServer):
        build_s = load_postgis(postgres, data)
        found += [PostGIS(postgres, data, build_s, forced) for forced in (False, True)]
    if isinstance(redis := servers.get("redis"), RedisServer):
        found.append(Redis(redis, data))
    for method in found:
        stack.callback(method.close)
        say(f"  {method.name}: built in {method.build_s:.1f} s")
    return found


def start_servers(stack: ExitStack, peers: list[str], folder: Path) -> tuple[dict[str, object], list[str]]:
    """The servers asked for, and a sentence for each that cannot run here."""
    servers: dict[str, object] = {}
    absent = []
    for name, kind in (("postgis", PostgresServer), ("redis", RedisServer)):
        if name in peers:
            try:
                servers[name] = kind(folder)
                stack.callback(servers[name].close)
            except NotInstalled as reason:
                absent.append(f"{name} was not run: {reason}.")
    return servers, absent


def check(ours: Ours, data: Offers, questions: int) -> int:
    """How many answers of ours differ from looking at every offer, in all classes together."""
    wrong = 0
    for share in CLASSES.values():
        choices = [(require, np.flatnonzero(data.mask(require))) for require in filters(share)]
        for place, point in enumerate(data.points[:questions]):
            require, rows = choices[place % len(choices)]
            hits = ours.index.nearest(point, WANTED, ours.columns.select(require))
            expected, metres = plainly(data, rows, point)
            same = hits.rows.tolist() == expected.tolist() and np.abs(hits.distance_m - metres).max(initial=0) < 1e-6
            wrong += not same
    return wrong


def measure(methods: list[Method], data: Offers, questions: int, cap_s: float, figures: Figures) -> None:
    """Fills the figures: every class of filters, every contestant, in shuffled blocks."""
    shuffle = random.Random(len(data))
    tries = 6 if cap_s > 2 else 2  # so that tuning slow contestants does not take longer than asking them
    training, asked = data.points[-TRAINING:], data.points[:-TRAINING]
    for name, share in CLASSES.items():
        choices = [require for require in filters(share) if data.mask(require).any()]
        running = [method for method in methods if name == "none" or not isinstance(method, Geopandas)]
        for require in choices:
            rows = np.flatnonzero(data.mask(require))
            reach_m = [float(plainly(data, rows, point)[1][-1]) for point in training]
            for method in running:
                method.prepare(require, training[:tries], reach_m, wanted=min(WANTED, len(rows)))
        for start in range(0, questions, BLOCK):
            places = range(start, start + BLOCK)
            block = [(choices[place % len(choices)], asked[place % len(asked)]) for place in places]
            answers = {}
            for method in shuffle.sample(running, len(running)):
                cell = (len(data), name, method.name)
                if sum(figures.times[cell]) < cap_s:
                    taken, answers[cell] = timed(method, block)
                    figures.times[cell] += taken
            exact = answers.get((len(data), name, Ours.name), [])
            for cell, found in answers.items():
                pairs = zip(found, exact, strict=False)
                figures.agreement[cell] += [len({*some} & {*right}) / max(1, len(some)) for some, right in pairs]
        say(f"  {name}: done, load average {os.getloadavg()[0]:.1f}")


def timed(method: Method, block: list[tuple[Filter, Point]]) -> tuple[list[float], list[list[int]]]:
    """Seconds and answers, one for each question of a block."""
    taken, answers = [], []
    gc.disable()
    for require, point in block:
        began = time.perf_counter()
        rows = method.answer(require, point)
        taken.append(time.perf_counter() - began)
        answers.append(list(rows))
    gc.enable()
    return taken, answers


def first_uses(data: Offers, figures: Figures) -> None:
    """How long filters take that were never used before, and on their second and third use."""
    fresh = Ours(data)
    for name, share in CLASSES.items():
        for require in filters(share):
            for use, point in enumerate(data.points[-3:]):
                began = time.perf_counter()
                fresh.answer(require, point)
                figures.uses[len(data), name, use] += [time.perf_counter() - began]


def all_at_once(methods: list[Method], data: Offers, figures: Figures) -> None:
    """A thousand questions for the one nearest offer in one call."""
    able = [method for method in methods if isinstance(method, Ours | Geopandas)]
    for _ in range(5):
        for method in able:
            began = time.perf_counter()
            method.together()
            figures.batch[len(data), method.name] += [(time.perf_counter() - began) / len(data.points)]


def versions() -> str:
    """What ran."""
    packages = ("numpy", "scipy", "pyproj", "geopandas", "psycopg", "redis")
    known = [f"{name} {version(name)}" for name in packages if find_spec(name)]
    return ", ".join((f"Python {platform.python_version()}", *known, f"SQLite {sqlite3.sqlite_version}"))


def run(arguments: argparse.Namespace) -> int:
    """The whole benchmark; 0 if the answers were right and every goal that applies was met."""
    figures = Figures(versions=[versions()])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nearest-")))
        servers, figures.absent = start_servers(stack, arguments.peers, folder)
        figures.versions += [server.version for server in servers.values()]
        for size in arguments.sizes:
            say(f"{size:,} offers")
            data = offers(size)
            with ExitStack() as building:
                methods = contestants(building, data, arguments.peers, servers, folder)
                figures.built += [(size, method.name, method.build_s) for method in methods]
                figures.wrong += check(methods[0], data, arguments.checks)
                figures.checked += arguments.checks * len(CLASSES)
                first_uses(data, figures)
                measure(methods, data, arguments.questions, arguments.cap, figures)
                all_at_once(methods, data, figures)
            figures.load.append(os.getloadavg()[0])
    return report(figures, sys.stdout)


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="5,000 and 100,000 offers, few questions; a minute on a quiet machine"
    )
    parser.add_argument("--sizes", type=int, nargs="+", help=f"numbers of offers (default: {SIZES})")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS, help="whom to compare with (default: all)")
    parser.add_argument("--questions", type=int, help="questions per class and contestant (default: 400)")
    parser.add_argument("--checks", type=int, help="answers per class checked against every offer (default: 200)")
    parser.add_argument("--cap", type=float, help="seconds after which a slow contestant is asked no more (default: 6)")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # so that the servers are stopped as well
    arguments.sizes = arguments.sizes or (SIZES[:2] if arguments.quick else SIZES)
    arguments.questions = arguments.questions or (100 if arguments.quick else 400)
    arguments.checks = arguments.checks or (50 if arguments.quick else 200)
    arguments.cap = arguments.cap or (1 if arguments.quick else 6)
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
