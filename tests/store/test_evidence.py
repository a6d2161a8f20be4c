from datetime import date, timedelta

import pytest

from model.access import Account
from model.neutrality import Fact
from store.evidence import Document
from tests.store.examples import INDEPENDENT, NOW, an_offer

ANNA = Account(1, "anna", "anna@stadt.example", "Anna", NOW)
BEN = Account(2, "ben", "ben@stadt.example", "Ben", NOW)
REPORTED = Fact("statement", "yes", "Zeitung", as_of="2021-12")
CHECKED = Fact("mandate", "yes", "Satzung", quote="§ 2", checked_by="Bildungsbüro", checked_on=date(2026, 3, 2),
               expires_on=date(2028, 3, 2))  # fmt: skip


def proposed(store, offer, facts=(CHECKED,), account=ANNA):
    with store.write(account.by, "geprüft") as writer:
        return writer.evidence.propose(offer, facts, account, checker="Anna", note="vor Ort")


def a_document(code="beleg", **changes):
    plain = {
        "region": "05112", "offer_key": "list:1", "proposal": "", "fact": "mandate", "name": "Satzung.pdf",
        "media_type": "application/pdf", "size": 3, "sha256": "0" * 64, "file": f"file-{code}", "by_code": "anna",
        "at": NOW,
    }  # fmt: skip
    return Document(code=code, **plain | changes)


def test_what_waits_comes_back_as_it_was_written(store):
    offer = an_offer("list:1", facts=(REPORTED, *INDEPENDENT))
    code = proposed(store, offer)
    (found,) = store.evidence.proposals("05112", waiting=True)
    assert found == store.evidence.proposal(code) and store.evidence.of_offer("list:1") == [found]
    assert (found.facts, found.base, found.checker, found.note) == ((CHECKED,), offer.facts, "Anna", "vor Ort")
    assert (found.by, found.by_code, found.at, found.state) == ("Anna", "anna", NOW, "waiting")
    assert store.evidence.waiting("05112") == 1 and store.evidence.waiting("05113") == 0
    assert store.version() == 0


def test_a_decision_ends_the_waiting(store, clock):
    code = proposed(store, an_offer("list:1"))
    clock.wait(hours=1)
    with store.write("Ben", "bestätigt") as writer:
        assert writer.evidence.waiting_for("list:1") == code and writer.evidence.waiting_for("list:2") == ""
        writer.evidence.decide(code, "rejected", BEN, "Die Satzung ist alt.")
        assert writer.evidence.waiting_for("list:1") == "" and writer.evidence.proposal(code).state == "rejected"
    (found,) = store.evidence.proposals("05112", waiting=False)
    assert (found.decided_by, found.decided_at, found.decided_note) == ("Ben", clock(), "Die Satzung ist alt.")
    assert store.evidence.waiting("05112") == 0 and store.evidence.proposals("05112", waiting=True) == []


@pytest.mark.parametrize("changes", [{"by_code": "ben"}, {"offer_key": "list:2"}, {"proposal": "another"}])
def test_only_ones_own_new_documents_for_this_offer_come_along(store, changes):
    with store.write("Anna", "geprüft") as writer:
        writer.evidence.add_document(a_document("mine"))
        writer.evidence.add_document(a_document("strange", **changes))
        writer.evidence.attach(["mine", "strange"], "list:1", ANNA, "p1")
    assert [one.code for one in store.evidence.documents_of("p1")] == ["mine"]


def test_documents_of_forms_that_nobody_finished_are_forgotten(store, clock):
    with store.write("Anna", "geprüft") as writer:
        writer.evidence.add_document(a_document("old"))
        writer.evidence.add_document(a_document("new", at=NOW + timedelta(days=2)))
        writer.evidence.add_document(a_document("kept", proposal="p1"))
    with store.write("duty", "tidies up") as writer:
        assert writer.evidence.forget_documents(NOW + timedelta(days=1)) == ["file-old"]
    assert store.evidence.files() == {"file-new", "file-kept"}
    assert store.evidence.document("old") is None and store.evidence.document("new").name == "Satzung.pdf"


def test_the_documents_behind_an_offer_are_those_that_were_confirmed(store):
    code = proposed(store, an_offer("list:1"))
    with store.write("Anna", "geprüft") as writer:
        writer.evidence.add_document(a_document("mine", proposal=code))
    assert store.evidence.documents_behind("list:1") == []
    with store.write("Ben", "bestätigt") as writer:
        writer.evidence.decide(code, "confirmed", BEN)
    assert [one.code for one in store.evidence.documents_behind("list:1")] == ["mine"]
    assert store.evidence.documents([]) == [] == store.evidence.documents_of("")
