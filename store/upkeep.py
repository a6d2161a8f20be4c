"""When each entry is to be confirmed again, and how far asking for it has come."""

from store.room import Changes, Room


class Upkeep(Room):
    """Reads them."""


class UpkeepChanges(Changes):
    """Changes them within a transaction."""
