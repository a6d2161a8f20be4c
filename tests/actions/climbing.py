"""A worker on the ladder in a process of its own, to be killed: run as a script with the database's address."""

import sys
from datetime import datetime

from actions.freshness_ladder import climb_in
from store import open_store


def main(url: str, moment: str) -> None:
    """Climb once at a moment, and say so."""
    now = datetime.fromisoformat(moment)
    store = open_store(url, clock=lambda: now, patience_s=30)
    print("ready", flush=True)
    for region in store.regions():
        climb_in(store, region, now, "https://karte.example")
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
