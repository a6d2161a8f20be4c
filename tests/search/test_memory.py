"""The finder against a store: what it finds, how it stays fresh, what it says around the hits."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from geo.point import Box, Point, distance_m
from model.neutrality import Fact, Policy
from model.offer import Accessibility, Cost, Language, Offer
from model.place import Place
from model.provider import Provider
from model.query import Query
from model.region import Region
from model.vocabulary import Term, Vocabulary
from search.memory import Finder
from store import open_store

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # a Tuesday, half past ten in Duisburg
HOME = Region("05112", "Duisburg", "duisburg", Box(6.6, 51.3, 6.9, 51.6), "NW")
NEXT = Region("05113", "Essen", "essen", Box(6.9, 51.3, 7.2, 51.6), "NW")
CENTRE = Point(51.43, 6.76)
WORDS = Vocabulary(
    {
        "formats": {
            "in_person": Term("in_person", "persönlich", "in person"),
            "phone": Term("phone", "telefonisch", "by phone", remote=True),
            "outreach": Term("outreach", "aufsuchend", "outreach"),
        },
        "topics": {slug: Term(slug, slug, slug) for slug in ("schule", "sprache", "beruf")},
    }
)
NEUTRAL = (Fact("statement", "yes", source="Stiftung"),)
BOUND = (Fact("own_courses", "yes", source="Zeitung"),)


def an_offer(ref, at=CENTRE, **more):
    place = Place(street="Straße", number="1", city="Duisburg", point=at, precision="house") if at else None
    values = {"region": "05112", "name": f"Angebot {ref}", "kind": "counselling", "provider": Provider("Träger"),
              "place": place, "facts": NEUTRAL, **more}  # fmt: skip
    return Offer(key=f"test:{ref}", **values)


def east(metres):
    """A point that many metres east of the centre, to the centimetre."""
    degree_m = distance_m(CENTRE, Point(CENTRE.lat, CENTRE.lon + 0.01)) * 100
    return Point(CENTRE.lat, CENTRE.lon + metres / degree_m)


@pytest.fixture
def store(database_url):
    store = open_store(database_url, create=True)
    with store.write(by="test", why="set up") as writer:
        writer.save_region(HOME)
        writer.save_region(NEXT)
    yield store
    store.close()


def save(store, *offers):
    with store.write(by="test", why="test") as writer:
        for offer in offers:
            writer.save_offer(offer)


@pytest.fixture
def finder(store):
    return Finder(store, WORDS, lambda: NOW)


def keys(hits):
    return [hit.offer.key.removeprefix("test:") for hit in hits]


def test_hits_come_by_distance_in_geodesic_metres(store, finder):
    save(store, an_offer("far", east(2000)), an_offer("near", east(100)), an_offer("middle", east(900)))
    hits = finder.nearest(Query(region="05112", near=CENTRE)).hits
    assert keys(hits) == ["near", "middle", "far"]
    for hit in hits:
        assert hit.distance_m == pytest.approx(distance_m(CENTRE, hit.offer.place.point), abs=0.001)


def test_asking_for_neutral_leaves_out_what_is_bound_and_what_nobody_checked(store, finder):
    save(store, an_offer("neutral", east(500)), an_offer("bound", east(100), facts=BOUND),
         an_offer("unchecked", east(200), facts=()))  # fmt: skip
    answer = finder.nearest(Query(region="05112", near=CENTRE, neutral=True))
    assert keys(answer.hits) == ["neutral"]
    assert keys(answer.nearer_not_neutral) == ["bound", "unchecked"]
    assert answer.total == 1


def test_what_is_not_neutral_is_named_only_where_it_is_nearer(store, finder):
    save(store, an_offer("neutral", east(500)), an_offer("farther", east(800), facts=BOUND))
    assert keys(finder.nearest(Query(region="05112", near=CENTRE, neutral=True)).nearer_not_neutral) == []


def test_learning_never_crowds_into_what_is_nearer_but_not_neutral(store, finder):
    save(store, an_offer("neutral", east(500)), an_offer("course", east(10), kind="learning", facts=BOUND))
    assert finder.nearest(Query(region="05112", near=CENTRE, neutral=True)).nearer_not_neutral == ()


def test_the_region_decides_what_counts_as_neutral(store, finder):
    save(store, an_offer("reported", east(500)))
    with store.write(by="test", why="stricter") as writer:
        writer.save_region(replace(HOME, policy=Policy(frozenset({"A"}), frozenset({"verified"}))))
    assert finder.nearest(Query(region="05112", near=CENTRE, neutral=True)).hits == ()
    assert keys(finder.nearest(Query(region="05113", near=CENTRE, neutral=True)).hits) == ["reported"]


def test_offers_without_a_way_stand_beside_the_hits(store, finder):
    save(store, an_offer("here", east(500)), an_offer("bus", None, formats=("outreach",)),
         an_offer("hotline", None, formats=("phone",)),
         an_offer("both", east(9000), formats=("in_person", "phone")))  # fmt: skip
    answer = finder.nearest(Query(region="05112", near=CENTRE, limit=1))
    assert keys(answer.hits) == ["here"]
    assert sorted(keys(answer.remote)) == ["both", "bus", "hotline"]
    assert all(hit.distance_m is None for hit in answer.remote)


def test_an_offer_among_the_hits_is_not_told_again_as_remote(store, finder):
    save(store, an_offer("both", east(500), formats=("in_person", "phone")))
    answer = finder.nearest(Query(region="05112", near=CENTRE))
    assert keys(answer.hits) == ["both"] and answer.remote == ()


def test_an_empty_radius_is_widened_and_says_so(store, finder):
    save(store, *(an_offer(str(number), east(3000 + number)) for number in range(5)))
    answer = finder.nearest(Query(region="05112", near=CENTRE, radius_m=500))
    assert answer.widened and keys(answer.hits) == ["0", "1", "2"]
    assert answer.total == 0
    within = finder.nearest(Query(region="05112", near=CENTRE, radius_m=3002.5))
    assert not within.widened and within.total == len(within.hits) == 3


def test_a_neighbours_offer_appears_where_it_is_nearer_and_is_marked(store, finder):
    save(store, an_offer("ours", east(2000)), an_offer("theirs", east(500), region="05113"),
         an_offer("theirs-far", east(5000), region="05113"))  # fmt: skip
    hits = finder.nearest(Query(region="05112", near=CENTRE)).hits
    assert [(hit.offer.key, hit.neighbour) for hit in hits] == [("test:theirs", "Essen"), ("test:ours", "")]


def test_a_region_without_any_offer_that_fits_shows_its_neighbours(store, finder):
    save(store, an_offer("theirs", east(5000), region="05113"))
    assert keys(finder.nearest(Query(region="05112", near=CENTRE)).hits) == ["theirs"]


def test_without_a_region_the_one_around_the_origin_is_meant(store, finder):
    save(store, an_offer("ours", east(500)), an_offer("theirs", Point(51.45, 7.01), region="05113"))
    hits = finder.nearest(Query(near=CENTRE)).hits
    assert [hit.neighbour for hit in hits] == ["", "Essen"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(topics=("schule",)), {"school"}),
        (Query(topics=("schule", "sprache")), {"school", "german"}),
        (Query(topics=("schule",), languages=("ar",)), set()),
        (Query(languages=("ar",)), {"german"}),
        (Query(costs=("free",)), {"school"}),
        (Query(wheelchair=True), {"school", "german"}),
        (Query(kind="learning"), {"course"}),
        (Query(text="arab spr"), {"german"}),
        (Query(text="nirgends"), set()),
        (Query(open_at=NOW), {"school"}),
    ],
    ids=range(10),
)
def test_filters_leave_what_fits_all_of_them(store, finder, query, expected):
    save(
        store,
        an_offer("school", east(100), topics=("schule",), cost=Cost("free"), hours="Tu 10:00-12:00",
                 accessibility=Accessibility("yes")),
        an_offer("german", east(200), topics=("sprache",), languages=(Language("ar"),), hours="nach Vereinbarung",
                 summary="Arabische Sprechstunde", accessibility=Accessibility("limited")),
        an_offer("course", east(300), kind="learning", accessibility=Accessibility("no"), hours="We 10:00-12:00"),
    )  # fmt: skip
    answer = finder.nearest(replace(query, region="05112", near=CENTRE))
    assert set(keys(answer.hits)) == expected
    assert answer.total == len(expected)


def test_counts_say_what_each_choice_would_leave(store, finder):
    save(store, an_offer("a", topics=("schule", "beruf")), an_offer("b", topics=("schule",), kind="learning"),
         an_offer("c", topics=("sprache",)), an_offer("elsewhere", topics=("schule",), region="05113"))  # fmt: skip
    counts = finder.nearest(Query(region="05112", near=CENTRE, topics=("sprache",)), counts=True).counts
    assert counts["topics"] == {"schule": 2, "beruf": 1, "sprache": 1}
    assert counts["kind"]["counselling"] == 1


def test_without_a_place_to_start_from_neutral_ones_come_first_and_then_by_name(store, finder):
    save(store, an_offer("1", name="Zentrum"), an_offer("2", name="Ämterlotse", facts=()),
         an_offer("3", name="Beratung"), an_offer("4", name="Anlauf", facts=()))  # fmt: skip
    answer = finder.nearest(Query(region="05112"))
    assert [hit.offer.name for hit in answer.hits] == ["Beratung", "Zentrum", "Ämterlotse", "Anlauf"]
    assert answer.total == 4


@pytest.mark.parametrize("changes", [1, 30])
def test_every_change_shows_at_the_next_question(store, finder, changes, monkeypatch):
    monkeypatch.setattr("search.state.OVERLAY_LIMIT", 10)
    save(store, *(an_offer(str(number), east(1000 + number)) for number in range(50)))
    before = finder.nearest(Query(region="05112", near=CENTRE, limit=100))
    assert len(before.hits) == 50
    save(store, *(an_offer(str(number), east(10 + number), name="neu") for number in range(changes)))
    after = finder.nearest(Query(region="05112", near=CENTRE, limit=100))
    assert [hit.offer.name for hit in after.hits[:changes]] == ["neu"] * changes
    assert len(after.hits) == after.total == 50
    with store.write(by="test", why="closed") as writer:
        writer.archive_offer("test:0")
    gone = finder.nearest(Query(region="05112", near=CENTRE, limit=100))
    assert "0" not in keys(gone.hits) and gone.total == 49


def test_changes_over_the_big_table_give_the_same_answers_as_building_anew(store, finder):
    chance = random.Random(5)
    offers = [
        an_offer(str(number), east(chance.choice((0, 50, chance.uniform(0, 5000)))),
                 topics=tuple(chance.sample(("schule", "sprache", "beruf"), 2)),
                 facts=chance.choice((NEUTRAL, (), BOUND)))
        for number in range(300)
    ]  # fmt: skip
    save(store, *offers)
    finder.nearest(Query(near=CENTRE))
    moved = [replace(offer, place=replace(offer.place, point=east(chance.uniform(0, 500)))) for offer in offers[::7]]
    save(store, *moved, *(an_offer(f"new{number}", east(number)) for number in range(9)))
    fresh = Finder(store, WORDS, lambda: NOW)
    for query in (Query(limit=50), Query(neutral=True, limit=50), Query(topics=("beruf",), neutral=True),
                  Query(radius_m=300, limit=100)):  # fmt: skip
        asked = replace(query, region="05112", near=CENTRE)
        old, new = finder.nearest(asked, counts=True), fresh.nearest(asked, counts=True)
        assert keys(old.hits) == keys(new.hits)
        assert old.total == new.total
        assert {k: {v: n for v, n in c.items() if n} for k, c in old.counts.items()} == {
            k: {v: n for v, n in c.items() if n} for k, c in new.counts.items()
        }


def test_a_grade_that_lapses_overnight_is_gone_the_next_day(store):
    day = [NOW]
    lapsing = (Fact("statement", "yes", source="Stiftung", expires_on=date(2026, 3, 3)),)
    save(store, an_offer("lapsing", facts=lapsing))
    finder = Finder(store, WORDS, lambda: day[0])
    assert len(finder.nearest(Query(region="05112", near=CENTRE, neutral=True)).hits) == 1
    day[0] = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    assert finder.nearest(Query(region="05112", near=CENTRE, neutral=True)).hits == ()


def test_what_was_checked_after_midnight_counts_at_once_though_it_is_still_yesterday_in_utc(database_url):
    night = datetime(2026, 3, 4, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    store = open_store(database_url, create=True, clock=lambda: night)
    checked = Fact("statement", "yes", source="Stiftung", checked_on=date(2026, 3, 4), checked_by="Büro")
    with store.write(by="test", why="set up") as writer:
        writer.save_region(HOME)
        writer.save_offer(an_offer("checked", facts=(checked,)))
    finder = Finder(store, WORDS, lambda: night)
    assert keys(finder.nearest(Query(region="05112", near=CENTRE, neutral=True)).hits) == ["checked"]
    store.close()


def test_pages_walk_through_everything_once(store, finder):
    save(store, *(an_offer(f"{number:02}") for number in range(23)))
    seen, cursor = [], ""
    while True:
        hits, cursor = finder.page(Query(region="05112"), None, cursor, 10)
        seen += keys(hits)
        if not cursor:
            break
    assert seen == [f"{number:02}" for number in range(23)]


def test_a_page_can_be_limited_to_a_box(store, finder):
    save(store, an_offer("in", Point(51.4, 6.7)), an_offer("out", Point(51.5, 6.7)))
    hits, _ = finder.page(Query(region="05112"), Box(6.6, 51.35, 6.8, 51.45), "", 10)
    assert keys(hits) == ["in"]


def test_clusters_hold_every_offer_once(store, finder):
    save(store, an_offer("a", east(0)), an_offer("b", east(0)), an_offer("c", east(5000), facts=()))
    box = Box(6.6, 51.3, 6.9, 51.6)
    near, far = finder.clusters(Query(region="05112"), box, 18), finder.clusters(Query(region="05112"), box, 4)
    assert sorted((spot.count, spot.neutral) for spot in near) == [(1, 0), (2, 2)]
    assert [spot.count for spot in far] == [3]


def test_offers_at_the_same_place_know_of_each_other(store, finder):
    one, other = an_offer("a", east(0)), an_offer("b", east(0))
    save(store, one, other, an_offer("c", east(100)))
    assert [offer.key for offer in finder.same_place(one)] == ["test:b"]


def test_an_empty_store_answers_with_nothing(finder):
    answer = finder.nearest(Query(region="05112", near=CENTRE, neutral=True), counts=True)
    assert answer.hits == answer.remote == answer.nearer_not_neutral == ()
    assert finder.clusters(Query(region="05112"), Box(6, 51, 7, 52), 10) == []
    assert finder.page(Query(), None, "", 10) == ([], "")


def faded(ref, at=CENTRE, **more):
    return an_offer(ref, at, faded_on=date(2026, 2, 1), **more)


def test_what_faded_stands_behind_all_others_however_near(store, finder):
    save(store, faded("old", east(10)), faded("older", east(700)), an_offer("near", east(100)),
         an_offer("far", east(9000)))  # fmt: skip
    answer = finder.nearest(Query(region="05112", near=CENTRE))
    assert keys(answer.hits) == ["near", "far", "old", "older"]
    assert [hit.faded for hit in answer.hits] == [False, False, True, True]
    assert answer.total == 4
    assert keys(finder.nearest(Query(near=CENTRE, limit=3)).hits) == ["near", "far", "old"]


def test_what_faded_waits_until_all_others_of_the_region_are_told(store, finder):
    save(store, faded("old", east(10)), *(an_offer(f"ours-{n}", east(5000 + n)) for n in range(3)),
         *(an_offer(f"theirs-{n}", east(100 + n), region="05113") for n in range(3)))  # fmt: skip
    assert keys(finder.nearest(Query(region="05112", near=CENTRE, limit=4)).hits)[-1] == "ours-0"
    assert "old" not in keys(finder.nearest(Query(region="05112", near=CENTRE, limit=5)).hits)
    assert keys(finder.nearest(Query(region="05112", near=CENTRE, limit=7)).hits)[-2:] == ["ours-2", "old"]


def test_what_faded_is_told_though_the_neighbours_have_plenty(store, finder):
    save(store, faded("old", east(10)), *(an_offer(f"theirs-{n}", east(5000 + n), region="05113") for n in range(30)))
    hits = finder.nearest(Query(region="05112", near=CENTRE)).hits
    assert keys(hits) == ["theirs-0", "theirs-1", "theirs-2", "old"]


def test_a_radius_that_holds_only_what_faded_is_not_widened(store, finder):
    save(store, faded("old", east(10)), an_offer("far", east(9000)))
    answer = finder.nearest(Query(region="05112", near=CENTRE, radius_m=500))
    assert keys(answer.hits) == ["old"] and not answer.widened


def test_without_a_place_to_start_from_what_faded_comes_last(store, finder):
    save(store, faded("a"), an_offer("b", facts=BOUND), an_offer("c"), faded("d", None, formats=("phone",)),
         an_offer("e", None, formats=("phone",), facts=BOUND))  # fmt: skip
    answer = finder.nearest(Query(region="05112"))
    assert keys(answer.hits) == ["c", "b", "a"]
    assert keys(answer.remote) == ["e", "d"]
    assert (answer.total, answer.total_remote) == (3, 2)


def test_what_is_nearer_but_not_neutral_sinks_too(store, finder):
    save(store, an_offer("neutral", east(500)), faded("old", east(10), facts=BOUND),
         an_offer("bound", east(90), facts=()))  # fmt: skip
    answer = finder.nearest(Query(region="05112", near=CENTRE, neutral=True))
    assert keys(answer.nearer_not_neutral) == ["bound", "old"]


def test_fading_and_confirming_show_at_the_next_question(store, finder):
    save(store, an_offer("one", east(100)), an_offer("two", east(200)))
    query = Query(region="05112", near=CENTRE)
    assert keys(finder.nearest(query).hits) == ["one", "two"]
    save(store, faded("one", east(100)))
    assert keys(finder.nearest(query).hits) == ["two", "one"]
    save(store, an_offer("one", east(100)))
    assert keys(finder.nearest(query).hits) == ["one", "two"]


def test_sinking_is_exact_for_any_mixture(store, finder):
    chance = random.Random(7)
    offers = [chance.choice([an_offer, faded])(str(n), east(chance.uniform(0, 20_000)),
              region=chance.choice(["05112", "05113"])) for n in range(300)]  # fmt: skip
    save(store, *offers)
    for limit in (1, 10, 100):
        expected = sorted(offers, key=lambda one: (one.faded_on is not None, distance_m(CENTRE, one.place.point)))
        found = finder.nearest(Query(near=CENTRE, limit=limit)).hits
        assert [hit.offer.key for hit in found] == [one.key for one in expected[:limit]]
