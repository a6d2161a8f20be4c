from datetime import date

import pytest

from model.campaign import Address, Answers, OwnAnswer, Plan, Question
from model.campaign_code import fresh_letter_code
from model.contact import MaintenanceContact
from model.mail import Mail
from store.campaign_codes import code_digest
from tests.store.examples import CITY_HALL, INDEPENDENT, NOW, an_offer

PLAN = Plan("Hallo {name}", "Noch einmal", ("phone",), (Question("q1", "Wie viele?", "number", required=True),))
FIRST = Address("Volkshochschule", "Ada Öz", "vhs@stadt.example", postcode="47051", city="Duisburg", kind="öffentlich")
SECOND = Address("Kammer", email="", street="Weg", number="1", postcode="47049", city="Duisburg", offers=("list:1",))


@pytest.fixture
def campaign(store):
    with store.write("a", "b") as writer:
        code = writer.campaigns.add("05112", "Frühjahr", date(2026, 3, 1), date(2026, 4, 30), PLAN)
        made = writer.campaigns.get("05112", code)
        assert writer.campaigns.add_recipients(made, [("1", FIRST), ("2", SECOND), ("1", FIRST)]) == (2, 1)
    return made


def who(store, campaign, which="all"):
    return [one.address.institution for one in store.campaigns.recipients(campaign, which)]


def test_a_campaign_is_kept_with_its_plan(store, campaign):
    assert store.campaigns.of_region("05112") == [campaign]
    assert store.campaigns.by_code("05112", campaign.code).plan == PLAN
    assert store.campaigns.by_code("05113", campaign.code) is None
    assert store.campaigns.of_region("05113") == []


def test_recipients_come_by_postcode_and_none_twice(store, campaign):
    assert who(store, campaign) == ["Kammer", "Volkshochschule"]
    assert who(store, campaign, "by_mail") == ["Volkshochschule"]
    assert who(store, campaign, "by_letter") == ["Kammer"]
    with store.write("a", "b") as writer:
        assert writer.campaigns.add_recipients(campaign, [("2", SECOND)]) == (0, 1)
    assert store.campaigns.count(campaign) == 2
    assert [one.address for one in store.campaigns.recipients(campaign)] == [SECOND, FIRST]


def test_a_code_opens_one_form_and_only_its_digest_is_kept(store, campaign):
    code = fresh_letter_code()
    recipient = store.campaigns.recipients(campaign, "by_mail")[0]
    with store.write("a", "b") as writer:
        writer.campaigns.add_codes([(recipient, code)])
    found, own = store.campaigns.entry(code)
    assert (found.code, own.code) == (campaign.code, recipient.code)
    assert store.campaigns.entry(fresh_letter_code()) is None
    assert code not in code_digest(code)
    with store.write("a", "b") as writer:
        writer.campaigns.set_state(campaign, "closed")
    assert store.campaigns.entry(code) is None


def test_each_round_asks_once_and_only_those_who_have_not_answered(store, campaign):
    with store.write("a", "b") as writer:
        number = writer.campaigns.begin_round(campaign)
        due = writer.campaigns.to_ask(campaign, number, 10)
        writer.campaigns.mark_asked(due, number)
    assert [one.address for one in due] == [FIRST]
    with store.write("a", "b") as writer:
        assert writer.campaigns.to_ask(campaign, number, 10) == []
        writer.campaigns.save_answers(due[0], Answers(own=(OwnAnswer("q1", ("3",)),)), sent=True)
        assert writer.campaigns.to_ask(campaign, number + 1, 10) == []
    assert who(store, campaign, "answered") == ["Volkshochschule"]
    assert store.campaigns.recipients(campaign, "answered")[0].answered_at == NOW


@pytest.mark.parametrize("state", ["bounced", "failed"])
def test_whose_mail_came_back_gets_a_letter_until_the_address_is_mended(store, campaign, state):
    recipient = store.campaigns.recipients(campaign, "by_mail")[0]
    mail = Mail("k", FIRST.email, "s", "t", campaign.about, "05112", recipient.code)
    with store.write("a", "b") as writer:
        writer.mails.queue(mail)
        record = writer.mails.claim("stadt.example", 60)
        writer.mails.gave_up(record, state, "Das Postfach gibt es nicht.")
    assert who(store, campaign, "by_letter") == ["Kammer", "Volkshochschule"]
    assert store.campaigns.recipients(campaign, "trouble")[0].trouble == "Das Postfach gibt es nicht."
    with store.write("a", "b") as writer:
        writer.campaigns.set_address(campaign, recipient.code, Address("Volkshochschule", email="neu@stadt.example"))
    assert who(store, campaign, "by_mail") == ["Volkshochschule"]


def test_saving_counts_up_and_sending_again_keeps_the_first_day(store, clock, campaign):
    recipient = store.campaigns.recipients(campaign)[0]
    one, two = (Answers(own=(OwnAnswer("q1", (value,)),)) for value in "12")
    with store.write("a", "b") as writer:
        assert writer.campaigns.save_answers(recipient, one) == 1
    assert store.campaigns.saved(recipient.id).sent is None
    with store.write("a", "b") as writer:
        assert writer.campaigns.save_answers(recipient, one, sent=True) == 2
    clock.wait(days=2)
    recipient = store.campaigns.recipient(campaign, recipient.code)
    with store.write("a", "b") as writer:
        assert writer.campaigns.save_answers(recipient, two, sent=True) == 3
    saved = store.campaigns.saved(recipient.id)
    assert (saved.revision, saved.draft, saved.sent) == (3, two, two)
    assert store.campaigns.recipient(campaign, recipient.code).answered_at == NOW
    assert store.campaigns.all_sent(campaign) == [("", "", two)]


def test_the_database_counts_what_the_return_rate_needs(store, campaign):
    first, second = store.campaigns.recipients(campaign)
    with store.write("a", "b") as writer:
        writer.campaigns.mark_asked([second], 1)
        writer.campaigns.save_answers(first, Answers(), sent=True)
    assert sorted((one.kind, one.state, one.trouble, one.count) for one in store.campaigns.tallies(campaign)) == [
        ("", "answered", False, 1), ("öffentlich", "open", False, 1),
    ]  # fmt: skip
    assert store.campaigns.answered_at(campaign) == [NOW]
    assert [store.campaigns.count(campaign, which) for which in ("by_letter", "letters", "by_mail")] == [0, 0, 1]


def test_those_who_are_silent_are_counted_for_the_to_do_list(store, campaign):
    assert store.campaigns.waiting("05112") == 0
    with store.write("a", "b") as writer:
        writer.campaigns.set_state(campaign, "running")
        writer.campaigns.mark_asked(writer.campaigns.to_ask(campaign, 1, 10), 1)
    assert store.campaigns.waiting("05112") == 1
    assert store.campaigns.waiting("05113") == 0
    assert [one.address for one in store.campaigns.recipients(campaign, "silent")] == [FIRST]


def test_entries_tell_whom_to_ask(store):
    offer = an_offer(place=CITY_HALL, facts=INDEPENDENT)
    with store.write("a", "b") as writer:
        writer.save_offer(offer, maintenance=MaintenanceContact("Ada Öz", "ada@stadt.example", "0203 1"))
        writer.save_offer(an_offer("list:2"))
        writer.save_offer(an_offer("list:3", region="05113"))
    first, second = store.campaigns.sources("05112")
    assert (first.key, first.carrier, first.email, first.place) == (offer.key, "public", "ada@stadt.example", CITY_HALL)
    assert (second.key, second.carrier, second.email, second.place) == ("list:2", "", "", None)
    assert store.campaigns.known_keys("05112", ["list:1", "list:3", "x:y"]) == {"list:1"}


def test_wrong_codes_are_counted_by_the_hour(store):
    with store.write("a", "b") as writer:
        assert [writer.campaigns.count_guess("s", "10") for _ in range(3)] == [1, 2, 3]
        assert writer.campaigns.count_guess("t", "10") == 1
    assert store.campaigns.guesses("s", "10") == 3
    with store.write("a", "b") as writer:
        assert writer.campaigns.count_guess("t", "11") == 1
    assert store.campaigns.guesses("s", "10") == 0


def test_persons_can_be_forgotten(store, campaign):
    recipient = store.campaigns.recipients(campaign, "by_mail")[0]
    with store.write("a", "b") as writer:
        writer.campaigns.save_answers(recipient, Answers(by="Ada Öz", note="n"), sent=True)
        assert writer.campaigns.forget_persons(campaign) == 2
    after = store.campaigns.recipient(campaign, recipient.code)
    assert after.address == Address("Volkshochschule", postcode="47051", city="Duisburg", kind="öffentlich")
    assert store.campaigns.saved(recipient.id).sent == Answers(note="n")
