"""Files that are brought in again and again: where they are, how often, and who hears of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class StandingImport:
    """A file that is read again after so many days, as it was read the first time."""

    region: str
    path: str
    every_days: int
    #: the importer and the name of the list; "" where the file tells
    importer: str = ""
    name: str = ""
    #: whether the file is the whole list, so that what it lacks is archived
    complete: bool = False
    #: who gets the report; "" means the office of the region
    mail: str = ""
    last_at: datetime | None = None
    #: the checksum of the file as it was read last
    last_sha256: str = ""

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to read it again; what was never read is due at once."""
        # An hour less, so that a daily task does not slip by a day because it began some minutes earlier.
        return self.last_at is None or now >= self.last_at + timedelta(days=self.every_days) - timedelta(hours=1)
