"""Which places a pilot is shown: neutral before others, fitting before unknown before not, near before far."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.advise import Evenings, advise
from config import ROOT
from geo.point import Point
from model.advice import WEIGHTS, WISHES, Wishes, fits, penalty
from model.neutrality import Fact
from model.offer import Accessibility, Language
from search.memory import Finder
from store import open_store
from store.files import load_region, load_vocabulary
from tests.store.examples import CITY_HALL, INDEPENDENT, an_offer

WORDS = load_vocabulary(ROOT / "data" / "vocabulary")
HERE = Point(51.43, 6.76)
#: a Tuesday at half past ten in Duisburg
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
BOUND = (Fact("own_courses", "yes", "Stadt", "", "2025-11", "", "Bildungsbüro"),)


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True, clock=lambda: NOW)
    with opened.write("me", "region") as writer:
        writer.save_region(load_region(ROOT / "data" / "regions" / "05112.toml"))
    yield opened
    opened.close()


def put(store, *offers):
    with store.write("me", "offers") as writer:
        for one in offers:
            writer.save_offer(one)


def at(km, key, **values):
    """A neutral offer so many kilometres north of us."""
    place = replace(CITY_HALL, point=Point(HERE.lat + km / 111.2, HERE.lon))
    values = {"place": place, "facts": INDEPENDENT, "formats": ("in_person",), **values}
    return an_offer(f"list:{key}", **values)


def asked(store, **wishes):
    region = next(one for one in store.regions() if one.ags == "05112")
    return advise(store, Finder(store, WORDS, lambda: NOW), region, Wishes(**wishes), HERE, NOW)


def keys(advice):
    return [one.hit.offer.key.removeprefix("list:") for one in advice.options]


def test_without_wishes_the_nearest_neutral_ones_come_first_five_at_most(store):
    put(store, *(at(number, f"n{number}") for number in range(1, 8)), at(0.1, "bound", facts=BOUND))
    advice = asked(store)
    assert keys(advice) == ["n1", "n2", "n3", "n4", "n5"]
    assert [one.nearest for one in advice.options] == [True, False, False, False, False]


def test_what_fits_comes_before_what_nobody_knows_and_that_before_what_does_not(store):
    put(store, at(1, "no", topics=("studium",)), at(2, "unknown"), at(3, "yes", topics=("sprache", "schule")))
    advice = asked(store, topic="sprache")
    assert keys(advice) == ["yes", "unknown", "no"]
    assert [one.fit["topic"] for one in advice.options] == ["yes", "unknown", "no"]
    assert not advice.given_up


def test_a_few_others_that_fit_come_before_neutral_ones_where_somebody_goes_in_vain(store):
    put(store, at(1, "vain", accessibility=Accessibility("no")), at(2, "fits", accessibility=Accessibility("yes")),
        *(at(3 + n, f"other{n}", facts=BOUND, accessibility=Accessibility("yes")) for n in range(4)))  # fmt: skip
    assert keys(asked(store, wheelchair=True)) == ["fits", "other0", "other1", "vain"]


def test_what_none_of_them_offers_is_told(store):
    put(store, at(1, "a", languages=(Language("de"),)), at(2, "b"))
    assert asked(store, language="tr", topic="").given_up == ("language",)


def test_a_fitting_one_is_found_behind_hundreds_that_do_not_fit(store):
    put(store, *(at(1 + number / 100, f"x{number}", topics=("studium",)) for number in range(120)),
        at(20, "far", topics=("sprache",), languages=(Language("tr", "Di 14-16"),)))  # fmt: skip
    first = asked(store, topic="sprache", language="tr").options[0]
    assert first.hit.offer.key == "list:far" and first.language_times == "Di 14-16"


def test_the_last_place_is_kept_for_what_needs_no_way(store):
    put(store, *(at(number, f"n{number}") for number in range(1, 8)),
        an_offer("list:phone", facts=INDEPENDENT, formats=("phone",)))  # fmt: skip
    assert keys(asked(store)) == ["n1", "n2", "n3", "n4", "phone"]
    assert keys(asked(store, phone=True))[0] == "phone"


def test_what_nobody_confirms_any_more_stands_behind(store):
    put(store, at(1, "faded", faded_on=NOW.date()), at(5, "fresh"))
    assert keys(asked(store)) == ["fresh", "faded"]


def test_a_reported_wait_is_told(store):
    put(store, at(1, "full"), at(2, "free"))
    with store.write("x", "wait") as writer:
        writer.referrals.report_wait("list:full", "2026-W09")
    assert [one.waiting for one in asked(store).options] == ["2026-W09", ""]


def test_nothing_leads_to_courses_or_to_other_regions(store):
    put(store, at(1, "course", kind="learning"), at(1, "archived", status="archived"), at(2, "right"))
    assert keys(asked(store)) == ["right"]


@pytest.mark.parametrize(
    ("hours", "late"),
    [("Mo-Fr 9-12", "no"), ("Do 15-19 Uhr", "yes"), ("Sa 10-20", "no"), ("", "unknown"), ("nach Vereinbarung",
     "unknown"), ("Unsinn!", "unknown")],
)  # fmt: skip
def test_evening_is_told_from_the_hours(store, hours, late):
    put(store, at(1, "a", hours=hours))
    region = store.regions()[0]
    hit = Finder(store, WORDS, lambda: NOW).hit(store.offer("list:a"))
    assert Evenings(region, NOW).of(hit) == late


def test_unknown_counts_for_less_than_no_and_every_wish_has_a_weight():
    assert WEIGHTS.keys() == set(WISHES)
    for name in WISHES:
        assert penalty({name: "yes"}) == 0 < penalty({name: "unknown"}) < penalty({name: "no"})


@pytest.mark.parametrize(
    ("values", "wish", "fit"),
    [({"appointment": "required"}, "walk_in", "no"), ({"appointment": "possible"}, "walk_in", "yes"),
     ({}, "walk_in", "unknown"), ({"phases": ("lebenslang",)}, "phase", "yes"),
     ({"phases": ("schule",)}, "phase", "no"),
     ({"formats": ("phone",)}, "phone", "yes"), ({"formats": ("in_person",)}, "phone", "no"),
     ({"accessibility": Accessibility("limited")}, "wheelchair", "unknown")],
)  # fmt: skip
def test_each_wish_is_judged_by_what_is_known(values, wish, fit):
    wishes = Wishes(phase="hochschule") if wish == "phase" else Wishes(**{wish: True})
    assert fits(an_offer("list:1", **values), wishes, "unknown") == {wish: fit}


def test_the_same_question_has_the_same_answer(store):
    put(store, *(at(1, f"n{number}") for number in range(9)))
    assert keys(asked(store)) == keys(asked(store)) == ["n0", "n1", "n2", "n3", "n4"]
