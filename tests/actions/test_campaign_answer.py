from dataclasses import replace
from datetime import date

import pytest

from actions.campaign_answer import (
    Elsewhere,
    NoEntry,
    decline,
    drop_offer,
    offer_mark,
    open_form,
    overview_mark,
    save,
    save_offer,
    send,
)  # fmt: skip
from model.campaign import Address, Answers, CampaignError, OfferAnswer, OwnAnswer
from model.contact import Contact
from model.provider import Provider
from store import open_store
from tests.campaigns import running
from tests.store.examples import NOW, Clock, an_offer

DAY = NOW.date()
OWN = (OwnAnswer("frage2", ("Räume",)),)
FIRST = an_offer("list:1", contact=Contact("0203 1"))
SECOND = an_offer("list:2", name="Lerncafé")


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True, clock=Clock())
    with opened.write(by="a", why="b") as writer:
        writer.save_offer(FIRST)
        writer.save_offer(SECOND)
    yield opened
    opened.close()


@pytest.fixture
def code(store):
    _, pairs = running(store, [Address("VHS", email="vhs@stadt.example", offers=("list:1", "list:2", "list:9"))])
    return pairs[0][1]


def answers(store, code) -> Answers:
    return open_form(store, code, DAY)[2]


def change_phone(store, code, phone="0203 2", note="") -> None:
    one = answers(store, code).offer("list:1")
    changed = replace(one, says="changed", proposed=replace(FIRST, contact=Contact(phone)), note=note)
    save_offer(store, code, DAY, changed, offer_mark(one))


def send_all(store, code, **says) -> Answers:
    def fill(now: Answers) -> Answers:
        offers = tuple(replace(one, says=says.get(one.key[5:], one.says or "same")) for one in now.offers)
        return replace(now, offers=offers, own=OWN)

    return send(store, code, DAY, fill, overview_mark(answers(store, code)), by="VHS")


def waiting(store):
    return store.suggestions.page("05112")


def test_the_form_is_filled_in_with_what_is_public(store, code):
    campaign, who, found = open_form(store, code, DAY)
    assert (campaign.name, who.address.institution) == ("Frühjahr 2026", "VHS")
    assert [(one.key, one.says, one.base.name) for one in found.offers] == [
        ("list:1", "", "Bildungsberatung"), ("list:2", "", "Lerncafé"),
    ]  # fmt: skip


def test_what_stays_as_it_is_counts_as_confirmed_and_what_changed_waits_for_the_office(store, code):
    change_phone(store, code)
    assert waiting(store) == []
    send_all(store, code)
    (found,) = waiting(store)
    assert (found.key, found.names, found.channel) == ("list:1", ("phone",), "campaign")
    assert found.source.startswith("campaign:")
    assert store.offer("list:1").contact.phone == "0203 1"
    assert store.offer("list:1").verification is None
    checked = store.offer("list:2").verification
    assert (checked.on, checked.by, checked.how) == (DAY, "VHS", "form")
    assert open_form(store, code, DAY)[1].state == "answered"


def test_sending_twice_changes_and_never_doubles(store, code):
    change_phone(store, code)
    send_all(store, code)
    send_all(store, code)
    (first,) = waiting(store)
    change_phone(store, code, "0203 3")
    send_all(store, code)
    (second,) = waiting(store)
    assert (second.code, second.proposed.contact.phone) == (first.code, "0203 3")


def test_another_note_makes_one_suggestion_of_the_two(store, code):
    change_phone(store, code)
    send_all(store, code)
    change_phone(store, code, note="Ab Mai")
    send_all(store, code)
    assert [one.note for one in waiting(store)] == ["Ab Mai"]


def test_going_back_to_what_is_public_takes_the_suggestion_back(store, code):
    change_phone(store, code)
    send_all(store, code)
    change_phone(store, code, "0203 1")
    send_all(store, code)
    assert waiting(store) == []
    (taken_back,) = store.suggestions.page("05112", waiting=False)
    assert taken_back.reason == "Die Einrichtung hat ihre Antwort geändert."
    assert store.offer("list:1").verification.by == "VHS"


def test_what_the_office_put_right_stays_when_the_same_is_sent_again(store, code):
    change_phone(store, code)
    send_all(store, code)
    (found,) = waiting(store)
    with store.write(by="office", why="puts right") as writer:
        writer.suggestions.revise(found, replace(found.proposed, contact=Contact("0203 22")), ("phone",))
    send_all(store, code)
    assert [one.proposed.contact.phone for one in waiting(store)] == ["0203 22"]


def test_an_offer_that_is_no_more_is_proposed_for_the_archive(store, code):
    send_all(store, code, **{"2": "gone"})
    (found,) = waiting(store)
    assert (found.key, found.names, found.proposed.status) == ("list:2", ("status",), "archived")
    assert store.offer("list:2").status == "published"
    send_all(store, code, **{"2": "same"})
    assert waiting(store) == []


def test_a_new_offer_is_proposed_once_and_can_be_taken_back(store, code):
    fresh = OfferAnswer("new:abc", "new", None, an_offer("new:abc", name="Abendkurs", provider=Provider("VHS")))
    save_offer(store, code, DAY, fresh, "")
    send_all(store, code)
    (found,) = waiting(store)
    assert (found.is_new, found.proposed.name) == (True, "Abendkurs")
    known = answers(store, code).offer("new:abc")
    again = replace(known, proposed=replace(known.proposed, name="Abendkurs 2"))
    save_offer(store, code, DAY, again, offer_mark(known))
    send_all(store, code)
    (second,) = waiting(store)
    assert (second.code, second.proposed.name, second.proposed.key) == (found.code, "Abendkurs 2", found.proposed.key)
    drop_offer(store, code, DAY, "new:abc")
    assert waiting(store) == []


def test_two_devices_do_not_overwrite_each_other(store, code):
    one = answers(store, code).offer("list:1")
    seen = overview_mark(answers(store, code))
    change_phone(store, code)
    with pytest.raises(Elsewhere) as caught:
        save_offer(store, code, DAY, replace(one, says="changed", proposed=FIRST), offer_mark(one))
    assert caught.value.answers.offer("list:1").proposed.contact.phone == "0203 2"
    with pytest.raises(Elsewhere):
        save(store, code, DAY, lambda now: now, seen)
    with pytest.raises(Elsewhere):
        send(store, code, DAY, lambda now: now, seen, by="VHS")
    assert store.campaigns.entry(code)[1].state == "open"


def test_nothing_is_sent_while_something_is_missing(store, code):
    with pytest.raises(CampaignError, match="Bitte sagen Sie noch, ob „Bildungsberatung“ stimmt."):
        send(store, code, DAY, lambda now: replace(now, own=OWN), overview_mark(answers(store, code)), by="VHS")
    with pytest.raises(CampaignError, match="Was fehlt in Ihrem Stadtteil") as caught:
        send_without_own(store, code)
    assert caught.value.field == "frage2"
    assert store.offer("list:2").verification is None


def send_without_own(store, code):
    def fill(now):
        return replace(now, offers=tuple(replace(one, says="same") for one in now.offers))

    send(store, code, DAY, fill, overview_mark(answers(store, code)), by="VHS")


def test_a_failure_in_the_middle_leaves_nothing_behind(store, code, monkeypatch):
    change_phone(store, code)
    monkeypatch.setattr("actions.campaign_answer.confirm_within", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send_all(store, code)
    assert waiting(store) == []
    assert store.campaigns.entry(code)[1].state == "open"


def test_an_offer_that_the_office_took_off_the_map_is_not_asked_any_more(store, code):
    with store.write(by="office", why="gone") as writer:
        writer.archive_offer("list:2")
    assert [one.key for one in answers(store, code).offers] == ["list:1"]


def test_codes_open_only_their_own_form_and_only_while_it_runs(store, code):
    with pytest.raises(NoEntry):
        open_form(store, "3" * 12, DAY)
    with pytest.raises(NoEntry) as caught:
        open_form(store, code, date(2026, 5, 1))
    assert caught.value.over


def test_saying_no_is_kept_until_somebody_answers_after_all(store, code):
    decline(store, code, DAY, " Keine \n Zeit ")
    assert (store.campaigns.entry(code)[1].state, store.campaigns.entry(code)[1].note) == ("declined", "Keine Zeit")
    send_all(store, code)
    assert store.campaigns.entry(code)[1].state == "answered"
