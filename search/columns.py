"""Which offers carry which values, kept so that any filter is answered at once and exactly counted.

A term is a facet with one of its values, such as ("topic", "school"). A common value is a column of bits, one for each
row; a rare one is a list of its rows. A filter asks for one of several terms in each of its groups.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.rows import RowSet, bits_at, members, pack

Term = tuple[str, Hashable]
Filter = Sequence[Sequence[Term]]
Rows = NDArray[np.int32]
Words = NDArray[np.uint64]

COMMON_ABOVE = 1 / 32
"""Above this share of all rows, bits take less memory than a list of 32-bit row numbers."""
REMEMBERED_BYTES = 32 * 2**20


def postings(values_of_rows: Iterable[Iterable[Hashable]]) -> dict[Hashable, Rows]:
    """For each value the rows that carry it, from each row's values."""
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row, values in enumerate(values_of_rows):
        for value in values:
            found[value].append(row)
    return {value: np.array(rows, dtype=np.int32) for value, rows in found.items()}


class _Facet:
    """The rows of all values of one facet: the common values as bits, the rare ones as lists, one after the other."""

    def __init__(self, total: int, rows_of: Mapping[Hashable, ArrayLike]) -> None:
        rows = {value: _ascending(total, value, listed) for value, listed in rows_of.items()}
        self.sizes = {value: len(listed) for value, listed in rows.items()}
        common = [value for value, size in self.sizes.items() if size > total * COMMON_ABOVE]
        self.common = {value: place for place, value in enumerate(common)}
        self.bits = np.empty((len(common), (total + 63) // 64), dtype=np.uint64)
        for value, place in self.common.items():
            self.bits[place] = pack(rows[value], total)
        self.rare = [value for value in rows if value not in self.common]
        self.ends = np.cumsum([0, *(self.sizes[value] for value in self.rare)])
        self.listed = np.concatenate([np.empty(0, dtype=np.int32), *(rows[value] for value in self.rare)])
        self.places = {value: place for place, value in enumerate(self.rare)}

    def words(self, value: Hashable) -> Words | None:
        """The bits of a common value."""
        place = self.common.get(value)
        return None if place is None else self.bits[place]

    def rows(self, value: Hashable) -> Rows:
        """The rows of a rare value; none for a value that never occurs."""
        place = self.places.get(value)
        return self.listed[:0] if place is None else self.listed[self.ends[place] : self.ends[place + 1]]

    def counts(self, selection: RowSet) -> dict[Hashable, int]:
        """For each value how many rows of the selection carry it."""
        if selection.size == selection.total:
            return dict(self.sizes)
        common = np.bitwise_count(self.bits & selection.words).sum(axis=1, dtype=np.int64)
        so_far = np.concatenate(([0], np.cumsum(selection.holds(self.listed))))
        rare = so_far[self.ends[1:]] - so_far[self.ends[:-1]]
        found = dict(zip((*self.common, *self.rare), (*common.tolist(), *rare.tolist()), strict=True))
        return {value: found[value] for value in self.sizes}


def _ascending(total: int, value: Hashable, rows: ArrayLike) -> Rows:
    listed = np.asarray(rows, dtype=np.int32)
    if len(listed) > 1 and not (np.diff(listed) > 0).all():
        listed = np.unique(listed)
    if len(listed) and (listed[0] < 0 or listed[-1] >= total):
        raise ValueError(f"The value {value!r} has rows {listed[0]} to {listed[-1]}, but there are {total} rows.")
    return listed


class Columns:
    """The values of all rows, by facet. It never changes, apart from remembering filters; threads may share it."""

    def __init__(
        self,
        total: int,
        facets: Mapping[str, Mapping[Hashable, ArrayLike]],
        remembered_bytes: int = REMEMBERED_BYTES,
    ) -> None:
        """Takes for each facet the rows of each value (see `postings`)."""
        self.total = total
        self._facets = {name: _Facet(total, rows_of) for name, rows_of in facets.items()}
        self._everything = RowSet.everything(total)
        self._remembered: OrderedDict[Hashable, RowSet] = OrderedDict()
        self._bytes_left = remembered_bytes
        self._lock = Lock()

    def select(self, require: Filter) -> RowSet:
        """The rows that carry at least one term of every group.

        No groups ask for nothing and select all rows; a group without terms cannot be met and selects none.
        The same filter gives the same object while it is remembered, so that an index can keep what it built for it.
        """
        if not require:
            return self._everything
        key = frozenset(map(frozenset, require))
        with self._lock:
            known = self._remembered.get(key)
            if known is not None:
                self._remembered.move_to_end(key)
                return known
        return self._remember(key, self._selected([list(group) for group in key]))

    def counts(self, selection: RowSet, facet: str) -> dict[Hashable, int]:
        """For each value of a facet how many rows of the selection carry it, zeros included.

        To offer further values of a facet that is itself part of the filter, pass a selection made without that facet.
        """
        return self._facets[facet].counts(selection)

    def size(self, term: Term) -> int:
        """How many rows carry a term."""
        facet = self._facets.get(term[0])
        return 0 if facet is None else facet.sizes.get(term[1], 0)

    def _remember(self, key: Hashable, selection: RowSet) -> RowSet:
        with self._lock:
            known = self._remembered.setdefault(key, selection)
            if known is selection:
                self._bytes_left -= selection.bytes_at_most
                while self._bytes_left < 0 and len(self._remembered) > 1:
                    self._bytes_left += self._remembered.popitem(last=False)[1].bytes_at_most
            return known

    def _selected(self, groups: list[list[Term]]) -> RowSet:
        groups.sort(key=lambda group: sum(map(self.size, group)))
        rarest = groups[0]
        if sum(map(self.size, rarest)) <= self.total * COMMON_ABOVE:
            rows = self._union(rarest)
            for group in groups[1:]:
                rows = rows[self._any_at(group, rows)]
            return RowSet(self.total, rows=rows)
        words = self._any(rarest)
        for group in groups[1:]:
            words = words & self._any(group)
        return RowSet(self.total, words=words)

    def _union(self, rare: list[Term]) -> Rows:
        lists = [self._facets[facet].rows(value) for facet, value in rare if facet in self._facets]
        if len(lists) < 2:
            return lists[0] if lists else np.empty(0, dtype=np.int32)
        rows = np.sort(np.concatenate(lists), kind="stable")  # a stable sort merges lists that are already sorted
        return rows[np.diff(rows, prepend=np.int32(-1)) > 0]

    def _any_at(self, group: list[Term], rows: Rows) -> NDArray[np.bool_]:
        """For each of the rows whether it carries one of the terms."""
        found = np.zeros(len(rows), dtype=bool)
        for facet, value in group:
            if facet in self._facets:
                words = self._facets[facet].words(value)
                found |= members(rows, self._facets[facet].rows(value)) if words is None else bits_at(words, rows)
        return found

    def _any(self, group: list[Term]) -> Words:
        """The bits of all rows that carry one of the terms."""
        columns = [(self._facets[facet], value) for facet, value in group if facet in self._facets]
        common = [words for facet, value in columns if (words := facet.words(value)) is not None]
        rare = [facet.rows(value) for facet, value in columns if value not in facet.common]
        if rare:
            common.append(pack(np.concatenate(rare), self.total))
        return common[0] if len(common) == 1 else np.bitwise_or.reduce(common)
