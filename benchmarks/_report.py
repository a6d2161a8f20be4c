"""Turns the figures of a run into tables, growth and goals."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TextIO

import numpy as np

OURS = "this project"
POSTGIS = ("PostGIS, planner's choice", "PostGIS, index order forced")
REDIS = "Redis GEOSEARCH"
GOAL_SIZE = 1_000_000
FASTER_THAN_POSTGIS, FASTER_THAN_REDIS = 10, 3
RARE_TO_UNFILTERED = 5
GROWTH_UNFILTERED, GROWTH_FILTERED = 0.2, 0.4

Cell = tuple[int, str, str]


@dataclass
class Figures:
    """Everything a run has measured; times in seconds."""

    versions: list[str]
    absent: list[str] = field(default_factory=list)
    times: defaultdict[Cell, list[float]] = field(default_factory=lambda: defaultdict(list))
    agreement: defaultdict[Cell, list[float]] = field(default_factory=lambda: defaultdict(list))
    uses: defaultdict[tuple[int, str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    batch: defaultdict[tuple[int, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    built: list[tuple[int, str, float]] = field(default_factory=list)
    load: list[float] = field(default_factory=list)
    checked: int = 0
    wrong: int = 0

    def median_us(self, size: int, name: str, method: str) -> float:
        """The median of a cell in microseconds, NaN if it was not measured."""
        taken = self.times.get((size, name, method))
        return float(np.median(taken)) * 1e6 if taken else float("nan")

    def postgis_us(self, size: int, name: str) -> float:
        """The median of the better of the two plans."""
        both = [self.median_us(size, name, plan) for plan in POSTGIS]
        return float(np.fmin(*both))

    @property
    def sizes(self) -> list[int]:
        return sorted({size for size, _, _ in self.times})

    @property
    def classes(self) -> list[str]:
        return list(dict.fromkeys(name for _, name, _ in self.times))

    @property
    def methods(self) -> list[str]:
        return list(dict.fromkeys(method for _, _, method in self.times))

    def growth(self, name: str, method: str) -> float:
        """The exponent with which the median grows with the number of offers (least squares on logarithms)."""
        known = [(size, self.median_us(size, name, method)) for size in self.sizes]
        known = [(size, median) for size, median in known if not math.isnan(median)]
        if len(known) < 2:
            return float("nan")
        return float(np.polyfit(*np.log(np.array(known)).T, 1)[0])


def report(figures: Figures, out: TextIO) -> int:
    """Prints everything; 0 if all answers were right and no goal that applies was missed."""
    print(f"{'; '.join(figures.versions)}. Load average after each size: {_listed(figures.load)}.", file=out)
    for sentence in figures.absent:
        print(sentence, file=out)
    print(f"\n{figures.checked} answers compared with looking at every offer: {figures.wrong} differ.", file=out)
    for size in figures.sizes:
        _times(figures, size, out)
    _growth(figures, out)
    _first_uses(figures, out)
    _rest(figures, out)
    missed = _goals(figures, out)
    return 1 if missed or figures.wrong else 0


def _listed(numbers: list[float]) -> str:
    return ", ".join(f"{number:.1f}" for number in numbers)


def _row(out: TextIO, *cells: object) -> None:
    print("| " + " | ".join(map(str, cells)) + " |", file=out)


def _head(out: TextIO, *cells: str) -> None:
    print(file=out)
    _row(out, *cells)
    _row(out, *("---",) * len(cells))


def _times(figures: Figures, size: int, out: TextIO) -> None:
    _head(out, f"{size:,} offers: median µs (p99, n), × of ours", *figures.classes)
    for method in figures.methods:
        cells = []
        for name in figures.classes:
            taken = figures.times.get((size, name, method))
            if not taken:
                cells.append("–")
                continue
            median, p99 = np.median(taken) * 1e6, np.quantile(taken, 0.99) * 1e6
            ratio = median / figures.median_us(size, name, OURS)
            agreed = np.mean(figures.agreement[size, name, method]) if figures.agreement[size, name, method] else 1.0
            note = "" if agreed > 0.9995 else f", {agreed:.1%} agree"
            cells.append(f"{median:,.0f} ({p99:,.0f}, {len(taken)}) ×{ratio:,.1f}{note}")
        _row(out, method, *cells)


def _growth(figures: Figures, out: TextIO) -> None:
    if len(figures.sizes) < 2:
        return
    _head(out, f"growth exponent of the median, {figures.sizes[0]:,} to {figures.sizes[-1]:,}", *figures.classes)
    for method in figures.methods:
        exponents = [figures.growth(name, method) for name in figures.classes]
        _row(out, method, *("–" if math.isnan(exponent) else f"{exponent:.2f}" for exponent in exponents))


def _first_uses(figures: Figures, out: TextIO) -> None:
    _head(out, "ours, median µs for a filter's first / second / third use", *figures.classes)
    for size in figures.sizes:
        cells = [
            " / ".join(f"{np.median(figures.uses[size, name, use]) * 1e6:,.0f}" for use in range(3))
            for name in figures.classes
        ]
        _row(out, f"{size:,}", *cells)


def _rest(figures: Figures, out: TextIO) -> None:
    if figures.batch:
        _head(out, "1,000 questions at once for the one nearest, µs each", *(f"{size:,}" for size in figures.sizes))
        for method in dict.fromkeys(method for _, method in figures.batch):
            _row(out, method, *(f"{np.median(figures.batch[size, method]) * 1e6:,.1f}" for size in figures.sizes))
    _head(out, "seconds to load and build", *(f"{size:,}" for size in figures.sizes))
    for method in figures.methods:
        _row(out, method, *(f"{seconds:.2f}" for _, name, seconds in figures.built if name == method))


def _goals(figures: Figures, out: TextIO) -> int:
    """Prints each goal with what was reached; the number of goals missed at the size they are meant for."""
    size = figures.sizes[-1]
    meant = size == GOAL_SIZE
    note = "" if meant else f" (meant for {GOAL_SIZE:,}, so nothing is decided here)"
    print(f"\nGoals at {size:,} offers{note}:", file=out)
    lines: list[tuple[str, float, bool]] = []
    for name in figures.classes:
        ours = figures.median_us(size, name, OURS)
        peers = (("PostGIS", figures.postgis_us(size, name), FASTER_THAN_POSTGIS),)
        peers += (("Redis", figures.median_us(size, name, REDIS), FASTER_THAN_REDIS),)
        for peer, theirs, times in peers:
            lines.append((f"{name}: at least {times} times faster than {peer}", theirs / ours, theirs / ours >= times))
    ratio = figures.median_us(size, "0.1 %", OURS) / figures.median_us(size, "none", OURS)
    lines.append(
        (f"0.1 %: at most {RARE_TO_UNFILTERED} times as long as unfiltered", ratio, ratio <= RARE_TO_UNFILTERED)
    )
    for name in figures.classes:
        limit = GROWTH_UNFILTERED if name == "none" else GROWTH_FILTERED
        growth = figures.growth(name, OURS)
        lines.append((f"{name}: growth exponent at most {limit}", growth, growth <= limit))
    missed = 0
    for goal, reached, met in lines:
        unknown = math.isnan(reached)
        missed += meant and not met and not unknown
        print(f"- {goal}: {'not measured' if unknown else f'{reached:.2f}, ' + ('met' if met else 'MISSED')}", file=out)
    return missed
