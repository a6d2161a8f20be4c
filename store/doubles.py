"""Which offers were merged into which, and which pairs are not the same though they look so."""

from store.room import Changes, Room


class Doubles(Room):
    """Reads them."""


class DoubleChanges(Changes):
    """Changes them within a transaction."""
