"""The offers as columns: what the finder asks, built from the store's rows in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from geo.index import PointIndex
from geo.rows import RowSet
from model.neutrality import Policy
from model.query import Query
from search.columns import Columns
from store import SearchRows

#: facets that several offers' terms may carry, by the name they have in a query
TERM_FACETS = ("topics", "phases", "audiences", "languages", "formats")
Group = tuple[tuple[str, str], ...]
Value = TypeVar("Value")
#: what counts as usable with a wheelchair; the hit says which of them it is
WHEELCHAIR = ("yes", "limited")


@dataclass(frozen=True)
class Table:
    """A set of offers as it was at one moment; never changes."""

    rows: SearchRows

    def __len__(self) -> int:
        return len(self.rows.ids)

    @cached_property
    def index(self) -> PointIndex:
        """Where they are."""
        return PointIndex(self.rows.lat, self.rows.lon)

    @cached_property
    def columns(self) -> Columns:
        """What they are, facet by facet."""
        return Columns(len(self), {**_single_values(self.rows), **_many_values(self.rows)})

    @cached_property
    def placeless(self) -> NDArray[np.bool_]:
        """Which of them have no point to go to."""
        return np.isnan(self.rows.lat)

    @cached_property
    def has_faded(self) -> bool:
        """Whether any of them must stand behind the others."""
        return bool(self.rows.faded.any())

    def rows_of(self, ids: Iterable[int]) -> NDArray[np.int64]:
        """The row numbers of those ids that are in the table, ascending."""
        wanted = np.unique(np.fromiter(ids, dtype=np.int64))
        if not len(wanted) or not len(self):
            return np.empty(0, dtype=np.int64)
        at = np.searchsorted(self.rows.ids, wanted).clip(max=len(self) - 1)
        return at[self.rows.ids[at] == wanted]

    def subset(self, rows: NDArray[np.integer]) -> RowSet:
        """Some of its rows as a selection."""
        return RowSet(len(self), rows=np.asarray(rows))

    def both(self, one: RowSet, other: RowSet) -> RowSet:
        """The rows that are in both selections."""
        few, many = sorted((one, other), key=len)
        return RowSet(len(self), rows=few.rows[many.holds(few.rows)])

    def open_rows(self, open_patterns: NDArray[np.bool_]) -> RowSet:
        """The rows whose hours pattern is open, given an answer for each pattern."""
        return self.subset(np.flatnonzero(open_patterns[self.rows.categories["hours"].codes]))


def groups(
    query: Query, policy: Policy, *, region: str | None, neutral: bool | None, faded: bool | None = None
) -> list[Group]:
    """What a query asks for: any term of each group, all groups. `neutral` or `faded` None asks for either."""
    asked: list[Group] = []
    if faded is not None:
        asked.append((("faded", "yes" if faded else "no"),))
    if region is not None:
        asked.append((("region", region),))
    if query.kind is not None:
        asked.append((("kind", query.kind),))
    for facet in TERM_FACETS:
        chosen: Sequence[str] = getattr(query, facet)
        if chosen:
            asked.append(tuple((facet, slug) for slug in chosen))
    if query.costs:
        asked.append(tuple(("cost", cost) for cost in query.costs))
    if query.wheelchair:
        asked.append(tuple(("wheelchair", value) for value in WHEELCHAIR))
    if neutral is not None:
        asked.append(neutrality_terms(policy, neutral))
    return asked


def neutrality_terms(policy: Policy, neutral: bool) -> Group:
    """The combinations of grade and evidence that a region counts as neutral, or those it does not."""
    accepted = {(g, e) for g in policy.grades for e in policy.evidence}
    pairs = [(g, e) for g in ("A", "B", "C") for e in ("verified", "reported")] + [("unchecked", "none")]
    return tuple(("neutrality", f"{g} {e}") for g, e in pairs if ((g, e) in accepted) is neutral)


def _single_values(rows: SearchRows) -> dict[str, dict[str, NDArray[np.int32]]]:
    """The rows of each value, for the facets of which each offer has exactly one."""
    facets = {
        name: _rows_by_code(category.codes, category.values)
        for name, category in rows.categories.items()
        if name not in ("hours", "grade", "evidence")
    }
    grade, evidence = rows.categories["grade"], rows.categories["evidence"]
    pairs = [f"{g} {e}" for g in grade.values for e in evidence.values]
    facets["neutrality"] = _rows_by_code(grade.codes * len(evidence.values) + evidence.codes, pairs)
    facets["faded"] = _rows_by_code(rows.faded.astype(np.int32), ("no", "yes"))
    return facets


def _many_values(rows: SearchRows) -> dict[str, dict[str, NDArray[np.int32]]]:
    """The rows of each value, for the facets of which an offer may have several."""
    facets: dict[str, dict[str, NDArray[np.int32]]] = {facet: {} for facet in TERM_FACETS}
    by_term = _rows_by_code(rows.terms.codes, rows.terms.names, rows.terms.rows)
    for (facet, slug), found in by_term.items():
        facets.setdefault(facet, {})[slug] = found
    return facets


def _rows_by_code(
    codes: NDArray[np.integer], values: Sequence[Value], rows: NDArray[np.integer] | None = None
) -> dict[Value, NDArray[np.int32]]:
    """For each value the ascending rows whose code stands for it."""
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(values) + 1))
    found = (order if rows is None else rows[order]).astype(np.int32)
    return {value: np.sort(found[ends[code] : ends[code + 1]]) for code, value in enumerate(values)}
