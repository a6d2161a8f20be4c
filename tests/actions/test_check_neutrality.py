"""Two people check the neutrality of an offer, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from actions.check_neutrality import CheckError, confirm_facts, mark_of, propose_facts, reject_facts, withdraw_facts
from model.access import Account
from model.neutrality import Fact, assess
from model.neutrality_check import LASTS_MONTHS, checked_facts, in_months, lasts_until, with_checks
from store import open_store
from tests.store.examples import NOW, an_offer

ANNA = Account(1, "anna", "anna@stadt.example", "Anna", NOW)
BEN = Account(2, "ben", "ben@stadt.example", "Ben", NOW)
DAY = NOW.date()
REPORTED = (Fact("statement", "yes", "Zeitung", as_of="2021-12"), Fact("own_courses", "yes", "Zeitung"))


def checked(code, value, on=DAY, by="Bildungsbüro"):
    return Fact(code, value, "Satzung", checked_by=by, checked_on=on, expires_on=lasts_until(code, on))


INDEPENDENT = (checked("carrier_type", "public"), checked("own_courses", "no"), checked("paid_per_result", "no"))


@pytest.fixture
def store(database_url):
    opened = open_store(database_url, create=True, clock=lambda: NOW)
    with opened.write("import list", "A list") as writer:
        writer.save_offer(an_offer("list:1", facts=REPORTED))
    yield opened
    opened.close()


def propose(store, facts=INDEPENDENT, account=ANNA, **changes):
    options = {"region": "05112", "checker": "Anna A.", "seen": mark_of(store.offer("list:1").facts)} | changes
    return propose_facts(store, "list:1", facts, account=account, **options)


def refusal(ask, *args, **options):
    with pytest.raises(CheckError) as refused:
        ask(*args, **options)
    return refused.value.why


def test_nothing_is_public_until_another_person_confirms(store):
    code = propose(store)
    assert store.offer("list:1").facts == REPORTED and store.evidence.waiting("05112") == 1
    assert refusal(confirm_facts, store, code, region="05112", account=ANNA) == "same_person"
    assert store.offer("list:1").facts == REPORTED
    offer = confirm_facts(store, code, region="05112", account=BEN)
    assert offer.facts == (*REPORTED, *INDEPENDENT) == store.offer("list:1").facts
    found = assess(offer.facts, DAY)
    assert (found.grade, found.evidence) == ("A", "verified") and store.evidence.waiting("05112") == 0
    last = store.revisions("list:1")[0]
    assert (last.by, last.why) == ("Ben", "Neutralität geprüft von Anna, bestätigt von Ben")


def test_rejecting_needs_a_reason_and_another_person(store):
    code = propose(store)
    assert refusal(reject_facts, store, code, region="05112", account=BEN, reason=" ") == "reason"
    assert refusal(reject_facts, store, code, region="05112", account=ANNA, reason="x") == "same_person"
    reject_facts(store, code, region="05112", account=BEN, reason="Die Satzung ist alt.")
    assert store.evidence.proposal(code).decided_note == "Die Satzung ist alt."
    assert refusal(confirm_facts, store, code, region="05112", account=BEN) == "decided"
    assert store.offer("list:1").facts == REPORTED


def test_only_who_wrote_it_withdraws_it(store):
    code = propose(store)
    assert refusal(withdraw_facts, store, code, region="05112", account=BEN) == "not_yours"
    withdraw_facts(store, code, region="05112", account=ANNA)
    assert store.evidence.proposal(code).state == "withdrawn"
    assert propose(store) != code


def test_one_check_waits_at_a_time_and_nothing_new_is_refused(store):
    code = propose(store)
    with pytest.raises(CheckError) as refused:
        propose(store, account=BEN)
    assert (refused.value.why, refused.value.code) == ("waiting", code)
    confirm_facts(store, code, region="05112", account=BEN)
    assert refusal(propose, store) == "same"


def test_what_others_checked_meanwhile_is_not_overwritten(store):
    seen = mark_of(store.offer("list:1").facts)
    code = propose(store)
    with store.write("Carla", "anders erfahren") as writer:
        offer = writer.offer("list:1")
        writer.save_offer(replace(offer, facts=(*offer.facts, checked("label", "BeQu"))))
    assert refusal(confirm_facts, store, code, region="05112", account=BEN) == "changed"
    withdraw_facts(store, code, region="05112", account=ANNA)
    assert refusal(propose, store, seen=seen) == "changed"


def test_what_a_source_reports_meanwhile_stays_beside_the_check(store):
    code = propose(store)
    news = Fact("open_outcome", "yes", "Neue Zeitung")
    with store.write("import list", "A list") as writer:
        writer.save_offer(an_offer("list:1", facts=(news,)))
    assert confirm_facts(store, code, region="05112", account=BEN).facts == (news, *INDEPENDENT)


def test_a_check_can_be_taken_back(store):
    confirm_facts(store, propose(store), region="05112", account=BEN)
    code = propose(store, INDEPENDENT[:2])
    assert confirm_facts(store, code, region="05112", account=BEN).facts == (*REPORTED, *INDEPENDENT[:2])


def test_another_region_finds_nothing(store):
    assert refusal(propose, store, region="05113") == "gone"
    code = propose(store)
    for act in (confirm_facts, withdraw_facts):
        assert refusal(act, store, code, region="05113", account=BEN) == "gone"
    assert refusal(reject_facts, store, code, region="05113", account=BEN, reason="x") == "gone"
    assert refusal(confirm_facts, store, "none", region="05112", account=BEN) == "gone"


def test_what_is_not_checked_or_twice_the_same_cannot_be_proposed(store):
    for facts in (REPORTED, (INDEPENDENT[0], INDEPENDENT[0])):
        with pytest.raises(ValueError, match="must be checked"):
            propose(store, facts)


def test_the_newest_check_counts_and_older_ones_go():
    old, new = checked("label", "alt", date(2025, 1, 1)), checked("label", "neu")
    assert checked_facts([new, old, *REPORTED]) == {"label": new}
    assert with_checks([old, *REPORTED], [new, checked("carrier_type", "public")])[-1] == new


def test_how_long_a_check_lasts():
    assert in_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert in_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert lasts_until("carrier_type", date(2026, 3, 3)) == date(2028, 3, 3)
    assert set(LASTS_MONTHS.values()) == {12, 24}
