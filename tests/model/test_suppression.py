"""What is withheld: proven by asking, for each small cell, what an attacker can still make of it."""

import random

import pytest

from model.referral import K
from model.suppression import Sum, equations, extreme, withheld


def span(cells, sums, hidden, cell):
    """From where to where a withheld cell may lie, for somebody who knows all the rest."""
    place = {one: number for number, one in enumerate(cells)}
    matrix, right = equations(place, sums)
    found = [dict(extreme(matrix, right, place, cells, hidden, cell, largest=most))[cell] for most in (False, True)]
    return tuple(round(one) for one in found)


def is_safe(cells, sums, hidden):
    return all(span(cells, sums, hidden, cell)[1] >= K for cell, count in cells.items() if 0 < count < K)


def one_way(**cells):
    return cells, [Sum(tuple(cells), sum(cells.values()))]


def test_a_table_without_small_cells_is_told_as_it_is():
    assert withheld(*one_way(a=5, b=40, c=0)) == frozenset()


def test_one_small_cell_takes_the_smallest_other_with_it():
    assert withheld(*one_way(a=3, b=40, c=9)) == {"a", "c"}


def test_two_small_cells_that_are_too_few_together_take_a_third_one_with_them():
    assert withheld(*one_way(a=1, b=2, c=30)) == {"a", "b", "c"}
    assert withheld(*one_way(a=3, b=4, c=30)) == {"a", "b"}


def test_where_nothing_is_left_to_hide_behind_nothing_is_told():
    assert withheld(*one_way(a=1, b=4)) is None
    assert withheld(*one_way(a=2)) is None


def test_zeros_are_told_and_hide_nothing():
    assert withheld(*one_way(a=0, b=4, c=0, d=6)) == {"b", "d"}


def two_way(numbers):
    """A table with its margins, whose total is known."""
    rows, columns = range(len(numbers)), range(len(numbers[0]))
    cells = {(row, column): numbers[row][column] for row in rows for column in columns}
    cells |= {("row", row): sum(numbers[row]) for row in rows}
    cells |= {("column", column): sum(line[column] for line in numbers) for column in columns}
    sums = [Sum(tuple((row, column) for column in columns), ("row", row)) for row in rows]
    sums += [Sum(tuple((row, column) for row in rows), ("column", column)) for column in columns]
    total = sum(map(sum, numbers))
    sums += [Sum(tuple(("row", row) for row in rows), total), Sum(tuple(("column", one) for one in columns), total)]
    return cells, sums


def test_in_a_table_of_two_ways_a_small_cell_needs_a_rectangle():
    cells, sums = two_way([[3, 20, 30], [20, 8, 30], [30, 30, 30]])
    hidden = withheld(cells, sums)
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_two_in_every_line_are_not_enough():
    """Every row and column may have two withheld cells, and yet a small one is known."""
    cells, sums = two_way([[2, 5, 20, 20], [5, 40, 20, 20], [20, 20, 1, 6], [20, 20, 7, 20]])
    hidden = withheld(cells, sums)
    assert hidden is not None and is_safe(cells, sums, hidden)


@pytest.mark.parametrize("seed", range(40))
def test_nobody_can_tell_that_a_small_cell_is_small(seed):
    chance = random.Random(seed)
    most = chance.choice([3, 6, 12, 40])
    rows, columns = chance.randint(1, 6), chance.randint(1, 6)
    numbers = [[chance.choice([0, chance.randint(0, most)]) for _ in range(columns)] for _ in range(rows)]
    cells, sums = two_way(numbers)
    hidden = withheld(cells, sums)
    if hidden is not None:
        assert is_safe(cells, sums, hidden)
        assert all(cell in hidden for cell, count in cells.items() if 0 < count < K)
    else:
        everything = {cell for cell, count in cells.items() if count}
        assert not is_safe(cells, sums, everything), "something could have been told"


def test_with_the_small_cells_alone_withheld_the_attack_succeeds():
    """The control: the same question finds a small cell where nothing else was withheld."""
    cells, sums = two_way([[3, 20, 30], [20, 8, 30], [30, 30, 30]])
    assert span(cells, sums, {(0, 0)}, (0, 0)) == (3, 3)
