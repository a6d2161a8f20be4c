"""A set of row numbers, kept as a list of rows, as bits, or as both."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

WORD = np.dtype("<u8")


def packed(mask: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """The mask as one bit per row, 64 to a word, row 0 in the lowest bit of the first word."""
    octets = np.zeros((len(mask) + 63) // 64 * 8, dtype=np.uint8)
    bits = np.packbits(mask, bitorder="little")
    octets[: len(bits)] = bits
    return octets.view(WORD)


def pack(rows: NDArray[np.integer], total: int) -> NDArray[np.uint64]:
    """The rows as packed bits (see `packed`)."""
    mask = np.zeros(total, dtype=bool)
    mask[rows] = True
    return packed(mask)


def unpack(words: NDArray[np.uint64]) -> NDArray[np.int32]:
    """The rows whose bits are set, in ascending order."""
    octets = words.view(np.uint8)
    filled = np.flatnonzero(octets != 0)
    # Looking for ones is several times faster among booleans than among small integers.
    ones = np.flatnonzero(np.unpackbits(octets[filled], bitorder="little").view(np.bool_))
    return np.asarray(filled[ones >> 3] * 8 + (ones & 7), dtype=np.int32)


def bits_at(words: NDArray[np.uint64], rows: NDArray[np.integer]) -> NDArray[np.bool_]:
    """For each of the rows whether its bit is set."""
    octets = words.view(np.uint8)
    return np.asarray((octets.take(rows >> 3) >> (rows & 7).astype(np.uint8)) & 1 != 0)


def members(rows: NDArray[np.integer], of: NDArray[np.integer]) -> NDArray[np.bool_]:
    """For each of the rows whether it occurs in the sorted list `of`."""
    if not len(of):
        return np.zeros(len(rows), dtype=bool)
    return np.asarray(of.take(np.searchsorted(of, rows), mode="clip") == rows)


class RowSet:
    """Some of the rows 0 … total - 1: how many, which, and whether a given row is among them.

    It never changes. Two sets are the same only if they are the same object, which makes a set a good key for a cache.
    """

    def __init__(
        self, total: int, *, rows: NDArray[np.integer] | None = None, words: NDArray[np.uint64] | None = None
    ) -> None:
        """Takes sorted rows without repeats, or packed words (see `packed`)."""
        self.total = total
        self._words = words
        if rows is not None:
            self.rows = rows.astype(np.int32, copy=False)
            self.size = len(rows)
        elif words is not None:
            self.size = int(np.bitwise_count(words).sum())
        else:
            raise ValueError("A set of rows needs its rows or its words.")

    @classmethod
    def everything(cls, total: int) -> "RowSet":
        """All rows."""
        return cls.where(np.ones(total, dtype=bool))

    @classmethod
    def where(cls, mask: NDArray[np.bool_]) -> "RowSet":
        """The rows at which the mask is true, one entry of it for each row."""
        return cls(len(mask), words=packed(mask))

    def __len__(self) -> int:
        return self.size

    def __and__(self, other: "RowSet") -> "RowSet":
        """The rows that are in both sets."""
        if self.total != other.total:
            raise ValueError(f"A set of {self.total} rows and one of {other.total} have nothing in common.")
        short, long = sorted((self, other), key=len)
        if short.is_list or long.is_list:
            return RowSet(self.total, rows=short.rows[long.holds(short.rows)])
        return RowSet(self.total, words=short.words & long.words)

    def __repr__(self) -> str:
        return f"RowSet({self.size} of {self.total})"

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """The rows in ascending order."""
        return unpack(self.words)

    @property
    def words(self) -> NDArray[np.uint64]:
        """The rows as packed bits."""
        if self._words is None:
            self._words = pack(self.rows, self.total)
        return self._words

    @property
    def is_list(self) -> bool:
        """Whether only the list of rows is at hand, so that asking for bits would cost something."""
        return self._words is None

    def holds(self, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
        """For each of the given rows whether it is in the set."""
        return members(rows, self.rows) if self._words is None else bits_at(self._words, rows)

    @property
    def bytes_at_most(self) -> int:
        """The memory this set takes once both its list and its bits are in use."""
        return self.size * 4 + self.total // 8
