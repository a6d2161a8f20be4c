"""A throw-away PostgreSQL server for tests: in a temporary folder, on a Unix socket, stopped by its process id.

As a command it runs another command beside such a server, which finds it in TEST_DATABASE_URL:
python tests/cluster.py script/test
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

INSTALL = "apt install postgresql postgresql-15-postgis-3"
# The data lives for minutes only: nothing is written twice or forced to the disk.
SPEED = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=128MB", "jit=off"]


class ClusterError(Exception):
    """A PostgreSQL server that does not start, with its own words."""


def programs() -> Path | None:
    """The folder with the newest PostgreSQL server's programs, or None if no server is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def running_cluster(folder_of_programs: Path) -> Iterator[str]:
    """A server that lives as long as the block; gives the address of its administrative database."""
    # PostgreSQL refuses to run as root.
    account: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    box = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if account:
            shutil.chown(box, "postgres", "postgres")
        data, log = box / "data", box / "log"
        make = [folder_of_programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        made = subprocess.run(
            [*make, "--locale=C.UTF-8"], cwd=box, capture_output=True, text=True, check=False, **account
        )
        if made.returncode != 0:
            raise ClusterError(made.stderr)
        options = [part for setting in SPEED for part in ("-c", setting)]
        serve = [folder_of_programs / "postgres", "-D", data, "-k", box, "-c", "listen_addresses=", *options]
        with log.open("w") as out:
            server = subprocess.Popen(
                serve, cwd=box, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **account
            )
        try:
            _wait(server, box / ".s.PGSQL.5432", folder_of_programs / "pg_isready", log)
            yield f"postgresql+psycopg://postgres@/postgres?host={box}"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(box, ignore_errors=True)


def _wait(server: subprocess.Popen[bytes], socket: Path, is_ready: Path, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        ask = [is_ready, "-q", "-h", socket.parent, "-U", "postgres"]
        if socket.exists() and subprocess.run(ask, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise ClusterError(log.read_text(errors="replace"))


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: it does not wait for clients
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main() -> int:
    """Runs the given command beside a server and hands its exit code on."""
    where = programs()
    if where is None or len(sys.argv) < 2:
        print(__doc__ if where else f"There is no PostgreSQL server here: {INSTALL}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with running_cluster(where) as address:
        command = subprocess.Popen(sys.argv[1:], env=os.environ | {"TEST_DATABASE_URL": address})
        try:
            return command.wait()
        finally:
            # Told to end before the command is done: it is told as well, and may tidy up first.
            command.terminate()
            command.wait()


if __name__ == "__main__":
    sys.exit(main())
