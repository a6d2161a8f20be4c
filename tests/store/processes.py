"""Other programs that use the same database, for tests: run as a script with what to do and the database's address."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(task: str, url: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start another program; it says "ready" once it has got to the point."""
    command = [sys.executable, "-m", "tests.store.processes", task, url, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def run_beside(task: str, url: str) -> Iterator["subprocess.Popen[str]"]:
    """Another program that has got to the point, and is told to go on at the end of the block."""
    with start(task, url) as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.communicate("\n")


def _hold(url: str) -> None:
    """Write, and keep the transaction open until told to go on; then fail."""
    store = open_store(url)
    try:
        with store.write("other", "held") as writer:
            writer.save_offer(an_offer("list:held"))
            writer.flush()
            print("ready", flush=True)
            sys.stdin.readline()
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass


def _count(url: str, key: str, turns: str) -> None:
    """Change an offer many times, and say which version each change got."""
    store = open_store(url, patience_s=60)
    for turn in range(int(turns)):
        with store.write("other", "count") as writer:
            writer.save_offer(replace(an_offer(key), summary=str(turn)))
        time.sleep(0.001)
    print(*sorted(revision.version for revision in store.revisions(key)))


def _create(url: str) -> None:
    """Make the database, or find it made by somebody else."""
    print(open_store(url, create=True, patience_s=60).version())


if __name__ == "__main__":
    from store import open_store
    from tests.store.examples import an_offer

    {"hold": _hold, "count": _count, "create": _create}[sys.argv[1]](*sys.argv[2:])
