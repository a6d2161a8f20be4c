"""Each rule of the to-do list, with what it must find and what it must leave alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from actions.watch_rules import RULES, look_at
from geo.match import Match
from geo.point import Point
from importers.locate import Locator
from model.contact import Contact
from model.expired_funding import ExpiredFunding
from model.finding_words import sentence
from model.findings import KINDS
from model.neutrality import Fact
from model.offer import Cost, Offer
from model.place import Place, Stop
from model.provider import Provider
from store.findings import Surroundings
from tests.actions.watching import BOX, MARXLOH, PLACE, SEAT, VOCABULARY, Known, a_good_offer, a_scene

ALL = frozenset(KINDS)
FAR = Point(51.4302, 6.7603)
#: 250 m and 350 m north of the house
NEAR_BY, TOO_FAR = Point(51.50255, 6.7681), Point(51.50345, 6.7681)


def kinds_of(offer: Offer, **scene) -> set[str]:
    return {found.kind for found in look_at(offer, a_scene(**scene), ALL)}


def test_there_is_nothing_to_do_at_a_good_offer():
    assert kinds_of(a_good_offer()) == set()


def test_nobody_looks_at_what_is_archived():
    assert look_at(a_good_offer(contact=Contact(), status="archived"), a_scene(), ALL) == []


def test_only_the_kinds_asked_for_are_looked_at():
    offer = a_good_offer(contact=Contact(), hours="")
    assert [found.kind for found in look_at(offer, a_scene(), frozenset({"hours_missing"}))] == ["hours_missing"]


def stops_at(place: Place, day: int) -> tuple[Stop, ...]:
    return (Stop(datetime(2026, 3, day, 9, tzinfo=UTC), datetime(2026, 3, day, 11, tzinfo=UTC), place),)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("outside", {"place": replace(PLACE, point=Point(51.45, 7.01), street="Unbekannter Weg")}),
        ("outside", {"place": None, "stops": stops_at(replace(PLACE, point=Point(51.45, 7.01), street="Weg"), 9)}),
        ("far", {"place": replace(PLACE, point=FAR)}),
        ("far", {"place": replace(PLACE, point=TOO_FAR)}),
        ("far", {"place": None, "stops": stops_at(replace(PLACE, point=FAR), 3)}),
        ("no_contact", {"contact": Contact()}),
        ("phone", {"contact": Contact("Frau Meier")}),
        ("phone", {"contact": Contact("283 57")}),
        ("phone", {"contact": Contact("0203 283570 / 0049")}),
        ("no_place", {"place": None}),
        ("no_place", {"place": Place(city="Duisburg")}),
        ("no_place", {"place": replace(PLACE, point=None, precision="unknown")}),
        ("hours_missing", {"hours": ""}),
        ("hours_missing", {"hours": "k. A."}),
        ("hours_missing", {"hours": "", "formats": ()}),
        ("hours_unread", {"hours": "wenn der Mond scheint und Mo 99-120"}),
        ("postcode", {"place": replace(PLACE, postcode="4716")}),
        ("postcode", {"place": replace(PLACE, postcode="D-47169")}),
        ("funding", {"funding": ("bildungspraemie",)}),
        ("funding", {"issues_funding": ("bildungsscheck-nrw",)}),
        ("funding_text", {"description": "Wir helfen auch bei der Bildungsprämie."}),
        ("funding_text", {"cost": Cost("paid", "mit Prämiengutschein die Hälfte")}),
        ("funding_text", {"summary": "Wir stellen Bildungsschecks aus."}),
        ("seat", {"provider": Provider("VHS", seat=SEAT), "place": SEAT, "formats": ("outreach",)}),
        ("seat", {"provider": Provider("VHS", seat=SEAT), "place": SEAT, "name": "Beratung in Hochfeld"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_said_in_a_sentence(kind, changes):
    found = look_at(a_good_offer(**changes), a_scene(), ALL)
    assert [one.kind for one in found] == [kind]
    assert sentence(kind, found[0].detail).endswith(".")


@pytest.mark.parametrize(
    "changes",
    [
        {"place": replace(PLACE, point=NEAR_BY)},
        {"place": replace(PLACE, street="Nie gehört", point=FAR)},  # what the gazetteer does not know proves nothing
        {"stops": stops_at(replace(PLACE, point=FAR), 2)},  # that was yesterday
        {"contact": Contact("", "", "https://vhs.example")},
        {"contact": Contact(), "provider": Provider("VHS", "https://vhs.example")},
        {"contact": Contact("0203 283 5708 oder 0203 283 5709")},
        {"contact": Contact("115")},
        {"hours": "", "appointment": "required"},
        {"hours": "", "kind": "learning"},
        {"hours": "", "formats": ("phone",), "place": None},
        {"hours": "nach Vereinbarung"},
        {"place": None, "formats": ("video",)},
        {"funding": ("bildungsscheck-2",)},
        {"description": "Die Bildungsprämie ist 2021 ausgelaufen."},
        {"description": "Früher gab es dafür die Bildungsprämie."},
        {"description": "Bildungsprämie (bis 31. Dezember 2021)"},
        {"description": "Wir beraten zum Bildungsscheck 2.0 des Landes."},
        {"description": "Wir beraten zum neuen Bildungsscheck."},
        {"description": "Das Bildungsprämienberatungsteam hilft."},
        {"description": "Mit dem Bayernscheck hat hier niemand zu tun."},
        {"provider": Provider("VHS", seat=SEAT), "place": SEAT},
        {"provider": Provider("VHS", seat=SEAT), "place": SEAT, "formats": ("in_person", "outreach")},
        {"provider": Provider("Treff Hochfeld", seat=SEAT), "place": SEAT, "name": "Beratung im Treff Hochfeld"},
        {"name": "Beratung in Hochfeld"},  # neither the seat nor an address of several offers
    ],
)
def test_what_is_right_is_left_alone(changes):
    assert kinds_of(a_good_offer(**changes)) == set()


def test_an_address_of_several_offers_of_a_provider_is_taken_for_its_seat():
    many = Surroundings(frozenset(), {("Volkshochschule", "Weseler Straße", "91", "47169"): 2})
    assert kinds_of(a_good_offer(name="Beratung in Hochfeld"), surroundings=many) == {"seat"}


@pytest.mark.parametrize(
    ("match", "stored", "kinds"),
    [
        (Match(FAR, "street", "Weseler Straße", radius_m=900.0), {}, {"far"}),
        (Match(FAR, "postcode", "47169", radius_m=9_000.0), {}, set()),
        (Match(FAR, "street", "Weseler Straße", radius_m=900.0), {"precision": "district", "radius_m": 7_000.0}, set()),
        (Match(None, ambiguous=True), {}, set()),
    ],
)
def test_a_coarse_answer_contradicts_only_beyond_what_it_leaves_open(match, stored, kinds):
    locator = Locator(Known(Weseler=match), BOX)
    assert kinds_of(a_good_offer(place=replace(PLACE, **stored)), locator=locator) == kinds


def test_without_an_outline_the_box_of_the_region_counts():
    offer = a_good_offer(place=replace(PLACE, street="Weg", point=Point(51.45, 7.01)))
    assert kinds_of(offer, boundary=None) == {"outside"}
    assert kinds_of(a_good_offer(), boundary=None) == set()


def test_each_dead_address_is_found_in_its_field():
    offer = a_good_offer(booking_url="https://termin.example/", provider=Provider("VHS", "https://alt.example/"))
    for url, field in (("https://vhs.example/", "website"), ("https://termin.example/", "booking_url"),
                       ("https://alt.example/", "provider_website")):  # fmt: skip
        (found,) = look_at(offer, a_scene(dead_links={url: "404"}), ALL)
        assert (found.kind, found.detail["field"]) == ("link", field)
        assert sentence("link", found.detail) == f"{url}: die Seite meldet den Fehler 404."


def a_fact(value: str = "yes", expires_on: date | None = None) -> Fact:
    return Fact(
        "mandate", value, "Satzung", checked_by="Bildungsbüro", checked_on=date(2025, 1, 1), expires_on=expires_on
    )


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ((a_fact(expires_on=date(2026, 3, 2)),), {"evidence_lapsed"}),
        ((a_fact(expires_on=date(2026, 3, 3)),), {"evidence_soon"}),
        ((a_fact(expires_on=date(2026, 4, 2)),), {"evidence_soon"}),
        ((a_fact(expires_on=date(2026, 4, 3)),), set()),
        ((a_fact(expires_on=date(2026, 3, 2)), a_fact()), set()),
        ((a_fact(expires_on=date(2026, 3, 9)), a_fact(expires_on=date(2027, 3, 9))), set()),
        ((Fact("own_courses", "yes", expires_on=date(2025, 1, 1)),), set()),
    ],
)
def test_evidence_is_missed_when_nothing_replaces_it(facts, kinds):
    assert kinds_of(a_good_offer(facts=facts)) == kinds


def test_funding_counts_from_the_day_after_its_last():
    offer = a_good_offer(funding=("bildungspraemie",), description="Mit Bildungsprämie.")
    assert kinds_of(offer, funding=ExpiredFunding(VOCABULARY, "NW", date(2021, 12, 31))) == set()
    assert kinds_of(offer, funding=ExpiredFunding(VOCABULARY, "NW", date(2022, 1, 1))) == {"funding", "funding_text"}


def test_the_value_tells_when_stimmt_so_no_longer_holds():
    def value(**changes) -> str:
        return look_at(a_good_offer(**changes), a_scene(), frozenset({"far"}))[0].value

    there = replace(PLACE, point=FAR)
    assert value(place=there) == value(place=there, name="Anders genannt")
    assert value(place=there) != value(place=replace(there, point=Point(FAR.lat + 0.01, FAR.lon)))


def test_every_kind_has_a_rule_words_and_a_place_in_the_order():
    assert set(RULES) == set(KINDS)
    weights = [kind.weight for kind in KINDS.values()]
    assert weights == sorted(weights, reverse=True)
    assert PLACE.point == MARXLOH
