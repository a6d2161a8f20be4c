"""An application whose clock tests move on."""

import pytest
from flask import Flask

from config import Settings
from tests.application import an_app
from tests.web.konto.doors import Clock


@pytest.fixture
def clock() -> Clock:
    """The clock of the application."""
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Flask:
    """The application, at a moment that tests choose."""
    return an_app(settings, clock=clock)
