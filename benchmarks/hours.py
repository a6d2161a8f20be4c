"""Reading consultation hours and telling whether it is open: ours beside opening-hours-py, on what both can read.

    python benchmarks/hours.py

Both get the same expressions and moments in shuffled turns; the ratio is ours to theirs. Each round parses expressions
that were not seen before. Ours says more (by appointment, unknown, the holidays of each Land, German spelling), which
is what the time beyond theirs buys.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from model.hours import Calendar, open_at, parse, status

ROUNDS = 15


def expressions(late: int) -> list[str]:
    """240 expressions in which the mornings begin some minutes late."""
    return [
        f"Mo-Fr {start:02}:{minute + late:02}-12:00,13:00-{end}:00; Sa 10:00-{end}:00; PH off"
        for start in range(6, 12) for minute in range(0, 60, 15) for end in range(14, 24)
    ]  # fmt: skip


EXPRESSIONS = expressions(0)


def main() -> None:
    """Measure both in turns and print a table."""
    try:
        from opening_hours import OpeningHours  # noqa: PLC0415 - a peer that may not be installed
    except ImportError:
        print("opening-hours-py is not installed and was not run; requirements-dev.txt has it.")
        return
    calendar, zone = Calendar("Europe/Berlin", "NW"), ZoneInfo("Europe/Berlin")
    ours = [parse(text) for text in EXPRESSIONS]
    theirs = [OpeningHours(text, timezone=zone, country="DE") for text in EXPRESSIONS]
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    moments = [(now + timedelta(hours=7 * number)) for number in range(ROUNDS)]
    jobs: dict[str, tuple[Callable[[datetime], object], Callable[[datetime], object]]] = {
        "parse": (
            lambda at: [parse(text) for text in expressions(moments.index(at))],
            lambda at: [OpeningHours(text, timezone=zone, country="DE") for text in expressions(moments.index(at))],
        ),
        "state and next change": (
            lambda at: [status(hours, at, calendar) for hours in ours],
            lambda at: [(hours.state(at.astimezone(zone)), hours.next_change(at.astimezone(zone))) for hours in theirs],
        ),
        "open now, all patterns": (
            lambda at: open_at(ours, at, calendar),
            lambda at: [hours.is_open(at.astimezone(zone)) for hours in theirs],
        ),
    }
    print(f"{len(EXPRESSIONS)} expressions, median of {ROUNDS} rounds, microseconds an expression")
    for name, pair in jobs.items():
        us, them = (statistics.median(times) for times in _in_turns(pair, moments))
        print(f"{name:24} ours {us:7.1f}   opening-hours-py {them:7.1f}   ratio {us / them:5.2f}")
    print(f"load average {os.getloadavg()[0]:.1f}")


def _in_turns(
    pair: tuple[Callable[[datetime], object], Callable[[datetime], object]], moments: list[datetime]
) -> tuple[list[float], list[float]]:
    """Microseconds an expression for each of two jobs, which take turns in random order."""
    spent: tuple[list[float], list[float]] = ([], [])
    for job in pair:  # the round that warms up is not counted
        job(moments[0])
    for moment in moments[1:]:
        for number in random.sample((0, 1), 2):
            began = time.perf_counter()
            pair[number](moment)
            spent[number].append((time.perf_counter() - began) / len(EXPRESSIONS) * 1e6)
    return spent


if __name__ == "__main__":
    main()
