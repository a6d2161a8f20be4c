"""Keeping the to-do list up to date: only what changed is looked at, and nothing is forgotten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions import watch as watching
from actions.watch import watch
from geo.match import Match
from geo.point import Box
from model.contact import Contact
from model.neutrality import Fact
from model.offer import Offer
from model.region import Region
from model.source import Provenance
from store import Store, open_store
from tests.actions.watching import BOX, PLACE, VOCABULARY, Known, a_good_offer

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
REGION = Region("05112", "Duisburg", "duisburg", BOX, land="NW")


class Gazetteer(Known):
    """A gazetteer that notes what it is asked, and says when it was exchanged."""

    edition = 1

    def __init__(self, ends_after: int = 1000) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._ends_after = ends_after

    def find(self, query: str, within: Box | None = None) -> Match:
        """Nothing; or the end of the program, as if somebody had stopped it."""
        self.asked.append(query)
        if len(self.asked) > self._ends_after:
            raise KeyboardInterrupt
        return super().find(query, within)

    def layers(self) -> tuple[int]:
        """What it is made of."""
        return (self.edition,)


@pytest.fixture
def store(database_url: str):
    opened = open_store(database_url, create=True, clock=lambda: NOW)
    with opened.write(by="test", why="a region") as writer:
        writer.save_region(REGION)
    yield opened
    opened.close()


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer()


def save(store: Store, *offers) -> None:
    with store.write(by="test", why="offers") as writer:
        for offer in offers:
            writer.save_offer(offer)


def counts(store: Store, now: datetime = NOW) -> dict[str, int]:
    return store.findings.counts("05112", now.date())


LOST = a_good_offer(contact=Contact())


def at(number: int, **changes) -> Offer:
    """An offer at an address of its own, so that looking at it shows in what the gazetteer is asked."""
    place = replace(PLACE, street=f"Weg {number}", number="", postcode="", city="", district="")
    return replace(a_good_offer(place=place, name=f"Beratung {number}", **changes), key=f"list:{number}")


def test_what_changed_is_looked_at_and_nothing_else(store, gazetteer):
    save(store, at(1, contact=Contact()), at(2))
    assert watch(store, gazetteer, VOCABULARY, NOW) == 1
    assert counts(store) == {"no_contact": 1}
    assert gazetteer.asked == ["Weg 1", "Weg 2"]
    assert watch(store, gazetteer, VOCABULARY, NOW) == 0
    save(store, at(1))
    assert watch(store, gazetteer, VOCABULARY, NOW) == 1
    assert gazetteer.asked == ["Weg 1", "Weg 2", "Weg 1"]
    assert counts(store) == {}


def test_an_archived_offer_leaves_the_list(store, gazetteer):
    save(store, LOST)
    watch(store, gazetteer, VOCABULARY, NOW)
    save(store, replace(LOST, status="archived"))
    watch(store, gazetteer, VOCABULARY, NOW)
    save(store, replace(LOST, status="published", name="Wieder da"))
    assert counts(store) == {}
    watch(store, gazetteer, VOCABULARY, NOW)
    assert counts(store) == {"no_contact": 1}


def test_what_changes_with_the_day_is_found_on_the_day(store, gazetteer):
    fact = Fact("mandate", "yes", checked_by="Büro", checked_on=date(2026, 1, 1), expires_on=date(2026, 4, 10))
    save(store, a_good_offer(facts=(fact,)))
    found = []
    for days in (0, 7, 8, 38, 39):
        watch(store, gazetteer, VOCABULARY, NOW + timedelta(days=days))
        found.append(counts(store))
    assert found == [{}, {}, {"evidence_soon": 1}, {"evidence_soon": 1}, {"evidence_lapsed": 1}]


@pytest.mark.parametrize("what", ["gazetteer", "rules", "week", "asked"])
def test_everything_is_looked_at_again_when_what_it_rests_on_changed(store, gazetteer, monkeypatch, what):
    save(store, at(1))
    for days in (0, 1):
        watch(store, gazetteer, VOCABULARY, NOW + timedelta(days=days))
    assert gazetteer.asked == ["Weg 1"]
    gazetteer.edition += what == "gazetteer"
    if what == "rules":
        monkeypatch.setattr(watching, "RULES_EDITION", 99)
    watch(store, gazetteer, VOCABULARY, NOW + timedelta(days=7 if what == "week" else 1), whole=what == "asked")
    assert gazetteer.asked == ["Weg 1", "Weg 1"]


def test_a_watch_that_is_stopped_keeps_whole_batches_and_goes_on_the_next_time(store, monkeypatch):
    save(store, *(at(number, contact=Contact()) for number in range(5)))
    monkeypatch.setattr(watching, "BATCH", 2)
    with pytest.raises(KeyboardInterrupt):
        watch(store, Gazetteer(ends_after=3), VOCABULARY, NOW)
    assert counts(store) == {"no_contact": 2}
    watch(store, Gazetteer(), VOCABULARY, NOW)
    assert counts(store) == {"no_contact": 5}


def test_probable_duplicates_are_noted_and_go_when_one_is_archived(store, gazetteer):
    twin = replace(a_good_offer(), key="other:7", provenance=Provenance("other"))
    save(store, a_good_offer(place=PLACE), twin)
    watch(store, gazetteer, VOCABULARY, NOW)
    assert store.doubles.waiting("05112") == 1
    save(store, replace(twin, status="archived"))
    watch(store, gazetteer, VOCABULARY, NOW)
    assert store.doubles.waiting("05112") == 0


def test_offers_of_a_region_that_is_not_set_up_are_passed_over(store, gazetteer):
    save(store, replace(LOST, region="09999"))
    assert watch(store, gazetteer, VOCABULARY, NOW) == 0
