"""How gunicorn serves the map; it reads this file by itself when it starts in this folder."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from config import SettingError, Settings

try:
    settings = Settings.from_env()
except SettingError as error:
    sys.exit(str(error))

wsgi_app = "app:create_app()"
bind = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
workers = settings.workers
worker_class = "gthread"
threads = 4
# Addresses that visitors type must appear nowhere: there is no access log, and only warnings are written.
accesslog = None
loglevel = "warning"
control_socket_disable = True


#: a worker that dies at once is started again after longer and longer pauses, up to this one
LONGEST_PAUSE_S = 60.0


class WorkerKeeper(threading.Thread):
    """Keeps one worker process beside the server: starts it, starts it again when it died, ends it at the end."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._server = os.getpid()

    def run(self) -> None:
        """Start the worker, a moment after the server, and again whenever it has died."""
        pause = 1.0
        while not self._over.wait(pause):
            command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
            self._process = subprocess.Popen(command, cwd=Path(__file__).parent, stdin=subprocess.DEVNULL)
            self._process.wait()
            pause = min(2 * pause, LONGEST_PAUSE_S)

    def end(self) -> None:
        """End the worker by its process id, and wait for it."""
        self._over.set()
        if self._process and self._server == os.getpid():
            self._process.terminate()
            self.join(10)
            if self.is_alive():
                self._process.kill()


keeper = WorkerKeeper()


def when_ready(server: Any) -> None:
    """Prints where the map is, as soon as the port is open, and starts the worker."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else bind.rpartition(":")[0]
    print(f"Serves with {workers} processes at http://{host}:{settings.port}/ (Ctrl+C ends it).", flush=True)
    if settings.starts_worker:
        keeper.start()


def post_worker_init(worker: Any) -> None:
    """Prints the link to the first admin while there is none; one process does it, which has everything loaded."""
    find = getattr(worker.wsgi, "extensions", {}).get("first_admin_link") if worker.age == 1 else None
    if find and (link := find()):
        print(f"Nobody administers this map yet. Make the first account here, once: {link}", flush=True)


def on_exit(server: Any) -> None:
    """Ends the worker with the server."""
    keeper.end()
