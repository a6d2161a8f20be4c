"""Filters over columns, held against looking at every row's own values."""

import itertools

import numpy as np
import pytest

from search.columns import Columns, Term, postings

COUNT = 3_000
TOPICS = {f"topic{number}": share for number, share in enumerate((0.5, 0.2, 0.04, 0.02, 0.004, 0.0007))}
GRADES = ("A", "B", "C", "unchecked")


class Register:
    """Rows with several topics, one neutrality grade and one of many languages each."""

    def __init__(self) -> None:
        random = np.random.default_rng(4)
        carries = {topic: random.random(COUNT) < share for topic, share in TOPICS.items()}
        self.topics = [[topic for topic in TOPICS if carries[topic][row]] for row in range(COUNT)]
        self.grades = random.choice(GRADES, COUNT, p=(0.05, 0.15, 0.2, 0.6)).tolist()
        self.languages = [f"language{number}" for number in random.zipf(1.4, COUNT).clip(max=200)]
        self.columns = Columns(
            COUNT,
            {
                "topic": postings(self.topics),
                "neutrality": postings([grade] for grade in self.grades),
                "language": postings([language] for language in self.languages),
            },
        )

    def terms(self, row: int) -> set[Term]:
        return {
            *(("topic", topic) for topic in self.topics[row]),
            ("neutrality", self.grades[row]),
            ("language", self.languages[row]),
        }

    def plainly(self, require: list[list[Term]]) -> list[int]:
        return [row for row in range(COUNT) if all(self.terms(row) & set(group) for group in require)]


@pytest.fixture(scope="module")
def register() -> Register:
    return Register()


def _random_filter(random: np.random.Generator) -> list[list[Term]]:
    topics = [("topic", topic) for topic in TOPICS]
    grades = [("neutrality", grade) for grade in GRADES]
    languages = [("language", f"language{number}") for number in range(1, 40)]
    groups = [
        [pool[place] for place in random.choice(len(pool), random.integers(1, 4), replace=False)]
        for pool in (topics, grades, languages)
    ]
    return [group for group in groups if random.random() < 0.7]


def test_three_hundred_filters_select_what_a_look_at_every_row_selects(register: Register) -> None:
    random = np.random.default_rng(6)
    rare, common = 0, 0
    for _ in range(300):
        require = _random_filter(random)
        selection, expected = register.columns.select(require), register.plainly(require)
        assert selection.rows.tolist() == expected, require
        assert selection.size == len(expected)
        rare, common = rare + selection.is_list, common + (not selection.is_list)
    assert rare > 50
    assert common > 50


@pytest.mark.parametrize("facet", ["topic", "neutrality", "language"])
def test_the_counts_of_a_facet_are_those_of_counting_row_by_row(register: Register, facet: str) -> None:
    random = np.random.default_rng(8)
    for require in ([], *(_random_filter(random) for _ in range(20))):
        selection = register.columns.select(require)
        terms = list(itertools.chain.from_iterable(register.terms(row) for row in register.plainly(require)))
        counts = register.columns.counts(selection, facet)
        assert counts == {value: terms.count((facet, value)) for value in counts}
        assert sum(counts.values()) == sum(term[0] == facet for term in terms)


def test_no_requirement_selects_everything(register: Register) -> None:
    assert register.columns.select([]).rows.tolist() == list(range(COUNT))


@pytest.mark.parametrize(
    "require",
    [
        [[("topic", "alchemy")]],
        [[("colour", "red")]],
        [[]],
        [[("neutrality", "A")], [("colour", "red"), ("topic", "alchemy")]],
        [[("neutrality", "A")], []],
    ],
)
def test_what_no_row_carries_selects_nothing(register: Register, require: list[list[Term]]) -> None:
    selection = register.columns.select(require)
    assert selection.size == 0
    assert selection.rows.tolist() == []


def test_a_value_nobody_carries_does_not_narrow_its_group(register: Register) -> None:
    with_it = register.columns.select([[("neutrality", "C"), ("neutrality", "D"), ("colour", "red")]])
    assert with_it.rows.tolist() == register.plainly([[("neutrality", "C")]])


def test_the_same_filter_is_remembered_in_whatever_order_it_is_asked(register: Register) -> None:
    first = register.columns.select([[("neutrality", "A"), ("neutrality", "B")], [("topic", "topic1")]])
    again = register.columns.select([[("topic", "topic1")], [("neutrality", "B"), ("neutrality", "A")]])
    assert again is first


def test_the_oldest_filters_are_forgotten_when_memory_is_short(register: Register) -> None:
    rows = {"topic": postings(register.topics)}
    columns = Columns(COUNT, rows, remembered_bytes=4_000)
    first = columns.select([[("topic", "topic4")]])
    assert columns.select([[("topic", "topic4")]]) is first
    wide = columns.select([[("topic", "topic0")]])
    assert columns.select([[("topic", "topic0")]]) is wide
    assert columns.select([[("topic", "topic4")]]) is not first


def test_a_term_knows_how_many_rows_carry_it(register: Register) -> None:
    assert register.columns.size(("neutrality", "A")) == register.grades.count("A")
    assert register.columns.size(("neutrality", "D")) == 0
    assert register.columns.size(("colour", "red")) == 0


def test_no_rows_at_all_are_no_problem() -> None:
    columns = Columns(0, {"topic": {"school": []}})
    assert columns.select([[("topic", "school")]]).size == 0
    assert columns.select([]).size == 0
    assert columns.counts(columns.select([]), "topic") == {"school": 0}


@pytest.mark.parametrize("total", [1, 63, 64, 65, 128, 1000])
def test_any_number_of_rows_fits_into_words(total: int) -> None:
    columns = Columns(total, {"place": {"last": [total - 1], "all": range(total)}})
    assert columns.select([[("place", "last")]]).rows.tolist() == [total - 1]
    assert columns.select([[("place", "all")], [("place", "last")]]).rows.tolist() == [total - 1]
    assert columns.select([[("place", "all"), ("place", "last")]]).size == total


def test_rows_may_come_unsorted_and_twice_but_not_from_beyond_the_end() -> None:
    columns = Columns(10, {"topic": {"school": [7, 2, 7]}})
    assert columns.select([[("topic", "school")]]).rows.tolist() == [2, 7]
    assert columns.size(("topic", "school")) == 2
    with pytest.raises(ValueError, match="'school' has rows 3 to 10, but there are 10 rows"):
        Columns(10, {"topic": {"school": [3, 10]}})
