"""How size, memory and times grow with the number of addresses: a small and a big synthetic country in one run."""

import json
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from _geocode_addresses import Addresses, load
from _geocode_contestants import Contestant, write_table
from _geocode_forms import FORMS, MISSPELT, Ask
from _geocode_goals import ADDRESSES_PER_S, BYTES_PER_ADDRESS, GROWTH, RSS_MB, at_least, at_most, tell
from _geocode_known import Known
from _geocode_ours import PLACES, Built, build_file, command
from _geocode_queries import Query, make_queries
from _geocode_report import head, line
from _geocode_score import Verdict, judged, quantile, rows
from _geocode_synthetic import Country, Place
from _geocode_typos import MODELS

SMALL = 100_000
NATIONAL = ("01", "05", "05c", "08", "09", "11")
"""The six forms in which the addresses of the whole country are asked for."""
FIRST_QUESTIONS = 5_000
"""So many are asked of a fresh process before its memory is read and the clock starts."""
BLOCK = 25


@dataclass
class Nation:
    """One size: its file, the process that answers, what it is asked and what came of it."""

    name: str
    built: Built
    contestant: Contestant
    queries: list[tuple[str, Query]]
    warm_up: list[str]
    verdicts: dict[str, list[Verdict]] = field(default_factory=lambda: defaultdict(list))
    cold: list[float] = field(default_factory=list)
    rss_mb: float = 0.0


def growth(count: int, shared: Path, per_class: int, seed: int, keep: Path | None, out: TextIO) -> int:
    """Build both countries, ask them in turn, print what was found; 0 if every goal was met."""
    real = load(shared)
    everywhere = [one for layer in real.layers.values() for one in layer]
    streets = sorted({one.street for one in everywhere if one.street})
    postcodes = shared / "postcodes" / "zipcodes.de.csv"
    country = Country(postcodes, streets, frozenset(one.city for one in everywhere), seed)
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="geocode-")))
        folder.mkdir(parents=True, exist_ok=True)
        build_file(folder / "places.sqlite", str(PLACES))
        nations = [_nation(country, size, folder, per_class, seed) for size in (SMALL, count)]
        nations.append(_with_real(nations[-1], real, folder, per_class, seed))
        for nation in nations:
            _start_cold(nation, folder, stack)
        _ask_in_turn(nations, seed)
        return _report(nations, out)


def _nation(country: Country, size: int, folder: Path, per_class: int, seed: int) -> Nation:
    """Build the file of a country of some size (or take the one that was kept), and write its questions."""
    name = f"synthetic-{size}-{country.seed}"
    path, notes, table = (folder / f"{name}{ending}" for ending in (".sqlite", ".json", ".csv"))
    if not (path.is_file() and notes.is_file()):
        print(f"building {size:,} addresses", file=sys.stderr, flush=True)
        sizes = country.write(table, size)
        built = build_file(path, str(table))
        table.unlink()
        told = [built.addresses, built.seconds, built.cpu_s, built.peak_mb, list(sizes.values())]
        notes.write_text(json.dumps(told), encoding="utf-8")
    *told, listed = json.loads(notes.read_text(encoding="utf-8"))
    sizes = dict(zip(country.places, listed, strict=False))
    built = Built(path, path.stat().st_size, *told)
    queries = list(_questions(country, sizes, per_class, seed))
    warm_up = [query.text for _, query in _questions(country, sizes, FIRST_QUESTIONS // 10, seed + 1)]
    return Nation(
        f"{size:,}", built, Contestant(name, command([Path(folder, "places.sqlite"), path])), queries, warm_up
    )


def _with_real(nation: Nation, real: Addresses, folder: Path, per_class: int, seed: int) -> Nation:
    """The big country together with Essen and the extracts of OpenStreetMap, asked for those in every class."""
    files = []
    for name, layer in real.layers.items():
        write_table(folder / f"{name}.csv", layer)
        files.append(build_file(folder / f"{name}.sqlite", str(folder / f"{name}.csv")))
    # A street alone may be anywhere in the country, so class 23 has other right answers here.
    classes = {"slips": [name for name in FORMS if name != "23"], "mistakes": MISSPELT}
    queries = [(model, query) for model, names in classes.items()
               for query in make_queries(real, model, per_class, seed, names)]  # fmt: skip
    paths = [*nation.contestant.command, *(file.path for file in files)]
    warm_up = [query.text for query in make_queries(real, "slips", 20, seed + 1)]
    return Nation("all with Essen and OSM", nation.built, Contestant("all", paths), queries, warm_up)


def _questions(country: Country, sizes: dict[Place, int], per_class: int, seed: int) -> Iterator[tuple[str, Query]]:
    """Addresses drawn from the whole country, each with all right answers among the places of the same name."""
    rng = random.Random(f"national {seed}")
    asked: dict[str, list[tuple[str, str, Place, float]]] = defaultdict(list)
    models = {"slips": NATIONAL, "mistakes": tuple(name for name in NATIONAL if name in MISSPELT)}
    for model, names in models.items():
        for name in names:
            for place in rng.choices(list(sizes), weights=list(sizes.values()), k=per_class):
                asked[place.city].append((model, name, place, rng.random()))
    of_city: dict[str, list[Place]] = defaultdict(list)
    for place in sizes:
        of_city[place.city].append(place)
    for city, wanted in asked.items():
        houses = {place: list(islice(country.houses(place), sizes[place])) for place in of_city[city]}
        drawn = [houses[place][int(share * len(houses[place]))] for _, _, place, share in wanted]
        same = {one[:2] for one in drawn}
        known = Known([one.known() for some in houses.values() for one in some if one[:2] in same])
        for (model, name, _, share), one in zip(wanted, drawn, strict=True):
            draft = FORMS[name].write(Ask(one.known(), known, MODELS[model], random.Random(f"{seed} {share}")))
            if draft:
                yield model, Query(name, draft.text, draft.accept)


def _start_cold(nation: Nation, folder: Path, stack: ExitStack) -> None:
    """Start with a file that is not in memory, ask the first questions, and see how much memory that took."""
    for path in nation.contestant.command:
        if str(path).endswith(".sqlite"):
            with Path(path).open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    nation.contestant.start(folder / f"{nation.contestant.name}.log")
    stack.callback(nation.contestant.close)
    first = nation.warm_up
    nation.cold = [seconds for at in range(0, len(first), BLOCK)
                   for _, seconds in nation.contestant.ask(first[at : at + BLOCK])]  # fmt: skip
    nation.rss_mb = nation.contestant.memory()["rss_mb"]


def _ask_in_turn(nations: Sequence[Nation], seed: int) -> None:
    """Everybody's own questions, in shuffled blocks, so that the load of the machine meets all alike."""
    shuffle = random.Random(seed)
    waiting = [
        (nation, block) for nation in nations for block in _blocks(shuffle.sample(nation.queries, len(nation.queries)))
    ]
    for nation, block in shuffle.sample(waiting, len(waiting)):
        answers = nation.contestant.ask([query.text for _, query in block])
        for (model, query), (answer, seconds) in zip(block, answers, strict=True):
            nation.verdicts[model].append(judged(query, answer, seconds))


def _blocks(queries: Sequence[tuple[str, Query]]) -> Iterator[Sequence[tuple[str, Query]]]:
    return (queries[at : at + BLOCK] for at in range(0, len(queries), BLOCK))


def _report(nations: Sequence[Nation], out: TextIO) -> int:
    small, big, _ = nations
    after = f"memory after {FIRST_QUESTIONS:,} questions MB"
    head(out, "synthetic addresses", "MB", "bytes per address", "import s", "addresses per s of one processor",
         "peak of the import MB", after)  # fmt: skip
    for one in (small, big):
        built = one.built
        line(out, one.name, f"{built.bytes / 1e6:,.1f}", f"{built.bytes / built.addresses:.1f}",
             f"{built.seconds:,.1f}", f"{built.rate:,.0f}", f"{built.peak_mb:,.0f}", f"{one.rss_mb:,.0f}")  # fmt: skip
    head(out, "ms", "start", "first question", "cold file: p50 / p99 / max", "warm: p50 / p95 / p99 / max")
    for one in nations:
        line(out, one.name, f"{1000 * one.contestant.started_s:,.0f}", f"{1000 * one.cold[0]:.2f}",
             _shares(one.cold, 0.5, 0.99, 1), _shares(_seconds(one), 0.5, 0.95, 0.99, 1))  # fmt: skip
    for model in MODELS:
        _classes(nations, model, out)
    grown = quantile(_seconds(big), 0.5) / quantile(_seconds(small), 0.5)
    each, rate = big.built.bytes / big.built.addresses, big.built.rate
    missed = tell([
        at_most(f"the median at most {GROWTH} times as long at {big.name} as at {small.name}", GROWTH, grown),
        at_most(f"at most {BYTES_PER_ADDRESS} bytes per address", BYTES_PER_ADDRESS, each),
        at_most(f"at most {RSS_MB} MB after {FIRST_QUESTIONS:,} questions", RSS_MB, big.rss_mb),
        at_least(f"import of at least {ADDRESSES_PER_S:,} addresses per second", ADDRESSES_PER_S, rate),
    ], out)  # fmt: skip
    return 1 if missed else 0


def _classes(nations: Sequence[Nation], model: str, out: TextIO) -> None:
    head(out, f'error model "{model}": % within 50 m / p50 ms / p99 ms', "n", *(one.name for one in nations))
    tables = [{row.class_: row for row in rows(one.verdicts[model])} for one in nations]
    for class_ in [name for name in (*FORMS, "all") if any(name in table for table in tables)]:
        known = [table.get(class_) for table in tables]
        cells = [f"{row.hit50:.1f} / {row.p50:.2f} / {row.p99:.2f}" if row else "–" for row in known]
        line(out, class_, max(row.n for row in known if row), *cells)


def _seconds(nation: Nation) -> list[float]:
    return [verdict.seconds for verdicts in nation.verdicts.values() for verdict in verdicts]


def _shares(seconds: Iterable[float], *shares: float) -> str:
    some = list(seconds)
    return " / ".join(f"{1000 * quantile(some, share):.2f}" for share in shares)
