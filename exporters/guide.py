"""The printed guide of a region: neutral counselling first, by district, then the rest, with an index by topic.

Lengths are millimetres on A4. No offer is parted by the end of a page where it fits on one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from exporters.content import Export
from exporters.pdf_fonts import family, known
from exporters.plain_words import Entry, entry
from model.dates import say_day
from model.offer import Offer

MARGIN, FOOT = 20.0, 18.0
NAME, TEXT, SMALL = 11.5, 9.5, 8.0
INK, MUTED, NEUTRAL, LEARNING = (27, 35, 40), (84, 95, 103), (23, 102, 61), (106, 61, 140)
NOWHERE = "Ohne festen Ort: Telefon, online, unterwegs"
NO_TOPIC = "Weitere Lernangebote"
Group = tuple[str, list[tuple[Offer, Entry]]]


def write(export: Export) -> bytes:
    """The guide as a PDF."""
    import fpdf  # noqa: PLC0415 - a third of a second that only printed files need

    class Guide(fpdf.FPDF):  # type: ignore[misc]
        """A4 with the number of the page and the day at its foot."""

        def footer(self) -> None:
            """The line at the foot of every page but the cover."""
            if self.page_no() > 1:
                self.set_y(-FOOT + 4)
                self.set_font(font, "", SMALL)
                self.set_text_color(*MUTED)
                self.cell(0, 5, known(f"{export.title} · Stand {say_day(export.day)}", font))
                self.cell(0, 5, str(self.page_no()), align="R")

    pdf = Guide(format="A4")
    font = family(pdf)
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(True, FOOT)
    pdf.set_title(f"Wegweiser {export.title}")
    pdf.set_lang("de-DE")
    pdf.set_creation_date(datetime.combine(export.day, time(), UTC))
    _Pages(pdf, font, export).write()
    return bytes(pdf.output())


class _Pages:
    """Writes the guide from its cover to its sources."""

    def __init__(self, pdf: Any, font: str, export: Export) -> None:
        self._pdf, self._font, self._export = pdf, font, export
        self._pages: dict[str, int] = {}

    def write(self) -> None:
        """Everything in order."""
        every = sorted(((offer, entry(offer, self._export)) for offer in self._export.offers),
                       key=lambda pair: pair[1].name.casefold())  # fmt: skip
        counselling = [pair for pair in every if pair[1].is_counselling]
        neutral = [pair for pair in counselling if pair[1].mark == "neutral"]
        others = [pair for pair in counselling if pair[1].mark != "neutral"]
        self._cover(len(neutral), len(others), len(every) - len(counselling))
        self._part("Neutrale Beratung", "Diese Stellen verkaufen keine Kurse oder trennen die Beratung davon.",
                   by_district(neutral))  # fmt: skip
        self._part("Weitere Beratung", "Diese Stellen sind nicht neutral, oder es ist noch nicht geprüft.",
                   by_district(others))  # fmt: skip
        learning = [pair for pair in every if not pair[1].is_counselling]
        self._part("Kurse und Lernangebote", "", by_topic(learning, self._export))
        self._index(every)
        self._sources()

    def _cover(self, neutral: int, others: int, learning: int) -> None:
        self._pdf.add_page()
        self._pdf.set_y(80)
        self._say("Wegweiser", 30, style="B")
        self._say(self._export.title, 20)
        self._pdf.ln(8)
        self._say(f"Stand: {say_day(self._export.day)}", 12, MUTED)
        self._say(f"Neutrale Beratungsstellen: {neutral}. Weitere Beratung: {others}. Lernangebote: {learning}.", 12)
        self._pdf.ln(8)
        self._say("Neutral heißt: Die Stelle berät Sie offen und verkauft keine eigenen Kurse.", 12)
        self._say("Zeiten und Orte ändern sich. Rufen Sie vor einem Besuch lieber an.", 12)
        bureau = self._export.region.bureau if self._export.region else {}
        told = [bureau.get(name, "") for name in ("name", "phone", "email")]
        if any(told):
            self._pdf.ln(8)
            self._say(" · ".join(filter(None, told)), 12)

    def _part(self, title: str, note: str, groups: Iterable[Group]) -> None:
        started = False
        for name, pairs in groups:
            if not started:
                self._pdf.add_page()
                self._pdf.start_section(title, level=0)
                self._say(title, 18, style="B")
                if note:
                    self._say(note, TEXT, MUTED)
                started = True
            self._keep(14 + self._height(pairs[0][1]))
            self._pdf.ln(4)
            self._pdf.start_section(name, level=1)
            self._say(name, 13, style="B")
            for offer, one in pairs:
                self._offer(offer, one)

    def _offer(self, offer: Offer, one: Entry) -> None:
        self._keep(self._height(one))
        self._pages.setdefault(offer.key, self._pdf.page_no())
        self._pdf.ln(2.5)
        for text, size, colour, style in self._lines(one):
            self._say(text, size, colour, style)

    def _lines(self, one: Entry) -> list[tuple[str, float, tuple[int, int, int], str]]:
        """What stands about an offer, line by line with size, colour and style."""
        colour = LEARNING if not one.is_counselling else NEUTRAL if one.mark == "neutral" else MUTED
        where = one.address or ("" if one.stops else "Kein fester Ort, oder die Adresse ist nicht bekannt")
        named = (("Wo", where), *(("Halt", stop) for stop in one.stops), ("Wann", one.hours), ("Telefon", one.phone),
                 ("E-Mail", one.email), ("Webseite", one.website), ("Kosten", one.cost), ("Sprachen", one.languages),
                 ("Zugang", one.wheelchair))  # fmt: skip
        return [
            (one.name, NAME, INK, "B"),
            *([(one.provider, TEXT, MUTED, "")] if one.provider else []),
            *([(one.neutrality, TEXT, colour, "")] if one.neutrality else []),
            *([(one.summary, TEXT, INK, "")] if one.summary else []),
            *((f"{name}: {text}", TEXT, INK, "") for name, text in named if text),
            (f"{one.checked}. {one.source}", SMALL, MUTED, ""),
        ]

    def _index(self, every: list[tuple[Offer, Entry]]) -> None:
        found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for offer, one in every:
            for slug in offer.topics:
                found[self._export.label("topics", slug)].append((one.name, self._pages[offer.key]))
        if not found:
            return
        self._pdf.add_page()
        self._pdf.start_section("Themen", level=0)
        self._say("Themen", 18, style="B")
        for topic in sorted(found, key=str.casefold):
            self._keep(14)
            self._pdf.ln(2)
            self._say(topic, NAME, style="B")
            for name, page in found[topic]:
                self._say(f"{name}  {page}", TEXT)

    def _sources(self) -> None:
        self._pdf.add_page()
        self._pdf.start_section("Quellen und Lizenzen", level=0)
        self._say("Quellen und Lizenzen", 18, style="B")
        for one in self._export.sources:
            self._say(f"{one.attribution or one.source}: {one.licence or 'Lizenz nicht genannt'} ({one.offers})", TEXT)
        imprint = self._export.region.imprint if self._export.region else {}
        told = [imprint.get(name, "") for name in ("body", "street", "city", "email", "phone")]
        if any(told):
            self._pdf.ln(6)
            self._say("Herausgegeben von", NAME, style="B")
            self._say(", ".join(filter(None, told)), TEXT)

    def _keep(self, height: float) -> None:
        """Begin a page where so much does not fit on this one."""
        room = self._pdf.h - FOOT - self._pdf.get_y()
        if height > room and height < self._pdf.h - FOOT - MARGIN:
            self._pdf.add_page()

    def _height(self, one: Entry) -> float:
        return 2.5 + sum(self._say(*line, dry=True) for line in self._lines(one))

    def _say(
        self, text: str, size: float, colour: tuple[int, int, int] = INK, style: str = "", dry: bool = False
    ) -> float:
        """Write a paragraph, or only tell how high it is."""
        self._pdf.set_font(self._font, style, size)
        self._pdf.set_text_color(*colour)
        options = {"dry_run": True, "output": "HEIGHT"} if dry else {}
        height = self._pdf.multi_cell(0, size * 0.47, known(text, self._font), new_x="LMARGIN", new_y="NEXT",
                                      align="L", **options)  # fmt: skip
        return float(height) if dry else 0.0


def by_district(pairs: list[tuple[Offer, Entry]]) -> list[Group]:
    """Offers by their district, else their town; those without a place behind all others."""
    found: defaultdict[str, list[tuple[Offer, Entry]]] = defaultdict(list)
    for offer, one in pairs:
        place = offer.place
        found[(place.district or place.city if place else "") or NOWHERE].append((offer, one))
    return sorted(found.items(), key=lambda group: (group[0] == NOWHERE, group[0].casefold()))


def by_topic(pairs: list[tuple[Offer, Entry]], export: Export) -> list[Group]:
    """Offers by their first topic; those without one behind all others."""
    found: defaultdict[str, list[tuple[Offer, Entry]]] = defaultdict(list)
    for offer, one in pairs:
        found[export.label("topics", offer.topics[0]) if offer.topics else NO_TOPIC].append((offer, one))
    return sorted(found.items(), key=lambda group: (group[0] == NO_TOPIC, group[0].casefold()))
