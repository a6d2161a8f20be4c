"""Turns the figures of a run into tables and goals."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TextIO

from _geocode_figures import Figures, milliseconds, ratio, unsure
from _geocode_forms import FORMS
from _geocode_goals import goals
from _geocode_ours import OURS
from _geocode_score import FAR_M, Row, Verdict, quantile, rows


def report(figures: Figures, out: TextIO) -> int:
    """Prints everything; 0 if no goal that was measured was missed."""
    versions = dict.fromkeys(one.version for one in figures.contestants if one.name != OURS)
    load = f"{min(figures.load):.1f} to {max(figures.load):.1f}" if figures.load else "unknown"
    print(f"{'; '.join([figures.version, *versions])}. Load average during the questions: {load}.", file=out)
    for sentence in figures.absent:
        print(sentence, file=out)
    for one in figures.contestants:
        if one.troubles:
            print(f"{one.name} failed on {len(one.troubles)} questions, as: {one.troubles[0][:200]}", file=out)
    for model in figures.models:
        _hits(figures, model, out)
    _collisions(figures, out)
    _honesty(figures, out)
    _times(figures, out)
    _ratios(figures, out)
    _sizes(figures, out)
    missed = goals(figures, out)
    return 1 if missed else 0


def head(out: TextIO, *cells: str) -> None:
    """The head of a table."""
    print(file=out)
    line(out, *cells)
    line(out, *("---",) * len(cells))


def line(out: TextIO, *cells: object) -> None:
    """One row of a table."""
    print("| " + " | ".join(map(str, cells)) + " |", file=out)


def _hits(figures: Figures, model: str, out: TextIO) -> None:
    """Hits within 50 m; in brackets within 100 m where that is more."""
    head(out, f'error model "{model}": % within 50 m (100 m)', "n", *figures.names, "ours: ambiguous", "ours: label")
    tables = {name: {row.class_: row for row in rows(figures.verdicts[name, model])} for name in figures.names}
    for class_, ours in tables[OURS].items():
        cells = [_hit(tables[name][class_]) for name in figures.names]
        label = (
            "–"
            if ours.labelled != ours.labelled
            else f"{ours.labelled:.1f} {FORMS[class_].label}"
            if ours.title
            else ""
        )
        line(out, f"{class_} {ours.title}".strip(), ours.n, *cells, f"{ours.ambiguous:.1f}", label)


def _hit(row: Row) -> str:
    return f"{row.hit50:.1f}" + (f" ({row.hit100:.1f})" if row.hit100 - row.hit50 >= 0.05 else "")


def _collisions(figures: Figures, out: TextIO) -> None:
    collided = [verdict for verdict in figures.all_of(OURS) if verdict.query.collides]
    hit = sum(verdict.away_m <= 50 for verdict in collided)
    print(
        f"\n{len(collided)} misspellings are the name of another street; of these {hit} were found all the same.",
        file=out,
    )


def _honesty(figures: Figures, out: TextIO) -> None:
    head(out, "label: too far off, of so many", *figures.names)
    for label, far in FAR_M.items():
        cells = []
        for name in figures.names:
            some = [one for one in figures.all_of(name) if one.answer.label == label and not one.answer.ambiguous]
            off = sum(one.away_m > far for one in some if one.query.expect_label != "ambiguous")
            cells.append(f"{off} of {len(some)}" + (f" ({off / len(some):.2%})" if off else "") if some else "–")
        line(out, f"{label}, more than {far:,.0f} m", *cells)
    cells = [str(sum(not one.honest for one in figures.all_of(name) if unsure(one))) for name in figures.names]
    line(out, "house where nobody can know which", *cells)


def _by_class(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    classes: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        classes[verdict.query.class_].append(verdict)
    return {**dict(sorted(classes.items())), "all": [one for some in classes.values() for one in some]}


def _times(figures: Figures, out: TextIO) -> None:
    head(out, "ms: p50 / p95 / p99 / max", *figures.names)
    tables = {name: _by_class(figures.all_of(name)) for name in figures.names}
    for class_ in tables[OURS]:
        took = [milliseconds(tables[name][class_]) for name in figures.names]
        cells = [" / ".join(f"{quantile(some, share):.2f}" for share in (0.5, 0.95, 0.99, 1)) for some in took]
        line(out, class_, *cells)


def _ratios(figures: Figures, out: TextIO) -> None:
    peers = [name for name in figures.names if name != OURS]
    if not peers:
        return
    head(out, "times as long as ours: p50 / p99", *peers)
    own = _by_class(figures.all_of(OURS))
    tables = {name: _by_class(figures.all_of(name)) for name in peers}
    for class_, ours in own.items():
        pairs = [(tables[name][class_], ours) for name in peers]
        line(out, class_, *(" / ".join(f"{ratio(*pair, share):,.1f}" for share in (0.5, 0.99)) for pair in pairs))
    both = [_found_by_both(tables[name]["all"], own["all"]) for name in peers]
    cells = [" / ".join(f"{ratio(*pair, share):,.1f}" for share in (0.5, 0.99)) for pair in both]
    line(out, "found by both", *cells)


def _found_by_both(theirs: list[Verdict], ours: list[Verdict]) -> tuple[list[Verdict], list[Verdict]]:
    """What both found within 50 m: to find nothing is quickly done."""
    pairs = [pair for pair in zip(theirs, ours, strict=True) if max(one.away_m for one in pair) <= 50]
    return [one for one, _ in pairs], [other for _, other in pairs]


def misses(figures: Figures, out: TextIO) -> None:
    """Every question that this project did not find, or answered with a label that claims too much."""
    head(out, "model", "class", "asked", "label", "metres", "claims too much", "is another street")
    for model in figures.models:
        for one in sorted(figures.verdicts[OURS, model], key=lambda one: one.query.class_):
            if one.away_m > 50 or not one.honest:
                label = "ambiguous" if one.answer.ambiguous else one.answer.label
                line(out, model, one.query.class_, " ".join(one.query.text.split()), label, f"{one.away_m:,.0f}",
                     "" if one.honest else "yes", "yes" if one.query.collides else "")  # fmt: skip


def _sizes(figures: Figures, out: TextIO) -> None:
    head(
        out, "index", "addresses", "MB", "bytes per address", "import s", "addresses per s", "memory of the process MB"
    )
    for one in figures.contestants:
        rate = f"{one.addresses / one.import_s:,.0f}"
        line(out, one.name, f"{one.addresses:,}", f"{one.index_bytes / 1e6:,.1f}",
             f"{one.index_bytes / one.addresses:,.1f}", f"{one.import_s:,.1f}", rate,
             f"{figures.memory[one.name]['rss_mb']:,.0f}")  # fmt: skip
    for file in figures.files:
        print(f"\n{file.path.stem}: {file.addresses:,} addresses, {file.bytes / file.addresses:.1f} bytes each,"
              f" {file.rate:,.0f} per second of one processor.", file=out)  # fmt: skip
