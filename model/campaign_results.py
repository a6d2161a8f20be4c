"""What came of a campaign: the return rate, and answers counted so that nobody can be recognised by them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from model.campaign import COUNTABLE, Answers, Plan, Question, RecipientState

#: fewer answers than this are never handed out as a group of their own
K = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a group were asked, and how many answered."""

    label: str
    asked: int = 0
    answered: int = 0
    declined: int = 0
    #: whose mail did not arrive, and who has not answered otherwise
    trouble: int = 0

    @property
    def percent(self) -> float:
        """How many of a hundred have answered."""
        return 100 * self.answered / self.asked if self.asked else 0.0

    @property
    def percent_words(self) -> str:
        """The rate as it is written: "40 %", "33,3 %"."""
        return f"{self.percent:.1f}".removesuffix(".0").replace(".", ",") + " %"


@dataclass(frozen=True, slots=True)
class Day:
    """How many answered on a day, and how many had until then."""

    day: date
    answered: int
    together: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of those who were asked, or answered anyway, are alike in all that the return rate tells apart."""

    kind: str
    district: str
    state: RecipientState
    #: whether the last mail did not arrive
    trouble: bool
    count: int


def rate_of(label: str, tallies: Iterable[Tally]) -> Rate:
    """The return rate of some people together."""
    some = list(tallies)
    states: Counter[str] = Counter()
    for one in some:
        states[one.state] += one.count
    trouble = sum(one.count for one in some if one.trouble and one.state == "open")
    return Rate(label, states.total(), states["answered"], states["declined"], trouble)


def rates_by(tallies: Sequence[Tally], group: Callable[[Tally], str], nothing: str) -> list[Rate]:
    """The return rate of each group, by name; those of whom nothing is known stand last."""
    groups: dict[str, list[Tally]] = defaultdict(list)
    for one in tallies:
        groups[group(one)].append(one)
    named = [rate_of(label, groups[label]) for label in sorted(filter(None, groups), key=str.casefold)]
    return named + ([rate_of(nothing, groups[""])] if "" in groups else [])


def by_day(moments: Iterable[datetime], zone: str) -> list[Day]:
    """How many first answered on which day, as the calendar of the region has it."""
    local = ZoneInfo(zone)
    days = Counter(moment.astimezone(local).date() for moment in moments)
    result, together = [], 0
    for day in sorted(days):
        together += days[day]
        result.append(Day(day, days[day], together))
    return result


def counted(question: Question, answers: Iterable[Answers]) -> list[tuple[str, int]]:
    """How often each answer to a question was given; of numbers, each number that was."""
    found = Counter(value for one in answers for value in one.of(question.code))
    if question.choices:
        return [(choice, found[choice]) for choice in question.choices]
    return sorted(found.items(), key=lambda pair: float(pair[0].replace(",", "."))) if question.kind == "number" else []


@dataclass(frozen=True, slots=True)
class Nameless:
    """One answer as it may leave the house: type and district only as far as nobody is recognised by them."""

    kind: str
    district: str
    values: tuple[tuple[str, ...], ...]


def nameless(plan: Plan, sent: Sequence[tuple[str, str, Answers]], k: int = K) -> list[Nameless]:
    """The answers to countable questions with type and district; "" where a group would be smaller than k.

    A group that is too small gives up its district, then its type. What gave something up is a group as well: where it
    is too small, the next smallest group joins it, or it could be worked out by subtraction. With fewer than k answers
    in all nothing is handed out. The order says nothing about who answered when.
    """
    if len(sent) < k:
        return []
    questions = [one for one in plan.questions if one.kind in COUNTABLE]
    groups = _coarse([(kind, district) for kind, district, _ in sent], k)
    rows = [
        Nameless(*groups[kind, district], tuple(answers.of(one.code) for one in questions))
        for kind, district, answers in sent
    ]
    return sorted(rows, key=lambda row: (row.kind, row.district, row.values))


Group = tuple[str, str]


def _coarse(found: Sequence[Group], k: int) -> dict[Group, Group]:
    """What each type and district is told as, so that every told group has at least k members."""
    size = Counter(found)
    told: dict[Group, Group] = {}
    for kind in sorted({kind for kind, _ in size}):
        own = {group: size[group] for group in size if group[0] == kind}
        for group in _too_small(own, k):
            told[group] = kind, ""
    return _without_kind(size, {group: told.get(group, group) for group in size}, k)


def _without_kind(size: Counter[Group], told: dict[Group, Group], k: int) -> dict[Group, Group]:
    """The same, with types given up where a whole type is still too small."""
    sums: Counter[Group] = Counter()
    for group, shown in told.items():
        sums[shown] += size[group]
    hidden = {shown for shown in sums if sums[shown] < k}
    while hidden and sum(sums[shown] for shown in hidden) < k:
        rest = [shown for shown in sums if shown not in hidden]
        hidden.add(min(rest, key=lambda shown: (sums[shown], shown)))
    return {group: ("", "") if shown in hidden else shown for group, shown in told.items()}


def _too_small(own: dict[Group, int], k: int) -> set[Group]:
    """The groups of one type that must give up their district: the small ones, and the next where these are too few."""
    small = {group for group, count in own.items() if count < k or not group[1]}
    while small and sum(own[group] for group in small) < k and len(small) < len(own):
        rest = [group for group in own if group not in small]
        small.add(min(rest, key=lambda group: (own[group], group)))
    return small
