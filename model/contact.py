"""How to reach an offer, and, kept apart from it, how to reach the people who maintain its entry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """What the public sees: a phone number, a mail address, a web page."""

    phone: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class MaintenanceContact:
    """Whom the Bildungsbüro asks about an entry; internal, stored in a table of its own, never part of an offer."""

    name: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
