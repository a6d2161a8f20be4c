"""Web addresses over the days: missed, dead, healed, and never believed dead while the network itself is away."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.check_links import Pace, check_links, check_links_duty
from actions.duties import Tools
from actions.reach import Reach, Unreachable
from geo.live import LiveGeocoder
from model.contact import Contact
from model.vocabulary import Vocabulary
from store import Store, open_store
from tests.store.examples import an_offer

BEGIN = datetime(2026, 3, 3, 9, tzinfo=UTC)
A, B, C = "https://a.example/", "https://b.example/", "https://c.example/"


class Web(Reach):
    """A web whose pages answer as a test says; everything else about it is the real thing."""

    def __init__(self, **pages: int | str) -> None:
        super().__init__("test")
        object.__setattr__(self, "pages", {f"https://{name}.example/": answer for name, answer in pages.items()})
        object.__setattr__(self, "asked", [])

    def status(self, url: str) -> int:
        """The status of a page, or why there is none."""
        self.asked.append(url)
        answer = self.pages[url]
        if isinstance(answer, str):
            raise Unreachable(answer)
        return answer


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True, clock=lambda: BEGIN)
    yield opened
    opened.close()


def show(store: Store, *urls: str) -> None:
    with store.write(by="test", why="offers") as writer:
        for number, url in enumerate(urls):
            writer.save_offer(an_offer(f"list:{number}", contact=Contact(website=url)))


def state(store: Store, url: str = A) -> str:
    found = store.findings.link(url)
    assert found is not None
    return found.state


def test_a_page_is_dead_after_misses_on_two_days_and_heals_by_itself(store):
    show(store, A, B)
    first = check_links(store, Web(a=404, b=200), BEGIN)
    assert (first.tried, first.turned, state(store), state(store, B)) == (2, (), "missed", "fine")
    assert check_links(store, Web(), BEGIN + timedelta(hours=24)).tried == 0
    second = check_links(store, Web(a=404), BEGIN + timedelta(hours=25))
    assert (second.turned, state(store)) == ((A,), "dead")
    assert store.findings.dead_links() == {A: "404"}
    assert check_links(store, Web(a=410), BEGIN + timedelta(days=3)).turned == ()
    healed = check_links(store, Web(a=200), BEGIN + timedelta(days=5))
    assert (healed.turned, state(store)) == ((A,), "fine")


def test_two_misses_on_one_day_are_one(store):
    show(store, A)
    check_links(store, Web(a=404), BEGIN)
    link = store.findings.link(A)
    with store.write(by="test", why="asked again early") as writer:
        writer.findings.save_links([type(link)(A, link.state, link.reason, BEGIN, link.missed_on, BEGIN)])
    check_links(store, Web(a=404), BEGIN + timedelta(hours=3))
    assert state(store) == "missed"


def test_a_page_that_answers_in_between_begins_anew(store):
    show(store, A)
    for day, status in enumerate((404, 200)):
        check_links(store, Web(a=status), BEGIN + timedelta(days=2 * day))
    check_links(store, Web(a=404), BEGIN + timedelta(days=10))
    assert state(store) == "missed"


@pytest.mark.parametrize("status", [200, 204, 401, 403, 429])
def test_a_page_that_is_there_is_fine_even_if_it_lets_us_not_in(store, status):
    show(store, A)
    check_links(store, Web(a=status), BEGIN)
    assert state(store) == "fine"


@pytest.mark.parametrize("answer", [404, 410, 500, "insecure", "loop", "not_public"])
def test_these_are_misses(store, answer):
    show(store, A, B)
    check_links(store, Web(a=answer, b=200), BEGIN)
    assert state(store) == "missed"


@pytest.mark.parametrize("answer", ["no_host", "no_answer", "timeout"])
def test_while_the_network_may_be_away_nobody_is_missed(store, answer):
    show(store, A, B)
    check_links(store, Web(a=answer, b=answer), BEGIN)
    assert (state(store), state(store, B)) == ("new", "new")
    assert check_links(store, Web(), BEGIN + timedelta(minutes=59)).tried == 0
    check_links(store, Web(a=answer, b=200), BEGIN + timedelta(hours=1))
    assert (state(store), state(store, B)) == ("missed", "fine")


def test_a_page_that_was_fine_before_tells_whether_the_network_is_there(store):
    show(store, A, B)
    check_links(store, Web(b=200, a=404), BEGIN)
    there = Web(a="no_host", b=200)
    check_links(store, there, BEGIN + timedelta(hours=30))
    assert there.asked == [A, B]
    assert state(store) == "dead"
    away = Web(a="no_host", b="no_host")
    assert check_links(store, away, BEGIN + timedelta(hours=60)).turned == ()
    assert store.findings.link(A).due_at == BEGIN + timedelta(hours=61)


def test_a_round_takes_few_of_many_hosts_and_ends_in_time(store):
    pages = [f"https://a.example/{number}" for number in range(9)] + [B, C]
    show(store, *pages)
    web = Web()
    web.pages.update(dict.fromkeys(pages, 200))
    check_links(store, web, BEGIN, portion=4)
    assert web.asked == [pages[0], B, C, pages[1]]
    ticks = iter(range(0, 1000, 15))
    assert check_links(store, web, BEGIN, portion=8, timer=lambda: next(ticks)).tried == 1


def test_what_no_offer_shows_any_more_is_forgotten(store):
    show(store, A)
    check_links(store, Web(a=404), BEGIN)
    show(store, B)
    check_links(store, Web(b=200), BEGIN)
    assert store.findings.link(A) is None


def test_a_host_rests_between_two_requests():
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(lambda: now[0], sleep)
    pace.wait("a.example")
    pace.wait("b.example")
    now[0] += 0.4
    pace.wait("a.example")
    now[0] += 2
    pace.wait("a.example")
    assert slept == [0.6]


@pytest.mark.parametrize(("public_url", "on"), [("http://127.0.0.1:8000", True), ("https://karte.example", False)])
def test_nobody_is_asked_while_we_cannot_say_who_asks_or_may_not(store, tmp_path, public_url, on):
    show(store, A)
    tools = Tools(store, Vocabulary(), LiveGeocoder(tmp_path / "none"), lambda: BEGIN, public_url, "", "", tmp_path,
                  checks_links=on)  # fmt: skip
    assert check_links_duty(tools) == 0
    assert store.findings.link(A) is None
