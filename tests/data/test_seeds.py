"""The seeds of Duisburg: complete, in the words of the vocabularies, and without notes that are nobody's business."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from model.neutrality import Fact, assess
from tests.data.tables import DATA, SEEDS, offers, rows

WORDS = {
    "Themen": "topics",
    "Lebensphasen": "phases",
    "Zielgruppen": "audiences",
    "Sprachen": "languages",
    "Formen": "formats",
    "Kosten": "costs",
    "Förderung": "funding",
    "Gutscheinausgabe": "funding",
    "Trägerart": "carriers",
}
YES_NO = ("Eigene Kurse", "Bezahlung nach Erfolg", "Eigenes Beratungspersonal", "Eigene Beratungsräume",
          "Auftrag zur trägerübergreifenden Beratung", "Ergebnisoffen")  # fmt: skip
LEFT_OUT = {"du-c-004", "du-c-028"}


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_file_is_plain_utf_8_with_unix_line_ends(name: str) -> None:
    raw = (DATA / "seeds" / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_every_row_is_there_but_the_two_that_have_ended() -> None:
    ids = [row["Kennung"] for row in offers()]
    expected = [f"du-c-{n:03}" for n in range(1, 78)] + [f"du-l-{n:03}" for n in range(1, 61)]
    assert ids == [key for key in expected if key not in LEFT_OUT]


def test_the_readme_tells_the_counts_as_they_are() -> None:
    table = offers()
    precision = Counter(row["Genauigkeit"] for row in table if row["Breite"])
    located = sum(precision.values())
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert f"{len(table)} offers" in readme
    assert f"{located} of them have a coordinate" in readme
    for word in ("house", "street", "district", "place"):
        assert f"{word} {precision[word]}" in readme
    for key in LEFT_OUT:
        assert key in readme


def test_both_files_have_the_same_columns() -> None:
    headers = {tuple(rows(f"seeds/{name}", ";")[0]) for name in SEEDS}
    assert len(headers) == 1


@pytest.mark.parametrize("column", WORDS)
def test_every_word_is_a_label_of_its_vocabulary(column: str) -> None:
    known = {row["label_de"] for row in rows(f"vocabulary/{WORDS[column]}.csv")}
    for row in offers():
        for word in filter(None, row[column].split(", ")):
            assert word in known, (row["Kennung"], column, word)


def test_choices_are_spelled_as_the_template_says() -> None:
    for row in offers():
        assert row["Art"] == ("Beratung" if row["Kennung"].startswith("du-c") else "Lernangebot")
        assert row["Barrierefrei"] in ("", "ja", "teilweise", "nein")
        assert row["Termin"] in ("", "nach Vereinbarung")
        assert all(row[column] in ("", "ja", "nein") for column in YES_NO)
        assert row["Name"] and row["Träger"] and row["Formen"] and row["Quelle"] and row["Ort"]


def test_a_group_is_named_only_together_with_the_restriction_that_is_shown() -> None:
    for row in offers():
        assert bool(row["Zielgruppen"]) == bool(row["Nur für"]), row["Kennung"]
        assert not row["Nur für"] or row["Nur für"].startswith("Nur für "), row["Kennung"]


def test_a_coordinate_lies_in_its_region_and_says_how_exact_it_is_and_where_it_comes_from() -> None:
    for row in offers():
        told = [bool(row[column]) for column in ("Breite", "Länge", "Genauigkeit", "Koordinatenquelle")]
        assert len(set(told)) == 1, row["Kennung"]
        if not row["Breite"]:
            continue
        assert row["Genauigkeit"] in ("house", "street", "district", "place")
        east = (6.99, 7.02) if row["Ort"] == "Essen" else (6.62, 6.84)
        assert 51.33 < float(row["Breite"]) < 51.57, row["Kennung"]
        assert east[0] < float(row["Länge"]) < east[1], row["Kennung"]


def test_a_neighbouring_building_never_passes_for_the_house() -> None:
    for row in offers():
        if row["Genauigkeit"] == "house":
            assert not re.search("statt|gesuchte|Nachbar|andere|Gegend", row["Koordinatenquelle"]), row["Kennung"]


def test_only_the_three_offers_of_the_network_are_called_neutral_and_a_dated_page_says_so() -> None:
    claimed = [row for row in offers() if row["Neutral laut"]]
    assert [row["Kennung"] for row in claimed] == ["du-c-001", "du-c-002", "du-c-003"]
    for row in claimed:
        assert row["Beleg"].startswith("https://") and row["Beleg"] in row["Quelle"]
        assert row["Stand des Belegs"] == "2021-12"
        fact = Fact("statement", "yes", source=row["Neutral laut"], as_of=row["Stand des Belegs"])
        verdict = assess([fact], date(2026, 1, 1))
        assert (verdict.grade, verdict.evidence) == ("B", "reported")
    for row in offers():
        if row not in claimed:
            assert not (row["Wortlaut der Quelle"] or row["Beleg"] or row["Stand des Belegs"]), row["Kennung"]


def test_nothing_passes_for_verified() -> None:
    for row in offers():
        assert not (row["Geprüft am"] or row["Geprüft durch"] or row["Geprüft wie"]), row["Kennung"]


def test_one_carrier_has_one_kind() -> None:
    kinds: dict[str, set[str]] = {}
    for row in offers():
        kinds.setdefault(row["Träger"], set()).add(row["Trägerart"])
    assert {carrier: kind for carrier, kind in kinds.items() if len(kind) > 1} == {}


def test_sentences_are_short_and_end_as_sentences_do() -> None:
    for row in offers():
        for text in (row["Kurztext"], row["Beschreibung"]):
            assert not text or text.endswith("."), row["Kennung"]
            assert "!" not in text
            for sentence in re.split(r"(?<=\.) ", text):
                assert len(sentence.split()) <= 18, (row["Kennung"], sentence)


def test_phone_numbers_mail_and_web_addresses_can_be_used() -> None:
    for row in offers():
        assert re.fullmatch(r"(0\d{3,4} \d[\d -]*\d)?", row["Telefon"]), row["Kennung"]
        assert re.fullmatch(r"([\w.-]+@[\w.-]+\.[a-z]+)?", row["E-Mail"]), row["Kennung"]
        assert re.fullmatch(r"(https?://\S+)?", row["Webseite"]), row["Kennung"]
        assert re.fullmatch(r"(\d{5})?", row["PLZ"]), row["Kennung"]


def test_the_state_of_a_source_is_a_date_a_month_or_a_year() -> None:
    for row in offers():
        assert re.fullmatch(r"((ca\. )?\d{4}(-\d{2})?)?", row["Stand der Quelle"]), row["Kennung"]


def test_no_cell_sounds_like_a_note_to_oneself() -> None:
    for row in offers():
        cells = " ".join(row.values())
        told = re.search(r"(?i)fortbestand|übernahme|prüfen|auszug|randbereich|nrw_schul|kopie\b", cells)
        assert not told, (row["Kennung"], told)


def test_no_internal_note_of_the_raw_table_has_leaked(shared_data: Path) -> None:
    told = {row["Kennung"]: " ".join(row.values()) for row in offers()}
    notes = 0
    for part in ("counselling", "learning"):
        with (shared_data / "offers" / f"duisburg_{part}.csv").open(encoding="utf-8", newline="") as file:
            for raw in csv.DictReader(file):
                for note in raw["remark"].split("; "):
                    if len(note) > 20:  # shorter ones are names of buildings
                        notes += 1
                        assert note not in told.get(raw["id"], ""), raw["id"]
    assert notes > 60


def test_facts_that_were_not_edited_are_those_of_the_raw_table(shared_data: Path) -> None:
    raw: dict[str, dict[str, str]] = {}
    for part in ("counselling", "learning"):
        with (shared_data / "offers" / f"duisburg_{part}.csv").open(encoding="utf-8", newline="") as file:
            raw |= {row["id"]: row for row in csv.DictReader(file)}
    pairs = {"Breite": "lat", "Länge": "lon", "E-Mail": "email", "Webseite": "website"}
    pairs["Stand der Quelle"] = "source_seen"
    for row in offers():
        source = raw[row["Kennung"]]
        for column, name in pairs.items():
            assert row[column] == source[name], (row["Kennung"], column)
        assert re.sub(r"\D", "", row["Telefon"]) == re.sub(r"\D", "", source["phone"]), row["Kennung"]
        assert row["Sprechzeiten"] in ("", source["opening_hours"]), row["Kennung"]
        for column, name in {"Straße": "street", "Hausnummer": "house_number", "PLZ": "postcode"}.items():
            assert row[column] == source[name] or (row["Kennung"] == "du-c-020" and not row[column]), row["Kennung"]
