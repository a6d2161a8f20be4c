"""The goals of this project's geocoder, and whether a run met them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from _geocode_addok import ADDOK
from _geocode_figures import Figures, ratio, unsure
from _geocode_nominatim import NOMINATIM
from _geocode_ours import OURS
from _geocode_score import rows

CLEAN = ("01", "02", "03", "04", "05", "07", "08", "13", "14", "15", "19")
HITS: dict[tuple[str, str], float] = {
    **{("slips", name): 99.5 for name in CLEAN},
    ("slips", "06"): 98, ("slips", "09"): 98, ("slips", "11"): 97, ("slips", "10"): 93,
    ("slips", "16"): 99, ("slips", "17"): 99, ("slips", "18"): 99, ("slips", "22"): 96,
    ("mistakes", "09"): 95, ("mistakes", "10"): 95, ("mistakes", "12"): 95,
}  # fmt: skip
"""Percent within 50 m, by error model and class."""
FALSE_HOUSES = 0.1
FASTER_THAN_ADDOK, P99_FASTER_THAN_ADDOK, FASTER_THAN_NOMINATIM = 8, 20, 50
BYTES_PER_ADDRESS = 20
ADDRESSES_PER_S = 60_000
GROWTH, RSS_MB = 2, 150


class Goal(NamedTuple):
    """One goal, what was reached, and whether that is enough; None where it was not measured."""

    text: str
    reached: float | None
    met: bool


def at_least(text: str, wanted: float, reached: float | None) -> Goal:
    """A goal that is met from a value on."""
    return Goal(text, reached, reached is None or reached >= wanted)


def at_most(text: str, wanted: float, reached: float | None) -> Goal:
    """A goal that is met up to a value."""
    return Goal(text, reached, reached is None or reached <= wanted)


def tell(listed: Iterable[Goal], out: TextIO) -> int:
    """Prints each goal with what was reached; the number of those missed."""
    missed = 0
    print("\nGoals:", file=out)
    for goal in listed:
        missed += not goal.met
        reached = "not measured" if goal.reached is None else f"{goal.reached:,.2f}, {'met' if goal.met else 'MISSED'}"
        print(f"- {goal.text}: {reached}", file=out)
    return missed


def goals(figures: Figures, out: TextIO) -> int:
    """Prints the goals of the comparison; the number of those missed."""
    return tell(_goals(figures), out)


def _goals(figures: Figures) -> Iterator[Goal]:
    hits = {(model, row.class_): row.hit50 for model in figures.models for row in rows(figures.verdicts[OURS, model])}
    for (model, name), wanted in HITS.items():
        yield at_least(f"{model} {name}: at least {wanted} % within 50 m", wanted, hits.get((model, name)))
    own = figures.all_of(OURS)
    houses = [one for one in own if one.answer.label == "house" and not one.answer.ambiguous]
    off = 100 * sum(one.away_m > 50 for one in houses) / len(houses) if houses else None
    yield at_most(f"labelled house but more than 50 m off: at most {FALSE_HOUSES} %", FALSE_HOUSES, off)
    false = sum(not one.honest for one in own if unsure(one))
    yield at_most("labelled house where nobody can know which: never", 0, false)
    for peer, share, wanted in ((ADDOK, 0.5, FASTER_THAN_ADDOK), (ADDOK, 0.99, P99_FASTER_THAN_ADDOK),
                                (NOMINATIM, 0.5, FASTER_THAN_NOMINATIM)):  # fmt: skip
        reached = ratio(figures.all_of(peer), own, share) if peer in figures.names else None
        what = "median" if share == 0.5 else "p99"
        yield at_least(f"{what} at least {wanted} times faster than {peer}", wanted, reached)
    ours = figures.contestants[0]
    each = ours.index_bytes / ours.addresses
    yield at_most(f"at most {BYTES_PER_ADDRESS} bytes per address", BYTES_PER_ADDRESS, each)
    rate = sum(file.addresses for file in figures.files) / sum(file.cpu_s for file in figures.files)
    text = f"import of at least {ADDRESSES_PER_S:,} addresses per second of one processor"
    yield at_least(text, ADDRESSES_PER_S, rate)
