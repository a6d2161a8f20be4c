from pathlib import Path

import openpyxl
import pytest

from actions.campaign_list import german, identity, read_list
from importers.base import ImportRefused
from model.campaign import Address

HEAD = "Einrichtung;Ansprechpartner;E-Mail;Straße;Hausnr.;PLZ;Ort;Schulform;Stadtteil;Angebote"
KNOWN = frozenset({"list:1", "list:2"})


def read(tmp_path: Path, text: str, name: str = "liste.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_list(path, name, KNOWN.intersection)


def test_a_list_is_read_by_its_german_headings(tmp_path):
    found = read(tmp_path, f"{HEAD}\nVHS;Ada Öz;vhs@stadt.example;Weg;1a;47051;Duisburg;VHS;Mitte;list:1, list:2\n")
    assert found.addresses == (
        Address("VHS", "Ada Öz", "vhs@stadt.example", "", "Weg", "1a", "47051", "Duisburg", "VHS", "Mitte",
                ("list:1", "list:2")),
    )  # fmt: skip
    assert (found.rejected, found.notes) == ((), ())
    assert dict(found.columns)["Schulform"] == "kind"


def test_an_excel_list_with_other_headings_is_read_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Name der Einrichtung", "Name", "Mail", "Adresse", "Unsinn"])
    book.active.append(["Kolleg", "Jürgen Groß", "k@stadt.example", "Am Weg 3, 47049 Duisburg", "x"])
    book.save(tmp_path / "liste.xlsx")
    found = read_list(tmp_path / "liste.xlsx", "liste.xlsx", lambda keys: frozenset())
    assert found.addresses == (
        Address("Kolleg", "Jürgen Groß", "k@stadt.example", "", "Am Weg 3", "", "47049", "Duisburg"),
    )
    assert dict(found.columns)["Unsinn"] == ""


def test_where_only_a_name_is_given_it_names_the_institution(tmp_path):
    found = read(tmp_path, "Name;E-Mail\nVHS;vhs@stadt.example\n")
    assert found.addresses[0].institution == "VHS"


def test_broken_lines_are_named_and_the_rest_goes_in(tmp_path):
    lines = [
        ";Ada;a@stadt.example;;;;;;;",
        "Gut;;gut@stadt.example;;;;;;;",
        "Ohne alles;;;;;;;;;",
        "Falsche Mail;;das ist keine;;;;;;;",
        "Falsche Mail mit Anschrift;;das ist keine;Weg;1;47051;Duisburg;;;",
        "Zu viel;;z@stadt.example;;;;;;;;;;noch was",
        "Brief;;;Weg;2;47051;Duisburg;;;",
    ]
    found = read(tmp_path, "\n".join([HEAD, *lines, ""]))
    assert [one.institution for one in found.addresses] == ["Gut", "Falsche Mail mit Anschrift", "Brief"]
    assert {one.line: one.sentence for one in found.rejected} == {
        2: "Die Einrichtung fehlt.",
        4: "Die E-Mail-Adresse fehlt, und die Anschrift ist nicht vollständig.",
        5: "Die E-Mail-Adresse stimmt nicht, und die Anschrift ist nicht vollständig.",
        7: "Die Zeile hat 13 Werte, die Kopfzeile aber 10 Spalten. Vielleicht fehlen Anführungszeichen.",
    }
    assert [(one.line, one.sentence) for one in found.notes] == [
        (6, "„das ist keine“ ist keine E-Mail-Adresse. Diese Einrichtung bekommt einen Brief.")
    ]


def test_the_same_institution_twice_is_asked_once_with_all_its_offers_and_that_is_told(tmp_path):
    lines = ["VHS;;vhs@stadt.example;;;;;;;list:1", "vhs;;VHS@stadt.example;;;;;;;list:2",
             "Kolleg;;vhs@stadt.example;;;;;;;list:9"]  # fmt: skip
    found = read(tmp_path, "\n".join([HEAD, *lines, ""]))
    assert [(one.institution, one.offers) for one in found.addresses] == [("VHS", ("list:1", "list:2")), ("Kolleg", ())]
    assert [(one.line, one.sentence) for one in found.notes] == [
        (3, "Dieselbe Einrichtung wie in Zeile 2. Sie wird einmal gefragt."),
        (4, "Dieselbe E-Mail-Adresse wie in Zeile 2, aber eine andere Einrichtung. Die Adresse bekommt zwei Mails."),
        (4, "Diese Angebote gibt es hier nicht: list:9."),
    ]


def test_two_branches_without_mail_are_two(tmp_path):
    found = read(tmp_path, f"{HEAD}\nVHS;;;Weg;1;47051;Duisburg;;;\nVHS;;;Weg;2;47051;Duisburg;;;\n")
    assert len({identity(one) for one in found.addresses}) == 2


@pytest.mark.parametrize("mail", ["a@b.example\r\nBcc: x@y.example", "a@b.example, Bcc: c"])
def test_a_mail_address_never_brings_a_header_along(tmp_path, mail):
    found = read(tmp_path, f'{HEAD}\nVHS;;"{mail}";Weg;1;47051;Duisburg;;;\n')
    assert [one.email for one in found.addresses] in (["a@b.example"], [""])


def test_a_mail_address_with_an_umlaut_in_its_host_is_written_as_mail_servers_want_it(tmp_path):
    found = read(tmp_path, f"{HEAD}\nVHS;;info@müller.example;;;;;;;\n")
    assert found.addresses[0].email == "info@xn--mller-kva.example"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Die Datei ist leer."),
        (b"%PDF-1.4", "Das ist keine Tabelle. Wir brauchen eine CSV- oder XLSX-Datei."),
        (b"PK\x03\x04rubbish", "Die Datei ist beschädigt. Bitte speichern Sie sie noch einmal."),
        (HEAD.encode() + b"\n", "Unter der Kopfzeile steht nichts."),
        ("Straße;PLZ\nWeg;47051\n".encode(), "Keine Spalte nennt die Einrichtung."),
    ],
)
def test_what_is_no_list_is_refused_with_a_german_sentence(tmp_path, content, said):
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match="^" + said.replace("(", "\\(")):
        read_list(path, "liste.csv", lambda keys: frozenset())


def test_no_english_sentence_comes_through():
    assert german("The table is odd.") == "Das können wir nicht lesen."
    assert german("Keine Spalte.") == "Keine Spalte."
