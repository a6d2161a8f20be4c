"""The mails of the freshness ladder: who asks, why, what of theirs is public, and the personal link."""

from dataclasses import dataclass
from itertools import groupby

from actions.mail_texts import mail_text
from model.dates import say_day
from model.hours import HoursError, notes, parse, week_table
from model.hours.phrasebook import phrasebook
from model.mail import ADDRESS, Mail
from model.offer import Offer
from model.region import Region
from store import Writer
from store.upkeep_changes import Letter

#: of so many entries the mail tells what is public; beyond it only names them
TOLD, NAMED = 3, 25
TEMPLATES = ("freshness_ask", "freshness_remind", "freshness_last")


@dataclass(frozen=True, slots=True)
class Sender:
    """On whose behalf the mails are sent."""

    region: Region
    name: str
    email: str
    phone: str
    public_url: str

    @property
    def imprint(self) -> list[str]:
        """Who is responsible, in lines."""
        imprint = self.region.imprint
        lines = [imprint.get(name, "") for name in ("body", "street", "city")]
        return [" ".join(line.split()) for line in lines if line.strip()]


def sender_of(region: Region, public_url: str) -> Sender | None:
    """On whose behalf a region's mails are sent; None while nobody could answer them."""
    email = region.bureau.get("email", "").strip()
    if not ADDRESS.fullmatch(email):
        return None
    name = region.bureau.get("name", "").strip() or "Bildungsbüro"
    if region.name not in name:
        name = f"{name} {region.name}"
    return Sender(region, name, email, region.bureau.get("phone", "").strip(), public_url.rstrip("/"))


def ladder_mail(writer: Writer, sender: Sender, to: str, letter: Letter, *, from_public: bool = False) -> Mail:
    """The question, the first or the last reminder, as far as the letter has come."""
    template = TEMPLATES[min(letter.step, len(TEMPLATES) - 1)]
    return _mail(writer, sender, to, letter, template, f"freshness:{letter.code}:{letter.step}", from_public)


def new_link_mail(writer: Writer, sender: Sender, to: str, letter: Letter, key: str) -> Mail:
    """A new link for somebody who asked for one."""
    return _mail(writer, sender, to, letter, "freshness_link", key, False)


def _mail(writer: Writer, sender: Sender, to: str, letter: Letter, template: str, key: str, from_public: bool) -> Mail:
    offers = [offer for offer in map(writer.offer, letter.keys[:NAMED]) if offer is not None]
    told = len(letter.keys) <= TOLD
    subject, text = mail_text(
        template, bureau=sender.name, region=sender.region.name, count=len(letter.keys),
        offers=[{"name": _line(one.name), "lines": public_lines(one) if told else []} for one in offers],
        more=len(letter.keys) - len(offers), link=f"{sender.public_url}/stimmt/{letter.token}",
        from_public=from_public, email=sender.email, phone=sender.phone, imprint=sender.imprint,
        days=sender.region.office.fade_after_days, first=_line(offers[0].name) if offers else "",
    )  # fmt: skip
    return Mail(key, to, subject, text, "freshness", sender.region.ags, letter.code, sender.email)


def public_lines(offer: Offer) -> list[str]:
    """What of an entry changes most often, as it is public now."""
    checked = offer.verification
    pairs = (
        ("Träger", offer.provider.name),
        ("Adresse", offer.place.address if offer.place else ""),
        ("Zeiten", hours_line(offer.hours)),
        ("Telefon", offer.contact.phone),
        ("E-Mail", offer.contact.email),
        ("Webseite", offer.contact.website),
        ("Zuletzt bestätigt", say_day(checked.on) if checked else "noch nie"),
    )
    return [f"{label}: {_line(value)}" for label, value in pairs if value.strip()]


def hours_line(text: str) -> str:
    """Consultation hours in one line as people write them; what cannot be read stays as it is."""
    try:
        hours = parse(text)
    except HoursError:
        return text
    if not hours.is_known:
        return text
    closed = phrasebook("de")["closed"]
    rows = [(row.day, f"{row.times}{f' ({row.note})' if row.note else ''}") for row in week_table(hours)]
    days = [
        _days([day for day, _ in run], times) for times, run in groupby(rows, key=lambda row: row[1]) if times != closed
    ]
    return "; ".join(dict.fromkeys([*days, *notes(hours)])) or text


def _days(days: list[str], times: str) -> str:
    """Days in a row with the same times: "Montag bis Freitag 9–17 Uhr"."""
    if len(days) == 7:
        return f"täglich {times}" if any(map(str.isdigit, times)) else times
    return f"{days[0]} bis {days[-1]} {times}" if len(days) > 2 else f"{' und '.join(days)} {times}"


def _line(text: str) -> str:
    return " ".join(text.split())
