"""The office's list as a file: it opens right, runs nothing, and reads in again as if nothing had happened."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from actions.hand_out_list import rows_of
from actions.import_offers import import_file
from exporters import office_csv, office_xlsx
from exporters.office_table import INTERNAL, headings, office_row, word
from geo.live import LiveGeocoder
from geo.point import Box, Point
from importers.clean.text import tidy
from importers.clean.wordlist import WordList, slugs
from importers.columns import EXTRA, TEMPLATE, guess
from model.contact import Contact, MaintenanceContact
from model.neutrality import Fact
from model.offer import Accessibility, Cost, Language, Verification
from model.place import Place
from model.provider import Provider
from model.region import Region
from model.source import Provenance
from store import open_store
from store.files import load_vocabulary
from tests.store.examples import an_offer

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
DAY = NOW.date()
REGION = Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56), land="NW")
VOCABULARY = load_vocabulary(ROOT / "data" / "vocabulary")
STRANGE = ("=1+1", "+49 203 283", "@SUM(A1)", "-3", "\t=1", "=cmd|' /C calc'!A0", "0203283", "1-2", "3.4.", "1E5",
           "10:30", "12345678901234567")  # fmt: skip


def offers():
    """Offers with everything a table can carry, and with what makes trouble in one."""
    terms = {name: tuple(VOCABULARY.terms(name)) for name in ("topics", "phases", "audiences", "formats", "funding")}
    full = an_offer(
        "liste:0203", name='Rat "für alle"; und mehr', provider=Provider("=Träger GmbH"), summary="=HYPERLINK(1)",
        description="Erste Zeile\n\nZweite; Zeile", restriction="-18", cost=Cost("paid", "5 Euro"), hours="Mo 9-12",
        topics=terms["topics"], phases=terms["phases"], audiences=terms["audiences"], formats=terms["formats"],
        funding=terms["funding"], issues_funding=terms["funding"][:1], contact=Contact("0203 283", "a@b.example",
        "https://stadt.example/a"), languages=(Language("tr", "Di 10-12"), Language("ar", "", "auf Anfrage")),
        place=Place("Rathaus", "Burgplatz", "1-3", "47051", "Duisburg", "Altstadt", Point(51.4349, 6.7627), "house",
        None, "official"), appointment="possible", booking_url="https://stadt.example/b", bring="Zeugnisse",
        accessibility=Accessibility("limited", "eine Stufe"), verification=Verification(date(2026, 2, 3), "B", "phone"),
        facts=(Fact("statement", "yes", "Zeitung", "https://z.example/1", "2021-12", "ist neutral"),),
        provenance=Provenance("liste", ("https://l.example/1",), "2025-12", "CC0-1.0", "Die Liste"),
    )  # fmt: skip
    plain = [an_offer(f"liste:{n}", name=f"Rat {n}", bring=text, provenance=Provenance("liste", licence="CC0-1.0"))
             for n, text in enumerate(STRANGE, start=1)]  # fmt: skip
    return [full, *plain]


@pytest.fixture
def store(database_url):
    opened = open_store(database_url, create=True, clock=lambda: NOW)
    with opened.write("test", "a region") as writer:
        writer.save_region(REGION)
    yield opened
    opened.close()


def bring(store, path, *, dry_run=False):
    return import_file(store, path, REGION, VOCABULARY, LiveGeocoder(path.parent / "none.sqlite"), name="liste",
                       clock=lambda: NOW, dry_run=dry_run)  # fmt: skip


def as_csv(rows, path):
    path.write_bytes("".join(office_csv.write(rows, headings())).encode())


def as_xlsx(rows, path):
    with path.open("wb") as file:
        office_xlsx.write(rows, headings(), file)


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_what_is_handed_out_reads_in_again_unchanged(store, tmp_path, form):
    first, second = tmp_path / f"a.{form.__name__[3:]}", tmp_path / f"b.{form.__name__[3:]}"
    form([office_row(offer, VOCABULARY, DAY) for offer in offers()], first)
    counts = bring(store, first).counts
    assert (counts["new"], counts["rejected"]) == (len(offers()), 0)
    assert [store.offer(f"liste:{n}").bring for n in range(1, len(STRANGE) + 1)] == [text.strip() for text in STRANGE]
    full, kept = offers()[0], store.offer("liste:0203")
    assert replace(kept, edited_at=None, facts=(), provenance=full.provenance) == replace(full, facts=())
    assert [(fact.code, fact.value, fact.source, fact.url, fact.as_of, fact.quote) for fact in kept.facts] == [
        ("statement", "yes", "Zeitung", "https://z.example/1", "2021-12", "ist neutral")
    ]
    form(rows_of(store, store.keys(), VOCABULARY, DAY), second)
    report = bring(store, second, dry_run=True)
    assert report.counts["same"] == len(offers()) and report.counts["changed"] == report.counts["new"] == 0


def test_what_people_changed_reads_in_again_unchanged_too(store, tmp_path):
    as_csv([office_row(offer, VOCABULARY, DAY) for offer in offers()], tmp_path / "a.csv")
    bring(store, tmp_path / "a.csv")
    checked = Fact("mandate", "yes", "Satzung", checked_by="Büro", checked_on=DAY)
    with store.write("Anna", "geprüft") as writer:
        offer = writer.offer("liste:1")
        both = (Language("ru", "Mo 9-12", "mit Termin"),)
        writer.save_offer(replace(offer, facts=(checked,), languages=both, hours="Di 10-12"))
    as_csv(rows_of(store, store.keys(), VOCABULARY, DAY), tmp_path / "b.csv")
    assert bring(store, tmp_path / "b.csv", dry_run=True).counts["same"] == len(offers())


def test_a_german_excel_opens_the_csv_right_and_runs_nothing():
    text = "".join(office_csv.write((office_row(offer, VOCABULARY, DAY) for offer in offers()), headings()))
    assert text.startswith("\ufeffKennung;Name;Träger;") and text.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert [row["Mitbringen"] for row in rows[1:]] == [f"'{value}" for value in STRANGE]
    assert rows[0]["Träger"] == "'=Träger GmbH" and rows[0]["Kennung"] == "'0203" and rows[0]["Hausnummer"] == "'1-3"
    assert (rows[0]["Breite"], rows[0]["Telefon"], rows[0]["PLZ"]) == ("51,4349", "0203 283", "47051")
    for row in rows:
        assert not any((value or "").startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


@pytest.mark.parametrize("value", STRANGE)
def test_the_apostrophe_is_taken_away_again(value):
    assert office_csv.harmless(value) == f"'{value}"
    assert tidy(office_csv.harmless(value)) == tidy(value)


@pytest.mark.parametrize("value", ["", "Rat", "47051", "12 Euro", "'s Haus", "5 Minuten", "Mo 9-12", "12,5"])
def test_what_is_harmless_stays_as_it_is(value):
    assert office_csv.harmless(value) == value == tidy(value)


def test_the_workbook_has_only_texts_a_fixed_heading_and_a_filter(tmp_path):
    path = tmp_path / "a.xlsx"
    as_xlsx([office_row(offer, VOCABULARY, DAY) for offer in offers()], path)
    sheet = openpyxl.load_workbook(path)["Angebote"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"} and {cell.number_format for cell in cells} == {"@"}
    last = sheet.cell(1, sheet.max_column).column_letter
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == f"A1:{last}14"
    column = next(cell.column for cell in sheet[1] if cell.value == "Mitbringen")
    assert [sheet.cell(line, column).value for line in range(3, 15)] == list(STRANGE)
    content = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content and b"hyperlink" not in content.lower().replace(b"=hyperlink(1)", b"")


def test_what_excel_cannot_keep_is_left_out(tmp_path):
    row = office_row(an_offer("liste:1", description="x" * 40_000, bring="a\x0bb"), VOCABULARY, DAY)
    as_xlsx([row], tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    told = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert len(told["Beschreibung"]) == office_xlsx.MOST and told["Mitbringen"] == "ab"
    assert [office_xlsx.letter_of(n) for n in (1, 26, 27, 52, 702, 703)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


def test_every_column_is_one_of_the_template_or_means_nothing_to_the_importer():
    own = [heading for heading in headings() if heading not in TEMPLATE and heading not in EXTRA]
    assert own == ["Liste", "Auf der Karte", "Stufe der Neutralität", "Nachweis der Neutralität",
                   "Ohne Bestätigung seit", "Zuletzt geändert"]  # fmt: skip
    assert [guess(heading) for heading in own] == [None] * 6
    assert set(TEMPLATE) <= set(headings()) and set(INTERNAL) <= set(EXTRA)


@pytest.mark.parametrize("name", ["topics", "phases", "audiences", "formats", "funding", "languages"])
def test_every_german_word_is_found_again(name):
    words, strange = WordList.of(VOCABULARY, name, DAY), []
    everything = tuple(VOCABULARY.terms(name))
    cell = "; ".join(word(VOCABULARY, name, slug) for slug in everything)
    assert slugs([cell], words, strange.append) == everything and strange == []


def test_contacts_of_the_house_come_only_when_asked_for(store):
    with store.write("test", "an offer") as writer:
        for number in range(3):
            contact = MaintenanceContact("Frau Geheim", "geheim@stadt.example") if number else None
            writer.save_offer(an_offer(f"liste:{number}"), maintenance=contact)
    keys = ["liste:2", "liste:0", "liste:none", "liste:1"]
    public = list(rows_of(store, keys, VOCABULARY, DAY))
    assert [row["Kennung"] for row in public] == ["2", "0", "1"]
    assert "geheim" not in str(public).lower() and not set(INTERNAL) & set(headings())
    internal = list(rows_of(store, keys, VOCABULARY, DAY, internal=True))
    assert [row["Pflege-E-Mail"] for row in internal] == ["geheim@stadt.example", "", "geheim@stadt.example"]
    assert tuple(internal[0]) == headings(internal=True)
