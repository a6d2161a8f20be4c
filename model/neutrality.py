"""Whether counselling is independent of whoever sells courses: dated facts, and the grade that follows from them.

Neutrality is never typed in as a yes or no. It follows from eight facts (numbers as in the questionnaire) and, weaker
than each of them, from a named source that calls the counselling neutral. See docs/decisions/neutrality.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

FactCode = Literal[
    "carrier_type",  # 1 public, non-profit, chamber, commercial, course provider?
    "own_courses",  # 2 does the carrier sell courses of its own?
    "paid_per_result",  # 3 is it paid per placement or enrolment?
    "own_staff",  # 4 is there separate, named counselling staff?
    "own_premises",  # 5 are there separate premises?
    "mandate",  # 6 is there a written duty to advise across providers?
    "open_outcome",  # 7 voluntary, open outcome, no sanction?
    "label",  # 8 which label, until when?
    "statement",  # a named source calls the counselling neutral, without saying on which facts
]
FACT_CODES: tuple[FactCode, ...] = (
    "carrier_type", "own_courses", "paid_per_result", "own_staff", "own_premises", "mandate", "open_outcome", "label",
    "statement",
)  # fmt: skip
CARRIERS = ("public", "nonprofit", "chamber", "commercial", "course_provider")
Grade = Literal["A", "B", "C", "unchecked"]
GRADES: tuple[Grade, ...] = ("A", "B", "C", "unchecked")
Evidence = Literal["verified", "reported", "none"]

INDEPENDENT_CARRIERS = frozenset({"public", "nonprofit", "chamber"})
#: what speaks against neutrality; it does not lapse with its date but stays until somebody checks anew
AGAINST: frozenset[tuple[str, str]] = frozenset(
    {
        ("carrier_type", "commercial"),
        ("carrier_type", "course_provider"),
        ("own_courses", "yes"),
        ("paid_per_result", "yes"),
        ("open_outcome", "no"),
    }
)


class FactError(ValueError):
    """A fact that cannot be: the sentence says what is wrong."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about neutrality with its evidence: who says so, since when, who checked it, until when it counts."""

    code: FactCode
    value: str
    #: who says so, by name: a statute, a newspaper, the provider itself
    source: str = ""
    url: str = ""
    #: the state of the source as told ("2021-12"), "" where unknown
    as_of: str = ""
    #: the words of the source, short
    quote: str = ""
    #: the role that checked it ("Bildungsbüro"), "" while nobody has
    checked_by: str = ""
    checked_on: date | None = None
    expires_on: date | None = None

    def __post_init__(self) -> None:
        if self.code not in FACT_CODES:
            raise FactError(f"The fact {self.code!r} is none of {', '.join(FACT_CODES)}.")
        if self.code == "carrier_type":
            allowed: tuple[str, ...] = (*CARRIERS, "unknown")
        elif self.code == "label":
            allowed = ()
        else:
            allowed = ("yes", "no", "unknown")
        if allowed and self.value not in allowed:
            raise FactError(f"The value {self.value!r} of {self.code} is none of {', '.join(allowed)}.")

    @property
    def is_checked(self) -> bool:
        """Whether somebody checked it, rather than a source merely saying so."""
        return self.checked_on is not None and bool(self.checked_by)

    @property
    def speaks_against(self) -> bool:
        """Whether it speaks against neutrality."""
        return (self.code, self.value) in AGAINST

    def counts_on(self, day: date) -> bool:
        """Whether it counts on a day: known, not from the future, and not lapsed."""
        if self.value in ("unknown", "") or (self.checked_on and self.checked_on > day):
            return False
        return self.speaks_against or self.expires_on is None or day <= self.expires_on


@dataclass(frozen=True, slots=True)
class Assessment:
    """The grade on a day, how well it is evidenced, and the facts that carry it."""

    grade: Grade
    evidence: Evidence
    because: tuple[Fact, ...] = ()
    #: the first day on which the facts may give another answer; None while nothing is about to lapse
    changes_on: date | None = None
    #: facts that would have counted if they had not lapsed
    lapsed: tuple[Fact, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Policy:
    """What a region counts as neutral. Unchecked never does."""

    grades: frozenset[Grade] = frozenset({"A", "B"})
    evidence: frozenset[Evidence] = frozenset({"verified", "reported"})

    def __post_init__(self) -> None:
        wrong = (self.grades - {"A", "B", "C"}) | (self.evidence - {"verified", "reported"})
        if wrong:
            raise FactError(f"A region cannot count {', '.join(sorted(wrong))} as neutral.")

    def accepts(self, assessment: Assessment) -> bool:
        """Whether the region counts an assessment as neutral."""
        return assessment.grade in self.grades and assessment.evidence in self.evidence


def assess(facts: Iterable[Fact], day: date) -> Assessment:
    """Derive grade and evidence from the facts as they count on a day.

    A: an independent carrier (1) that sells no courses (2) and is not paid by result (3).
    B: linked to a provider, but with a written duty to advise across providers (6) and staff (4), premises (5) or a
       label (8) of its own; or, weaker, a named source calls it neutral and nothing but own courses speaks against it.
    C: bound to a provider: own courses without such rules, paid by result (3), or the outcome is not open (7).
    unchecked: anything else; the facts do not suffice.
    """
    facts = tuple(facts)
    known = _best_by_code(fact for fact in facts if fact.counts_on(day))
    grade, codes = _grade({code: fact.value for code, fact in known.items()})
    because = tuple(known[code] for code in FACT_CODES if code in codes)
    lapsed = tuple(f for f in facts if f.expires_on and f.expires_on < day and not f.speaks_against
                   and f.code not in known)  # fmt: skip
    ends = [fact.expires_on for fact in known.values() if fact.expires_on and not fact.speaks_against]
    starts = [fact.checked_on for fact in facts if fact.checked_on and fact.checked_on > day]
    turns = [end + timedelta(days=1) for end in ends] + starts
    return Assessment(grade, _evidence(grade, because), because, min(turns, default=None), lapsed)


def _best_by_code(facts: Iterable[Fact]) -> dict[str, Fact]:
    """For each code the fact that was checked last, else the one that speaks against, else the first."""
    best: dict[str, Fact] = {}
    for fact in facts:
        rival = best.get(fact.code)
        if rival is None or _weight(fact) > _weight(rival):
            best[fact.code] = fact
    return best


def _weight(fact: Fact) -> tuple[bool, date, bool]:
    return (fact.is_checked, fact.checked_on or date.min, fact.speaks_against)


def _grade(value: dict[str, str]) -> tuple[Grade, frozenset[str]]:
    """The grade for known values, and the codes of the facts that carry it."""
    for code, bad in (("paid_per_result", "yes"), ("open_outcome", "no")):
        if value.get(code) == bad:
            return "C", frozenset({code})
    carrier = value.get("carrier_type")
    linked = frozenset(
        code
        for code in ("carrier_type", "own_courses")
        if value.get(code) in ("yes", "commercial", "course_provider")
    )
    rules = _rules(value)
    if linked:
        return ("B", linked | rules) if rules else ("C", linked)
    if carrier in INDEPENDENT_CARRIERS and value.get("own_courses") == "no" and value.get("paid_per_result") == "no":
        return "A", frozenset({"carrier_type", "own_courses", "paid_per_result"})
    if value.get("statement") == "yes":
        return "B", frozenset({"statement"})
    return "unchecked", frozenset()


def _rules(value: dict[str, str]) -> frozenset[str]:
    """The codes that show rules in place at a linked carrier; empty if there are none."""
    separate = {code for code in ("own_staff", "own_premises") if value.get(code) == "yes"}
    separate |= {"label"} & value.keys()
    if value.get("mandate") == "yes" and separate:
        return frozenset({"mandate"} | separate)
    return frozenset({"statement"}) if value.get("statement") == "yes" else frozenset()


def _evidence(grade: Grade, because: tuple[Fact, ...]) -> Evidence:
    if grade == "unchecked":
        return "none"
    return "verified" if all(fact.is_checked for fact in because) else "reported"
