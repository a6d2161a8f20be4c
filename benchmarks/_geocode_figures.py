"""What a run of the geocoders has measured, and how it is looked up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from _geocode_contestants import Contestant
from _geocode_ours import Built
from _geocode_score import Verdict, quantile
from _geocode_typos import MODELS

Verdicts = dict[tuple[str, str], list[Verdict]]


@dataclass
class Figures:
    """Everything a run has measured."""

    version: str
    held: int = 0
    absent: list[str] = field(default_factory=list)
    verdicts: Verdicts = field(default_factory=lambda: defaultdict(list))
    contestants: list[Contestant] = field(default_factory=list)
    files: list[Built] = field(default_factory=list)
    memory: dict[str, dict[str, float]] = field(default_factory=dict)
    load: list[float] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.contestants]

    @property
    def models(self) -> list[str]:
        return [model for model in MODELS if any(model == other for _, other in self.verdicts)]

    def all_of(self, name: str) -> list[Verdict]:
        """The answers of one contestant under both error models."""
        return [verdict for model in self.models for verdict in self.verdicts[name, model]]


def unsure(verdict: Verdict) -> bool:
    """Whether the question or the answer is ambiguous."""
    return verdict.answer.ambiguous or verdict.query.expect_label == "ambiguous"


def milliseconds(verdicts: Sequence[Verdict]) -> list[float]:
    """What the answers took."""
    return [1000 * verdict.seconds for verdict in verdicts]


def ratio(theirs: Sequence[Verdict], ours: Sequence[Verdict], share: float) -> float:
    """How many times as long as ours their answers take."""
    return quantile(milliseconds(theirs), share) / quantile(milliseconds(ours), share)
