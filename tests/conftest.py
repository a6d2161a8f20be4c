"""What many tests share: the real data, a fresh database of either kind, and what happens to skips."""

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.seed import seed
from store import open_store
from tests.cluster import INSTALL, programs, running_cluster
from tests.databases import Databases

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def pytest_configure() -> None:
    """Lets a run that is told to end stop its servers first, as Ctrl+C does."""
    # Looking for garbage less often saves a seventh of the time.
    gc.set_threshold(100_000, 50, 100)
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _fail_instead_of_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"With REQUIRE_ALL=1 nothing may be skipped. {reason}"


if REQUIRE_ALL:

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(item, call):
        report = yield
        _fail_instead_of_skip(report)
        return report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(collector):
        report = yield
        _fail_instead_of_skip(report)
        return report


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data beside the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data is not here: it belongs beside the project, in ../shared/data")
    return folder


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[str]:
    """The address of a PostgreSQL server with PostGIS: TEST_DATABASE_URL, or one that is started for this run."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    where = programs()
    if where is None:
        pytest.skip(f"no PostgreSQL server is installed: {INSTALL} (or set TEST_DATABASE_URL)")
    with running_cluster(where) as address:
        yield address


@pytest.fixture(scope="session")
def postgis_databases(postgis_server: str) -> Iterator[Databases]:
    """Where fresh PostGIS databases come from."""
    databases = Databases(postgis_server)
    yield databases
    databases.close()


@pytest.fixture
def postgis_url(postgis_databases: Databases) -> Iterator[str]:
    """The address of a fresh, empty database with PostGIS."""
    name, address = postgis_databases.fresh()
    yield address
    postgis_databases.leave(name)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database and the gazetteer of a new installation, to be read or copied (tests.seeded)."""
    folder = tmp_path_factory.mktemp("seeded")
    list(seed(f"sqlite:///{folder / 'offers.sqlite'}", folder / "gazetteer.sqlite", ROOT / "data"))
    return folder


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("tables") / "offers.sqlite"
    open_store(f"sqlite:///{path}", create=True).close()
    return path


@pytest.fixture
def postgis_with_tables(postgis_databases: Databases) -> Iterator[str]:
    """The address of a fresh PostGIS database with our tables and nothing in them."""
    name, address = postgis_databases.with_tables()
    yield address
    postgis_databases.leave(name)


@pytest.fixture(params=["sqlite", pytest.param("postgis", marks=pytest.mark.postgis)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database with our tables; a test that asks for it runs on both kinds."""
    if request.param == "postgis":
        return str(request.getfixturevalue("postgis_with_tables"))
    shutil.copyfile(request.getfixturevalue("sqlite_with_tables"), tmp_path / "offers.sqlite")
    return f"sqlite:///{tmp_path / 'offers.sqlite'}"


@pytest.fixture(params=["sqlite", pytest.param("postgis", marks=pytest.mark.postgis)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in which there is nothing at all, of both kinds."""
    if request.param == "postgis":
        return str(request.getfixturevalue("postgis_url"))
    return f"sqlite:///{tmp_path / 'offers.sqlite'}"
