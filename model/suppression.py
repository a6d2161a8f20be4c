"""Which cells of tables must be withheld so that nobody can be singled out, not even by adding and subtracting.

A cell of 1 to 4 is small. It is withheld, and with it as many others as it takes, until an attacker who knows every
other cell, every total and every zero must still think that it may be 5 or more. That is proven cell by cell, with
linear programs over all sums at once, not assumed. See docs/decisions/suppression.md.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.referral import K

Cell = Hashable


@dataclass(frozen=True, slots=True)
class Sum:
    """Some cells that add up to another cell, or to a number that everybody knows."""

    parts: tuple[Cell, ...]
    total: Cell | int


def withheld(
    cells: Mapping[Cell, int], sums: Iterable[Sum], *, never: Iterable[Cell] = (), told: Iterable[Cell] = ()
) -> frozenset[Cell] | None:
    """The cells not to be told; None if nothing at all can be told.

    `cells` are true counts, zeros too. Zeros count as known, and withhold nothing. A table without any small cell is
    told as it is. `never` are cells that no table tells but that link others; `told` are those that have been told
    already. It takes seconds for thousands of cells, so answers are kept.
    """
    return _withheld(tuple(cells.items()), tuple(sums), frozenset(never), frozenset(told))


@lru_cache(maxsize=256)
def _withheld(
    cells: tuple[tuple[Cell, int], ...], sums: tuple[Sum, ...], never: frozenset[Cell], told: frozenset[Cell]
) -> frozenset[Cell] | None:
    values = dict(cells)
    small = [cell for cell, count in cells if 0 < count < K]
    hidden = {*small, *(cell for cell in never if values[cell])}
    cost = {cell: one for cell, one in _costs(values, sums).items() if cell not in told}
    _hide_by_line(hidden, cost, values, sums)
    system = _System(values, sums)
    certain: set[Cell] = set()
    while (cell := next((one for one in small if one not in certain), None)) is not None:
        shown = system.most(cell, hidden)
        certain |= {one for one, count in shown.items() if count > K - 0.5}
        if cell not in certain:
            more = _cheapest_beside(cell, hidden, cost, sums)
            if more is None:
                return None
            hidden.add(more)
            # What was safe with fewer cells withheld is safe with more, so nothing has to be proven again.
    return frozenset(hidden)


def _costs(values: Mapping[Cell, int], sums: Sequence[Sum]) -> dict[Cell, tuple[int, str]]:
    """How dear each cell is to those who read the tables: totals dearer than parts, large ones dearer than small."""
    totals = {one.total for one in sums}
    return {cell: (count * (2 if cell in totals else 1), str(cell)) for cell, count in values.items() if count}


def _hide_by_line(
    hidden: set[Cell], cost: Mapping[Cell, tuple[int, str]], values: Mapping[Cell, int], sums: Sequence[Sum]
) -> None:
    """Withhold, sum by sum, what must at least be withheld with the small ones; quick, and seldom all of it."""
    changed = True
    while changed:
        changed = False
        for one in sums:
            line = _line(one)
            while not _line_is_safe(line, hidden, values):
                free = [cell for cell in line if cell in cost and cell not in hidden]
                if not free:
                    break
                hidden.add(min(free, key=cost.__getitem__))
                changed = True


def _line_is_safe(line: Sequence[Cell], hidden: set[Cell], values: Mapping[Cell, int]) -> bool:
    """Whether each withheld cell of a sum may be K, with all others of it at 1: needs two cells, and enough in them."""
    within = [values[cell] for cell in line if cell in hidden]
    return not within or (len(within) > 1 and sum(within) >= K + len(within) - 1)


def _line(one: Sum) -> tuple[Cell, ...]:
    return one.parts if isinstance(one.total, int) else (*one.parts, one.total)


def _cheapest_beside(
    cell: Cell, hidden: set[Cell], cost: Mapping[Cell, tuple[int, str]], sums: Sequence[Sum]
) -> Cell | None:
    """The cheapest cell not yet withheld in a sum with this one, else in a sum with any withheld one."""
    for near in ({cell}, hidden):
        lines = (line for one in sums if not near.isdisjoint(line := _line(one)))
        free = {other for line in lines for other in line if other in cost and other not in hidden}
        if free:
            return min(free, key=cost.__getitem__)
    return None


class _System:
    """All sums as equations, asked what a withheld cell may be at most."""

    def __init__(self, values: Mapping[Cell, int], sums: Sequence[Sum]) -> None:
        self.values = values
        self.place = {cell: number for number, cell in enumerate(values)}
        self.matrix, self.right = equations(self.place, sums)

    def most(self, cell: Cell, hidden: set[Cell]) -> dict[Cell, float]:
        """What all withheld cells are where this one is as large as it can be."""
        return dict(extreme(self.matrix, self.right, self.place, self.values, hidden, cell, largest=True))


def equations(place: Mapping[Cell, int], sums: Sequence[Sum]) -> tuple[Any, NDArray[np.float64]]:
    """The sums as a sparse matrix over the cells, and what each row of it comes to."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow to load, and needed for this alone

    rows, columns, signs, right = [], [], [], []
    for number, one in enumerate(sums):
        for cell in one.parts:
            rows.append(number)
            columns.append(place[cell])
            signs.append(1.0)
        if isinstance(one.total, int):
            right.append(float(one.total))
        else:
            rows.append(number)
            columns.append(place[one.total])
            signs.append(-1.0)
            right.append(0.0)
    return coo_array((signs, (rows, columns)), shape=(len(right), len(place))).tocsc(), np.array(right)


def extreme(
    matrix: Any,
    right: NDArray[np.float64],
    place: Mapping[Cell, int],
    values: Mapping[Cell, int],
    hidden: Iterable[Cell],
    cell: Cell,
    *,
    largest: bool,
) -> list[tuple[Cell, float]]:
    """One way to fill the withheld cells so that one of them is as large, or as small, as all that is told allows.

    Whoever reads the tables knows all other cells, and that a withheld cell is at least 1, because zeros are told.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to load, and needed for this alone

    unknown = [one for one in place if one in set(hidden)]
    free = np.array([place[one] for one in unknown], dtype=np.int64)
    known = np.array([0 if one in set(unknown) else values[one] for one in place], dtype=np.float64)
    aim = np.zeros(len(unknown))
    aim[unknown.index(cell)] = -1.0 if largest else 1.0
    part = matrix[:, free]
    used = np.unique(part.indices)
    found = linprog(aim, A_eq=part[used, :], b_eq=(right - matrix @ known)[used], bounds=(1, None), method="highs")
    if found.x is None:
        # Only where a cell is in no sum at all: then nothing bounds it.
        return [(cell, float("inf"))]
    return list(zip(unknown, found.x.tolist(), strict=True))
