"""The application with the data that a new installation begins with."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from tests.application import an_app
from tests.seeded import copy_seeded

#: a Tuesday in term time, half past ten in Duisburg
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def settings(seeded: Path, tmp_path: Path) -> Settings:
    """The settings of an installation of its own."""
    copy_seeded(seeded, tmp_path)
    return Settings.from_env(
        {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'offers.sqlite'}",
            "GAZETTEER": str(tmp_path / "gazetteer.sqlite"),
            "SECRET_KEY_FILE": str(tmp_path / "secret"),
            "MAIL_URL": f"file://{tmp_path / 'outbox'}",
        }
    )


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The application, at a fixed moment."""
    return an_app(settings, clock=lambda: NOW)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor or a program."""
    return app.test_client()
