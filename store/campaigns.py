"""Questionnaires: whom they go to, who answered, and what."""

from store.room import Changes, Room


class Campaigns(Room):
    """Reads them."""


class CampaignChanges(Changes):
    """Changes them within a transaction."""
