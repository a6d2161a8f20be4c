"""What somebody proposes to change about an offer, field by field, and what the office decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from model.offer import Offer

#: where it came from: a form for everybody, a provider's own page, the answer to "is this still true?",
#: a questionnaire, or a source of data whose records are only candidates
Channel = Literal["public", "provider", "confirmation", "campaign", "import"]
CHANNELS: tuple[Channel, ...] = ("public", "provider", "confirmation", "campaign", "import")
#: the channels in which the organisation itself speaks
OWN_WORD: frozenset[Channel] = frozenset({"provider", "confirmation", "campaign"})
#: open: nobody decided; half: the first of four eyes has decided; done: it is over
State = Literal["open", "half", "done"]
WAITING: tuple[State, ...] = ("open", "half")
#: beside the names of `model.fields.FIELDS`: the proposal to take an offer off the map, or to put it back
STATUS = "status"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one field, and who decided, by name: one person, or two."""

    name: str
    accepted: bool
    by: tuple[str, ...]


class _Decided:
    """What follows from the decisions about the fields of a suggestion."""

    __slots__ = ()
    decisions: tuple[Decision, ...]

    @property
    def accepted(self) -> tuple[str, ...]:
        """The names of the fields that were accepted."""
        return tuple(decision.name for decision in self.decisions if decision.accepted)

    @property
    def rejected(self) -> tuple[str, ...]:
        """The names of the fields that were not."""
        return tuple(decision.name for decision in self.decisions if not decision.accepted)

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who decided, by name, each once."""
        return tuple(dict.fromkeys(name for decision in self.decisions for name in decision.by))


@dataclass(frozen=True, slots=True)
class Suggestion(_Decided):
    """A proposal. `base` is the offer as the sender saw it; a new offer has none, and no key."""

    code: str
    region: str
    key: str
    channel: Channel
    names: tuple[str, ...]
    base: Offer | None
    proposed: Offer
    #: set by the store
    at: datetime | None = None
    note: str = ""
    #: what it belongs to: the code of a questionnaire's recipient, or the key that a source of data gives it
    source: str = ""
    #: where to send an answer; gone once it was sent, and after half a year
    reply_to: str = ""
    state: State = "open"
    decisions: tuple[Decision, ...] = ()
    #: what the sender is told beside the decision
    reason: str = ""
    #: the code of the account that decided first
    first: str = ""
    decided_at: datetime | None = None

    @property
    def is_new(self) -> bool:
        """Whether it proposes an offer that there is not yet."""
        return self.base is None

    @property
    def closes(self) -> bool:
        """Whether it says that the offer is no more."""
        return STATUS in self.names and self.proposed.status == "archived"

    @property
    def waits(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class Listed(_Decided):
    """A suggestion as lists show it, without the offers it holds."""

    code: str
    key: str
    channel: Channel
    state: State
    names: tuple[str, ...]
    #: of the offer, and of who provides it
    name: str
    provider: str
    #: whether it says that the offer is no more
    closes: bool
    at: datetime
    decisions: tuple[Decision, ...]
    reason: str
    decided_at: datetime | None

    @property
    def is_new(self) -> bool:
        """Whether it proposes an offer that there is not yet."""
        return not self.key
