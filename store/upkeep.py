"""When each entry is to be confirmed again, and how far asking for it has come."""

from sqlalchemy import select, update

from store.offers import id_of
from store.room import Changes, Room
from store.tables_upkeep import answer, question, upkeep


class Upkeep(Room):
    """Reads them."""


class UpkeepChanges(Changes):
    """Changes them within a transaction."""

    def rest(self, key: str, said: str) -> None:
        """Ask no more about an offer, because somebody said "confirmed", "changed" or "gone"."""
        offer_id = id_of(self._connection, key)
        if offer_id is None:
            return
        at = self._stamp.at
        calm = {"stage": "rest", "asked_on": None, "tried_on": None, "tries": 0}
        self._connection.execute(update(upkeep).where(upkeep.c.offer_id == offer_id).values(**calm))
        waiting = (answer.c.offer_id == offer_id) & (answer.c.answer == "")
        asked = self._connection.execute(select(answer.c.question_id).where(waiting)).scalars().all()
        self._connection.execute(update(answer).where(waiting).values(answer=said, answered_at=at))
        for number in asked:
            self._close_if_answered(number)

    def _close_if_answered(self, question_id: int) -> None:
        """Close a question about which nothing is open any more."""
        left = select(answer.c.offer_id).where(answer.c.question_id == question_id, answer.c.answer == "").limit(1)
        if self._connection.execute(left).first() is None:
            mine = (question.c.id == question_id) & question.c.closed_on.is_(None)
            self._connection.execute(update(question).where(mine).values(closed_on=self._stamp.day))
