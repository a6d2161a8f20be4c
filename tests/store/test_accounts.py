"""Accounts as the store keeps them, on both databases; decisions hold when many come at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from actions.tidy_accounts import tidy_accounts
from model.access import Grant
from store import open_store
from store.attempts import Patience

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
PATIENCE = Patience(free=3, first=timedelta(seconds=30), most=timedelta(minutes=5))


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(store_url, clock):
    store = open_store(store_url, create=True, clock=clock, patience_s=20)
    yield store
    store.close()


@pytest.fixture
def account(store):
    with store.write(by="test", why="an account") as w:
        grants = [Grant("editor", "05112"), Grant("provider", "05113", "VHS")]
        return w.accounts.add("Erika@Stadt.example", "Erika", grants)


def test_an_account_is_found_in_any_spelling_and_keeps_its_grants(store, account):
    assert store.accounts.by_email(" ERIKA@stadt.EXAMPLE ") == account
    assert store.accounts.by_code(account.code) == account
    assert account.grants == (Grant("editor", "05112"), Grant("provider", "05113", "VHS"))
    with pytest.raises(Exception, match=r"(?i)unique"), store.write(by="test", why="again") as w:
        w.accounts.add("erika@STADT.example")


def test_accounts_are_listed_by_region(store, account):
    with store.write(by="test", why="more") as w:
        boss = w.accounts.add("chefin@stadt.example", "", [Grant("admin")])
        there = w.accounts.add("dort@stadt.example", "", [Grant("editor", "05315")])
    assert store.accounts.in_region("05112", everywhere=False) == [account]
    assert store.accounts.in_region("05112", everywhere=True) == [boss, account]
    assert store.accounts.in_region("05315", everywhere=False) == [there]


def test_an_admin_is_one_who_can_sign_in(store):
    with store.write(by="test", why="an admin") as w:
        boss = w.accounts.add("chefin@stadt.example", "", [Grant("admin")])
        assert not w.accounts.has_admin()
        w.accounts.set_password(boss.id, "$argon2id$…")
        assert w.accounts.has_admin()
    assert store.accounts.has_admin()
    with store.write(by="test", why="closed") as w:
        w.accounts.close(boss.id)
    assert not store.accounts.has_admin()


def test_closing_ends_sessions_and_links(store, account, clock):
    with store.write(by="test", why="in use") as w:
        token = w.accounts.open_session(account.id, complete=True)
        link = w.accounts.new_link("reset", account.id, timedelta(hours=1))
    assert store.accounts.session(token).account == account
    assert store.accounts.link("reset", link, clock.now).account == account
    with store.write(by="test", why="closed") as w:
        w.accounts.close(account.id)
        w.accounts.reopen(account.id)
    assert store.accounts.session(token) is None
    assert store.accounts.link("reset", link, clock.now).state == "replaced"


def test_a_link_is_used_by_one_of_many_at_once(store, account):
    with store.write(by="test", why="a link") as w:
        link = w.accounts.new_link("reset", account.id, timedelta(hours=1))

    def use(_):
        with store.write(by="test", why="use it") as w:
            return w.accounts.use_link("reset", link).state

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(use, range(8))) == ["open", *["used"] * 7]


def test_a_code_of_a_time_step_and_a_recovery_code_are_used_by_one_of_many_at_once(store, account):
    with store.write(by="test", why="codes") as w:
        w.accounts.set_second_factor(account.id, "SECRET", ["abcd"])

    def use(_):
        with store.write(by="test", why="use it") as w:
            return w.accounts.use_step(account.id, 5), w.accounts.use_recovery_code(account.id, "abcd")

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(use, range(8)))
    assert [sum(one) for one in zip(*results, strict=True)] == [1, 1]
    assert store.accounts.recovery_codes_left(account.id) == 0


def test_attempts_at_once_are_all_counted(store):
    def knock(_):
        with store.write(by="test", why="knock") as w:
            return w.accounts.count_attempt("somebody", PATIENCE).wait

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(knock, range(12)))
    assert sum(not wait for wait in waits) == 3


def test_waiting_grows_ends_and_is_forgotten(store, clock):
    def knock():
        with store.write(by="test", why="knock") as w:
            return w.accounts.count_attempt("somebody", PATIENCE).wait.total_seconds()

    assert [knock() for _ in range(4)] == [0, 0, 0, 30]
    for seconds in (60, 120, 240, 300, 300):
        clock.now += timedelta(seconds=301)
        assert (knock(), knock()) == (0, seconds)
    with store.write(by="test", why="succeeded") as w:
        w.accounts.forgive("somebody")
    assert [knock() for _ in range(4)] == [0, 0, 0, 30]
    clock.now += timedelta(hours=25)
    assert [knock() for _ in range(4)] == [0, 0, 0, 30]


def test_an_attempt_taken_back_does_not_count(store):
    with store.write(by="test", why="knock") as w:
        for _ in range(10):
            assert not w.accounts.count_attempt("an office", PATIENCE).wait
            w.accounts.take_back("an office", PATIENCE)


def test_tidying_deletes_what_is_old_and_nothing_else(store, account, clock):
    with store.write(by="test", why="old things") as w:
        old = w.accounts.open_session(account.id, complete=True)
        w.accounts.new_link("reset", account.id, timedelta(hours=1))
        first = w.accounts.new_link("first_admin", None, None)
        w.accounts.count_attempt("somebody", PATIENCE)
        w.accounts.note(account.id, "signed_in")
    clock.now += timedelta(minutes=59)
    assert tidy_accounts(store, clock.now) == 0
    assert store.accounts.session(old) is not None
    clock.now += timedelta(minutes=2)
    assert tidy_accounts(store, clock.now) == 1
    assert store.accounts.session(old) is None
    clock.now += timedelta(days=179)
    with store.write(by="test", why="new things") as w:
        fresh = w.accounts.open_session(account.id, complete=True)
        w.accounts.note(account.id, "failed")
    assert tidy_accounts(store, clock.now) == 2
    assert [one.event for one in store.accounts.log("05112")] == ["failed", "signed_in"]
    clock.now += timedelta(days=2)
    tidy_accounts(store, clock.now)
    assert [one.event for one in store.accounts.log("05112")] == ["failed"]
    assert store.accounts.session(fresh) is None
    assert store.accounts.link("first_admin", first, clock.now).state == "open"


def test_accounts_do_not_move_the_version_of_the_offers(store, account):
    before = store.version()
    with store.write(by="test", why="session") as w:
        w.accounts.open_session(account.id, complete=True)
        w.accounts.note(account.id, "signed_in")
    assert store.version() == before
