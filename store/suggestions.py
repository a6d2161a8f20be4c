"""What people propose to change, waiting for somebody of the office to decide."""

from store.room import Changes, Room


class Suggestions(Room):
    """Reads them."""


class SuggestionChanges(Changes):
    """Changes them within a transaction."""
