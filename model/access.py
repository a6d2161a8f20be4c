"""Who may see and do what: one table, asked by every page of the back office and told in docs/bureau.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

#: a session ends after so long without a click, and after so long in any case
IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
#: whoever is not signed in is a visitor and has no role here
Role = Literal["provider", "pilot", "editor", "admin"]
ROLES: tuple[Role, ...] = ("provider", "pilot", "editor", "admin")
Right = Literal[
    "own_account",  # see and change one's own account
    "own_offers",  # a provider's own page: see, confirm, suggest
    "desk",  # the to-do list and everything that only shows
    "edit",  # create, change, archive and restore offers, write freshness down, decide duplicates
    "review",  # decide on suggestions and answers
    "neutrality",  # write facts about neutrality down, and confirm those of others
    "campaign",  # run questionnaires
    "import",  # bring files in, and undo it
    "export",  # take lists out
    "settings",  # what a region counts as neutral, its rhythm of checks, four eyes
    "accounts",  # invite and close accounts, see the log of sign-ins
    "regions",  # set up further regions; only where the role holds in every region
    "hand_over",  # hand people on with slips, see the sums of one's own institution
    "pilots",  # register institutions of pilots and centres, see what comes of hand-overs
]
_OFFICE: frozenset[Role] = frozenset({"editor", "admin"})
RIGHTS: Mapping[Right, frozenset[Role]] = MappingProxyType(
    {
        "own_account": frozenset(ROLES),
        "own_offers": frozenset({"provider"}),
        "desk": _OFFICE,
        "edit": _OFFICE,
        "review": _OFFICE,
        "neutrality": _OFFICE,
        "campaign": _OFFICE,
        "import": _OFFICE,
        "export": _OFFICE,
        "settings": frozenset({"admin"}),
        "accounts": frozenset({"admin"}),
        "regions": frozenset({"admin"}),
        "hand_over": frozenset({"pilot"}),
        "pilots": _OFFICE,
    }
)


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one region; "" is every region. A provider's and a pilot's grant name the organisation."""

    role: Role
    region: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `code` is how pages name it; the database id stays inside."""

    id: int
    code: str
    email: str
    name: str
    created_at: datetime
    grants: tuple[Grant, ...] = ()
    #: whether a password was ever set; an invited account has none
    has_password: bool = False
    has_second_factor: bool = False
    closed_at: datetime | None = None

    def may(self, right: Right, region: str | None = None) -> bool:
        """Whether it has a right in a region (its AGS), or, without one, in any region at all."""
        return self.closed_at is None and any(
            grant.role in RIGHTS[right] and (region is None or grant.region in ("", region)) for grant in self.grants
        )

    def may_everywhere(self, right: Right) -> bool:
        """Whether it has a right in every region, those that are still to come among them."""
        return self.closed_at is None and "" in self.regions(right)

    def regions(self, right: Right) -> frozenset[str]:
        """The regions (AGS) in which it has a right; "" among them means all."""
        return frozenset(grant.region for grant in self.grants if grant.role in RIGHTS[right])

    @property
    def is_admin(self) -> bool:
        """Whether it administers anything, so that a second factor is required."""
        return any(grant.role == "admin" for grant in self.grants)

    @property
    def lacks_second_factor(self) -> bool:
        """Whether it must set up a second factor before it may do anything."""
        return self.is_admin and not self.has_second_factor

    @property
    def by(self) -> str:
        """How the history names it: a person of the office by name, everybody else by role and organisation."""
        return self.name or self.email
