"""What the machine found that needs doing, one row each, kept up to date by the worker."""

from store.room import Changes, Room


class Findings(Room):
    """Reads them."""


class FindingChanges(Changes):
    """Changes them within a transaction."""
