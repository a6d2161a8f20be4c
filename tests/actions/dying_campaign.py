"""A worker that sends campaigns, in a process of its own, to be killed: URL FOLDER MAIL_URL."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from actions.campaign_send import CAMPAIGN_JOBS
from actions.worker import Worker
from store import open_store
from tests.actions.working import tools_of


def main() -> None:
    """Say that everything is loaded, and do what is due when told to."""
    url, folder, mail_url = sys.argv[1:]
    store = open_store(url, clock=lambda: datetime.now(UTC))
    worker = Worker(tools_of(store, Path(folder), mail_url=mail_url), [], CAMPAIGN_JOBS)
    print("ready", flush=True)
    sys.stdin.readline()
    worker.once()
    print("done", flush=True)


if __name__ == "__main__":
    main()
