"""Applications for tests: pages and templates are made ready once, each test connects data and a clock of its own."""

from collections.abc import Callable
from copy import copy
from datetime import datetime

from flask import Flask

from app import connect, wire
from config import Settings

_wired: dict[tuple[str, str], Flask] = {}


def an_app(settings: Settings, clock: Callable[[], datetime]) -> Flask:
    """What app.create_app makes of the settings, in a tenth of the time; the first question opens the files."""
    behind = (settings.basemap, settings.basemap_attribution)
    if behind not in _wired:
        _wired[behind] = wire(settings)
    app = copy(_wired[behind])
    app.config = copy(app.config)
    app.extensions = dict(app.extensions)
    connect(app, settings, clock)
    app.testing = True
    return app
