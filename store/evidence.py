"""Facts about neutrality that wait for a second person, and the documents behind them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from model.access import Account
from model.neutrality import Fact
from model.offer import Offer
from store.codes import fresh_code
from store.dialect import among
from store.documents import decode, encode
from store.places import next_id
from store.room import Changes, Room
from store.tables_evidence import evidence_file, fact_proposal

State = Literal["waiting", "confirmed", "rejected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one person found out about the neutrality of an offer; nothing of it is public until another confirms."""

    code: str
    region: str
    offer_key: str
    offer_name: str
    #: the checked facts as they shall be, and all facts as they were when it was written
    facts: tuple[Fact, ...]
    base: tuple[Fact, ...]
    checker: str
    note: str
    by_code: str
    by: str
    at: datetime
    state: State = "waiting"
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document behind a fact; `file` is the name under which it lies in the private folder."""

    code: str
    region: str
    offer_key: str
    proposal: str
    fact: str
    name: str
    media_type: str
    size: int
    sha256: str
    file: str
    by_code: str
    at: datetime
WAITING = select(func.count()).where(
    fact_proposal.c.region == bindparam("region"), fact_proposal.c.state == "waiting"
)  # fmt: skip


class Evidence(Room):
    """Reads them."""

    def waiting(self, region: str) -> int:
        """How many proposals of a region wait for a second person."""
        with self._database.reading() as connection:
            return int(connection.execute(WAITING, {"region": region}).scalar_one())

    def proposals(self, region: str, *, waiting: bool, limit: int = 50, skip: int = 0) -> list[Proposal]:
        """The proposals of a region that wait, oldest first, or those that were decided, newest first."""
        columns = fact_proposal.c
        state = columns.state == "waiting" if waiting else columns.state != "waiting"
        statement = select(fact_proposal).where(columns.region == region, state)
        order = columns.id if waiting else columns.id.desc()
        return self._all(statement.order_by(order).limit(limit).offset(skip))

    def proposal(self, code: str) -> Proposal | None:
        """The proposal that pages call by this code."""
        return next(iter(self._all(select(fact_proposal).where(fact_proposal.c.code == code))), None)

    def of_offer(self, key: str, limit: int = 20) -> list[Proposal]:
        """All proposals for an offer, newest first."""
        statement = select(fact_proposal).where(fact_proposal.c.offer_key == key)
        return self._all(statement.order_by(fact_proposal.c.id.desc()).limit(limit))

    def document(self, code: str) -> Document | None:
        """The document that pages call by this code."""
        return next(iter(self.documents([code])), None)

    def documents(self, codes: Sequence[str]) -> list[Document]:
        """The documents that pages call by these codes, in the order in which they came in."""
        return self._documents(among(evidence_file.c.code, codes)) if codes else []

    def documents_of(self, proposal: str) -> list[Document]:
        """The documents of a proposal."""
        return self._documents(evidence_file.c.proposal == proposal) if proposal else []

    def documents_behind(self, key: str) -> list[Document]:
        """The documents behind what was confirmed for an offer, newest first."""
        confirmed = select(fact_proposal.c.code).where(
            fact_proposal.c.offer_key == key, fact_proposal.c.state == "confirmed"
        )
        return self._documents(evidence_file.c.proposal.in_(confirmed))[::-1]

    def files(self) -> set[str]:
        """The names of all files that belong to a document."""
        with self._database.reading() as connection:
            return set(connection.execute(select(evidence_file.c.file)).scalars())

    def _all(self, statement: Any) -> list[Proposal]:
        with self._database.reading() as connection:
            return [_proposal(row) for row in connection.execute(statement)]

    def _documents(self, where: Any) -> list[Document]:
        with self._database.reading() as connection:
            rows = connection.execute(select(evidence_file).where(where).order_by(evidence_file.c.id)).all()
        return [_document(row) for row in rows]


class EvidenceChanges(Changes):
    """Changes them within a transaction."""

    def proposal(self, code: str) -> Proposal | None:
        """The proposal as it is now, within the transaction."""
        row = self._connection.execute(select(fact_proposal).where(fact_proposal.c.code == code)).first()
        return _proposal(row) if row else None

    def waiting_for(self, key: str) -> str:
        """The code of the proposal that waits for an offer, "" if none does."""
        where = (fact_proposal.c.offer_key == key, fact_proposal.c.state == "waiting")
        return self._connection.execute(select(fact_proposal.c.code).where(*where)).scalar() or ""

    def propose(self, offer: Offer, facts: Iterable[Fact], account: Account, *, checker: str, note: str) -> str:
        """Keep facts that wait for a second person, and return the code of the proposal."""
        code = fresh_code()
        row = {"id": next_id(self._connection, fact_proposal), "code": code, "region": offer.region}
        row |= {"offer_key": offer.key, "offer_name": offer.name, "facts": _text(facts), "base": _text(offer.facts)}
        row |= {"checker": checker, "note": note, "by_code": account.code, "by": account.by, "at": self._stamp.at}
        row |= {"state": "waiting", "decided_code": "", "decided_by": "", "decided_note": ""}
        self._connection.execute(insert(fact_proposal).values(**row))
        return code

    def decide(self, code: str, state: State, account: Account, note: str = "") -> None:
        """Note what became of a proposal."""
        values = {"state": state, "decided_code": account.code, "decided_by": account.by, "decided_note": note}
        where = fact_proposal.c.code == code
        self._connection.execute(update(fact_proposal).where(where).values(**values, decided_at=self._stamp.at))

    def add_document(self, document: Document) -> None:
        """Keep what is known of a document whose file is already there."""
        values = {name: getattr(document, name) for name in document.__slots__}
        self._connection.execute(
            insert(evidence_file).values(id=next_id(self._connection, evidence_file), **values)
        )

    def attach(self, codes: Sequence[str], offer_key: str, account: Account, proposal: str) -> None:
        """Let documents that somebody uploaded for an offer belong to a proposal."""
        columns = evidence_file.c
        own = (among(columns.code, codes), columns.offer_key == offer_key, columns.by_code == account.code)
        self._connection.execute(update(evidence_file).where(*own, columns.proposal == "").values(proposal=proposal))

    def forget_documents(self, before: datetime) -> list[str]:
        """Delete what was uploaded before a moment for a form that nobody finished; returns the names of the files."""
        columns = evidence_file.c
        old = (columns.proposal == "", columns.at < before)
        files = list(self._connection.execute(select(columns.file).where(*old)).scalars())
        self._connection.execute(delete(evidence_file).where(*old))
        return files


def _text(facts: Iterable[Fact]) -> str:
    return json.dumps([encode(fact) for fact in facts], ensure_ascii=False)


def _facts(text: str) -> tuple[Fact, ...]:
    return tuple(decode(Fact, one) for one in json.loads(text))


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        row.code, row.region, row.offer_key, row.offer_name, _facts(row.facts), _facts(row.base), row.checker, row.note,
        row.by_code, row.by, row.at, cast(State, row.state), row.decided_by, row.decided_at, row.decided_note,
    )  # fmt: skip


def _document(row: Row[Any]) -> Document:
    return Document(*(getattr(row, name) for name in Document.__slots__))
