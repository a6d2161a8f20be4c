"""A fresh store of either kind, with a clock that a test may move."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from store import Store, open_store
from store.tables import metadata
from tests.databases import Databases
from tests.store.examples import Clock


@pytest.fixture(scope="session")
def made_postgis_url(postgis_databases: Databases) -> Iterator[str]:
    """A PostGIS database that has the tables, for all tests of the store in turn."""
    name, address = postgis_databases.with_tables()
    yield address
    postgis_databases.leave(name)


@pytest.fixture
def emptied_postgis_url(made_postgis_url: str) -> str:
    """A PostGIS database with empty tables."""
    filled = [table.name for table in reversed(metadata.sorted_tables) if table.name != "meta"]
    engine = create_engine(made_postgis_url)
    with engine.begin() as connection:
        for table in ("offer_text", *filled):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE meta SET value = '0' WHERE key = 'version'"))
    engine.dispose()
    return made_postgis_url


@pytest.fixture(params=["sqlite", pytest.param("postgis", marks=pytest.mark.postgis)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store."""
    if request.param == "postgis":
        return str(request.getfixturevalue("emptied_postgis_url"))
    shutil.copyfile(request.getfixturevalue("sqlite_with_tables"), tmp_path / "offers.sqlite")
    return f"sqlite:///{tmp_path / 'offers.sqlite'}"


@pytest.fixture
def clock() -> Clock:
    """The clock of the store."""
    return Clock()


@pytest.fixture
def store(store_url: str, clock: Clock) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(store_url, clock=clock, patience_s=0.3)
    yield opened
    opened.close()
