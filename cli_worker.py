"""The command that sends mails, does long work, and what comes round again."""

import json
import signal
import threading

import click
from flask.cli import with_appcontext

from actions.duties import Tools
from actions.duty_list import DUTIES, JOBS
from actions.worker import Worker
from actions.worker_loop import run_worker
from cli_common import refusing, services, settings


def tools() -> Tools:
    """What the worker may use, from the services and settings of the application."""
    here, set_up = services(), settings()
    return Tools(
        store=here.store, vocabulary=here.vocabulary, geocoder=here.geocoder, clock=here.clock,
        public_url=here.public_url, mail_url=set_up.mail_url, mail_from=set_up.mail_from,
        private_dir=here.private_dir, mail_per_minute=set_up.mail_per_minute, mail_bounces=set_up.mail_bounces,
        checks_links=set_up.checks_links, gazetteer=set_up.gazetteer, data_dir=set_up.data_dir,
        courses_dir=set_up.courses_dir,
    )  # fmt: skip


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due right now, and end.")
@with_appcontext
@refusing
def worker_command(once: bool) -> None:
    """Send mails, do long work and what comes round again; the server starts this itself (setting WORKER)."""
    stop, parts = threading.Event(), tools()
    if not once:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
    if parts.store.read_only:
        click.echo("The database is read-only here; the worker has nothing to do.", err=True)
        if not once:
            stop.wait()
        return
    worker = Worker(parts, DUTIES, JOBS, stop)
    if once:
        click.echo(json.dumps(worker.once()))
    else:
        run_worker(worker, parts)
