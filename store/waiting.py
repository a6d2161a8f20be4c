"""What waits for somebody of the office, in all rooms at once; the to-do list asks it at every view."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select

from store import campaign_rows, doubles, evidence, mails, reports, suggestions
from store.room import Room
from store.tables_suggestions import suggestion

_ANSWERS = suggestion.c.channel == "campaign"
#: by the names that the to-do list has for them
_COUNTS = {
    "reports": reports.WAITING,
    "suggestions": suggestions.WAITING_IN.where(~_ANSWERS),
    "answers": suggestions.WAITING_IN.where(_ANSWERS),
    "evidence": evidence.WAITING,
    "mails": mails.BOUNCED,
    "doubles": doubles.WAITING,
    "silent": campaign_rows.asked(bindparam("region"), func.count()),
}
_ALL = select(*(count.scalar_subquery().label(name) for name, count in _COUNTS.items()))


class Waiting(Room):
    """Counts it."""

    def counts(self, region: str) -> Mapping[str, int]:
        """How much waits in a region, by kind."""
        with self._database.reading() as connection:
            return dict(connection.execute(_ALL, {"region": region}).mappings().one())
