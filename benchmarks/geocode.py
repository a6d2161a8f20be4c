"""How well and how fast German addresses are found: this project beside Addok and Nominatim, on the same addresses.

All contestants run in one run, each in a process of its own, in blocks of 25 questions whose order is shuffled, so that
the load of the machine meets all of them alike. Every question has a list of right answers; a first answer within 50 m
of one of them is a hit.
"""

import argparse
import os
import platform
import random
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from _geocode_addok import addok
from _geocode_addresses import SHARED, Addresses, load
from _geocode_cases import cases
from _geocode_contestants import Contestant, NotInstalled, write_table
from _geocode_figures import Figures
from _geocode_growth import growth
from _geocode_nominatim import nominatim
from _geocode_ours import ours
from _geocode_queries import MODELS, Query, make_queries
from _geocode_report import misses, report
from _geocode_score import judged

PEERS: dict[str, Callable[[Path, Path, ExitStack], list[Contestant]]] = {"addok": addok, "nominatim": nominatim}
BLOCK = 25
WARM_UP = 8
"""So many questions of each class, made with another seed, are asked first and not counted."""


def say(text: str) -> None:
    """Tells what is going on, apart from the result."""
    print(text, file=sys.stderr, flush=True)


def prepare(
    stack: ExitStack, addresses: Addresses, peers: Sequence[str], folder: Path, figures: Figures
) -> list[Contestant]:
    """Import the same addresses into everybody and start the processes that answer."""
    tables = {name: folder / f"{name}.csv" for name in addresses.layers}
    for name, table in tables.items():
        write_table(table, addresses.layers[name])
    together = folder / "addresses.csv"
    write_table(together, (one for layer in addresses.layers.values() for one in layer))
    contestant, figures.files = ours(tables, folder)
    found = [contestant]
    for name in peers:
        say(f"importing into {name}")
        try:
            found += PEERS[name](together, folder, stack)
        except NotInstalled as reason:
            figures.absent.append(f"{name} was not run: {reason}.")
    started = []
    for number, one in enumerate(found):
        try:
            one.start(folder / f"{number}.log")
        except NotInstalled as reason:
            figures.absent.append(f"{one.name} was not run: {reason}.")
            continue
        stack.callback(one.close)
        started.append(one)
        say(f"  {one.name}: {one.addresses:,} addresses imported in {one.import_s:.1f} s")
    return started


def measure(contestants: Sequence[Contestant], queries: Sequence[tuple[str, Query]], figures: Figures) -> None:
    """Ask everybody everything, in shuffled blocks."""
    shuffle = random.Random(len(queries))
    mixed = shuffle.sample(queries, len(queries))
    for start in range(0, len(mixed), BLOCK):
        block = mixed[start : start + BLOCK]
        texts = [query.text for _, query in block]
        for one in shuffle.sample(contestants, len(contestants)):
            for (model, query), (answer, seconds) in zip(block, one.ask(texts), strict=True):
                figures.verdicts[one.name, model].append(judged(query, answer, seconds))
        if start // BLOCK % 40 == 0:
            say(f"  {start:,} of {len(mixed):,} questions, load average {os.getloadavg()[0]:.1f}")
            figures.load.append(os.getloadavg()[0])


def compare(arguments: argparse.Namespace) -> int:
    """The comparison; 0 if every goal that was measured was met."""
    addresses = load(arguments.data)
    queries = [(model, query) for model in MODELS for query in
               make_queries(addresses, model, arguments.per_class, arguments.seed)]  # fmt: skip
    warm_up = [query.text for model in MODELS for query in make_queries(addresses, model, WARM_UP, arguments.seed + 1)]
    figures = Figures(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}", len(addresses.held))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="geocode-")))
        contestants = prepare(stack, addresses, arguments.peers, folder, figures)
        for one in contestants:
            for start in range(0, len(warm_up), BLOCK):
                one.ask(warm_up[start : start + BLOCK])
        measure(contestants, queries, figures)
        figures.memory = {one.name: one.memory() for one in contestants}
        figures.contestants = contestants
    if arguments.misses:
        misses(figures, sys.stdout)
    return report(figures, sys.stdout)


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="60 questions per class instead of 500")
    parser.add_argument("--per-class", type=int, help="questions per class and contestant (default: 500)")
    parser.add_argument("--misses", action="store_true", help="list every question that this project missed")
    parser.add_argument("--seed", type=int, default=20261125, help="another seed draws other addresses and errors")
    parser.add_argument(
        "--peers", nargs="*", choices=PEERS, default=[*PEERS], help="whom to compare with (default: all)"
    )
    parser.add_argument(
        "--synthetic", type=int, metavar="N", help="instead: a synthetic country of N addresses, to show growth"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="with --synthetic: keep the files, and use them again"
    )
    parser.add_argument("--cases", action="store_true", help="instead: the public German test cases, one by one")
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder with addresses, postcodes and cases")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # so that the servers are stopped as well
    if not arguments.data.is_dir():
        parser.error(f"there is no folder {arguments.data}")
    arguments.per_class = arguments.per_class or (60 if arguments.quick else 500)
    if arguments.synthetic:
        return growth(
            arguments.synthetic, arguments.data, arguments.per_class, arguments.seed, arguments.keep, sys.stdout
        )
    return cases(arguments.data, sys.stdout) if arguments.cases else compare(arguments)


if __name__ == "__main__":
    sys.exit(main())
