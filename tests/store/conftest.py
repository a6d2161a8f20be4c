"""A fresh store of either kind, with a clock that a test may move."""

from collections.abc import Iterator

import pytest

from store import Store, open_store
from tests.store.examples import Clock


@pytest.fixture
def clock() -> Clock:
    """The clock of the store."""
    return Clock()


@pytest.fixture
def store(database_url: str, clock: Clock) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(database_url, create=True, clock=clock, patience_s=0.3)
    yield opened
    opened.close()
