"""Changing the upkeep of entries within a transaction: rhythms, questions, answers, links and calls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from model.freshness import Rhythm, Said, Stage, stage_of
from model.region import Region
from store import tables
from store import upkeep_lists as lists
from store.codes import fresh_code, fresh_token, token_digest
from store.dialect import among
from store.offers import id_of
from store.places import next_id
from store.room import Changes
from store.tables_upkeep import ON_REQUEST, answer, ladder, link, question, upkeep
from store.upkeep_links import Linked, linked

_BY_NAME = (tables.offer.c.sort_name, tables.offer.c.key)
_CALM: dict[str, Any] = {"stage": "rest", "asked_on": None, "tried_on": None, "tries": 0}


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail about a question needs: its code, which step it is, the secret of its link, and the entries."""

    code: str
    step: int
    token: str
    keys: tuple[str, ...]


class UpkeepChanges(Changes):
    """Changes upkeep within a transaction."""

    def switch(self, region: str, on: bool, mails_a_day: int) -> None:
        """Let a region ask by itself, or no longer."""
        known = self._connection.execute(select(ladder).where(ladder.c.region == region)).first()
        since = (known.on_since if known and known.on_since else self._stamp.at) if on else None
        row = {"on_since": since, "switched_by": self._stamp.by, "mails_a_day": mails_a_day}
        if known:
            self._connection.execute(update(ladder).where(ladder.c.region == region).values(**row))
        else:
            self._connection.execute(insert(ladder).values(region=region, **row))

    def set_rhythm(self, region: str, keys: Iterable[str], rhythm: Rhythm) -> int:
        """Give entries of a region a rhythm of their own, or take it away; returns how many entries these are."""
        where = (tables.offer.c.region == region) & among(tables.offer.c.key, list(keys))
        ids = self._connection.execute(select(tables.offer.c.id).where(where)).scalars().all()
        self._put(ids, {"rhythm": rhythm.text})
        return len(ids)

    def rest(self, key: str, said: Said) -> None:
        """Ask no more about an entry, because somebody said something about it."""
        offer_id = id_of(self._connection, key)
        if offer_id is None:
            return
        values = dict(_CALM)
        if said == "changed":
            values["spoken_on"] = self._stamp.day
        if said == "gone":
            values["stage"] = "gone"
        if said == "confirmed":  # an entry that was never asked about needs no row
            self._connection.execute(update(upkeep).where(upkeep.c.offer_id == offer_id).values(**values))
        else:
            self._put([offer_id], values)
        waiting = (answer.c.offer_id == offer_id) & (answer.c.answer == "")
        asked = self._connection.execute(select(answer.c.question_id).where(waiting)).scalars().all()
        told = {"answer": said, "answered_at": self._stamp.at}
        self._connection.execute(update(answer).where(waiting).values(**told))
        for number in asked:
            self._close_if_answered(number)

    def ask(self, region: Region, email: str, keys: Sequence[str], day: date, until: datetime) -> Letter | None:
        """Begin to ask an address about those entries that are still due; None if none are, or it is being asked."""
        busy = (question.c.region == region.ags) & (question.c.email == email) & question.c.closed_on.is_(None)
        busy &= question.c.step != ON_REQUEST
        if self._connection.execute(select(question.c.id).where(busy)).first():
            return None
        due = lists.is_due(self._connection, region.office.confirm_every_months, day)
        rows = self._select_offers(region.ags, among(tables.offer.c.key, keys) & due & (email == lists.EMAIL))
        if not rows:
            return None
        letter = self._new_question(region.ags, email, 0, rows, day, until)
        self._put([offer_id for offer_id, _ in rows], {**_CALM, "stage": "asked", "asked_on": day})
        return letter

    def remind(self, number: int, step: int, day: date, until: datetime) -> Letter | None:
        """Go one step on with a question that is still at a step; None if somebody else did, or nothing is open."""
        row = self._at_step(number, step)
        rows = self._waiting(number) if row else []
        if row is None or not rows:
            return None
        after = {"step": step + 1, "stepped_on": day}
        self._connection.execute(update(question).where(question.c.id == number).values(**after))
        self._put([offer_id for offer_id, _ in rows], {"stage": stage_of(step + 1)})
        return Letter(row.code, step + 1, self._new_link(number, until), tuple(key for _, key in rows))

    def give_up(self, number: int, step: int, stage: Stage, day: date) -> tuple[str, ...]:
        """Ask no more, and return the keys of the entries without an answer, which are now at a stage."""
        if self._at_step(number, step) is None:
            return ()
        rows = self._waiting(number)
        values: dict[str, Any] = {"stage": stage, **({"asked_on": None} if stage == "rest" else {})}
        self._put([offer_id for offer_id, _ in rows], values)
        self._connection.execute(update(question).where(question.c.id == number).values(closed_on=day))
        return tuple(key for _, key in rows)

    def wait_for_call(self, region: Region, email: str, day: date, limit: int) -> tuple[str, ...]:
        """Put due entries that nobody can write about on the phone list; `email` is "", or what is no address."""
        due = lists.is_due(self._connection, region.office.confirm_every_months, day) & (email == lists.EMAIL)
        rows = self._select_offers(region.ags, due, lists.BY_AGE)[:limit]
        self._put([offer_id for offer_id, _ in rows], {**_CALM, "stage": "phone", "asked_on": day})
        return tuple(key for _, key in rows)

    def end_call(self, key: str) -> bool:
        """Note that an entry has waited for a call long enough; False if it no longer waits."""
        offer_id = id_of(self._connection, key)
        waiting = (upkeep.c.offer_id == offer_id) & (upkeep.c.stage == "phone")
        values = {"stage": "rest", "asked_on": None}
        return bool(self._connection.execute(update(upkeep).where(waiting).values(**values)).rowcount)

    def write_again(self, key: str) -> None:
        """Let an entry that waits for a call be asked about by mail instead."""
        mine = (upkeep.c.offer_id == id_of(self._connection, key)) & (upkeep.c.stage == "phone")
        self._connection.execute(update(upkeep).where(mine).values(**_CALM))

    def nobody_there(self, key: str, day: date) -> None:
        """Note that somebody called about an entry and reached nobody."""
        offer_id = id_of(self._connection, key)
        if offer_id is not None:
            tries = self._connection.execute(select(upkeep.c.tries).where(upkeep.c.offer_id == offer_id)).scalar()
            self._put([offer_id], {"tried_on": day, "tries": (tries or 0) + 1})

    def linked(self, token: str) -> Linked | None:
        """What a personal link leads to, as this transaction sees it."""
        return linked(self._connection, token)

    def renew(self, known: Linked, day: date, until: datetime) -> Letter | None:
        """Make a new link for the address of an old one; None if it keeps none of these entries any more.

        Where nothing waits for an answer, all may be answered anew, but nobody is reminded of it.
        """
        rows = self._select_offers(known.region, among(tables.offer.c.key, [one.key for one in known.offers]))
        if not rows:
            return None
        if known.waiting and not known.closed:
            return Letter(known.code, ON_REQUEST, self._new_link(known.question, until), known.waiting)
        return self._new_question(known.region, known.email, ON_REQUEST, rows, day, until)

    def leave(self, key: str) -> None:
        """Forget that an entry is being asked about; it may be asked about again, by another address perhaps."""
        offer_id = id_of(self._connection, key)
        self._connection.execute(update(upkeep).where(upkeep.c.offer_id == offer_id).values(**_CALM))
        waiting = (answer.c.offer_id == offer_id) & (answer.c.answer == "")
        asked = self._connection.execute(select(answer.c.question_id).where(waiting)).scalars().all()
        self._connection.execute(delete(answer).where(waiting))
        for number in asked:
            self._close_if_answered(number)

    def forget(self, before: datetime) -> int:
        """Delete links that ended before a moment, and the addresses of closed questions; returns how many links."""
        gone = self._connection.execute(delete(link).where(link.c.expires_at < before)).rowcount
        old = question.c.closed_on.is_not(None) & (question.c.closed_on < before.date()) & (question.c.email != "")
        self._connection.execute(update(question).where(old).values(email=""))
        return gone

    def _new_question(
        self, region: str, email: str, step: int, rows: Sequence[tuple[int, str]], day: date, until: datetime
    ) -> Letter:
        number, code = next_id(self._connection, question), fresh_code()
        row = {"id": number, "code": code, "region": region, "email": email, "step": step, "asked_on": day}
        self._connection.execute(insert(question).values(**row, stepped_on=day))
        asked = [{"question_id": number, "offer_id": offer_id, "answer": ""} for offer_id, _ in rows]
        self._connection.execute(insert(answer), asked)
        return Letter(code, step, self._new_link(number, until), tuple(key for _, key in rows))

    def _new_link(self, number: int, until: datetime) -> str:
        token = fresh_token()
        row = {"digest": token_digest(token), "question_id": number, "made_at": self._stamp.at, "expires_at": until}
        self._connection.execute(insert(link).values(**row))
        return token

    def _at_step(self, number: int, step: int) -> Any:
        mine = (question.c.id == number) & (question.c.step == step) & question.c.closed_on.is_(None)
        return self._connection.execute(select(question.c.code, question.c.email).where(mine)).first()

    def _waiting(self, number: int) -> list[tuple[int, str]]:
        """Ids and keys of the entries of a question that nobody has answered about."""
        statement = select(tables.offer.c.id, tables.offer.c.key).join(answer, answer.c.offer_id == tables.offer.c.id)
        mine = (answer.c.question_id == number) & (answer.c.answer == "") & (tables.offer.c.status == "published")
        found = self._connection.execute(statement.where(mine).order_by(*_BY_NAME))
        return [(offer_id, key) for offer_id, key in found]

    def _select_offers(self, region: str, condition: Any, order: Sequence[Any] = _BY_NAME) -> list[tuple[int, str]]:
        source = lists.with_contacts(lists.with_upkeep())
        statement = select(tables.offer.c.id, tables.offer.c.key).select_from(source)
        found = self._connection.execute(statement.where(lists.published(region), condition).order_by(*order))
        return [(offer_id, key) for offer_id, key in found]

    def _put(self, ids: Sequence[int], values: dict[str, Any]) -> None:
        """Write values into the rows of some offers, making the rows that are not there yet."""
        if not ids:
            return
        mine = among(upkeep.c.offer_id, ids)
        known = set(self._connection.execute(select(upkeep.c.offer_id).where(mine)).scalars())
        if known:
            self._connection.execute(update(upkeep).where(mine).values(**values))
        rows = [
            {"offer_id": one, "rhythm": "", "spoken_on": None, **_CALM, **values} for one in ids if one not in known
        ]
        if rows:
            self._connection.execute(insert(upkeep), rows)

    def _close_if_answered(self, number: int) -> None:
        left = select(func.count()).select_from(answer).where(answer.c.question_id == number, answer.c.answer == "")
        if not self._connection.execute(left).scalar_one():
            mine = (question.c.id == number) & question.c.closed_on.is_(None)
            self._connection.execute(update(question).where(mine).values(closed_on=self._stamp.day))
