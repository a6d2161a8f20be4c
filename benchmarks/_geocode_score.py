"""How far an answer is from the truth, whether its label is honest, and how long it took."""

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import NamedTuple

from _geocode_queries import FORMS, Query

from geo.match import Match
from geo.point import Point

M_PER_DEGREE = 111_320
FAR_M = {"house": 50.0, "house~": 50.0, "interpolated": 100.0, "street": 1_000.0}
"""An answer that carries one of these labels and is further off claims more than it knows."""
ALIKE = {"house~": ("house~", "interpolated")}
"""Where a letter is unknown, either label says that the number is not known quite as it was asked for."""


class Answer(NamedTuple):
    """The first answer of a geocoder: of an ambiguous one the point of its first candidate."""

    point: Point | None
    #: house, house~ (its letter was ignored), interpolated, street, postcode, district, place, none
    label: str = "none"
    ambiguous: bool = False


Geocode = Callable[[str], Answer]


@dataclass(frozen=True)
class Verdict:
    """One answer judged."""

    query: Query
    answer: Answer
    away_m: float
    seconds: float

    @property
    def honest(self) -> bool:
        """Whether the label claims no more than is true, and no house where it is said not to be sure."""
        if self.answer.ambiguous:
            return not self.answer.label.startswith("house")
        if self.query.expect_label == "ambiguous" and self.answer.label.startswith("house"):
            return False
        return self.away_m <= FAR_M.get(self.answer.label, float("inf"))

    @property
    def as_expected(self) -> bool:
        """Whether the answer carries the label that the class asks for."""
        label = "ambiguous" if self.answer.ambiguous else self.answer.label
        return label in ALIKE.get(self.query.expect_label, (self.query.expect_label,))


def answer_of(match: Match) -> Answer:
    """Our own answer; a house of which something asked for is unknown, as a letter, is labelled `house~`."""
    first = match.point or (match.candidates[0].point if match.candidates else None)
    label = "house~" if match.precision == "house" and "number" in match.missing else str(match.precision)
    return Answer(first, label, match.ambiguous)


def away_m(point: Point, accept: Iterable[Point]) -> float:
    """Metres to the nearest of the right places, on a flat map."""
    return min(
        (M_PER_DEGREE * hypot(point.lat - one.lat, (point.lon - one.lon) * cos(radians(one.lat))) for one in accept),
        default=float("inf"),
    )


def ask(geocode: Geocode, queries: Sequence[Query]) -> list[Verdict]:
    """Asks one query after the other, and judges what comes back."""
    told: list[tuple[Answer, float]] = []
    gc.disable()
    for query in queries:
        began = time.perf_counter()
        answer = geocode(query.text)
        told.append((answer, time.perf_counter() - began))
    gc.enable()
    return [judged(query, answer, seconds) for query, (answer, seconds) in zip(queries, told, strict=True)]


def judged(query: Query, answer: Answer, seconds: float = 0.0) -> Verdict:
    """An answer with its distance from the truth."""
    off = away_m(answer.point, query.accept) if answer.point else float("inf")
    return Verdict(query, answer, off, seconds)


class Row(NamedTuple):
    """The figures of one class; shares in percent, times in milliseconds."""

    class_: str
    title: str
    n: int
    hit50: float
    hit100: float
    ambiguous: float
    dishonest: int
    #: share with the label the class asks for; NaN where it asks for none
    labelled: float
    p50: float
    p95: float
    p99: float
    max: float


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of them lies (nearest rank); NaN of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def row(class_: str, title: str, verdicts: Sequence[Verdict]) -> Row:
    """The figures of some verdicts."""
    took = [1000 * verdict.seconds for verdict in verdicts]
    labels = [100.0 * verdict.as_expected for verdict in verdicts if verdict.query.expect_label]
    return Row(
        class_, title, len(verdicts),
        _percent(verdict.away_m <= 50 for verdict in verdicts),
        _percent(verdict.away_m <= 100 for verdict in verdicts),
        _percent(verdict.answer.ambiguous for verdict in verdicts),
        sum(not verdict.honest for verdict in verdicts),
        sum(labels) / len(labels) if labels else float("nan"),
        *(quantile(took, share) for share in (0.5, 0.95, 0.99, 1.0)),
    )  # fmt: skip


def rows(verdicts: Iterable[Verdict]) -> list[Row]:
    """The figures of each class, and of all together."""
    verdicts = list(verdicts)
    classes: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        classes[verdict.query.class_].append(verdict)
    known = [name for name in FORMS if name in classes]
    return [*(row(name, FORMS[name].title, classes[name]) for name in known), row("all", "", verdicts)]


def score(geocode: Geocode, queries: Sequence[Query], warm_up: int = 100) -> list[Verdict]:
    """Asks everything, after a warm-up with some of the queries that is not counted."""
    ask(geocode, queries[:: max(1, len(queries) // warm_up)])
    return ask(geocode, queries)


def table(figures: Iterable[Row]) -> str:
    """The figures as a table in Markdown."""
    heads = ("class", "n", "@50 m", "@100 m", "ambiguous", "dishonest", "label", "p50 ms", "p95", "p99", "max")
    lines = [heads, ("---",) * len(heads)]
    for one in figures:
        label = "–" if one.labelled != one.labelled else f"{one.labelled:.1f}"
        lines.append((
            f"{one.class_} {one.title}".strip(), str(one.n), f"{one.hit50:.1f}", f"{one.hit100:.1f}",
            f"{one.ambiguous:.1f}", str(one.dishonest), label,
            *(f"{value:.2f}" for value in (one.p50, one.p95, one.p99, one.max)),
        ))  # fmt: skip
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _percent(flags: Iterable[bool]) -> float:
    told = list(flags)
    return 100 * sum(told) / len(told) if told else float("nan")
