"""What people propose to change, waiting for somebody of the office to decide."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, select, update

from model.offer import Offer
from model.suggestion import WAITING, Channel, Decision, Listed, State, Suggestion
from store import reports, sendings
from store.documents import from_text, to_text
from store.errors import StoreError
from store.places import next_id
from store.reports import Report
from store.room import Changes, Room
from store.sendings import Lately
from store.tables_suggestions import suggestion as table

PAGE = 50
#: waiting, written out because a partial list of values is what the index answers quickest
_WAITS = table.c.state.in_(WAITING)
#: asked at every view of the to-do list and of the list of suggestions
WAITING_IN = select(func.count()).where(table.c.region == bindparam("region"), _WAITS)
_BY_CHANNEL = select(table.c.channel, func.count()).where(table.c.region == bindparam("region"), _WAITS)
#: grouped as the index is ordered, so that nothing has to be sorted; a channel may come once for each state
_BY_CHANNEL = _BY_CHANNEL.group_by(table.c.state, table.c.channel)
_LIGHT = [table.c[name] for name in ("code", "key", "channel", "state", "names", "name", "provider", "closes", "at",
                                     "decisions", "reason", "decided_at")]  # fmt: skip


class Suggestions(Room):
    """What is proposed, and what was decided."""

    def by_code(self, code: str) -> Suggestion | None:
        """The suggestion that pages call by this code."""
        with self._database.reading() as connection:
            return _one(connection, code)

    def waiting(self, region: str) -> int:
        """How many suggestions of a region wait for somebody of the office."""
        return self.count(region)

    def count(self, region: str, *, waiting: bool = True, channel: Channel | None = None) -> int:
        """How many suggestions of a region wait, or are done."""
        statement = select(func.count()).select_from(table).where(_where(region, waiting, channel))
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar_one())

    def reports_waiting(self, region: str) -> int:
        """How many reports on offers of a region wait for somebody of the office."""
        with self._database.reading() as connection:
            return reports.count_open(connection, region)

    def reports(self, region: str) -> list[tuple[Report, str]]:
        """The open reports on offers of a region, oldest first, each with the name of its offer."""
        with self._database.reading() as connection:
            return reports.of_region(connection, region)

    def counts(self, region: str) -> dict[Channel, int]:
        """How many suggestions of a region wait, by the channel through which they came."""
        found: Counter[Channel] = Counter()
        with self._database.reading() as connection:
            for channel, number in connection.execute(_BY_CHANNEL, {"region": region}):
                found[channel] += number
        return dict(found)

    def page(
        self, region: str, *, waiting: bool = True, channel: Channel | None = None, offset: int = 0, limit: int = PAGE
    ) -> list[Suggestion]:
        """Some suggestions of a region: those that wait with the oldest first, those that are done the newest first."""
        return self._all(_page(select(table), region, waiting, channel).offset(offset).limit(limit))

    def listed(
        self, region: str, *, waiting: bool = True, channel: Channel | None = None, offset: int = 0, limit: int = PAGE
    ) -> list[Listed]:
        """The same for a list, which is quicker because the offers are not read."""
        asked = {"region": region, "channel": channel, "start": offset, "most": limit}
        with self._database.reading() as connection:
            return [_listed(row) for row in connection.execute(_listing(waiting, channel is not None), asked)]

    def of_key(self, key: str, *, waiting: bool = True) -> list[Suggestion]:
        """The suggestions for an offer that wait, or all of them, oldest first."""
        statement = select(table).where(table.c.key == key).order_by(table.c.id)
        return self._all(statement.where(_WAITS) if waiting else statement)

    def latest_from(self, region: str, channel: Channel) -> dict[str, Suggestion]:
        """The latest suggestion that came through a channel about each thing it belongs to, waiting or done."""
        where = and_(table.c.region == region, table.c.channel == channel)
        return {one.source: one for one in self._all(select(table).where(where).order_by(table.c.id))}

    def of_providers(self, region: str, providers: Sequence[str], channel: Channel, limit: int = 20) -> list[Listed]:
        """The latest suggestions about what these providers offer that came through a channel, newest first."""
        where = and_(_about(region, providers), table.c.channel == channel)
        with self._database.reading() as connection:
            rows = connection.execute(select(*_LIGHT).where(where).order_by(table.c.id.desc()).limit(limit))
            return [_listed(row) for row in rows]

    def waiting_about(self, region: str, providers: Sequence[str]) -> dict[tuple[str, Channel], int]:
        """How many suggestions wait about what these providers offer, by key and channel."""
        statement = select(table.c.key, table.c.channel, func.count()).where(_about(region, providers), _WAITS)
        with self._database.reading() as connection:
            rows = connection.execute(statement.group_by(table.c.key, table.c.channel)).all()
        return {(row[0], row[1]): row[2] for row in rows}

    def _all(self, statement: Any) -> list[Suggestion]:
        with self._database.reading() as connection:
            return [_suggestion(row) for row in connection.execute(statement)]


class SuggestionChanges(Changes):
    """Keeps and decides suggestions within a transaction."""

    def add(self, suggestion: Suggestion) -> str:
        """Keep a suggestion, and return its code."""
        row = {"code": suggestion.code, "region": suggestion.region, "key": suggestion.key, "at": self._stamp.at}
        offer = suggestion.base or suggestion.proposed
        self._connection.execute(
            insert(table).values(
                **row,
                id=next_id(self._connection, table),
                provider=offer.provider.name,
                name=offer.name,
                base=to_text(suggestion.base) if suggestion.base else "",
                source=suggestion.source,
                **_values(suggestion),
            )
        )
        return suggestion.code

    def get(self, code: str) -> Suggestion | None:
        """A suggestion as it is now that nobody else can decide it."""
        return _one(self._connection, code)

    def decide(
        self, suggestion: Suggestion, state: State, decisions: Iterable[Decision], *, first: str, reason: str = ""
    ) -> Suggestion:
        """Write a decision down; once it is done, the address of the sender is gone from here."""
        reply_to = "" if state == "done" else suggestion.reply_to
        kept = tuple(decisions)
        decided = replace(suggestion, state=state, decisions=kept, first=first, reason=reason, reply_to=reply_to)
        self._update(decided, decided_at=self._stamp.at)
        return replace(decided, decided_at=self._stamp.at)

    def revise(self, suggestion: Suggestion, proposed: Offer, names: Iterable[str]) -> Suggestion:
        """Let the office put right what is proposed; what the first of four eyes decided no longer counts."""
        fresh = replace(
            suggestion, proposed=proposed, names=tuple(names), state="open", decisions=(), first="", reason=""
        )
        self._update(fresh, decided_at=None)
        return fresh

    def forget_senders(self, before: Any) -> int:
        """Delete the addresses of senders of suggestions from before a moment, and return how many there were."""
        where = and_(table.c.reply_to != "", table.c.at < before)
        return self._connection.execute(update(table).where(where).values(reply_to="")).rowcount

    def close_report(self, region: str, key: str, sent: datetime) -> bool:
        """Note that a report on an offer of a region was dealt with; False if there is no such open report."""
        return reports.close_in(self._connection, region, key, sent, self._stamp.at)

    def sent_lately(self, sender: str, about: str) -> Lately:
        """How many forms came in the last hour from a sender, and about one thing."""
        return sendings.lately(self._connection, sender, about, self._stamp.at)

    def proof_is_used(self, proof: str) -> bool:
        """Whether a proof of work was used up before."""
        return sendings.is_used(self._connection, proof)

    def note_sent(self, sender: str, about: str, proof: str = "") -> None:
        """Note that a form was sent, and forget what is older than a day."""
        self.forget_sendings()
        sendings.note(self._connection, sender, about, proof, self._stamp.at)

    def forget_sendings(self) -> int:
        """Delete what is known about forms sent more than a day ago, and return how many rows that were."""
        return sendings.forget(self._connection, self._stamp.at)

    def _update(self, suggestion: Suggestion, **more: Any) -> None:
        where = table.c.code == suggestion.code
        done = self._connection.execute(update(table).where(where).values(**_values(suggestion), **more))
        if done.rowcount != 1:
            raise StoreError(f"There is no suggestion {suggestion.code}.")


def _values(suggestion: Suggestion) -> dict[str, Any]:
    """The columns that may change."""
    decisions = [[decision.name, decision.accepted, decision.by] for decision in suggestion.decisions]
    return {
        "channel": suggestion.channel,
        "state": suggestion.state,
        "names": json.dumps(suggestion.names),
        "closes": int(suggestion.closes),
        "proposed": to_text(suggestion.proposed),
        "decisions": json.dumps(decisions, ensure_ascii=False),
        "note": suggestion.note,
        "reply_to": suggestion.reply_to,
        "reason": suggestion.reason,
        "first": suggestion.first,
    }


@cache
def _listing(waiting: bool, of_channel: bool) -> Any:
    """The statement for a page of the list, which is opened again and again."""
    statement = _page(select(*_LIGHT), bindparam("region"), waiting, bindparam("channel") if of_channel else None)
    return statement.offset(bindparam("start")).limit(bindparam("most"))


def _where(region: Any, waiting: bool, channel: Any) -> Any:
    where = and_(table.c.region == region, _WAITS if waiting else table.c.state == "done")
    return where if channel is None else and_(where, table.c.channel == channel)


def _page(statement: Any, region: Any, waiting: bool, channel: Any) -> Any:
    order = table.c.id if waiting else table.c.id.desc()
    return statement.where(_where(region, waiting, channel)).order_by(order)


def _about(region: str, providers: Sequence[str]) -> Any:
    return and_(table.c.region == region, table.c.provider.in_(providers))


def _one(connection: Connection, code: str) -> Suggestion | None:
    row = connection.execute(select(table).where(table.c.code == code)).first()
    return _suggestion(row) if row else None


# The same few lists of fields and of decisions come again in every row.
@lru_cache(maxsize=1_000)
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=1_000)
def _decisions(text: str) -> tuple[Decision, ...]:
    return tuple(Decision(name, accepted, tuple(by)) for name, accepted, by in json.loads(text))


def _listed(row: Row[Any]) -> Listed:
    code, key, channel, state, names, name, provider, closes, at, decisions, reason, decided_at = row
    return Listed(
        code, key, channel, state, _names(names), name, provider, bool(closes), at, _decisions(decisions), reason,
        decided_at,
    )  # fmt: skip


def _suggestion(row: Row[Any]) -> Suggestion:
    return Suggestion(
        row.code, row.region, row.key, row.channel, tuple(json.loads(row.names)),
        from_text(Offer, row.base) if row.base else None, from_text(Offer, row.proposed), row.at, row.note, row.source,
        row.reply_to, row.state, _decisions(row.decisions), row.reason, row.first,
        row.decided_at,
    )  # fmt: skip
