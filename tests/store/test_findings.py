"""What needs doing, as the store keeps it."""

from datetime import date, timedelta

import pytest

from model.findings import Found
from model.offer import Offer
from model.place import Place
from model.provider import Provider
from store import Store, open_store
from store.links import Link
from tests.store.examples import NOW, an_offer

DAY = date(2026, 3, 2)
REGION = "05112"
PHONE = Found("phone", "abc", {"phone": "abc"})
HOURS = Found("hours_missing", "x")
BOTH = frozenset({"phone", "hours_missing"})


def save(store: Store, *offers: Offer) -> dict[str, int]:
    with store.write(by="test", why="offers") as writer:
        for offer in offers:
            writer.save_offer(offer)
    return {offer.key: store.row_id(offer.key) or 0 for offer in offers}


def put(store: Store, found: dict[int, list[Found]], day: date = DAY, kinds=BOTH) -> int:
    with store.write(by="watch", why="test") as writer:
        return writer.findings.put(REGION, store.version(), day, found, kinds)


def keys(store: Store, kind: str, day: date = DAY) -> list[str]:
    return [one.key for one in store.findings.page(REGION, kind, day)]


def test_findings_are_counted_and_listed_by_kind(store):
    ids = save(store, an_offer("list:1", name="Zwei"), an_offer("list:2", name="Eins"))
    assert put(store, {ids["list:1"]: [PHONE, HOURS], ids["list:2"]: [PHONE]}) == 3
    assert store.findings.counts(REGION, DAY) == {"phone": 2, "hours_missing": 1}
    assert store.findings.counts("05113", DAY) == {}
    first, second = store.findings.page(REGION, "phone", DAY)
    assert (first.name, second.name) == ("Eins", "Zwei")
    assert (first.detail, first.found_on, first.minutes) == ({"phone": "abc"}, DAY, 3)
    assert [one.name for one in store.findings.page(REGION, "phone", DAY, offset=1, limit=1)] == ["Zwei"]
    assert [one.kind for one in store.findings.of_key("list:1", DAY)] == ["phone", "hours_missing"]


def test_a_second_look_at_the_same_changes_nothing_and_keeps_the_day(store):
    ids = save(store, an_offer("list:1"))
    put(store, {ids["list:1"]: [PHONE]})
    assert put(store, {ids["list:1"]: [PHONE]}, DAY + timedelta(days=9)) == 0
    assert store.findings.page(REGION, "phone", DAY)[0].found_on == DAY


def test_what_is_no_longer_found_goes_and_other_kinds_stay(store):
    ids = save(store, an_offer("list:1"))
    put(store, {ids["list:1"]: [PHONE, HOURS]})
    assert put(store, {ids["list:1"]: []}, kinds=frozenset({"phone"})) == 1
    assert store.findings.counts(REGION, DAY) == {"hours_missing": 1}


def test_an_offer_that_changed_is_not_shown_until_somebody_looked_again(store):
    ids = save(store, an_offer("list:1"))
    put(store, {ids["list:1"]: [PHONE]})
    with store.write(by="watch", why="test") as writer:
        writer.findings.remember("version", str(store.version()))
    assert store.findings.unseen(REGION) == 0
    save(store, an_offer("list:1", name="Neu"))
    assert store.findings.counts(REGION, DAY) == {}
    assert store.findings.unseen(REGION) == 1
    put(store, {ids["list:1"]: [PHONE]})
    assert keys(store, "phone") == ["list:1"]


def test_an_archived_offer_is_not_shown(store):
    ids = save(store, an_offer("list:1"))
    put(store, {ids["list:1"]: [PHONE]})
    save(store, an_offer("list:1", status="archived"))
    put(store, {ids["list:1"]: [PHONE]})
    assert store.findings.counts(REGION, DAY) == {}


def test_what_is_put_off_comes_back_on_its_day(store):
    ids = save(store, an_offer("list:1"))
    put(store, {ids["list:1"]: [PHONE]})
    with store.write(by="Erika", why="later") as writer:
        assert writer.findings.put_off("list:1", "phone", DAY + timedelta(days=30))
        assert not writer.findings.put_off("list:1", "hours_missing", DAY)
        assert not writer.findings.put_off("list:9", "phone", DAY)
    put(store, {ids["list:1"]: [PHONE]})
    assert keys(store, "phone", DAY + timedelta(days=29)) == []
    assert keys(store, "phone", DAY + timedelta(days=30)) == ["list:1"]
    with store.write(by="Erika", why="now") as writer:
        assert writer.findings.bring_back("list:1", "phone")
    assert keys(store, "phone") == ["list:1"]


def test_what_is_right_as_it_is_stays_away_until_its_value_changes(store):
    ids = save(store, an_offer("list:1"))
    put(store, {ids["list:1"]: [PHONE]})
    mark = store.findings.page(REGION, "phone", DAY)[0].mark
    with store.write(by="Erika", why="right") as writer:
        assert not writer.findings.dismiss("list:1", "phone", "another value")
        assert writer.findings.dismiss("list:1", "phone", mark)
    put(store, {ids["list:1"]: [PHONE]})
    assert keys(store, "phone") == []
    later = DAY + timedelta(days=3)
    put(store, {ids["list:1"]: [Found("phone", "def", {"phone": "def"})]}, later)
    assert [(one.detail, one.found_on) for one in store.findings.page(REGION, "phone", DAY)] == [
        ({"phone": "def"}, later)
    ]


def test_findings_are_kept_as_a_whole_or_not_at_all(store):
    ids = save(store, an_offer("list:1"))
    with pytest.raises(ZeroDivisionError), store.write(by="watch", why="test") as writer:
        writer.findings.put(REGION, store.version(), DAY, {ids["list:1"]: [PHONE]}, BOTH)
        raise ZeroDivisionError
    assert store.findings.counts(REGION, DAY) == {}


def test_findings_do_not_move_the_version_of_the_offers(store):
    ids = save(store, an_offer("list:1"))
    before = store.version()
    put(store, {ids["list:1"]: [PHONE]})
    assert store.version() == before


def test_the_watch_remembers_how_far_it_came(store):
    assert store.findings.state("version") == ""
    for value in ("3", "4"):
        with store.write(by="watch", why="test") as writer:
            writer.findings.remember("version", value)
    assert store.findings.state("version") == "4"


def test_the_surroundings_tell_districts_and_how_many_offers_a_provider_has_at_an_address(store):
    there = Place(street="Weg", number="1", postcode="47169", city="Duisburg", district="Marxloh")
    save(
        store,
        an_offer("list:1", place=there),
        an_offer("list:2", place=there),
        an_offer("list:3", place=there, status="archived"),
        an_offer("list:4", place=there, provider=Provider("Andere")),
        an_offer("list:5", place=Place(city="Duisburg", district="Hochfeld")),
    )
    around = store.findings.surroundings(REGION)
    assert around.districts == {"Marxloh", "Hochfeld"}
    assert around.at == {("Volkshochschule", "Weg", "1", "47169"): 2, ("Andere", "Weg", "1", "47169"): 1}


def test_the_web_addresses_of_published_offers_are_noted_once_each(store):
    from model.contact import Contact

    vhs = Provider("VHS", "https://vhs.example")
    save(
        store,
        an_offer("list:1", provider=vhs, contact=Contact(website="https://a.example"), booking_url="https://b.example"),
        an_offer("list:2", provider=vhs, contact=Contact(website="https://a.example")),
        an_offer("list:3", contact=Contact(website="https://gone.example"), status="archived"),
    )
    with store.write(by="watch", why="test") as writer:
        assert writer.findings.note_links() == 3
        assert writer.findings.note_links() == 0
    due = store.findings.due_links(NOW, 9)
    assert [link.url for link in due] == ["https://a.example", "https://b.example", "https://vhs.example"]
    assert store.findings.due_links(NOW, 1) == due[:1]
    assert store.findings.due_links(NOW - timedelta(seconds=1), 9) == []
    dead = Link("https://a.example", "dead", "404", NOW, DAY, NOW + timedelta(days=1))
    fine = Link("https://b.example", "fine", "", NOW, None, NOW + timedelta(days=7))
    with store.write(by="watch", why="test") as writer:
        writer.findings.save_links([dead, fine, Link("https://not.example", "dead", "404", NOW, DAY, NOW)])
    assert store.findings.dead_links() == {"https://a.example": "404"}
    assert store.findings.fine_links(5) == [fine]
    assert store.findings.link("https://a.example") == dead
    ids = [store.row_id("list:1"), store.row_id("list:2")]
    assert store.findings.offers_with_links(["https://a.example"]) == ids
    assert store.findings.offers_with_links(["https://vhs.example", "https://gone.example"]) == ids
    save(store, an_offer("list:1"), an_offer("list:2"))
    with store.write(by="watch", why="test") as writer:
        assert writer.findings.note_links() == 3
    assert store.findings.dead_links() == {}


def test_what_somebody_changes_elsewhere_is_counted_at_the_next_question(store, store_url):
    offer = save(store, an_offer("list:1"), an_offer("list:2"))
    put(store, {offer["list:1"]: [PHONE], offer["list:2"]: [PHONE]})
    assert store.findings.counts(REGION, DAY) == {"phone": 2}
    elsewhere = open_store(store_url, clock=lambda: NOW)
    try:
        [first, *_] = elsewhere.findings.page(REGION, "phone", DAY)
        with elsewhere.write(by="Ada", why="test") as writer:
            assert writer.findings.dismiss(first.key, "phone", first.mark)
        assert store.findings.counts(REGION, DAY) == elsewhere.findings.counts(REGION, DAY) == {"phone": 1}
        put(elsewhere, {offer["list:1"]: [HOURS], offer["list:2"]: []})
        assert store.findings.counts(REGION, DAY) == {"hours_missing": 1}
    finally:
        elsewhere.close()


def test_what_is_rolled_back_is_not_counted(store):
    offer = save(store, an_offer("list:1"))
    put(store, {offer["list:1"]: [PHONE]})
    with pytest.raises(ZeroDivisionError), store.write(by="watch", why="test") as writer:
        writer.findings.put(REGION, store.version(), DAY, {offer["list:1"]: [PHONE, HOURS]}, BOTH)
        raise ZeroDivisionError
    assert store.findings.counts(REGION, DAY) == {"phone": 1}
