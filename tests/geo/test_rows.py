"""Sets of rows, as lists and as bits."""

import numpy as np
import pytest

from geo.rows import RowSet, members, pack, unpack


@pytest.mark.parametrize("share", [0.0, 0.001, 0.2, 1.0])
@pytest.mark.parametrize("total", [0, 1, 64, 1_000, 100_001])
def test_bits_and_lists_tell_the_same_rows(total: int, share: float) -> None:
    mask = np.random.default_rng(total).random(total) < share
    rows = np.flatnonzero(mask)
    assert unpack(pack(rows, total)).tolist() == rows.tolist()
    for chosen in (RowSet(total, rows=rows), RowSet.where(mask), RowSet(total, words=pack(rows, total))):
        assert len(chosen) == len(rows)
        assert chosen.rows.tolist() == rows.tolist()
        assert chosen.holds(np.arange(total)).tolist() == mask.tolist()
        assert unpack(chosen.words).tolist() == rows.tolist()


def test_everything_holds_every_row() -> None:
    assert RowSet.everything(70).rows.tolist() == list(range(70))


def test_the_common_rows_of_two_sets_are_the_same_however_they_are_kept() -> None:
    twos, threes = np.arange(0, 200, 2), np.arange(0, 200, 3)
    for first in (RowSet(200, rows=twos), RowSet(200, words=pack(twos, 200))):
        for second in (RowSet(200, rows=threes), RowSet(200, words=pack(threes, 200))):
            assert (first & second).rows.tolist() == list(range(0, 200, 6))


def test_sets_of_different_lengths_cannot_be_combined() -> None:
    with pytest.raises(ValueError, match="nothing in common"):
        RowSet.everything(3) & RowSet.everything(4)


def test_a_set_needs_rows() -> None:
    with pytest.raises(ValueError, match="its rows or its words"):
        RowSet(5)


def test_members_of_an_empty_list_are_none() -> None:
    assert members(np.array([1, 2]), np.empty(0, dtype=int)).tolist() == [False, False]
