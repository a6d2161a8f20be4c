"""How often offers are looked at: people are counted, programs and the office are not, and nobody is kept."""

import threading
from datetime import UTC, datetime

import pytest

from store import StoreError
from tests.application import an_app
from tests.desk import services_of, signed_in
from tests.web.conftest import NOW
from web.view_count import ViewCounter, counter_of, month_of

KEY = "seed-05112:du-c-001"
URL = f"/duisburg/angebot/{KEY}"
PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}


@pytest.fixture
def counted(app):
    """What is counted for the offer this month, once it is written."""

    def count():
        counter_of(app).flush()
        return services_of(app).store.views.of_keys([KEY], ["2026-03"]).get((KEY, "2026-03"), 0)

    return count


def test_each_look_of_a_person_counts_and_no_cookie_is_set(client, counted):
    for _ in range(3):
        assert "Set-Cookie" not in client.get(URL, headers=PERSON).headers
    assert counted() == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": ""},
        PERSON | {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_programs_are_not_counted(client, counted, headers):
    client.get(URL, headers=headers)
    assert counted() == 0


def test_the_office_other_pages_and_other_methods_are_not_counted(app, client, counted):
    signed_in(app).get(URL, headers=PERSON)
    client.head(URL, headers=PERSON)
    client.get(f"{URL}/fehler", headers=PERSON)
    client.get("/duisburg/angebot/test:fehlt", headers=PERSON)
    assert counted() == 0


def test_nothing_about_the_visitor_is_stored(app, client, counted):
    client.get(URL, headers=PERSON, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    assert counted() == 1
    with services_of(app).store._database.reading() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM offer_view")]
    assert rows == [(KEY, "2026-03", 1)]


def test_a_page_does_not_wait_for_a_busy_database(app, client, counted):
    store = services_of(app).store
    with store.write(by="import", why="long work"):
        assert client.get(URL, headers=PERSON).status_code == 200
    assert counted() == 1


def test_a_read_only_database_is_no_trouble(settings, tmp_path):
    file = tmp_path / "offers.sqlite"
    app = an_app(settings, clock=lambda: NOW)
    services_of(app).store.read_only = True
    assert app.test_client().get(URL, headers=PERSON).status_code == 200
    assert "views" not in app.extensions and file.exists()


def test_what_cannot_be_written_is_kept_for_later(app):
    store = services_of(app).store
    counter = ViewCounter(store, every_s=3600)
    real, counter._store = counter._store, Broken()
    counter.count(KEY, "2026-03")
    counter.flush()
    counter._store = real
    counter.count(KEY, "2026-03")
    counter.flush()
    assert store.views.of_keys([KEY], ["2026-03"]) == {(KEY, "2026-03"): 2}


class Broken:
    """A database that is locked for good."""

    def write(self, by, why):
        raise StoreError("it is locked")


def test_many_threads_lose_no_view(app):
    store = services_of(app).store
    counter = ViewCounter(store, every_s=0.01)
    threads = [threading.Thread(target=lambda: [counter.count(KEY, "2026-03") for _ in range(400)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counter.flush()
    deadline = threading.Event()
    for _ in range(100):
        if store.views.of_keys([KEY], ["2026-03"]).get((KEY, "2026-03")) == 3200:
            break
        deadline.wait(0.05)
    assert store.views.of_keys([KEY], ["2026-03"]) == {(KEY, "2026-03"): 3200}


def test_the_month_is_that_of_the_region():
    assert month_of(datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "Europe/Berlin") == "2026-04"
    assert month_of(datetime(2026, 3, 31, 20, 30, tzinfo=UTC), "Europe/Berlin") == "2026-03"
