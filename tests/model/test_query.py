"""Which questions can be asked, and what is said about those that cannot."""

import pytest

from model.query import MAX_TEXT, Query, QueryError, check_query
from model.vocabulary import Term, Vocabulary

WORDS = Vocabulary({"topics": {"sprache": Term("sprache", "Deutsch lernen", "Learning German")}})


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        (Query(limit=0), "limit", "from 1 to 100"),
        (Query(limit=-5), "limit", "-5"),
        (Query(limit=101), "limit", "101"),
        (Query(radius_m=0), "radius_m", "more than 0"),
        (Query(radius_m=-1), "radius_m", "more than 0"),
        (Query(radius_m=float("nan")), "radius_m", "more than 0"),
        (Query(kind="course"), "kind", "counselling, learning"),
        (Query(costs=("cheap",)), "costs", "cheap"),
        (Query(topics=("sprachen",)), "topics", "Known are: sprache"),
        (Query(text="x" * (MAX_TEXT + 1)), "text", "200 characters"),
    ],
)
def test_what_cannot_be_asked_is_named_with_its_field(query, field, words):
    with pytest.raises(QueryError, match=words) as refused:
        check_query(query, WORDS)
    assert refused.value.field == field


def test_a_good_question_comes_back_as_it_was():
    query = Query(topics=("sprache",), radius_m=500, limit=100)
    assert check_query(query, WORDS) is query


def test_a_facet_can_be_taken_out_of_a_question():
    query = Query(topics=("sprache",), text="vhs")
    assert query.without("topics") == Query(text="vhs")
