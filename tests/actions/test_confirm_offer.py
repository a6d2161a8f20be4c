from datetime import date

import pytest

from actions.confirm_offer import confirm, confirm_within
from model.offer import FieldCheck, Verification
from tests.store.conftest import clock, emptied_postgis_url, made_postgis_url, store, store_url  # noqa: F401
from tests.store.examples import an_offer

DAY = date(2026, 3, 2)
BEFORE = date(2025, 1, 7)


@pytest.fixture
def offers(store):  # noqa: F811
    with store.write("me", "old entries") as writer:
        writer.save_offer(an_offer("list:1", faded_on=date(2026, 1, 1), verification=Verification(BEFORE, "x", "web")))
        writer.save_offer(an_offer("list:2", checks=(FieldCheck("phone", BEFORE, "x", "web"),)))
        writer.save_offer(an_offer("list:3", status="archived"))
    return store


def test_a_confirmed_entry_is_verified_and_no_longer_faded(offers):
    assert confirm(offers, ["list:1", "list:2"], by="Frau Kaya", how="phone", on=DAY) == ("list:1", "list:2")
    for key in ("list:1", "list:2"):
        assert offers.offer(key).verification == Verification(DAY, "Frau Kaya", "phone")
        assert offers.offer(key).faded_on is None
        assert offers.offer(key).checks == ()
    newest = offers.revisions("list:1")[0]
    assert (newest.by, newest.why) == ("Frau Kaya", "Angaben bestätigt (am Telefon)")


def test_a_part_is_confirmed_by_itself(offers):
    confirm(offers, ["list:1"], by="Frau Kaya", how="web", on=DAY, parts=("hours", "phone"))
    found = offers.offer("list:1")
    assert found.verification == Verification(BEFORE, "x", "web")
    assert found.checks == (FieldCheck("hours", DAY, "Frau Kaya", "web"), FieldCheck("phone", DAY, "Frau Kaya", "web"))
    assert found.faded_on is None
    assert offers.revisions("list:1")[0].why == "Zeiten, Telefon bestätigt (auf der Webseite nachgesehen)"


def test_what_is_archived_or_unknown_is_not_confirmed(offers):
    version = offers.version()
    assert confirm(offers, ["list:3", "list:9", "no key"], by="me", how="form", on=DAY) == ()
    assert offers.version() == version


def test_an_older_word_never_replaces_a_newer_one(offers):
    confirm(offers, ["list:2"], by="me", how="phone", on=DAY)
    confirm(offers, ["list:2"], by="a late letter", how="form", on=BEFORE)
    assert offers.offer("list:2").verification == Verification(DAY, "me", "phone")


def test_confirming_twice_on_a_day_is_one_change(offers):
    confirm(offers, ["list:2"], by="me", how="phone", on=DAY)
    confirm(offers, ["list:2"], by="me", how="phone", on=DAY)
    assert len(offers.revisions("list:2")) == 2


def test_a_part_that_cannot_be_confirmed_by_itself_is_refused_and_nothing_kept(offers):
    with pytest.raises(ValueError, match="Nobody can confirm summary"), offers.write("me", "two at once") as writer:
        confirm_within(writer, ["list:2"], by="me", how="phone", on=DAY)
        confirm_within(writer, ["list:1"], by="me", how="phone", on=DAY, parts=["summary"])
    assert offers.offer("list:2").verification is None
