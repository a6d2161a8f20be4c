from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import inspect, text

from model.contact import MaintenanceContact
from store import Store
from tests.store.examples import NOW, a_full_offer, an_offer
from tests.store.strategies import any_offer


def test_an_offer_that_is_saved_and_read_back_is_the_same(store):
    offer = a_full_offer()
    with store.write("me", "first") as writer:
        writer.save_offer(offer)
    assert store.offer(offer.key) == replace(offer, edited_at=NOW)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offer=any_offer)
def test_any_offer_comes_back_as_it_was_saved(store: Store, offer):
    with store.write("me", "any") as writer:
        writer.save_offer(offer)
    found = store.offer(offer.key)
    assert replace(found, edited_at=offer.edited_at) == offer
    assert replace(store.revisions(offer.key)[0].offer, edited_at=offer.edited_at) == offer
    with store.write("me", "again") as writer:
        assert writer.save_offer(offer) == "same"
        assert writer.save_offer(found) == "same"


def test_an_offer_that_was_never_saved_is_not_found(store):
    assert store.offer("list:none") is None


def test_offers_come_in_the_order_that_was_asked_for(store):
    with store.write("me", "three") as writer:
        for number in (1, 2, 3):
            writer.save_offer(an_offer(f"list:{number}", topics=("a",) * number))
    ids = [store.row_id(f"list:{number}") for number in (3, 1, 2)]
    assert [len(offer.topics) for offer in store.offers(ids)] == [3, 1, 2]
    assert store.offers([]) == []
    assert store.offers([999]) == []


def test_more_offers_than_a_statement_has_room_for_parameters_are_read_at_once(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    assert len(store.offers([*range(2, 70_000), store.row_id("list:1")])) == 1


def test_a_moment_of_a_stop_keeps_its_offset_and_the_time_of_editing_is_utc(store):
    with store.write("me", "stops") as writer:
        writer.save_offer(a_full_offer())
    offer = store.offer("list:full")
    assert offer.stops[0].starts.isoformat() == "2026-07-01T10:00:00+02:00"
    assert offer.edited_at.isoformat() == "2026-03-02T09:30:00+00:00"


def test_a_maintenance_contact_is_kept_replaced_left_alone_and_deleted(store):
    anna, new = MaintenanceContact("Büro 3", "buero@stadt.example"), MaintenanceContact(phone="0203 1")
    with store.write("me", "contact") as writer:
        writer.save_offer(an_offer(), maintenance=anna)
    assert store.maintenance_contact("list:1") == anna
    with store.write("me", "changed") as writer:
        assert writer.save_offer(an_offer(), maintenance=anna) == "same"
        assert writer.save_offer(an_offer(), maintenance=new) == "changed"
        assert writer.save_offer(an_offer(summary="other")) == "changed"
    assert store.maintenance_contact("list:1") == new
    with store.write("me", "deleted") as writer:
        writer.save_offer(an_offer(summary="other"), maintenance=MaintenanceContact())
    assert store.maintenance_contact("list:1") is None


def test_nothing_but_its_own_table_ever_holds_a_maintenance_contact(store):
    secret = MaintenanceContact("Geheimname", "geheim@stadt.example", "geheim 0203", "Geheimnotiz")
    with store.write("me", "contact") as writer:
        writer.save_offer(a_full_offer(), maintenance=secret, record={"id": 1})
        writer.save_offer(replace(a_full_offer(), summary="changed"), maintenance=secret)
    shown = f"{store.offer('list:full')} {store.revisions('list:full')} {store.list_offers()}"
    assert "eheim" not in shown
    with store._database.reading() as connection:
        tables = inspect(connection).get_table_names()
        found = {
            table
            for table in tables
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
            if any("eheim" in str(value) for value in row)
        }
    assert found == {"maintenance_contact"}


@pytest.mark.parametrize("key", ["", "\0", "a\0b:c", "\ud800:1", "nur-ein-wort", "test:" + "x" * 500])
def test_what_cannot_be_a_key_is_no_offer(store, key):
    assert store.offer(key) is None and store.row_id(key) is None
