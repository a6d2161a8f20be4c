"""Which offers look like the same one, and which only seem to."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.doubles import Book, like, note_doubles, outline_of
from geo.point import Point
from model.contact import Contact
from model.offer import Offer
from model.place import Place
from model.provider import Provider
from model.source import Provenance
from store import Store, open_store
from tests.store.examples import an_offer

HERE = Place("", "Heerstraße", "109", "47053", "Duisburg", "Hochfeld", Point(51.4200, 6.7500), "house")
NEXT_DOOR = replace(HERE, street="Wanheimer Straße", number="1", point=Point(51.42080, 6.7500))
ACROSS_TOWN = replace(HERE, street="Weseler Straße", number="91", point=Point(51.5003, 6.7681))
VHS, CITY = Provider("Volkshochschule Duisburg"), Provider("Stadt Duisburg")
PLAIN = an_offer(
    "list:1", name="Bildungsberatung Hochfeld", provider=VHS, place=HERE, provenance=Provenance("list"),
    contact=Contact("0203 283570", "", "https://vhs.example/rat"),
)  # fmt: skip


def another(**changes) -> Offer:
    """An offer of another source, alike in nothing but what a test says."""
    plain = {"name": "Ganz etwas anderes", "provider": CITY, "place": ACROSS_TOWN, "contact": Contact("0203 999999"),
             "provenance": Provenance("other")}  # fmt: skip
    return an_offer("other:2", **plain | changes)


def reasons(one: Offer, other: Offer) -> tuple[str, ...] | None:
    pairs = Book([outline_of(one)]).like(outline_of(other))
    return pairs[0].reasons if pairs else None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": PLAIN.name, "place": HERE}, ("name", "place")),
        ({"name": "Hochfeld: Bildungsberatung", "place": HERE}, ("name", "place")),
        ({"name": "Bildungsberatung in Hochfeld", "place": NEXT_DOOR}, ("name", "place")),
        ({"name": "Bildungsberatung im Stadtteil Hochfeld", "place": HERE}, ("place",)),
        ({"name": "Bildungsberatung Hochfeld", "place": None, "contact": PLAIN.contact}, ("name", "phone", "website")),
        ({"name": PLAIN.name, "place": None, "contact": Contact("+49 203 28-3570")}, ("name", "phone")),
        ({"name": PLAIN.name, "place": None, "contact": Contact(website="http://www.vhs.example/rat/")},
         ("name", "website")),
        ({"name": "Bildungsberatung Hochfeld", "place": None, "provider": VHS}, ("name", "provider")),
        ({"name": "Bildungs-Beratung", "place": HERE, "provider": VHS, "contact": PLAIN.contact},
         ("place", "phone", "website", "provider")),
        ({"name": PLAIN.name, "provider": VHS, "contact": PLAIN.contact}, ("name", "phone", "website", "provider")),
    ],
)  # fmt: skip
def test_these_may_be_the_same(changes, expected):
    assert reasons(PLAIN, another(**changes)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": PLAIN.name},  # elsewhere, by somebody else, at another telephone
        {"place": HERE},
        {"place": HERE, "contact": PLAIN.contact, "provider": VHS, "name": "Schach"},
        {"name": PLAIN.name, "place": HERE, "kind": "learning"},
        {"name": "Deutschkurs Hochfeld", "place": HERE},
        {"name": PLAIN.name, "place": None, "provider": Provider("")},
        {"name": PLAIN.name, "provider": VHS},  # a branch of the same provider across town
        {"name": PLAIN.name, "place": replace(NEXT_DOOR, precision="district", street="", number="")},
    ],
)
def test_these_are_not_the_same(changes):
    assert reasons(PLAIN, another(**changes)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Deutsch A1", "Deutsch A2"), ("Englisch Teil 1", "Englisch Teil 2"), ("Kurs II", "Kurs III"), ("B1.1", "B1.2")],
)
def test_another_level_is_another_course(one, other):
    course = replace(PLAIN, kind="learning", name=one)
    assert reasons(course, another(name=other, kind="learning", place=HERE, provider=VHS)) is None


def test_one_source_means_two_by_two_names():
    similar = another(name="Bildungsberatung der VHS Hochfeld", place=HERE, provider=VHS, contact=PLAIN.contact)
    assert reasons(PLAIN, similar) is not None
    assert reasons(PLAIN, replace(similar, provenance=Provenance("list"))) is None
    same = replace(PLAIN, key="list:2")
    assert reasons(PLAIN, same) == ("name", "place", "phone", "website", "provider")


def test_neighbouring_cells_are_looked_into():
    for lat, lon in ((51.42001, 6.75001), (51.41999, 6.74999), (51.42089, 6.7500), (51.4200, 6.75143)):
        near = replace(HERE, street="Ohne Namen", number="", point=Point(lat, lon))
        assert reasons(PLAIN, another(name=PLAIN.name, place=near)) == ("name", "place")
    beyond = replace(HERE, street="Ohne Namen", number="", point=Point(51.4210, 6.7500))
    assert reasons(PLAIN, another(name=PLAIN.name, place=beyond)) is None


def test_the_more_alike_stand_first_and_keys_in_their_order():
    book = Book([outline_of(PLAIN), outline_of(another(name="Bildungsberatung Hochfelt", place=HERE))])
    pairs = book.like(outline_of(replace(PLAIN, key="a:1", provenance=Provenance("third"))))
    assert [(pair.one, pair.other) for pair in pairs] == [("a:1", "list:1"), ("a:1", "other:2")]
    assert pairs[0].score > pairs[1].score
    assert [pair.of("a:1") for pair in pairs] == ["list:1", "other:2"]
    assert pairs[0].metres == 0


def test_each_pair_is_told_once():
    sources = [Provenance(f"s{number}") for number in range(3)]
    outlines = [outline_of(replace(PLAIN, key=f"{source.source}:1", provenance=source)) for source in sources]
    pairs = Book(outlines).pairs_of([outline.key for outline in outlines])
    assert sorted((pair.one, pair.other) for pair in pairs) == [("s0:1", "s1:1"), ("s0:1", "s2:1"), ("s1:1", "s2:1")]


def test_many_offers_at_one_switchboard_are_not_all_compared():
    same = [outline_of(another(name=f"Angebot {chr(97 + i % 26) * (i // 26 + 3)}", contact=PLAIN.contact, place=None))
            for i in range(900)]  # fmt: skip
    keyed = [replace(outline, key=f"other:{number}") for number, outline in enumerate(same)]
    assert Book(keyed).like(outline_of(PLAIN)) == []


@pytest.fixture
def store(database_url: str):
    opened = open_store(database_url, create=True, clock=lambda: datetime(2026, 3, 3, tzinfo=UTC))
    yield opened
    opened.close()


def save(store: Store, *offers: Offer) -> None:
    with store.write(by="test", why="offers") as writer:
        for offer in offers:
            writer.save_offer(offer)


def test_a_new_offer_is_told_what_it_is_like(store):
    twin = another(name=PLAIN.name, place=HERE)
    save(store, twin, replace(twin, key="gone:3", status="archived"))
    assert [pair.of("list:1") for pair in like(store, PLAIN)] == ["other:2"]
    with store.write(by="Erika", why="not the same") as writer:
        writer.doubles.keep_apart("05112", "list:1", "other:2")
    assert like(store, PLAIN) == []


def test_pairs_are_noted_for_those_that_changed(store):
    save(store, PLAIN, another(name=PLAIN.name, place=HERE))
    assert note_doubles(store, "05112", ["list:1"]) == 1
    assert note_doubles(store, "05112", ["other:2"]) == 0
    assert store.doubles.page("05112")[0].pair.reasons == ("name", "place")
    save(store, another(name="Etwas anderes"))
    assert note_doubles(store, "05112", ["other:2"]) == 1
    assert store.doubles.waiting("05112") == 0
