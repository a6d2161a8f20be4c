"""Inviting and reminding: a round is begun by a person and done by the worker, each recipient exactly once.

The round is a job. It goes through the recipients in small transactions; each marks those it asked and queues their
mails under a key of their own. Killed at any moment, it goes on where it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.campaign_plan import campaign_within
from actions.duties import JobFailed, JobRunner, Progress, Tools
from actions.mail_texts import mail_text
from model.campaign import Campaign, CampaignError, Recipient, check_plan, fill_greeting
from model.campaign_code import fresh_letter_code, grouped
from model.dates import say_day
from model.mail import Mail, MailError, mail_address
from model.region import Region
from store import Store
from store.jobs import Job

KIND = "campaign_round"
CHUNK = 50


def begin_round(store: Store, campaign: Campaign, *, by: str, today: date, expected: int) -> str:
    """Begin to invite, or to remind those who have not answered; returns the code of the job.

    `expected` is how many rounds whoever clicked has seen, so that a click twice sends once.
    """
    with store.write(by=by, why="Erhebung verschickt") as writer:
        now = campaign_within(writer, campaign.region, campaign.code)
        _refuse(now, today, expected)
        if round_at_work(store, now):
            raise CampaignError("Der letzte Versand ist noch nicht fertig. Bitte warten Sie einen Moment.")
        if now.state == "draft":
            if not store.campaigns.count(now):
                raise CampaignError("Es gibt noch keine Empfänger.", "recipients")
            writer.campaigns.set_state(now, "running")
        number = writer.campaigns.begin_round(now)
        return writer.jobs.add(KIND, now.region, {"campaign": now.code, "round": number})


def round_at_work(store: Store, campaign: Campaign) -> Job | None:
    """The job of a round that is not over, so that none begins before the one before has asked everybody."""
    jobs = (job for job in store.jobs.latest(campaign.region, [KIND]) if job.payload.get("campaign") == campaign.code)
    return next((job for job in jobs if not job.is_over), None)


def _refuse(campaign: Campaign, today: date, expected: int) -> None:
    if campaign.state == "closed":
        raise CampaignError("Diese Erhebung ist abgeschlossen.")
    if campaign.rounds != expected:
        raise CampaignError("Das wurde gerade schon verschickt. Nichts wurde doppelt verschickt.")
    if today < campaign.starts:
        raise CampaignError(f"Die Erhebung beginnt erst am {say_day(campaign.starts)}.", "starts")
    if today > campaign.ends:
        raise CampaignError("Der letzte Tag ist schon vorbei. Bitte verlängern Sie die Erhebung.", "ends")
    errors = check_plan(campaign.name, campaign.starts, campaign.ends, campaign.plan)
    if errors:
        field, sentence = next(iter(errors.items()))
        raise CampaignError(sentence, field)


def send_round(tools: Tools, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Do a round: queue a mail for everybody who is still to be asked in it."""
    store, number = tools.store, int(job.payload["round"])
    campaign = store.campaigns.by_code(job.region, str(job.payload["campaign"]))
    region = store.region(job.region)
    if campaign is None or region is None:
        raise JobFailed("Diese Erhebung gibt es nicht mehr.")
    total, done = store.campaigns.count(campaign, "by_mail"), 0
    while True:
        progress(min(done, total), total, "Die Mails werden geschrieben.")
        asked = _chunk(tools, campaign, region, number)
        if not asked:
            return {"queued": done, "campaign": campaign.code, "round": number}
        done += asked


def _chunk(tools: Tools, campaign: Campaign, region: Region, number: int) -> int:
    """Ask some more, and return how many these were."""
    codes = [fresh_letter_code() for _ in range(CHUNK)]
    with tools.store.write(by="worker", why="Erhebung verschickt") as writer:
        now = writer.campaigns.get(campaign.region, campaign.code)
        if now is None or now.state != "running":
            return 0
        some = writer.campaigns.to_ask(now, number, CHUNK)
        pairs = list(zip(some, codes, strict=False))
        writer.campaigns.add_codes(pairs)
        for who, code in pairs:
            writer.mails.queue(_mail(now, region, who, number, personal(tools.public_url, code)))
        writer.campaigns.mark_asked(some, number)
    return len(some)


@dataclass(frozen=True, slots=True)
class Personal:
    """The way of one recipient to its form: the link, and the code to be typed."""

    link: str
    code: str
    #: where the code is typed, as it is printed
    address: str


def personal(public_url: str, code: str) -> Personal:
    """How one gets to a form with a code."""
    base = public_url.rstrip("/")
    shown = f"{base}/umfrage".removeprefix("https://").removeprefix("http://")
    return Personal(f"{base}/umfrage/{code}", grouped(code), shown)


def is_first(who: Recipient, number: int) -> bool:
    """Whether somebody is invited in a round, as also those are who came to the list later; else it is a reminder."""
    return number <= 1 or who.asked_at is None


def greeting(campaign: Campaign, region: Region, who: Recipient, number: int) -> str:
    """What the office writes to one recipient in a round."""
    text = campaign.plan.invitation if is_first(who, number) else campaign.plan.reminder
    values = {
        "einrichtung": who.address.institution, "name": who.address.contact, "erhebung": campaign.name,
        "bis": say_day(campaign.ends), "region": region.name,
    }  # fmt: skip
    return fill_greeting(text, values)


def reply_to(region: Region) -> str:
    """Whom answers to a mail reach: the office of the region, if it says how."""
    for text in (region.bureau.get("email", ""), region.imprint.get("email", "")):
        try:
            return mail_address(text)
        except MailError:
            continue
    return ""


def _mail(campaign: Campaign, region: Region, who: Recipient, number: int, way: Personal) -> Mail:
    first = is_first(who, number)
    purpose = "invite" if first else f"remind-{number - 1}"
    subject, text = mail_text(
        "campaign_invite" if first else "campaign_remind",
        greeting=greeting(campaign, region, who, number), link=way.link, code=way.code, address=way.address,
        until=say_day(campaign.ends), campaign=campaign.name, region=region.name,
        bureau=region.bureau.get("name", "") or "Bildungsbüro", institution=who.address.institution,
        phone=region.bureau.get("phone", "") or region.imprint.get("phone", ""),
    )  # fmt: skip
    return Mail(
        f"{campaign.about}:{who.code}:{purpose}", who.address.email, subject, text, campaign.about, campaign.region,
        who.code, reply_to(region),
    )  # fmt: skip


CAMPAIGN_JOBS: Mapping[str, JobRunner] = {KIND: send_round}
