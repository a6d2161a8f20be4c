"""Everything that importers say is there in German."""

import ast
import re

import pytest

from config import ROOT
from importers.base import ImportRefused
from importers.readers import refuse_unreadable
from web.import_words import in_german

#: what no list in the browser can bring about: services, column files, reports for terminals, half-built importers
ELSEWHERE = ("inquiry.py", "column_file.py", "report.py")
#: put together from texts that are tested as a whole below
PUT_TOGETHER = ("The file 'X' is 'X'.", "The file 'X' 'X'.", "is no proper JSON: line 'X', column 'X': 'X'")
#: what the office reads under a suggestion is German from the start
GERMAN = ("Vielleicht dasselbe wie „'X'“ ('X').", "Die Datenquelle nennt es beendet.")


def said() -> list[str]:
    """Every sentence that an importer or an import says, with X for what is put in."""
    found = []
    own = [ROOT / "actions" / name for name in ("import_offers.py", "import_one.py", "upload.py")]
    files = [*(ROOT / "importers").rglob("*.py"), *own]
    for path in sorted(files):
        if path.name in ELSEWHERE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
                  if part is not node}  # fmt: skip
        inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if id(node) in inside or not isinstance(node, ast.JoinedStr | ast.Constant):
                continue
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "'X'" for part in parts)
            if re.search(r"[.:] ?('X')?$", text) and text.count(" ") > 2 and text not in (*PUT_TOGETHER, *GERMAN) and (
                not text.startswith(("importers/", " "))
            ):
                found.append(text)
    return found


@pytest.mark.parametrize("sentence", said())
def test_a_sentence_is_told_in_german(sentence):
    german = in_german(sentence)
    assert german != sentence and "{}" not in german
    assert not re.search(r"\b(the|was|were|left out|column|row)\b", german)


@pytest.mark.parametrize("head", [b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"\x89PNG", b"SQLite format 3"])
def test_a_file_that_is_no_table_is_named_in_german(head):
    with pytest.raises(ImportRefused) as refused:
        refuse_unreadable("liste.csv", head + b"abcdefgh" * 9)
    assert in_german(str(refused.value)).startswith("Die Datei liste.csv ist ")


def test_what_it_is_about_stays():
    assert in_german("The address 'Heerstr. 9 (Hof)' was found outside the region (Moers).") == (
        "Die Adresse „Heerstr. 9 (Hof)“ liegt außerhalb der Region (Moers)."
    )
    pdf = "The file a.pdf is a PDF; a table is needed, as CSV or XLSX."
    assert in_german(pdf).startswith("Die Datei a.pdf ist ein PDF.")
    assert in_german("The file a.json is no proper JSON: line 3, column 5: Expecting value.") == (
        "Die Datei a.json ist kein richtiges JSON (Zeile 3, Spalte 5: Expecting value)."
    )
    assert in_german("Ein Satz, den es nicht gibt.") == "Ein Satz, den es nicht gibt."
