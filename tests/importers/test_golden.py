"""Each importer has inputs with their expected outcome beside them, and recognises its own and no others."""

from pathlib import Path

import pytest

from importers import importers, recognising
from importers.base import Sample
from tests.importers import golden

CASES = [(name, path) for name in importers() for path in golden.inputs(name)]


@pytest.mark.parametrize("name", list(importers()))
def test_every_importer_has_an_input_with_its_expected_outcome(name: str) -> None:
    assert golden.inputs(name), f"tests/importers/{name}/ has no input file"
    assert set(golden.expected(name)) == {path.name for path in golden.inputs(name)}


@pytest.mark.parametrize(("name", "path"), CASES, ids=[f"{name}/{path.name}" for name, path in CASES])
def test_exactly_one_importer_recognises_the_input(name: str, path: Path) -> None:
    assert recognising(Sample.of(path)) == [name]


@pytest.mark.parametrize(("name", "path"), CASES, ids=[f"{name}/{path.name}" for name, path in CASES])
def test_an_input_becomes_what_is_expected(name: str, path: Path) -> None:
    assert golden.outcome(path) == golden.expected(name)[path.name]
