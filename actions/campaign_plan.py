"""Writing a campaign: its texts, whom it asks and what, until it is sent; and ending it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from actions.duties import Duty, Tools
from model.campaign import Address, Campaign, CampaignError, Plan
from store import Store, Writer

INVITATION = """Guten Tag {name},

wir prüfen, ob die Angaben zu {einrichtung} auf der Landkarte für Bildungsberatung noch stimmen.
Bitte sehen Sie Ihre Angaben durch. Das dauert etwa zehn Minuten. Wir bitten um Ihre Antwort bis zum {bis}."""
REMINDER = """Guten Tag {name},

vor einiger Zeit haben wir Sie nach den Angaben zu {einrichtung} gefragt. Ihre Antwort fehlt uns noch.
Bitte sehen Sie Ihre Angaben bis zum {bis} durch."""
FIELDS = ("name", "summary", "place", "hours", "appointment", "phone", "email", "website")
DEFAULT = Plan(INVITATION, REMINDER, FIELDS)


def campaign_within(writer: Writer, region: str, code: str) -> Campaign:
    """A campaign as it is now that nobody else can change it."""
    campaign = writer.campaigns.get(region, code)
    if campaign is None:
        raise CampaignError("Diese Erhebung gibt es nicht.")
    return campaign


def save_campaign(store: Store, campaign: Campaign, *, by: str) -> None:
    """Keep what was changed; of a campaign that was sent, its fields and questions stay as they are."""
    with store.write(by=by, why="Erhebung bearbeitet") as writer:
        now = campaign_within(writer, campaign.region, campaign.code)
        if now.state == "closed":
            raise CampaignError("Diese Erhebung ist abgeschlossen. Sie lässt sich nicht mehr ändern.")
        asked = campaign.plan if now.state == "draft" else now.plan
        plan = replace(campaign.plan, fields=asked.fields, questions=asked.questions)
        starts = campaign.starts if now.state == "draft" else now.starts
        writer.campaigns.save(replace(now, name=campaign.name, starts=starts, ends=campaign.ends, plan=plan))


def add_recipients(
    store: Store, campaign: Campaign, found: Iterable[tuple[str, Address]], *, by: str
) -> tuple[int, int]:
    """Let institutions be asked; returns how many are new, and how many were on the list already."""
    with store.write(by=by, why="Empfänger aufgenommen") as writer:
        now = campaign_within(writer, campaign.region, campaign.code)
        if now.state == "closed":
            raise CampaignError("Diese Erhebung ist abgeschlossen.")
        counts = writer.campaigns.add_recipients(now, found)
        writer.campaigns.set_pending(now, "")
    return counts


def close_campaign(store: Store, campaign: Campaign, *, by: str) -> None:
    """End a campaign: nobody can answer any more, and its codes open nothing."""
    with store.write(by=by, why="Erhebung abgeschlossen") as writer:
        now = campaign_within(writer, campaign.region, campaign.code)
        if now.state != "running":
            raise CampaignError("Nur eine Erhebung, die läuft, kann abgeschlossen werden.")
        writer.campaigns.set_state(now, "closed")


def forget_persons(store: Store, campaign: Campaign, *, by: str) -> int:
    """Delete the personal data of a campaign that is over; what was answered stays."""
    with store.write(by=by, why="Persönliche Daten einer Erhebung gelöscht") as writer:
        now = campaign_within(writer, campaign.region, campaign.code)
        if now.state != "closed":
            raise CampaignError("Das geht erst, wenn die Erhebung abgeschlossen ist.")
        return writer.campaigns.forget_persons(now)


def close_ended(tools: Tools) -> int:
    """End the campaigns whose last day is over."""
    today = tools.clock().date()
    with tools.store.write(by="worker", why="Erhebung ist zu Ende") as writer:
        over = writer.campaigns.ended(today)
        for campaign in over:
            writer.campaigns.set_state(campaign, "closed")
    return len(over)


CLOSE_ENDED = Duty("close campaigns that are over", timedelta(hours=1), close_ended)
