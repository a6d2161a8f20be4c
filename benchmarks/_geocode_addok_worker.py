"""Addok, asked in its own process; runs inside Addok's environment."""

import sys
from collections.abc import Callable

from _geocode_worker import NOTHING, Found, serve


def start() -> Callable[[str], Found]:
    """Load Addok with the settings of the run."""
    from addok.config import config  # noqa: PLC0415 - it speaks while it is loaded
    from addok.core import search  # noqa: PLC0415 - as above

    config.load()
    wanted = int(sys.argv[1])

    def find(text: str) -> Found:
        results = search(text, limit=wanted)
        if not results:
            return NOTHING
        first = results[0]
        label = {"housenumber": "house"}.get(first.type, first.type)
        return float(first.lat), float(first.lon), label, False

    return find


if __name__ == "__main__":
    serve(start)
