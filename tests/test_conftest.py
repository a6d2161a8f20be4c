"""What tests/conftest.py promises: fresh databases, and skips that cannot hide."""

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import OperationalError

from geo.point import Box
from model.region import Region
from store import open_store
from tests.cluster import INSTALL, programs
from tests.databases import Databases

HERE = Path(__file__).resolve().parent
SUITE = """
import pytest

@pytest.mark.skip(reason="no moon")
def test_marked(): ...

def test_called(): pytest.skip("no stars")

@pytest.mark.xfail(reason="known")
def test_expected(): assert False

def test_good(): ...
"""


def outcome(folder: Path, **settings: str) -> str:
    """What pytest says at the end of a small suite with this conftest."""
    (folder / "tests").mkdir()
    for name in ("conftest.py", "cluster.py", "databases.py"):
        shutil.copy(HERE / name, folder / "tests")
    (folder / "tests" / "test_suite.py").write_text(SUITE)
    (folder / "tests" / "test_module.py").write_text('import pytest\npytest.skip("no sun", allow_module_level=True)\n')
    paths = f"pythonpath = . {HERE.parent}\n"
    (folder / "pytest.ini").write_text(f"[pytest]\naddopts = --import-mode=importlib -ra\n{paths}")
    command = [sys.executable, "-m", "pytest", "--continue-on-collection-errors", "-p", "no:cacheprovider"]
    environment = {name: value for name, value in os.environ.items() if name != "REQUIRE_ALL"} | settings
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


def test_skips_are_listed_with_their_reasons(tmp_path: Path) -> None:
    said = outcome(tmp_path)
    assert "1 passed, 3 skipped, 1 xfailed" in said
    assert all(reason in said for reason in ("no moon", "no stars", "no sun"))


def test_where_nothing_may_be_skipped_each_skip_fails_with_its_reason(tmp_path: Path) -> None:
    said = outcome(tmp_path, REQUIRE_ALL="1")
    assert "1 failed, 1 passed, 1 xfailed, 2 errors" in said
    assert all(f"nothing may be skipped. Skipped: {reason}" in said for reason in ("no moon", "no stars", "no sun"))


@pytest.mark.postgis
def test_a_run_that_is_told_to_end_stops_its_database_server(tmp_path: Path) -> None:
    where = programs()
    if where is None:
        pytest.skip(f"no PostgreSQL server is installed: {INSTALL}")
    wait = "import os, time; print(os.environ['TEST_DATABASE_URL'], flush=True); time.sleep(60)"
    command = [sys.executable, HERE / "cluster.py", sys.executable, "-c", wait]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        folder = Path(make_url(run.stdout.readline().strip()).query["host"])
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        run.terminate()
        assert run.wait(30) == 143
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_an_empty_database(empty_database_url: str, turn: int) -> None:
    engine = create_engine(empty_database_url)
    assert set(inspect(engine).get_table_names()) <= {"spatial_ref_sys"}
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE leftover (id INTEGER)"))
    engine.dispose()


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_tables_with_nothing_in_them(database_url: str, turn: int) -> None:
    with closing(open_store(database_url)) as store:
        assert store.version() == 0 and store.keys() == [] and store.regions() == []
        with store.write("test", "leaves something behind") as writer:
            writer.save_region(Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56)))
        assert store.version() == 1


def test_a_postgis_database_measures_in_metres(postgis_url: str) -> None:
    engine = create_engine(postgis_url)
    with engine.connect() as connection:
        question = "SELECT ST_Distance('POINT(6 51)'::geography, 'POINT(6 52)'::geography)"
        metres = connection.execute(text(question)).scalar()
    engine.dispose()
    assert metres == pytest.approx(111_000, rel=0.01)


def test_a_postgis_database_is_cut_off_even_when_a_test_forgot_a_connection(postgis_databases: Databases) -> None:
    name, address = postgis_databases.fresh()
    engine = create_engine(address)
    forgotten = engine.connect()
    forgotten.execute(text("SELECT 1"))
    postgis_databases.leave(name)
    assert postgis_databases.fresh()[0] != name
    with pytest.raises(OperationalError):
        forgotten.execute(text("SELECT 1"))
    forgotten.invalidate()
    engine.dispose()
