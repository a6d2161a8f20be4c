"""Facts about neutrality that wait for a second person, and the documents behind them."""

from store.room import Changes, Room


class Evidence(Room):
    """Reads them."""


class EvidenceChanges(Changes):
    """Changes them within a transaction."""
