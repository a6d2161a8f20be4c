"""What the facts about neutrality add up to, case by case."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.neutrality import CARRIERS, FACT_CODES, Fact, FactError, Policy, assess

TODAY = date(2026, 3, 15)
YES_OR_NO = ("own_courses", "paid_per_result", "own_staff", "own_premises", "mandate", "open_outcome", "statement")

INDEPENDENT = {"carrier_type": "public", "own_courses": "no", "paid_per_result": "no"}
RULED = {"own_courses": "yes", "mandate": "yes", "own_staff": "yes"}

TABLE = [
    ({}, "unchecked"),
    ({"carrier_type": "public"}, "unchecked"),
    ({"carrier_type": "public", "own_courses": "no"}, "unchecked"),
    (INDEPENDENT, "A"),
    ({**INDEPENDENT, "carrier_type": "nonprofit"}, "A"),
    ({**INDEPENDENT, "carrier_type": "chamber"}, "A"),
    ({**INDEPENDENT, "own_courses": "unknown"}, "unchecked"),
    ({**INDEPENDENT, "carrier_type": "commercial"}, "C"),
    ({**INDEPENDENT, "carrier_type": "course_provider"}, "C"),
    ({**INDEPENDENT, "paid_per_result": "yes"}, "C"),
    ({**INDEPENDENT, "open_outcome": "no"}, "C"),
    ({**INDEPENDENT, "open_outcome": "yes"}, "A"),
    ({**INDEPENDENT, "statement": "no"}, "A"),
    ({"own_courses": "yes"}, "C"),
    ({"own_courses": "yes", "mandate": "yes"}, "C"),
    ({"own_courses": "yes", "own_staff": "yes"}, "C"),
    (RULED, "B"),
    ({"own_courses": "yes", "mandate": "yes", "own_premises": "yes"}, "B"),
    ({"own_courses": "yes", "mandate": "yes", "label": "BeQu-Konzept"}, "B"),
    ({"carrier_type": "course_provider", "mandate": "yes", "own_staff": "yes"}, "B"),
    ({**RULED, "paid_per_result": "yes"}, "C"),
    ({**RULED, "open_outcome": "no"}, "C"),
    ({**RULED, "own_staff": "no"}, "C"),
    ({"statement": "yes"}, "B"),
    ({"statement": "no"}, "unchecked"),
    ({"statement": "yes", "own_courses": "yes"}, "B"),
    ({"statement": "yes", "own_courses": "no"}, "B"),
    ({"statement": "yes", "paid_per_result": "yes"}, "C"),
    ({"statement": "yes", **INDEPENDENT}, "A"),
    ({"mandate": "yes", "own_staff": "yes", "open_outcome": "yes"}, "unchecked"),
]


def facts(values, **more):
    return [Fact(code, value, source="Satzung", **more) for code, value in values.items()]


@pytest.mark.parametrize(("values", "grade"), TABLE, ids=str)
def test_the_grade_follows_from_the_facts(values, grade):
    assert assess(facts(values), TODAY).grade == grade


def test_a_grade_is_verified_only_if_every_fact_that_carries_it_was_checked():
    checked = facts(INDEPENDENT, checked_by="Bildungsbüro", checked_on=date(2026, 1, 2))
    assert assess(checked, TODAY).evidence == "verified"
    half = [*checked[:2], Fact("paid_per_result", "no", source="Träger")]
    assert assess(half, TODAY).evidence == "reported"


def test_a_fact_that_does_not_carry_the_grade_does_not_weaken_the_evidence():
    checked = facts(INDEPENDENT, checked_by="Bildungsbüro", checked_on=date(2026, 1, 2))
    assert assess([*checked, Fact("own_staff", "yes", source="Träger")], TODAY).evidence == "verified"


def test_unchecked_has_no_evidence_and_is_neutral_for_no_region():
    nothing = assess([], TODAY)
    assert (nothing.grade, nothing.evidence) == ("unchecked", "none")
    assert not Policy(frozenset({"A", "B", "C"}), frozenset({"verified", "reported"})).accepts(nothing)


@pytest.mark.parametrize(("day", "grade"), [(date(2026, 6, 30), "A"), (date(2026, 7, 1), "unchecked")])
def test_a_fact_counts_up_to_the_day_it_lapses(day, grade):
    lapsing = facts(INDEPENDENT, expires_on=date(2026, 6, 30))
    assert assess(lapsing, day).grade == grade


def test_the_day_of_the_next_change_is_told():
    lapsing = [*facts(INDEPENDENT), Fact("label", "Siegel", expires_on=date(2026, 6, 30))]
    assert assess(lapsing, TODAY).changes_on == date(2026, 7, 1)
    assert assess(facts(INDEPENDENT), TODAY).changes_on is None


def test_what_speaks_against_neutrality_does_not_lapse():
    old = [Fact("paid_per_result", "yes", expires_on=date(2020, 1, 1)), Fact("statement", "yes", source="Zeitung")]
    assert assess(old, TODAY).grade == "C"


def test_a_lapsed_fact_is_named_so_that_somebody_renews_it():
    lapsed = assess(facts(INDEPENDENT, expires_on=date(2026, 1, 31)), TODAY)
    assert {fact.code for fact in lapsed.lapsed} == {"carrier_type", "own_courses", "paid_per_result"}


def test_what_was_checked_outweighs_what_was_said():
    said = Fact("own_courses", "yes", source="Zeitung")
    seen = Fact("own_courses", "no", source="Satzung", checked_by="Bildungsbüro", checked_on=date(2026, 2, 1))
    others = facts({"carrier_type": "public", "paid_per_result": "no"})
    assert assess([said, seen, *others], TODAY).grade == "A"
    assert assess([seen, said, *others], TODAY).grade == "A"


def test_of_two_sources_nobody_checked_the_one_against_neutrality_counts():
    for_it, against = Fact("own_courses", "no", source="Träger"), Fact("own_courses", "yes", source="Zeitung")
    others = facts({"carrier_type": "public", "paid_per_result": "no"})
    assert assess([for_it, against, *others], TODAY).grade == "C"
    assert assess([against, for_it, *others], TODAY).grade == "C"


def test_a_check_dated_in_the_future_does_not_count_yet():
    early = facts(INDEPENDENT, checked_by="Bildungsbüro", checked_on=date(2026, 4, 1))
    assert assess(early, TODAY).grade == "unchecked"
    assert assess(early, TODAY).changes_on == date(2026, 4, 1)


@pytest.mark.parametrize(("code", "value"), [("own_courses", "maybe"), ("carrier_type", "yes"), ("mood", "yes")])
def test_a_fact_with_another_value_is_refused(code, value):
    with pytest.raises(FactError, match=value if code != "mood" else "mood"):
        Fact(code, value)


def test_a_region_cannot_count_unchecked_as_neutral():
    with pytest.raises(FactError, match="unchecked"):
        Policy(frozenset({"A", "unchecked"}), frozenset({"verified"}))


def a_fact(code):
    values = {"carrier_type": CARRIERS, "label": ("BeQu-Konzept",)}.get(code, ("yes", "no"))
    dates = st.none() | st.dates(date(2024, 1, 1), date(2027, 12, 31))
    return st.builds(Fact, st.just(code), st.sampled_from((*values, "unknown") if code != "label" else values),
                     checked_by=st.sampled_from(("", "Bildungsbüro")), checked_on=dates, expires_on=dates)  # fmt: skip


@given(st.lists(st.sampled_from(FACT_CODES).flatmap(a_fact), max_size=12),
       st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.dates(date(2025, 1, 1), date(2026, 12, 31)))  # fmt: skip
def test_the_grade_stands_until_the_day_that_is_told(found, day, later):
    now = assess(found, day)
    if day <= later and (now.changes_on is None or later < now.changes_on):
        then = assess(found, later)
        assert (then.grade, then.evidence) == (now.grade, now.evidence)


@given(st.lists(st.sampled_from(FACT_CODES).flatmap(a_fact), max_size=8))
def test_time_alone_never_makes_a_bound_offer_neutral(found):
    checked_before = [fact for fact in found if fact.checked_on is None or fact.checked_on <= TODAY]
    if assess(checked_before, TODAY).grade == "C":
        assert assess(checked_before, date(2030, 1, 1)).grade in ("C", "unchecked")
