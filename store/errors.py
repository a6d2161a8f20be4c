"""What the store says when it cannot do what it was asked."""


class StoreError(Exception):
    """The database cannot be opened, read or written: the sentence says why and, where possible, what helps."""


class KeptElsewhere(StoreError):
    """An offer that another installation keeps; only its own file may change it here."""

    def __init__(self, key: str) -> None:
        super().__init__(f"The offer {key} is kept by another installation; here it can only be read.")
