"""Writing the letters of a campaign: to those who cannot be reached by mail, or whom somebody picked."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.campaign_plan import campaign_within
from actions.campaign_send import greeting, personal
from exporters.letters import Letter, Sender, letters_pdf
from model.campaign import Campaign, CampaignError, Recipient
from model.campaign_code import fresh_letter_code
from model.dates import say_day
from model.region import Region
from store import Store

#: more than this is printed in several files
MOST = 1_000


def write_letters(
    store: Store, campaign: Campaign, region: Region, public_url: str, *, by: str, now: datetime,
    codes: Sequence[str] | None = None, again: bool = False,
) -> tuple[bytes, int]:  # fmt: skip
    """A PDF with letters by postcode, and how many these are; each has a code of its own from then on.

    Without `codes` everybody is written to who is open and cannot be reached by mail; without `again` only those who
    have no letter of this round yet. The codes hold once the file is made.
    """
    with store.write(by=by, why="Briefe einer Erhebung") as writer:
        current = campaign_within(writer, campaign.region, campaign.code)
        if current.state != "running":
            raise CampaignError("Briefe gibt es, solange die Erhebung läuft. Bitte laden Sie zuerst ein.")
        people = writer.campaigns.letters(current, codes, again=again)
    some = [who for who in people if who.address.has_post_address][:MOST]
    if not some:
        raise CampaignError("Es gibt niemanden, der einen Brief braucht und dessen Anschrift vollständig ist.")
    pairs = [(who, fresh_letter_code()) for who in some]
    day = now.astimezone(ZoneInfo(region.zone)).date()
    letters = [_letter(current, region, who, code, public_url, say_day(day)) for who, code in pairs]
    # The file is made first: it takes seconds, in which nobody else should have to wait to write.
    pdf = letters_pdf(sender_of(region), letters)
    with store.write(by=by, why="Briefe einer Erhebung") as writer:
        if campaign_within(writer, current.region, current.code).state != "running":
            raise CampaignError("Die Erhebung wurde gerade abgeschlossen.")
        writer.campaigns.add_codes(pairs)
        writer.campaigns.mark_asked(some, current.rounds, letter=True)
    return pdf, len(some)


def sender_of(region: Region) -> Sender:
    """The office as it stands on a letter, from the region's imprint."""
    imprint, bureau = region.imprint, region.bureau
    name = bureau.get("name", "") or "Bildungsbüro"
    body, street, city = (imprint.get(part, "").strip() for part in ("body", "street", "city"))
    phone = bureau.get("phone", "") or imprint.get("phone", "")
    reach = (f"Telefon {phone}" if phone else "", bureau.get("email", "") or imprint.get("email", ""))
    block = (body, f"{name} {region.name}", street, city, "", *reach)
    line = " · ".join(filter(None, (f"{name} {region.name}", street, city)))
    kept = tuple(part for number, part in enumerate(block) if part or (number == 4 and any(reach)))
    return Sender(line, kept)


def _letter(campaign: Campaign, region: Region, who: Recipient, code: str, public_url: str, day: str) -> Letter:
    address, way = who.address, personal(public_url, code)
    lines = (address.institution, address.contact, address.street_line, address.city_line)
    return Letter(
        tuple(filter(None, lines)), day, f"{campaign.name}: Stimmen Ihre Angaben?",
        greeting(campaign, region, who, campaign.rounds) + f"\n\nFreundliche Grüße\nIhr {_office(region)}",
        way.link, way.code, way.address, say_day(campaign.ends),
    )  # fmt: skip


def _office(region: Region) -> str:
    return f"{region.bureau.get('name', '') or 'Bildungsbüro'} {region.name}"
