"""Hand out a list that the office chose: its offers row by row, with maintenance contacts only if that is wanted."""

from collections.abc import Iterator, Sequence
from datetime import date

from exporters.office_table import Row, office_row
from model.vocabulary import Vocabulary
from store import Store

BATCH = 500


def rows_of(
    store: Store, keys: Sequence[str], vocabulary: Vocabulary, day: date, *, internal: bool = False
) -> Iterator[Row]:
    """The offers with these keys as rows of a table, read some at a time and in the given order."""
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        contacts = store.maintenance.of(some) if internal else None
        for offer, _ in store.office.by_keys(some):
            yield office_row(offer, vocabulary, day, contacts)
