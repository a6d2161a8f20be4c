"""An application whose clock tests move on."""

import pytest
from flask import Flask

from app import create_app
from config import Settings
from tests.web.konto.doors import Clock


@pytest.fixture
def clock() -> Clock:
    """The clock of the application."""
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Flask:
    """The application, at a moment that tests choose."""
    app = create_app(settings, clock=clock)
    app.testing = True
    return app
