"""Synthetic offers, filters and questions for the benchmarks; the same ones on every machine."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from geo.point import Point
from search.columns import Columns, Filter, Term

FLAGS = {"neutral": 0.9, "wheelchair": 0.4, "counselling": 0.3}
TOPICS = np.geomspace(0.3, 1e-4, 48)
LANGUAGES = np.concatenate(([0.97], np.geomspace(0.2, 2e-4, 31)))
AUDIENCES = np.geomspace(0.4, 0.02, 12)
CLASSES = {"none": 1.0, "27 %": 0.27, "1 %": 0.01, "0.1 %": 0.001}
FILTERS_PER_CLASS = 8

LANDS = {  # up to this many offers: south, west, north, east; towns; spread of a town in degrees
    20_000: ((51.33, 6.60, 51.56, 6.90), 12, 0.02),
    400_000: ((50.3, 5.9, 52.5, 9.4), 300, 0.03),
    10_000_000: ((47.4, 6.0, 54.9, 14.9), 2_000, 0.03),
}


@dataclass(frozen=True)
class Offers:
    """Offers around towns; a tenth of them share the address of another."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    carries: dict[str, NDArray[np.bool_]]
    """For each facet one line of booleans per value."""
    points: list[Point]
    """Where people ask from: nine in ten near a town."""

    def __len__(self) -> int:
        return len(self.lat)

    def columns(self) -> Columns:
        """The values as the search keeps them."""
        return Columns(
            len(self),
            {
                facet: {value: np.flatnonzero(line) for value, line in enumerate(lines)}
                for facet, lines in self.carries.items()
            },
        )

    def mask(self, require: Filter) -> NDArray[np.bool_]:
        """Which offers meet a filter, the plain way."""
        found = np.ones(len(self), dtype=bool)
        for group in require:
            found &= np.logical_or.reduce([self.carries[facet][value] for facet, value in group])
        return found


def offers(count: int, questions: int = 1_000) -> Offers:
    """So many offers over a city, a state or the whole country, depending on how many they are."""
    random = np.random.default_rng(count)
    (south, west, north, east), towns, spread = next(land for limit, land in LANDS.items() if count <= limit)
    centres = random.uniform((south, west), (north, east), (towns, 2))
    weight = 1 / np.arange(1, towns + 1) ** 0.9
    weight /= weight.sum()
    at = centres[random.choice(towns, count, p=weight)] + random.normal(0, spread, (count, 2))
    shared = random.choice(count, count // 10, replace=False)
    at[shared] = at[random.integers(0, count, count // 10)]
    asked = centres[random.choice(towns, questions, p=weight)] + random.normal(0, spread, (questions, 2))
    asked[::10] = random.uniform((south, west), (north, east), (len(asked[::10]), 2))
    carries = {
        "flag": _carried(random, count, FLAGS.values()),
        "topic": _carried(random, count, TOPICS),
        "language": _carried(random, count, LANGUAGES),
        "audience": _carried(random, count, AUDIENCES),
    }
    return Offers(at[:, 0].copy(), at[:, 1].copy(), carries, [Point(*pair) for pair in asked.tolist()])


def _carried(random: np.random.Generator, count: int, shares) -> NDArray[np.bool_]:
    return np.array([random.random(count, dtype=np.float32) < share for share in shares])


def share(require: Filter) -> float:
    """The share of offers that is expected to meet a filter."""
    of = {"flag": list(FLAGS.values()), "topic": TOPICS, "language": LANGUAGES, "audience": AUDIENCES}
    met = 1.0
    for group in require:
        met *= 1 - np.prod([1 - of[facet][value] for facet, value in group])
    return float(met)


def filters(share_wanted: float) -> list[Filter]:
    """Different filters whose shares come closest to the wanted one: topics, one of two topics, flags, languages."""
    if share_wanted == 1.0:
        return [[]]
    topics: list[list[Term]] = [[("topic", value)] for value in range(len(TOPICS))]
    topics += [[("topic", a), ("topic", b)] for a, b in combinations(range(0, len(TOPICS), 3), 2)]
    further: list[list[Term]] = [[("flag", 0)], [("flag", 1)], [("flag", 2)], [("language", 1)], [("audience", 0)]]
    some = [list(chosen) for size in (0, 1, 2) for chosen in combinations(further, size)]
    every = [[group, *rest] for group in topics for rest in some] + [rest for rest in some if rest]
    every.sort(key=lambda require: (abs(np.log(share(require) / share_wanted)), repr(require)))
    # One filter for each of several combinations of facets, so that no single way of filtering decides the result.
    kinds: dict[str, Filter] = {}
    for require in every:
        kinds.setdefault(repr([(group[0][0], len(group)) for group in require]), require)
    different = [*kinds.values(), *(require for require in every if require not in kinds.values())]
    different = different[: 2 * FILTERS_PER_CLASS]
    return sorted(different, key=lambda require: abs(np.log(share(require) / share_wanted)))[:FILTERS_PER_CLASS]
