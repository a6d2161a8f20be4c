"""Importers are found by their files, and one that is half-built is noticed at once."""

from types import ModuleType

import pytest

import importers
from importers import ImporterError, find_importer, recognising
from importers.base import ImportRefused, Sample
from model.source import Source


def test_every_importer_is_named_like_its_file() -> None:
    found = importers.importers()
    assert "spreadsheet" in found
    for name, module in found.items():
        assert module.SOURCE.name == name
        assert module.SOURCE.key_from
        assert module.__doc__


def test_helpers_are_no_importers() -> None:
    assert not {"base", "readers", "table", "clean", "pipeline"} & set(importers.importers())


def test_a_table_is_left_to_the_spreadsheet_importer() -> None:
    assert recognising(Sample("liste.csv", b"Name;Ort\nRat;Moers\n")) == ["spreadsheet"]
    assert find_importer(Sample("liste.csv", b"Name;Ort\n")).SOURCE.name == "spreadsheet"


def test_an_unknown_file_is_refused_with_what_there_is() -> None:
    with pytest.raises(ImportRefused, match=r"musik\.ogg.*spreadsheet"):
        find_importer(Sample("musik.ogg", b"OggS text"))
    with pytest.raises(ImportRefused, match="PDF"):
        find_importer(Sample("liste.pdf", b"%PDF-1.7"))


def test_an_importer_can_be_asked_for_by_name() -> None:
    assert find_importer(Sample("liste.dat", b"Name;Ort"), "spreadsheet").SOURCE.name == "spreadsheet"
    with pytest.raises(ImportRefused, match="'nichts'"):
        find_importer(Sample("liste.csv", b"Name;Ort"), "nichts")


def half_built(doc: str, **parts: object) -> ModuleType:
    module = ModuleType("importers.probe", doc)
    for name, part in parts.items():
        setattr(module, name, part)
    return module


@pytest.mark.parametrize(
    ("module", "word"),
    [
        (half_built("Title", SOURCE=Source("probe", "Probe"), read=len, draft=len), "recognise"),
        (half_built("Title", SOURCE=Source("andere", "P"), read=len, draft=len, recognise=len), "'andere'"),
        (half_built("", SOURCE=Source("probe", "P"), read=len, draft=len, recognise=len), "docstring"),
    ],
)
def test_a_half_built_importer_is_named(module: ModuleType, word: str) -> None:
    with pytest.raises(ImporterError, match=word):
        importers._check("probe", module)
