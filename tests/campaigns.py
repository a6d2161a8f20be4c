"""Campaigns for tests: one that runs, with the codes that its mails would hold."""

from dataclasses import replace
from datetime import date

from actions.campaign_plan import DEFAULT
from model.campaign import Address, Campaign, Plan, Question, Recipient
from model.campaign_code import fresh_letter_code
from store import Store

STARTS, ENDS = date(2026, 3, 1), date(2026, 4, 30)
QUESTIONS = (
    Question("frage1", "Wie viele Menschen beraten Sie im Monat?", "number"),
    Question("frage2", "Was fehlt in Ihrem Stadtteil?", "several", ("Räume", "Personal", "Sprachen"), required=True),
    Question("frage3", "Beraten Sie auch online?", "yes_no"),
)
PLAN: Plan = replace(DEFAULT, questions=QUESTIONS)


def a_campaign(store: Store, addresses: list[Address], plan: Plan = PLAN, region: str = "05112") -> Campaign:
    """A draft with its recipients."""
    with store.write(by="test", why="a campaign") as writer:
        code = writer.campaigns.add(region, "Frühjahr 2026", STARTS, ENDS, plan)
        campaign = writer.campaigns.get(region, code)
        assert campaign is not None
        writer.campaigns.add_recipients(campaign, [(str(number), one) for number, one in enumerate(addresses)])
    return campaign


def running(store: Store, addresses: list[Address], plan: Plan = PLAN) -> tuple[Campaign, list[tuple[Recipient, str]]]:
    """A campaign that runs, and each of its recipients with the code of its form."""
    campaign = a_campaign(store, addresses, plan)
    people = store.campaigns.recipients(campaign)
    pairs = [(who, fresh_letter_code()) for who in sorted(people, key=lambda who: who.id)]
    with store.write(by="test", why="a campaign") as writer:
        writer.campaigns.set_state(campaign, "running")
        writer.campaigns.begin_round(campaign)
        writer.campaigns.add_codes(pairs)
        writer.campaigns.mark_asked(people, 1)
    now = store.campaigns.by_code(campaign.region, campaign.code)
    assert now is not None
    return now, pairs
