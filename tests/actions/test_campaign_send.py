"""Rounds as the worker does them: who is asked, what is written, and what happens to those who come later."""

from dataclasses import replace
from datetime import date

import pytest

from actions.add_region import Wanted, add_region
from actions.campaign_plan import DEFAULT, add_recipients, close_ended
from actions.campaign_send import CAMPAIGN_JOBS, begin_round
from actions.worker import Worker
from model.campaign import Address, Answers, CampaignError
from store import open_store
from tests.actions.working import few_places, tools_of
from tests.store.examples import NOW, Clock

DAY = NOW.date()
PEOPLE = [Address("VHS", "Ada Öz", "vhs@stadt.example"), Address("Kolleg", email="kolleg@stadt.example"),
          Address("Brief", street="Weg", city="Ort")]  # fmt: skip


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    few_places(tmp_path / "data")
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True, clock=clock)
    add_region(opened, tmp_path / "data", Wanted("05112"))
    with opened.write(by="a", why="b") as writer:
        region = opened.region("05112")
        writer.save_region(replace(region, bureau={"name": "Bildungsbüro", "phone": "0203 1", "email": "b@s.example"}))
    yield opened
    opened.close()


@pytest.fixture
def campaign(store):
    with store.write(by="a", why="b") as writer:
        code = writer.campaigns.add("05112", "Abfrage", date(2026, 3, 1), date(2026, 3, 20), DEFAULT)
    found = store.campaigns.by_code("05112", code)
    add_recipients(store, found, [(one.institution, one) for one in PEOPLE], by="Anna")
    return found


def send(store, tmp_path, campaign, rounds):
    begin_round(store, campaign, by="Anna", today=DAY, expected=rounds)
    Worker(tools_of(store, tmp_path, clock=lambda: NOW), [], CAMPAIGN_JOBS).do_jobs()
    return store.mails.log("05112", about=campaign.about)


def test_an_invitation_says_who_when_and_how(store, tmp_path, campaign):
    kolleg, vhs = sorted(send(store, tmp_path, campaign, 0), key=lambda mail: mail.to)
    assert (vhs.to, vhs.subject) == ("vhs@stadt.example", "Abfrage: Stimmen die Angaben zu VHS?")
    assert vhs.text.startswith("Guten Tag Ada Öz,\n")
    assert kolleg.text.startswith("Guten Tag,\n")
    for words in ("bis zum 20. März 2026", "https://karte.example/umfrage/", "karte.example/umfrage diesen Code ein:",
                  "Bildungsbüro Duisburg", "Telefon 0203 1"):  # fmt: skip
        assert words in vhs.text
    assert vhs.reply_to == "b@s.example"
    assert "{" not in vhs.text


def test_a_reminder_goes_only_to_those_who_are_silent_and_who_comes_later_is_invited(store, tmp_path, campaign):
    send(store, tmp_path, campaign, 0)
    vhs = next(one for one in store.campaigns.recipients(campaign) if one.address.institution == "VHS")
    with store.write(by="a", why="b") as writer:
        writer.campaigns.save_answers(vhs, Answers(), sent=True)
    add_recipients(store, campaign, [("x", Address("Spät", email="spaet@stadt.example"))], by="Anna")
    mails = send(store, tmp_path, campaign, 1)[:2]
    assert {mail.to: mail.subject.split(":")[0] for mail in mails} == {
        "kolleg@stadt.example": "Erinnerung", "spaet@stadt.example": "Abfrage",
    }  # fmt: skip
    assert store.mails.count(about=campaign.about) == 4


def test_whoever_says_no_is_not_asked_again(store, tmp_path, campaign):
    send(store, tmp_path, campaign, 0)
    with store.write(by="a", why="b") as writer:
        for who in store.campaigns.recipients(campaign, "by_mail"):
            writer.campaigns.set_recipient_state(campaign, who.code, "declined", "")
    assert len(send(store, tmp_path, campaign, 1)) == 2


def test_a_round_that_was_closed_meanwhile_asks_nobody(store, tmp_path, campaign):
    begin_round(store, campaign, by="Anna", today=DAY, expected=0)
    with store.write(by="a", why="b") as writer:
        writer.campaigns.set_state(campaign, "closed")
    Worker(tools_of(store, tmp_path), [], CAMPAIGN_JOBS).do_jobs()
    assert store.mails.count(about=campaign.about) == 0
    assert store.jobs.latest("05112", ["campaign_round"])[0].state == "done"


@pytest.mark.parametrize(
    ("changes", "day", "said"),
    [
        ({}, date(2026, 2, 27), "Die Erhebung beginnt erst am 1. März 2026."),
        ({}, date(2026, 3, 21), "Der letzte Tag ist schon vorbei."),
        ({"plan": replace(DEFAULT, fields=())}, DAY, "Bitte wählen Sie wenigstens eine Frage aus."),
        ({"plan": replace(DEFAULT, invitation="{x}")}, DAY, "Den Platzhalter {x} gibt es nicht."),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_reason(store, campaign, changes, day, said):
    with store.write(by="a", why="b") as writer:
        writer.campaigns.save(replace(campaign, **changes))
    with pytest.raises(CampaignError, match=said.replace("{", "\\{")):
        begin_round(store, campaign, by="Anna", today=day, expected=0)
    assert store.campaigns.by_code("05112", campaign.code).state == "draft"


def test_a_campaign_ends_by_itself_after_its_last_day(store, tmp_path, clock, campaign):
    send(store, tmp_path, campaign, 0)
    assert close_ended(tools_of(store, tmp_path, clock=clock)) == 0
    clock.wait(days=30)
    assert close_ended(tools_of(store, tmp_path, clock=clock)) == 1
    assert store.campaigns.by_code("05112", campaign.code).state == "closed"
