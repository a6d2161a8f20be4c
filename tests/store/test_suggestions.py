from dataclasses import replace
from datetime import timedelta

import pytest

from actions.suggest import SuggestError, suggest
from model.mail import MailError
from model.provider import Provider
from model.suggestion import STATUS, Decision
from store import StoreError
from tests.store.examples import NOW, a_full_offer, an_offer

REGION = "05112"


@pytest.fixture
def public(store):
    """An offer that is public."""
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
    return store.offer("list:1")


def propose(store, base, names=("hours",), channel="public", **changes):
    more = {key: changes.pop(key) for key in ("note", "reply_to", "source") if key in changes}
    proposed = replace(base or an_offer("office-05112:new"), **changes)
    return suggest(store, region=REGION, base=base, proposed=proposed, channel=channel, names=names, **more)


def test_a_suggestion_is_kept_as_it_was_sent_and_changes_no_offer(store, public):
    version = store.version()
    code = propose(store, public, hours="Mo 9-12", note="  bitte\r\nbald ", reply_to=" a@b.example", source="x1")
    found = store.suggestions.by_code(code)
    assert (found.key, found.region, found.channel, found.names, found.state) == (
        "list:1", REGION, "public", ("hours",), "open",
    )  # fmt: skip
    assert (found.note, found.reply_to, found.source, found.at) == ("bitte\nbald", "a@b.example", "x1", NOW)
    assert (found.base, found.proposed) == (public, replace(public, hours="Mo 9-12"))
    assert (store.version(), store.offer("list:1").hours) == (version, "")
    assert store.suggestions.waiting(REGION) == 1
    assert store.suggestions.waiting("05113") == 0


def test_only_fields_that_were_spoken_of_and_differ_are_kept(store, public):
    code = propose(store, public, ("hours", "bring", "name"), hours="Mo 9-12", bring="Zeugnis", summary="unbemerkt")
    assert store.suggestions.by_code(code).names == ("hours", "bring")
    assert propose(store, public, ("name",), hours="Mo 9-12") == ""
    assert store.suggestions.waiting(REGION) == 1


def test_a_word_without_a_change_is_a_suggestion_too(store, public):
    assert store.suggestions.by_code(propose(store, public, note="Die Tür klemmt.")).names == ()


def test_taking_an_offer_off_the_map_is_proposed_by_its_status(store, public):
    code = propose(store, public, (STATUS, "hours"), status="archived")
    assert store.suggestions.by_code(code).names == (STATUS,)


def test_a_new_offer_gets_a_key_of_the_office(store):
    full = a_full_offer("office-05112:new")
    code = suggest(store, region=REGION, base=None, proposed=full, channel="public", names=("name", "hours", "bring"))
    found = store.suggestions.by_code(code)
    assert (found.key, found.base, found.is_new) == ("", None, True)
    assert found.proposed.key == f"office-05112:{code}"
    assert found.names == ("name", "kind", "provider", "hours", "bring")
    assert store.offer(found.proposed.key) is None


def test_what_cannot_be_is_refused(store, public):
    with pytest.raises(MailError):
        propose(store, public, hours="Mo", reply_to="a@b.example\nBcc: all@b.example")
    with pytest.raises(SuggestError):
        propose(store, public, note="x" * 2001)
    with pytest.raises(SuggestError):
        propose(store, public, channel="rumour", hours="Mo")
    assert store.suggestions.waiting(REGION) == 0


def test_a_decision_is_kept_with_who_decided_and_the_address_is_gone(store, public):
    code = propose(store, public, ("hours", "bring"), hours="Mo", bring="Z", reply_to="a@b.example")
    decisions = (Decision("hours", True, ("Anna",)), Decision("bring", False, ("Anna",)))
    with store.write("Anna", "first") as writer:
        half = writer.suggestions.decide(writer.suggestions.get(code), "half", decisions, first="acc1")
    assert store.suggestions.by_code(code) == half
    assert (half.state, half.first, half.reply_to, half.waits) == ("half", "acc1", "a@b.example", True)
    both = tuple(replace(one, by=("Anna", "Bernd")) for one in decisions)
    with store.write("Bernd", "second") as writer:
        writer.suggestions.decide(writer.suggestions.get(code), "done", both, first="acc1", reason="so")
    done = store.suggestions.by_code(code)
    assert (done.accepted, done.rejected, done.deciders) == (("hours",), ("bring",), ("Anna", "Bernd"))
    assert (done.reply_to, done.reason, done.decided_at, done.waits) == ("", "so", NOW, False)
    assert store.suggestions.waiting(REGION) == 0


def test_pages_show_what_waits_oldest_first_and_what_is_done_newest_first(store, public):
    codes = [propose(store, public, hours=f"Mo {n}") for n in range(4)]
    other = propose(store, public, channel="campaign", hours="Di")
    assert [one.code for one in store.suggestions.page(REGION)] == [*codes, other]
    assert [one.code for one in store.suggestions.page(REGION, offset=1, limit=2)] == codes[1:3]
    assert [one.code for one in store.suggestions.page(REGION, channel="campaign")] == [other]
    with store.write("me", "done") as writer:
        for code in codes[:2]:
            writer.suggestions.decide(writer.suggestions.get(code), "done", (), first="")
    assert [one.code for one in store.suggestions.page(REGION, waiting=False)] == codes[1::-1]
    assert store.suggestions.count(REGION, waiting=False) == 2
    assert [one.code for one in store.suggestions.of_key("list:1")] == [*codes[2:], other]
    assert len(store.suggestions.of_key("list:1", waiting=False)) == 5


def test_a_provider_finds_its_own(store, public):
    code = propose(store, public, hours="Mo", channel="provider")
    propose(store, public, hours="Di")
    room = store.suggestions
    assert [one.code for one in room.of_providers(REGION, ["Volkshochschule"], "provider")] == [code]
    assert room.of_providers(REGION, ["Andere"], "provider") == []
    assert room.of_providers("05113", ["Volkshochschule"], "provider") == []
    waiting = {("list:1", "provider"): 1, ("list:1", "public"): 1}
    assert room.waiting_about(REGION, ["Volkshochschule", "Andere"]) == waiting
    assert room.waiting_about(REGION, []) == room.waiting_about("05113", ["Volkshochschule"]) == {}


def test_a_list_says_the_same_without_the_offers(store, public):
    propose(store, public, ("hours", "bring"), hours="Mo", bring="Z")
    propose(store, public, (STATUS,), status="archived", channel="confirmation")
    propose(store, None, ("hours",), hours="Di", name="Neu")
    with store.write("Anna", "first") as writer:
        first = writer.suggestions.get(store.suggestions.page(REGION)[0].code)
        taken = [Decision("hours", True, ("Anna",)), Decision("bring", False, ("Anna",))]
        writer.suggestions.decide(first, "half", taken, first="a1", reason="so")
    for light, full in zip(store.suggestions.listed(REGION), store.suggestions.page(REGION), strict=True):
        offer = full.base or full.proposed
        for name in ("code", "key", "channel", "state", "names", "closes", "at", "decisions", "reason", "decided_at",
                     "is_new", "accepted", "rejected", "deciders"):  # fmt: skip
            assert getattr(light, name) == getattr(full, name), name
        assert (light.name, light.provider) == (offer.name, offer.provider.name)
    assert [one.closes for one in store.suggestions.listed(REGION)] == [False, True, False]
    assert [one.is_new for one in store.suggestions.listed(REGION, offset=2, limit=5)] == [True]


def test_revising_takes_back_the_first_decision(store, public):
    code = propose(store, public, hours="Mo")
    with store.write("Anna", "first") as writer:
        taken = [Decision("hours", True, ("Anna",))]
        writer.suggestions.decide(writer.suggestions.get(code), "half", taken, first="a1")
    with store.write("Bernd", "revised") as writer:
        found = writer.suggestions.get(code)
        writer.suggestions.revise(found, replace(found.proposed, hours="Mo 9-12"), ("hours",))
    revised = store.suggestions.by_code(code)
    assert (revised.state, revised.decisions, revised.first, revised.proposed.hours) == ("open", (), "", "Mo 9-12")


def test_addresses_of_senders_are_forgotten_in_time(store, public, clock):
    old = propose(store, public, hours="Mo", reply_to="a@b.example")
    clock.wait(days=100)
    new = propose(store, public, hours="Di", reply_to="a@b.example")
    with store.write("worker", "forget") as writer:
        assert writer.suggestions.forget_senders(clock() - timedelta(days=50)) == 1
    assert store.suggestions.by_code(old).reply_to == ""
    assert store.suggestions.by_code(new).reply_to == "a@b.example"


def test_a_suggestion_that_is_gone_cannot_be_decided(store, public):
    code = propose(store, public, hours="Mo")
    found = replace(store.suggestions.by_code(code), code="nosuchcode")
    with pytest.raises(StoreError, match="no suggestion"), store.write("me", "x") as writer:
        writer.suggestions.decide(found, "done", (), first="")


def test_reports_that_wait_are_counted_by_region(store, public):
    with store.write("me", "x") as writer:
        writer.save_offer(an_offer("list:2", region="05113", provider=Provider("B")))
        writer.add_report("list:1", "hours", "")
        closed = writer.add_report("list:1", "hours", "")
        writer.add_report("list:2", "hours", "")
        writer.close_report(closed)
    assert store.suggestions.reports_waiting(REGION) == 1
