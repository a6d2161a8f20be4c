"""What somebody looks for."""

from dataclasses import dataclass, replace
from datetime import datetime

from geo.point import Point
from model.offer import COSTS, KINDS, CostKind, Kind
from model.vocabulary import Vocabulary

MAX_LIMIT = 100
MAX_TEXT = 200
MAX_RADIUS_M = 2_000_000.0
#: the facets of a query and the vocabularies their values come from
FACETS = {"topics": "topics", "phases": "phases", "audiences": "audiences", "languages": "languages",
          "formats": "formats"}


class QueryError(ValueError):
    """A question that cannot be answered: `field` names what was wrong, the sentence says how."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Query:
    """A search. Several values of one facet mean any of them; several facets mean all of them."""

    region: str | None = None
    near: Point | None = None
    kind: Kind | None = None
    neutral: bool = False
    topics: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    costs: tuple[CostKind, ...] = ()
    wheelchair: bool = False
    #: only what is known to be open at this moment
    open_at: datetime | None = None
    text: str = ""
    radius_m: float | None = None
    limit: int = 20

    def without(self, facet: str) -> "Query":
        """The same question without one facet's own choice, as facet counts need it."""
        return replace(self, **{facet: type(getattr(self, facet))()})


def check_query(query: Query, vocabulary: Vocabulary) -> Query:
    """Return the query if it can be asked, or raise QueryError with a sentence naming the field."""
    _check_numbers(query)
    if query.kind is not None and query.kind not in KINDS:
        raise QueryError("kind", f"The kind {query.kind!r} is none of {', '.join(KINDS)}.")
    for cost in query.costs:
        if cost not in COSTS:
            raise QueryError("costs", f"The cost {cost!r} is none of {', '.join(COSTS)}.")
    for facet, name in FACETS.items():
        for slug in getattr(query, facet):
            if slug not in vocabulary.terms(name):
                known = ", ".join(vocabulary.terms(name))
                raise QueryError(facet, f"The value {slug[:60]!r} is not known in {facet}. Known are: {known}.")
    if len(query.text) > MAX_TEXT:
        raise QueryError("text", f"The search text is longer than {MAX_TEXT} characters.")
    return query


def _check_numbers(query: Query) -> None:
    if not 1 <= query.limit <= MAX_LIMIT:
        raise QueryError("limit", f"The limit must be a whole number from 1 to {MAX_LIMIT}, not {query.limit}.")
    if query.radius_m is not None and not 0 < query.radius_m <= MAX_RADIUS_M:
        raise QueryError("radius_m", f"The radius must be more than 0 and at most {MAX_RADIUS_M:g} metres.")
