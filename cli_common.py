"""What the commands share: the services of the application, refusals with exit code 1, progress bars."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click
from flask import current_app

from actions.account_refused import AccountRefused
from actions.add_region import AddRegionRefused
from actions.back_up import BackupRefused
from actions.import_offers import ImportRefused
from config import SettingError, Settings
from geo.gazetteer import GazetteerError
from geo.online import OnlineError
from model.query import QueryError
from model.region import Region
from store import StoreError
from web.context import Services

REFUSED = (
    StoreError, QueryError, SettingError, ImportRefused, AddRegionRefused, BackupRefused, GazetteerError,
    OnlineError, OSError, AccountRefused,
)  # fmt: skip


def refusing(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what is refused into one sentence and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except REFUSED as error:
            click.echo(f"Refused: {error}", err=True)
            sys.exit(1)

    return run


def services() -> Services:
    """What the application is made of."""
    found: Services = current_app.extensions["open_services"]()
    return found


def settings() -> Settings:
    """The settings of the application."""
    found: Settings = current_app.extensions["settings"]
    return found


def region_named(name: str) -> Region:
    """The region with this AGS or slug."""
    region = services().finder.region(name) or services().finder.region(name.zfill(5))
    if region is None:
        hint = f"`flask --app app region add {name}` sets it up."
        raise AddRegionRefused("unknown", f"There is no region {name!r} yet. {hint}")
    return region


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar that is told how much of how much is done."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield step


def say(value: object, as_json_text: bool, lines: list[str]) -> None:
    """Print a result: as one JSON value, or as lines for people."""
    click.echo(json.dumps(value, ensure_ascii=False) if as_json_text else "\n".join(lines))
