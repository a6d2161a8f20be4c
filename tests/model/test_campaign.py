from datetime import date

import pytest

from model.campaign import CampaignError, Plan, Question, check_greeting, check_plan, fill_greeting, read_own

ONE = Question("q1", "Wie oft?", "one", ("nie", "oft"))
GOOD = {"invitation": "Guten Tag {name},", "reminder": "Bis {bis}.", "fields": ("phone",)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Guten Tag {name}, bitte bis {bis}.", ""),
        ("Guten Tag {nahme}", "Den Platzhalter {nahme} gibt es nicht."),
        ("Guten Tag {name", "Eine geschweifte Klammer steht allein."),
        ("Guten Tag name}", "Eine geschweifte Klammer steht allein."),
    ],
)
def test_placeholders_are_checked(text, said):
    assert check_greeting(text).startswith(said)
    assert bool(check_greeting(text)) == bool(said)


def test_a_greeting_without_a_name_has_no_gap_and_reads_what_is_filled_in_only_once():
    assert fill_greeting("Guten Tag {name}, hier {region}", {"name": "", "region": "{bis}"}) == "Guten Tag, hier {bis}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"ends": date(2026, 2, 1)}, "ends"),
        ({"starts": None}, "starts"),
        ({"plan": Plan(**GOOD | {"reminder": ""})}, "reminder"),
        ({"plan": Plan(**GOOD | {"invitation": "{oje}"})}, "invitation"),
        ({"plan": Plan(**GOOD | {"fields": ()})}, "fields"),
        ({"plan": Plan(**GOOD | {"fields": ("passwort",)})}, "fields"),
        ({"plan": Plan(**GOOD, questions=(Question("q7", "Was?", "one", ("nur eine",)),))}, "q7"),
        ({"plan": Plan(**GOOD, questions=(Question("q7", " "),))}, "q7"),
    ],
)
def test_a_plan_that_cannot_be_sent_says_why(changes, field):
    whole = {"name": "E", "starts": date(2026, 3, 1), "ends": date(2026, 4, 1), "plan": Plan(**GOOD)}
    assert check_plan(**whole) == {}
    assert list(check_plan(**whole | changes)) == [field]


@pytest.mark.parametrize(
    ("question", "sent", "kept"),
    [
        (ONE, ["oft"], ("oft",)),
        (ONE, ["oft", "nie"], ("oft",)),
        (Question("q", "?", "several", ("a", "b")), ["b", "a", "b"], ("b", "a")),
        (Question("q", "?", "yes_no"), ["unknown"], ("unknown",)),
        (Question("q", "?", "number"), ["1.200"], ("1200",)),
        (Question("q", "?", "number"), ["12.5"], ("12,5",)),
        (Question("q", "?", "number"), ["1 200"], ("1200",)),
        (Question("q", "?", "short"), ["  a \n b "], ("a b",)),
        (Question("q", "?", "long"), ["a\nb"], ("a\nb",)),
        (Question("q", "?", "short"), ["  "], ()),
    ],
)
def test_an_answer_is_tidied(question, sent, kept):
    assert read_own(question, sent).values == kept


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        (ONE, ["manchmal"]),
        (Question("q", "?", "yes_no"), ["ja"]),
        (Question("q", "?", "number"), ["viele"]),
        (Question("q", "?", "number"), ["=1+1"]),
    ],
)
def test_what_cannot_be_an_answer_is_refused_at_its_question(question, sent):
    with pytest.raises(CampaignError) as caught:
        read_own(question, sent)
    assert caught.value.field == question.code
