"""Workers to be killed: python -m tests.actions.dying URL FOLDER MAIL_URL starts one more for each line it is given.

Everything is loaded once, and each worker is a process of its own with its own connections.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from actions.import_job import IMPORT_JOBS
from actions.worker import Worker
from store import open_store
from tests.actions.working import tools_of


def work(url: str, folder: Path, mail_url: str) -> None:
    """Do what is due."""
    store = open_store(url, clock=lambda: datetime.now(UTC))
    tools = tools_of(store, folder, mail_url=mail_url, data_dir=folder / "data")
    Worker(tools, [], IMPORT_JOBS).once()


def main() -> None:
    """Start a worker for each line, say its process id, and say so when it is gone."""
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            work(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else "done", flush=True)


if __name__ == "__main__":
    main()
