import signal
import time

from store import open_store
from tests.store.examples import an_offer
from tests.store.processes import run_beside, start


def test_what_one_process_writes_another_sees_at_once(store, store_url):
    other = open_store(store_url)
    assert other.version() == 0
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    assert other.version() == 1
    assert len(other.changed_since(0)) == 1
    out, _ = start("count", store_url, "list:2", "3").communicate()
    assert out.split() == ["2", "3", "4"]
    assert store.version() == other.version() == 4
    assert store.changed_since(1) == [store.row_id("list:2")]
    other.close()


def test_writers_in_several_processes_queue_up_and_no_version_repeats(store, store_url):
    processes = [start("count", store_url, f"list:{number}", "12") for number in range(2)]
    versions = [int(version) for process in processes for version in process.communicate()[0].split()]
    assert sorted(versions) == list(range(1, 25))
    assert store.version() == 24
    assert store.count_offers() == 2


def test_a_process_that_is_killed_while_it_writes_leaves_nothing(store, store_url):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    with run_beside("hold", store_url) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 5  # a server may take a moment to notice
        while time.monotonic() < deadline:
            try:
                with store.write("me", "two") as writer:
                    writer.save_offer(an_offer("list:2"))
                break
            except Exception:
                time.sleep(0.05)
    assert store.keys() == ["list:1", "list:2"]
    assert store.version() == 2


def test_several_processes_may_make_the_same_database_at_once(empty_database_url):
    processes = [start("create", empty_database_url) for _ in range(2)]
    assert [process.communicate()[0] for process in processes] == ["0\n"] * 2
    assert [process.returncode for process in processes] == [0] * 2


def test_a_reader_sees_one_state_however_long_it_reads(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    with store._database.reading() as connection:
        count = "SELECT count(*) FROM offer"
        before = connection.exec_driver_sql(count).scalar()
        with store.write("me", "two") as writer:
            writer.save_offer(an_offer("list:2"))
        assert connection.exec_driver_sql(count).scalar() == before == 1
    assert store.count_offers() == 2
