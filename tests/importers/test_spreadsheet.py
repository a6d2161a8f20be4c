"""The importer for tables: what it reads, what it names, what it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from importers import spreadsheet
from importers.base import ImportRefused, Note, Options, Record, Reject, Sample
from model.draft import Draft, DraftFact

Table = Callable[..., Path]


def read(path: Path, columns: Path | None = None) -> list[Record]:
    return [piece for piece in spreadsheet.read(path, Options(columns=columns)) if isinstance(piece, Record)]


def notes(path: Path, columns: Path | None = None) -> str:
    found = [piece for piece in spreadsheet.read(path, Options(columns=columns)) if isinstance(piece, Note)]
    return "\n".join(f"{note.line}: {note.sentence}" for note in found)


def rejects(path: Path) -> list[Reject]:
    return [piece for piece in spreadsheet.read(path, Options()) if isinstance(piece, Reject)]


def draft(path: Path, columns: Path | None = None) -> Draft:
    made = spreadsheet.draft(read(path, columns)[0])
    assert isinstance(made, Draft)
    return made


@pytest.mark.parametrize(
    ("name", "head", "known"),
    [
        ("liste.csv", b"Name;Ort\n", True), ("LISTE.XLSX", b"PK\x03\x04", True), ("liste.txt", b"Name\tOrt\n", True),
        ("schulen.xml", b"<schulen/>", False), ("liste.csv", b"<html>", False), ("liste.csv", b'{"a": 1}', False),
        ("liste.json", b"[]", False), ("liste.csv", "\ufeffName;Ort".encode(), True),
    ],
)  # fmt: skip
def test_tables_are_recognised_by_name_and_beginning(name: str, head: bytes, known: bool) -> None:
    assert spreadsheet.recognise(Sample(name, head)) == known


def test_a_row_of_our_template_becomes_a_draft(table: Table) -> None:
    made = draft(
        table("Kennung;Name;Träger;Art;Themen;Straße;Hausnummer;PLZ;Ort", "1;Rat;Stadt;Beratung;Studium;Weg;1;47051;D")
    )
    assert (made.ref, made.name, made.provider, made.kind, made.topics) == (
        "1",
        "Rat",
        "Stadt",
        "Beratung",
        ("Studium",),
    )
    assert (made.place.street, made.place.number, made.place.postcode) == ("Weg", "1", "47051")
    assert made.line == 2


def test_the_raw_row_stays_as_it_was(table: Table) -> None:
    record = read(table("Kennung;Name;Notiz", "1; Rat ;intern"))[0]
    assert record.values == {"Kennung": "1", "Name": "Rat", "Notiz": "intern"}


def test_persons_are_not_taken_over(table: Table) -> None:
    path = table("Name;Ansprechpartner", "Rat;Team Lernhafen")
    assert "Lernhafen" not in repr(read(path))
    assert "names persons" in notes(path)


def test_persons_may_be_declared_to_keep_the_entry(table: Table, tmp_path: Path) -> None:
    columns = tmp_path / "spalten.toml"
    columns.write_text('Pflegekontakt = "Ansprechpartner"', encoding="utf-8")
    assert draft(table("Name;Ansprechpartner", "Rat;Team Lernhafen"), columns).maintenance_name == "Team Lernhafen"


def test_values_for_all_rows_fill_only_what_is_empty(table: Table, tmp_path: Path) -> None:
    columns = tmp_path / "spalten.toml"
    columns.write_text('[defaults]\nOrt = "Moers"\nArt = "Lernangebot"', encoding="utf-8")
    path = table("Name;Ort", "Rat;Wesel", "Kurs;")
    made = [spreadsheet.draft(record) for record in read(path, columns)]
    assert [(each.place.city, each.kind) for each in made if isinstance(each, Draft)] == [
        ("Wesel", "Lernangebot"), ("Moers", "Lernangebot"),
    ]  # fmt: skip


def test_missing_columns_are_named(table: Table) -> None:
    told = notes(table("Name;Ort", "Rat;Moers"))
    for word in ("Kennung", "Art", "Träger"):
        assert word in told


def test_a_declared_column_that_is_missing_is_named(table: Table, tmp_path: Path) -> None:
    columns = tmp_path / "spalten.toml"
    columns.write_text('Telefon = "Rufnummer"', encoding="utf-8")
    assert "'Rufnummer'" in notes(table("Name;Ort", "Rat;Moers"), columns)


def test_several_columns_of_one_meaning_are_put_together(table: Table) -> None:
    made = draft(table("Name;Thema 1;Thema 2;Telefon;Telefon", "Rat;Studium;Ausbildung;0203 1;0203 2"))
    assert made.topics == ("Studium", "Ausbildung")
    assert made.phone == "0203 1 ; 0203 2"


def test_titles_above_the_header_are_passed_over(table: Table) -> None:
    path = table("Liste der Beratungsstellen;;", "Stand 2026;;", ";;", "Name;Träger;Ort", "Rat;Stadt;Moers")
    assert read(path)[0].values["Name"] == "Rat"
    assert read(path)[0].line == 5
    assert "4: The lines above" in notes(path)


def test_a_row_that_holds_words_of_headings_is_no_header(table: Table) -> None:
    path = table("Name;Weg 1;Ort", "Rat;Telefon;Moers", "Telefon;E-Mail;Chat")
    assert read(path)[1].values == {"Name": "Telefon", "Weg 1": "E-Mail", "Ort": "Chat"}


def test_empty_columns_at_the_end_and_empty_rows_do_not_count(table: Table) -> None:
    path = table("Name;Ort;;", "Rat;Moers;;", ";;;", "Kurs;Wesel;;")
    assert [record.values for record in read(path)] == [
        {"Name": "Rat", "Ort": "Moers"},
        {"Name": "Kurs", "Ort": "Wesel"},
    ]


def test_a_row_that_is_too_long_is_rejected_with_its_line(table: Table) -> None:
    path = table("Name;Ort", "Rat;Moers;zu;viel", "Kurs;Wesel")
    assert [(reject.line, "4 values" in reject.reason) for reject in rejects(path)] == [(2, True)]
    assert len(read(path)) == 1


def test_a_repeated_header_is_passed_over(table: Table) -> None:
    path = table("Name;Ort", "Rat;Moers", "Name;Ort", "Kurs;Wesel")
    assert len(read(path)) == 2
    assert "3: The header is repeated" in notes(path)


def test_a_last_line_that_breaks_off_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Name;Ort;Telefon\nRat;Moers;1\nKurs;We", encoding="utf-8")
    (reject,) = rejects(path)
    assert (reject.line, reject.ends_early) == (3, True)


def test_short_rows_are_usual_in_some_lists_and_no_sign_of_a_break(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Name;Ort;Telefon\nRat;Moers\nKurs;Wesel", encoding="utf-8")
    assert rejects(path) == []
    assert len(read(path)) == 2


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (("Name;Ort",), "no rows below"),
        (("Name;Ort", ";", ";"), "no rows below"),
        (('""',), "no row that can be read"),
        (("Farbe;Form", "rot;rund"), "no column with the name"),
        (("Nur ein Text", "und noch einer"), "only one column"),
    ],
)
def test_what_cannot_be_a_list_is_refused_in_words(table: Table, rows: tuple[str, ...], word: str) -> None:
    with pytest.raises(ImportRefused, match=word):
        read(table(*rows))


def test_a_row_without_a_name_is_rejected_with_its_line_and_key(table: Table) -> None:
    (record,) = read(table("Kennung;Name;Ort", "7;;Moers"))
    assert spreadsheet.draft(record) == Reject(2, "7", "The row has no name.")


def test_a_row_that_lacks_its_kind_or_key_says_so(table: Table) -> None:
    assert len(draft(table("Kennung;Name;Art", ";Rat;")).notes) == 2
    assert draft(table("Kennung;Name;Art", "1;Rat;Beratung")).notes == ()
    assert draft(table("Name;Ort", "Rat;Moers")).notes == ()


def facts_of(table: Table, headings: str, row: str) -> tuple[DraftFact, ...]:
    return draft(table(f"Name;{headings}", f"Rat;{row}")).facts


def test_the_evidence_speaks_for_the_statement(table: Table) -> None:
    facts = facts_of(
        table,
        "Trägerart;Neutral laut;Wortlaut der Quelle;Beleg;Stand des Belegs;Quelle;Stand der Quelle",
        "Verein;Stiftung;neutrale Beratung;https://s.example;2021-12;https://q.example;2020",
    )
    assert facts == (
        DraftFact("statement", "yes", "Stiftung", "https://s.example", "2021-12", "neutrale Beratung"),
        DraftFact("carrier_type", "Verein", url="https://q.example", as_of="2020"),
    )


def test_without_a_statement_the_evidence_speaks_for_the_facts(table: Table) -> None:
    facts = facts_of(table, "Eigene Kurse;Wortlaut der Quelle;Beleg;Quelle", "nein;keine Kurse;https://b.example;x")
    assert facts == (DraftFact("own_courses", "nein", url="https://b.example", quote="keine Kurse"),)


def test_a_bare_yes_in_a_strangers_list_is_a_statement_of_the_list(table: Table) -> None:
    assert facts_of(table, "neutral;neutral_basis", "ja;laut Flyer") == (
        DraftFact("statement", "ja", quote="laut Flyer"),
    )
    assert facts_of(table, "neutral;Ort", ";Moers") == ()
