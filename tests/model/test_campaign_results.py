from collections import Counter
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from model.campaign import Answers, OwnAnswer, Plan, Question
from model.campaign_results import K, Tally, by_day, counted, nameless, rate_of, rates_by

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
PLAN = Plan(questions=(
    Question("q1", "?", "one", ("a", "b")), Question("q2", "?", "long"), Question("q3", "?", "number"),
))  # fmt: skip


def some(count, state="open", kind="", trouble=False, district=""):
    return Tally(kind, district, state, trouble, count)


def answered(kind="", district="", **own):
    return kind, district, Answers(own=tuple(OwnAnswer(code, (value,)) for code, value in own.items()), by="Ada Öz")


def test_the_return_rate_counts_everybody_who_was_asked():
    rate = rate_of("alle", [some(1, "answered"), some(1, "declined"), some(1, trouble=True), some(1)])
    assert (rate.asked, rate.answered, rate.declined, rate.trouble, rate.percent_words) == (4, 1, 1, 1, "25 %")
    assert rate_of("drei", [some(1, "answered"), some(2)]).percent_words == "33,3 %"
    assert rate_of("niemand", []).percent_words == "0 %"
    assert rate_of("doch", [some(2, "answered", trouble=True)]).trouble == 0


def test_rates_come_by_name_with_the_unknown_last():
    tallies = [some(1, kind="VHS"), some(1, kind="kammer"), some(1, "answered"), some(1, "answered", "VHS")]
    rates = rates_by(tallies, lambda one: one.kind, "?")
    assert [(one.label, one.answered, one.asked) for one in rates] == [("kammer", 0, 1), ("VHS", 1, 2), ("?", 1, 1)]


def test_days_are_those_of_the_region():
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    days = by_day([late, NOW, late], "Europe/Berlin")
    assert [(one.day, one.answered, one.together) for one in days] == [
        (date(2026, 3, 3), 1, 1), (date(2026, 3, 4), 2, 3),
    ]  # fmt: skip


def test_answers_are_counted_with_those_nobody_gave():
    given_so = [answered(q1="b", q3="10")[2], answered(q1="b", q3="9,5")[2]]
    assert counted(PLAN.questions[0], given_so) == [("a", 0), ("b", 2)]
    assert counted(PLAN.questions[2], given_so) == [("9,5", 1), ("10", 1)]
    assert counted(PLAN.questions[1], given_so) == []


def test_free_texts_and_names_never_leave_with_the_answers():
    rows = nameless(PLAN, [answered("VHS", "Mitte", q1="a", q2="Ruft Frau Öz an")] * 5)
    assert {row.values for row in rows} == {(("a",), ())}
    assert "Öz" not in repr(rows)


def test_a_small_cell_takes_the_next_smallest_along_so_that_nobody_can_subtract():
    sent = [answered("VHS", "Mitte")] * 9 + [answered("VHS", "Nord")] * 6 + [answered("VHS", "Süd")] * 2
    assert Counter((row.kind, row.district) for row in nameless(PLAN, sent)) == {("VHS", "Mitte"): 9, ("VHS", ""): 8}


def test_a_small_type_gives_up_its_name_together_with_another():
    sent = [answered("VHS", "Mitte")] * 9 + [answered("Kammer", "Mitte")] * 2 + [answered("Verein", "")] * 6
    told = Counter((row.kind, row.district) for row in nameless(PLAN, sent))
    assert told == {("VHS", "Mitte"): 9, ("", ""): 8}


def test_fewer_than_five_answers_are_not_handed_out_at_all():
    assert nameless(PLAN, [answered("VHS", "Mitte")] * (K - 1)) == []


@given(st.lists(st.tuples(st.sampled_from(["", "A", "B", "C"]), st.sampled_from(["", "N", "S", "W"])), max_size=60))
def test_every_group_that_is_told_has_five_members_and_no_answer_is_lost(groups):
    rows = nameless(PLAN, [answered(kind, district, q1="a") for kind, district in groups])
    told = Counter((row.kind, row.district) for row in rows)
    assert len(rows) == (len(groups) if len(groups) >= K else 0)
    assert all(count >= K for count in told.values())
    for kind in {kind for kind, _ in told if kind}:
        # what can be seen of a type is either all of it, or a part whose rest is hidden among five others
        shown = sum(count for (one, _), count in told.items() if one == kind)
        assert shown == sum(one == kind for one, _ in groups) or told[("", "")] >= K
