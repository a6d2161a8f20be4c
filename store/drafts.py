"""What somebody is typing into the form of an offer, kept so that nothing is lost."""

from store.room import Changes, Room


class Drafts(Room):
    """Reads them."""


class DraftChanges(Changes):
    """Changes them within a transaction."""
