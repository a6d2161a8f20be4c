"""What the store says when it cannot do what it was asked."""


class StoreError(Exception):
    """The database cannot be opened, read or written: the sentence says why and, where possible, what helps."""
