"""A real server for tests: the project with fresh data in a folder of its own, stopped by its process id."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ServerError(Exception):
    """A server that does not answer, with its own words."""


def free_port() -> int:
    """A port of this machine that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_settings(folder: Path) -> dict[str, str]:
    """Settings that keep everything the project writes in this folder."""
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'offers.sqlite'}",
        "GAZETTEER": str(folder / "gazetteer.sqlite"),
        "SECRET_KEY_FILE": str(folder / "secret_key"),
        "MAIL_URL": f"file://{folder / 'outbox'}",
        "BASEMAP": "none",
        "LINK_CHECK": "off",
        "HOST": "127.0.0.1",
        "WORKERS": "2",
    }


def seed(root: Path, settings: dict[str, str]) -> None:
    """Builds the data that a new installation begins with."""
    command = [sys.executable, "-m", "flask", "--app", "app", "seed"]
    environment = os.environ | settings
    done = subprocess.run(
        command, cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ServerError(f"The seed command ended with {done.returncode}:\n{done.stdout}{done.stderr}")


@contextmanager
def running_server(root: Path, settings: dict[str, str], log: Path, *, app: str = "") -> Iterator[str]:
    """A server that lives as long as the block, of another application if asked; gives its address without a slash."""
    port = free_port()
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *([app] if app else [])], cwd=root,
            env=os.environ | settings | {"PORT": str(port)},
            stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        wait_for_answer(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for_answer(address: str, server: subprocess.Popen[bytes], log: Path, patience_s: float = 60) -> float:
    """Waits until the server answers at all, whatever it says; gives the seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < patience_s and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=patience_s).close()
        except urllib.error.HTTPError:
            pass
        except OSError:
            time.sleep(0.05)
            continue
        return time.monotonic() - began
    raise ServerError(f"The server did not answer at {address}:\n{log.read_text(errors='replace')}")
