"""Answers questions that come in blocks over standard input; each contestant runs this in a process of its own.

Needs nothing but Python itself, because the peers live in environments of their own. Times are taken in here, around
the call of the geocoder alone.
"""

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import TextIO

Found = tuple[float | None, float | None, str, bool]
"""Latitude, longitude, label, and whether the answer is ambiguous."""
NOTHING: Found = (None, None, "none", False)


def serve(start: Callable[[], Callable[[str], Found]], **known: object) -> None:
    """Start the geocoder, say how long that took, then answer one line of JSON after the other."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    with redirect_stdout(sys.stderr):  # libraries that are chatty must not speak between the answers
        began = time.perf_counter()
        find = start()
        _say(out, {"started_s": time.perf_counter() - began, **known})
        for line in sys.stdin:
            texts = json.loads(line)
            _say(out, memory() if texts is None else [_timed(find, text) for text in texts])


def memory() -> dict[str, float]:
    """What this process holds in memory now and held at most, in MB."""
    with Path("/proc/self/status").open(encoding="ascii") as file:
        now = next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))
    return {"rss_mb": now / 1024, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _timed(find: Callable[[str], Found], text: str) -> tuple[object, ...]:
    gc.disable()
    began = time.perf_counter()
    try:
        found, trouble = find(text), ""
    except Exception as error:  # a contestant that fails has missed, and the run says so
        found, trouble = NOTHING, f"{type(error).__name__}: {error}"
    seconds = time.perf_counter() - began
    gc.enable()
    return (*found, seconds, trouble)


def _say(out: TextIO, told: object) -> None:
    print(json.dumps(told), file=out, flush=True)
