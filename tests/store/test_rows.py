from datetime import date, timedelta
from random import Random

import numpy as np

from geo.point import Point
from model.neutrality import Fact
from model.offer import COSTS, WHEELCHAIR, Accessibility, Cost, Language
from model.place import Place, Stop
from tests.store.examples import CITY_HALL, INDEPENDENT, NOW, a_full_offer, an_offer

TODAY = NOW.date()


def told(rows) -> dict[int, dict[str, object]]:
    """The rows as plain values by id, to compare with offers."""
    terms: dict[int, list[tuple[str, str]]] = {row: [] for row in range(len(rows))}
    for row, code in zip(rows.terms.rows.tolist(), rows.terms.codes.tolist(), strict=True):
        terms[row].append(rows.terms.names[code])
    return {
        int(rows.ids[row]): {
            "point": None if np.isnan(rows.lat[row]) else Point(float(rows.lat[row]), float(rows.lon[row])),
            "stops": bool(rows.has_stops[row]),
            "terms": sorted(terms[row]),
            **{name: category.values[category.codes[row]] for name, category in rows.categories.items()},
        }
        for row in range(len(rows))
    }


def expected(offer) -> dict[str, object]:
    facets = ("topics", "phases", "audiences", "formats")
    return {
        "point": offer.place and offer.place.point,
        "stops": bool(offer.stops),
        "terms": sorted([(facet, slug) for facet in facets for slug in getattr(offer, facet)]
                        + [("languages", code) for code in offer.languages_spoken]),
        "region": offer.region,
        "kind": offer.kind,
        "cost": offer.cost.kind,
        "wheelchair": offer.accessibility.wheelchair,
        "appointment": offer.appointment,
        "hours": offer.hours,
        "grade": "A" if offer.facts else "unchecked",
        "evidence": "verified" if offer.facts else "none",
    }  # fmt: skip


def some_offers(count: int):
    dice = Random(7)
    for number in range(count):
        yield an_offer(
            f"list:{number}",
            region=dice.choice(["05112", "05113"]),
            kind=dice.choice(["counselling", "learning"]),
            topics=tuple(dice.sample(["a", "b", "c", "d"], dice.randrange(4))),
            audiences=tuple(dice.sample(["a", "x"], dice.randrange(2))),
            languages=tuple(map(Language, dice.sample(["de", "en", "tr"], dice.randrange(3)))),
            formats=("phone",) if dice.random() < 0.5 else (),
            funding=("praemie",),
            cost=Cost(dice.choice(COSTS)),
            accessibility=Accessibility(dice.choice(WHEELCHAIR)),
            hours=dice.choice(["", "Mo-Fr 09:00-17:00", "Di 10-12"]),
            place=dice.choice([None, Place(city="Duisburg"), Place(point=Point(51 + dice.random(), 7))]),
            stops=(Stop(NOW, NOW, CITY_HALL),) if dice.random() < 0.2 else (),
            facts=INDEPENDENT if dice.random() < 0.3 else (),
        )


def test_no_offers_make_no_rows(store):
    rows = store.search_rows(TODAY)
    assert len(rows) == 0 and rows.lat.dtype == np.float64 and len(rows.terms.rows) == 0


def test_rows_tell_what_the_offers_say(store):
    offers = [a_full_offer(), *some_offers(120)]
    with store.write("me", "many") as writer:
        for offer in offers:
            writer.save_offer(offer)
    rows = store.search_rows(TODAY)
    assert told(rows) == {store.row_id(offer.key): expected(offer) for offer in offers}
    assert rows.ids.tolist() == sorted(rows.ids.tolist())
    assert (rows.ids.dtype, rows.lat.dtype, rows.terms.rows.dtype) == (np.int64, np.float64, np.int32)


def test_rows_of_some_offers_are_those_among_all(store):
    with store.write("me", "many") as writer:
        for offer in some_offers(40):
            writer.save_offer(offer)
        writer.archive_offer("list:3")
    everything = told(store.search_rows(TODAY))
    wanted = [store.row_id(f"list:{number}") for number in (9, 3, 2)]
    some = store.search_rows(TODAY, wanted)
    assert told(some) == {number: everything[number] for number in (wanted[2], wanted[0])}
    assert len(store.search_rows(TODAY, [])) == 0


def test_archived_offers_have_no_row_until_they_are_restored(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
        writer.archive_offer("list:1")
    assert len(store.search_rows(TODAY)) == 0
    with store.write("me", "back") as writer:
        writer.restore_offer("list:1")
    assert len(store.search_rows(TODAY)) == 1


def test_a_changed_offer_has_a_changed_row(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(topics=("a", "b"), place=CITY_HALL))
    with store.write("me", "changed") as writer:
        writer.save_offer(an_offer(topics=("c",), hours="Mo 9-10"))
    (row,) = told(store.search_rows(TODAY)).values()
    assert row["terms"] == [("topics", "c")] and row["point"] is None and row["hours"] == "Mo 9-10"


def test_a_grade_lapses_on_the_day_after_its_facts_without_anybody_saving(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(facts=INDEPENDENT))
        writer.save_offer(an_offer("list:2"))
    last_day = INDEPENDENT[0].expires_on

    def grades(day: date, ids=None) -> list[object]:
        return [(row["grade"], row["evidence"]) for row in told(store.search_rows(day, ids)).values()]

    assert grades(last_day) == [("A", "verified"), ("unchecked", "none")]
    assert grades(last_day + timedelta(days=1)) == [("unchecked", "none")] * 2
    assert grades(last_day + timedelta(days=1), [store.row_id("list:1")]) == [("unchecked", "none")]


def test_a_grade_lapses_even_if_no_offer_had_the_new_grade_before(store):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(facts=INDEPENDENT))
    (row,) = told(store.search_rows(date(2030, 1, 1))).values()
    assert (row["grade"], row["evidence"]) == ("unchecked", "none")


def test_a_day_before_the_offer_was_saved_is_assessed_as_that_day(store):
    later = Fact("carrier_type", "commercial", checked_by="Bildungsbüro", checked_on=TODAY)
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(facts=(later,)))
    assert [row["grade"] for row in told(store.search_rows(TODAY)).values()] == ["C"]
    assert [row["grade"] for row in told(store.search_rows(TODAY - timedelta(days=1))).values()] == ["unchecked"]


def test_a_fact_that_begins_to_count_later_counts_from_then_on(store):
    later = Fact("carrier_type", "commercial", checked_by="Bildungsbüro", checked_on=TODAY + timedelta(days=3))
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(facts=(later,)))
    grades = [
        [row["grade"] for row in told(store.search_rows(TODAY + timedelta(days=days))).values()] for days in (0, 2, 3)
    ]
    assert grades == [["unchecked"], ["unchecked"], ["C"]]
