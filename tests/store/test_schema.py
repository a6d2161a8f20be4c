from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import create_engine, inspect, text

from store import Store, StoreError, open_store
from store.connect import Database
from store.migrations import STEPS, newest
from store.schema import prepare
from store.tables import metadata
from tests.store.examples import SOURCE, an_offer

#: the tables of the first version
FIRST = {
    "meta", "region", "place", "provider", "run", "rejection", "offer", "term", "offer_term", "offer_language", "stop",
    "fact", "search_row", "public_contact", "maintenance_contact", "record", "revision", "report",
}  # fmt: skip


@pytest.fixture
def store(empty_database_url: str) -> Iterator[Store]:
    """An empty store in a database of its own, which a test may spoil."""
    opened = open_store(empty_database_url, create=True)
    yield opened
    opened.close()


def _change(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _indexes(url: str) -> set[str]:
    engine = create_engine(url)
    found = {index["name"] for table in ("offer", "revision") for index in inspect(engine).get_indexes(table)}
    engine.dispose()
    return {name for name in found if name}


def test_opening_twice_changes_nothing(store, empty_database_url):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    again = open_store(empty_database_url, create=True)
    assert again.version() == 1
    assert again.keys() == ["list:1"]
    again.close()


def test_an_empty_server_database_is_not_made_without_being_asked(postgis_url):
    with pytest.raises(StoreError, match="is empty; `flask --app app seed` builds it"):
        open_store(postgis_url)


def test_a_database_with_tables_of_another_program_is_refused(empty_database_url):
    _change(empty_database_url, "CREATE TABLE orders (id integer)")
    with pytest.raises(StoreError, match="is not a database of this application"):
        open_store(empty_database_url, create=True)


def test_a_meta_table_of_another_application_is_refused(store, empty_database_url):
    store.close()
    _change(empty_database_url, "UPDATE meta SET value = 'library' WHERE key = 'application'")
    with pytest.raises(StoreError, match="is not a database of this application"):
        open_store(empty_database_url)


def test_a_database_of_a_newer_version_is_refused(store, empty_database_url):
    store.close()
    _change(empty_database_url, f"UPDATE meta SET value = '{newest(()) + 7}' WHERE key = 'schema_version'")
    with pytest.raises(StoreError, match="was written by a newer version of this application"):
        open_store(empty_database_url)


def _steps(failing: bool = False):
    def add_colour(connection):
        """Offers have a colour."""
        connection.execute(text("ALTER TABLE offer ADD COLUMN colour text"))

    def paint(connection):
        """Every offer is green."""
        connection.execute(text("UPDATE offer SET colour = 'green'"))
        if failing:
            raise ZeroDivisionError

    return [*STEPS, add_colour, paint]


def test_an_older_database_is_brought_up_to_date_step_by_step(store, empty_database_url, caplog):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    database = Database(empty_database_url, create=False, patience_s=1)
    prepare(database, create=False, steps=_steps())
    assert [record.message.split(", ", 1)[1] for record in caplog.records] == [
        f"step {newest(STEPS) + 1}: Offers have a colour.",
        f"step {newest(STEPS) + 2}: Every offer is green.",
    ]
    assert database.scalar("SELECT colour FROM offer") == "green"
    assert database.scalar("SELECT value FROM meta WHERE key = 'schema_version'") == str(newest(STEPS) + 2)
    caplog.clear()
    prepare(database, create=False, steps=_steps())
    assert caplog.records == []
    database.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(store, empty_database_url):
    database = Database(empty_database_url, create=False, patience_s=1)
    with pytest.raises(ZeroDivisionError):
        prepare(database, create=False, steps=_steps(failing=True))
    database.close()
    again = open_store(empty_database_url)
    with again.write("me", "still works") as writer:
        writer.save_offer(an_offer())
    assert again.offer("list:1") is not None
    again.close()


#: indexes that the back office brought to the tables from before it
LATER = ("offer_faded_on", "offer_listed", "offer_fresh", "offer_region_source",
         "revision_run", "revision_version", "revision_by")  # fmt: skip


def test_a_database_from_before_the_back_office_gains_its_rooms(store, empty_database_url):
    with store.write("import list", "A list: a.csv") as writer:
        run = writer.start_run(SOURCE, "a.csv", "0" * 64, "05112")
        writer.save_offer(an_offer())
    with store.write("me", "two") as writer:
        writer.save_offer(an_offer(summary="short"))
    store.close()
    offices = set(metadata.tables) - FIRST
    ordered = [table.name for table in reversed(metadata.sorted_tables) if table.name in offices]
    _change(
        empty_database_url,
        *(f"DROP TABLE {name}" for name in ordered),
        *(f"DROP INDEX {name}" for name in LATER),
        "ALTER TABLE offer DROP COLUMN checks",
        "ALTER TABLE offer DROP COLUMN faded_on",
        "UPDATE revision SET run_id = NULL",
        *(f"ALTER TABLE run DROP COLUMN {name}" for name in ("code", "undone_at", "undone_by")),
        "UPDATE meta SET value = '1' WHERE key = 'schema_version'",
    )
    again = open_store(empty_database_url)
    with again.write("me", "two") as writer:
        account = writer.accounts.add("rat@stadt.example")
        writer.save_offer(replace(again.offer("list:1"), faded_on=date(2026, 3, 1)))
    assert again.accounts.by_email("RAT@stadt.example") == account
    assert again.offer("list:1").faded_on == date(2026, 3, 1)
    assert [each.run for each in again.revisions("list:1")] == [None, None, run]
    assert again.run_of(again.run(run).code).file_name == "a.csv"
    again.close()
    assert _indexes(empty_database_url) >= set(LATER)
