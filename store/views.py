"""How often offers were looked at, counted by month and without anything about who looked."""

from store.room import Changes, Room


class Views(Room):
    """Reads them."""


class ViewChanges(Changes):
    """Changes them within a transaction."""
