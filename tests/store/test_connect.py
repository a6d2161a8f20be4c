import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT
from store import StoreError, open_store
from tests.store.examples import an_offer
from tests.store.processes import run_beside

NOBODY = 65534


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """A database file with one offer."""
    path = tmp_path / "offers.sqlite"
    store = open_store(f"sqlite:///{path}", create=True)
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    store.close()
    return path


@pytest.fixture
def protected_file() -> Iterator[Path]:
    """A database file with one offer in a folder that this process may read but not write."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "offers.sqlite"
        store = open_store(f"sqlite:///{path}", create=True)
        with store.write("me", "one") as writer:
            writer.save_offer(an_offer())
        store.close()
        path.chmod(0o444)
        path.parent.chmod(0o555)
        with _without_superpowers():
            yield path
        path.parent.chmod(0o755)


class _without_superpowers:
    def __enter__(self) -> None:
        self._was = os.geteuid()
        if self._was == 0:
            os.seteuid(NOBODY)

    def __exit__(self, *error: object) -> None:
        os.seteuid(self._was)


def test_a_missing_file_is_refused_with_the_command_that_builds_it(tmp_path):
    with pytest.raises(StoreError, match=r"There is no database at .*none\.sqlite; `flask --app app seed` builds it"):
        open_store(f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(StoreError, match="is a folder, not a database"):
        open_store(f"sqlite:///{tmp_path}")


def test_missing_folders_are_made_for_a_new_database(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'a' / 'b' / 'offers.sqlite'}", create=True)
    assert store.version() == 0


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("content", [b"key;name\n1;Beratung\n", b"SQLite format 3\0 and then rubbish"])
def test_a_file_of_another_kind_is_refused_and_left_as_it_is(tmp_path, content, create):
    path = tmp_path / "offers.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="is not a database of this application"):
        open_store(f"sqlite:///{path}", create=create)
    assert path.read_bytes() == content


def test_an_empty_file_is_refused_unless_it_shall_become_a_database(tmp_path):
    path = tmp_path / "offers.sqlite"
    path.touch()
    with pytest.raises(StoreError, match="is not a database of this application"):
        open_store(f"sqlite:///{path}")
    assert path.stat().st_size == 0
    assert open_store(f"sqlite:///{path}", create=True).version() == 0


@pytest.mark.parametrize("create", [False, True])
def test_the_database_of_another_program_is_refused_and_left_as_it_is(tmp_path, create):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE meta (key, value, more)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not a database of this application"):
        open_store(f"sqlite:///{path}", create=create)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["other.sqlite"]


def test_a_damaged_file_is_called_damaged_when_it_is_read(sqlite_file):
    with sqlite3.connect(sqlite_file) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    content = bytearray(sqlite_file.read_bytes())
    content[8192:] = os.urandom(len(content) - 8192)
    sqlite_file.write_bytes(content)
    with pytest.raises(StoreError, match=r"offers\.sqlite (is damaged|is not a database of this application)"):
        open_store(f"sqlite:///{sqlite_file}").list_offers()


def test_a_protected_file_can_be_read_but_not_written(protected_file):
    store = open_store(f"sqlite:///{protected_file}")
    assert store.read_only
    assert store.version() == 1
    assert store.offer("list:1").name == "Bildungsberatung"
    with pytest.raises(StoreError, match=r"offers\.sqlite is read-only here"), store.write("me", "why"):
        pass
    assert [path.name for path in protected_file.parent.iterdir()] == ["offers.sqlite"]


def test_a_reader_of_a_protected_file_sees_what_its_owner_writes(protected_file):
    reader = open_store(f"sqlite:///{protected_file}")
    assert reader.version() == 1
    os.seteuid(os.getuid())
    protected_file.parent.chmod(0o755)
    protected_file.chmod(0o644)
    owner = open_store(f"sqlite:///{protected_file}")
    with owner.write("me", "two") as writer:
        writer.save_offer(an_offer("list:2"))
    protected_file.parent.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(NOBODY)
    assert reader.version() == 2
    assert reader.keys() == ["list:1", "list:2"]
    os.seteuid(os.getuid())
    protected_file.parent.chmod(0o755)
    owner.close()


def test_a_writable_file_is_not_called_read_only(sqlite_file):
    assert not open_store(f"sqlite:///{sqlite_file}").read_only
    assert stat.S_IMODE(sqlite_file.stat().st_mode) & stat.S_IWUSR


def test_a_file_that_another_one_replaced_is_left(sqlite_file, tmp_path):
    store = open_store(f"sqlite:///{sqlite_file}")
    assert store.version() == 1
    other = tmp_path / "other.sqlite"
    backup = open_store(f"sqlite:///{other}", create=True)
    for key in ("list:7", "list:8", "list:9"):
        with backup.write("me", "one") as writer:
            writer.save_offer(an_offer(key))
    backup.close()
    for leftover in tmp_path.glob("offers.sqlite-*"):
        leftover.unlink()
    other.replace(sqlite_file)
    assert store.version() == 3
    assert store.keys() == ["list:7", "list:8", "list:9"]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("mysql://localhost/offers", "not in mysql"),
        ("offers.sqlite", "looks like sqlite:///FILE"),
        ("", "looks like sqlite:///FILE"),
    ],
)
def test_an_address_of_another_kind_is_refused(url, sentence):
    with pytest.raises(StoreError, match=sentence):
        open_store(url, create=True)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(StoreError, match=r"the database offers at 127\.0\.0\.1:9 cannot be reached") as refused:
        open_store("postgresql+psycopg://me:secret@127.0.0.1:9/offers", patience_s=1)
    assert "secret" not in str(refused.value)


def test_a_postgresql_address_needs_no_driver_in_it(postgis_url):
    assert open_store(postgis_url.replace("postgresql+psycopg://", "postgresql://"), create=True).version() == 0


def test_a_database_that_does_not_exist_on_the_server_is_named(postgis_url):
    with pytest.raises(StoreError, match="nowhere"):
        open_store(postgis_url.replace("?", "_nowhere?"))


def test_while_another_program_writes_one_reads_but_cannot_write(store, store_url):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    with run_beside("hold", store_url):
        assert store.keys() == ["list:1"]
        assert store.version() == 1
        with pytest.raises(StoreError, match="is locked by another program"), store.write("me", "two"):
            pass
    with store.write("me", "three") as writer:
        writer.save_offer(an_offer("list:3"))
    assert store.keys() == ["list:1", "list:3"]


def test_many_threads_read_while_one_writes(store):
    failures: list[BaseException] = []
    finished = threading.Event()

    def read() -> None:
        try:
            while not finished.is_set():
                assert len({offer.summary for offer in store.list_offers()}) <= 1
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for turn in range(15):
        with store.write("me", "all at once") as writer:
            for number in range(3):
                writer.save_offer(an_offer(f"list:{number}", summary=str(turn)))
    finished.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert store.version() == 15


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_process_has_connections_of_its_own(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    assert store._database.engine.pool.checkedin() > 0
    child = os.fork()
    if child == 0:
        try:
            if store._database.engine.pool.checkedin() > 0:
                os._exit(3)
            with store.write("child", "two") as writer:
                writer.save_offer(an_offer("list:2"))
            os._exit(0 if store.keys() == ["list:1", "list:2"] else 1)
        except BaseException:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.version() == 2
    assert store.keys() == ["list:1", "list:2"]


def test_a_second_opening_in_one_process_leaves_the_first_its_locks(sqlite_file):
    first = open_store(f"sqlite:///{sqlite_file}")
    first.version()
    second = open_store(f"sqlite:///{sqlite_file}")
    script = f"from store import open_store; open_store('sqlite:///{sqlite_file}').close()"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    assert Path(f"{sqlite_file}-wal").exists(), "another process took itself for the last one and removed the log"
    second.close()
    first.close()
