from datetime import date, timedelta

import pytest

from geo.point import Box, Point
from model.offer import Verification
from model.place import Place
from tests.store.examples import NOW, an_offer


@pytest.fixture
def filled(store):
    with store.write("me", "some") as writer:
        for number in range(12):
            writer.save_offer(
                an_offer(
                    f"{'list' if number % 2 else 'web'}:{number:02}",
                    region="05112" if number < 8 else "05113",
                    kind="counselling" if number % 3 else "learning",
                    place=Place(point=Point(51 + number / 10, 7)) if number % 4 else None,
                    provenance=an_offer().provenance.__class__("list" if number % 2 else "web"),
                )
            )
        writer.archive_offer("web:10")
    return store


def keys(offers) -> list[str]:
    return [offer.key for offer in offers]


def test_offers_are_listed_by_key_page_by_page(filled):
    found: list[str] = []
    while page := filled.list_offers(after=found[-1] if found else None, limit=4):
        found += keys(page)
    assert found == filled.keys() == sorted(found)
    assert len(found) == 11


def test_archived_offers_are_listed_apart(filled):
    assert keys(filled.list_offers(archived=True)) == filled.keys(archived=True) == ["web:10"]


def test_lists_keep_to_region_kind_and_source(filled):
    assert filled.keys(region="05113") == ["list:09", "list:11", "web:08"]
    assert filled.keys(region="05113", source="web") == ["web:08"]
    assert keys(filled.list_offers(region="05112", kind="learning")) == ["list:03", "web:00", "web:06"]
    assert filled.count_offers() == 11
    assert filled.count_offers("05113") == 3
    assert filled.count_offers("99999") == 0


def test_a_box_lists_what_lies_in_it_edges_included(filled):
    assert keys(filled.list_offers(box=Box(6, 51.1, 7, 51.3))) == ["list:01", "list:03", "web:02"]
    assert keys(filled.list_offers(box=Box(7.1, 50, 8, 53))) == []


def test_a_page_is_never_longer_than_asked_for(filled):
    assert len(filled.list_offers(limit=3)) == 3
    assert filled.list_offers(limit=0) == []
    assert filled.list_offers(limit=-5) == []


def test_keys_are_ordered_by_their_characters_on_both_databases(store):
    odd = ["a:B", "a:a", "a:_", "a:Z", "a:-", "a:1", "ab:1", "a-b:1", "a:a.1", "a:a/1"]
    with store.write("me", "odd") as writer:
        for key in odd:
            writer.save_offer(an_offer(key))
    assert store.keys() == sorted(odd)
    assert keys(store.list_offers(after="a:Z")) == [key for key in sorted(odd) if key > "a:Z"]


def test_names_are_ordered_with_umlauts_beside_their_vowels_and_without_capitals(store):
    names = ["Zebra", "äpfel", "Apfel", "Öffnung", "ofen", "Ostern", "Ärzte", "arm"]
    with store.write("me", "names") as writer:
        for number, name in enumerate(names):
            writer.save_offer(an_offer(f"list:{number}", name=name))
    ids = [store.row_id(f"list:{number}") for number in range(len(names))]
    ordered = [offer.name for offer in store.offers(store.ids_by_name(ids, 99))]
    assert ordered == ["äpfel", "Apfel", "arm", "Ärzte", "ofen", "Öffnung", "Ostern", "Zebra"]
    assert store.ids_by_name(ids, 2) == store.ids_by_name(ids, 99)[:2]
    assert store.ids_by_name([], 5) == []


def test_freshness_counts_what_was_verified_within_a_year(store):
    today = NOW.date()
    verified: list[date | None] = [None, today, today - timedelta(days=365), today - timedelta(days=366)]
    with store.write("me", "some") as writer:
        for number, day in enumerate(verified):
            writer.save_offer(an_offer(f"list:{number}", verification=day and Verification(day)))
        writer.save_offer(an_offer("list:gone", verification=Verification(today), status="archived"))
    assert store.freshness("05112", today) == (4, 2)
    assert store.freshness("05113", today) == (0, 0)


def test_the_row_id_of_an_unknown_key_is_unknown(store):
    assert store.row_id("list:none") is None
