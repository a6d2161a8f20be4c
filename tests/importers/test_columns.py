"""What columns mean: our own headings exactly, others by guess, or as a column file says."""

import json
import re
from pathlib import Path

import pytest

from importers.base import ImportRefused
from importers.column_file import read_column_map
from importers.columns import EXTRA, TEMPLATE, columns_of, guess


def test_every_heading_of_our_template_means_its_own_field() -> None:
    assert columns_of(list(TEMPLATE | EXTRA)) == TEMPLATE | EXTRA
    assert len(set(TEMPLATE.values())) == len(TEMPLATE)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Anbieter", "provider"), ("Institution", "provider"), ("Einrichtung", "provider"), ("Titel", "name"),
        ("Straße und Hausnummer", "street"), ("Strasse", "street"), ("Str.", "street"), ("Haus-Nr.", "number"),
        ("Tel.", "phone"), ("Telefon 2", "phone"), ("Homepage", "website"), ("Öffnungszeiten", "hours"),
        ("Sprechstunde", "hours"), ("Ansprechpartner", "contact_person"), ("Ansprechpartner*in", "contact_person"),
        ("E-Mail-Adresse", "email"), ("EMAIL", "email"), ("Postleitzahl", "postcode"), ("Stadtteil", "district"),
        ("Breitengrad", "lat"), ("lng", "lon"), ("address_1", "street"), ("postal_code", "postcode"),
        ("organization", "provider"), ("neutral", "neutral"), ("Telefon (2)", "phone"), ("Telefon (Zentrale)", "phone"),
        ("Interne Bemerkung", None), ("", None), ("Fax", None), ("Lfd. Nr.", None),
    ],
)  # fmt: skip
def test_strangers_headings_are_guessed(heading: str, field: str | None) -> None:
    assert guess(heading) == field


def test_a_number_after_a_street_is_a_house_number() -> None:
    assert columns_of(["Name", "Straße", "Nr.", "Ort"])["Nr."] == "number"
    assert "Nr." not in columns_of(["Nr.", "Name", "Straße"])


def test_a_list_of_institutions_is_a_list_of_their_offers() -> None:
    assert columns_of(["Einrichtung", "Ort"])["Einrichtung"] == "provider_and_name"
    both = columns_of(["Einrichtung", "Träger", "Ort"])
    assert (both["Einrichtung"], both["Träger"]) == ("name", "provider")
    named = columns_of(["Einrichtung", "Name", "Ort"])
    assert (named["Einrichtung"], named["Name"]) == ("provider", "name")


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_column_file_says_what_guessing_cannot_know(tmp_path: Path) -> None:
    declared = read_column_map(
        write(
            tmp_path / "spalten.toml",
            'ignore = ["Bemerkung"]\n[columns]\nName = "Was"\nTelefon = ["Ruf 1", "Ruf 2"]\n'
            '[defaults]\nArt = "Beratung"\n',
        )
    )
    assert declared.fields == {"Was": "name", "Ruf 1": "phone", "Ruf 2": "phone"}
    assert declared.defaults == {"kind": "Beratung"}
    columns = columns_of(["Was", "Ruf 1", "Bemerkung", "Ort"], declared.fields, declared.ignored)
    assert columns == {"Was": "name", "Ruf 1": "phone", "Ort": "city"}


def test_a_column_file_may_be_json_and_without_sections(tmp_path: Path) -> None:
    path = write(tmp_path / "spalten.json", json.dumps({"Name": "Was", "Pflegekontakt": "Ansprechpartner"}))
    assert read_column_map(path).fields == {"Was": "name", "Ansprechpartner": "maintenance_name"}


def test_what_is_declared_beats_what_is_guessed() -> None:
    assert columns_of(["Name", "Titel"], {"Name": "provider"})["Name"] == "provider"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('Farbe = "Rot"', "'Farbe'"),
        ("Name = 5", "'Name'"),
        ("Name = ", "no valid TOML"),
        ('columns = "x"', "columns"),
        ('ignore = "x"', "ignore"),
        ("[defaults]\nArt = 1", "defaults"),
    ],
)
def test_a_wrong_column_file_is_refused_in_words(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(ImportRefused, match=word):
        read_column_map(write(tmp_path / "spalten.toml", text))


def test_a_missing_column_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"fehlt\.toml"):
        read_column_map(tmp_path / "fehlt.toml")


def test_every_column_of_the_template_is_told_in_the_manual() -> None:
    manual = (Path(__file__).resolve().parents[2] / "docs" / "importers.md").read_text(encoding="utf-8")
    told = {word.strip() for line in manual.splitlines() if line.startswith("|") for word in re.split(r"[|,]", line)}
    assert [heading for heading in TEMPLATE | EXTRA if heading not in told] == []
